//! Every path the server answers, and the layers around all of them.

use super::bounds::{self, Bounds};
use super::{App, client, guard, metrics, origin};
use crate::web::answer::ApiError;
use crate::web::desk;
use crate::web::phone::tus;
use crate::web::phone::{self, OPENAPI_PATH};
use crate::web::session::{self, PASSWORD_PATH, SIGN_IN_PATH};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, any, get, post};
use ruhu_core::wire::{APP_PATH, ENROL_PATH, PHOTOS_PATH, SERVER_PATH, SYNC_PATH};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// The largest body a page's form may have, in bytes.
const FORM_LIMIT: usize = 64 * 1024;
/// The longest any call but an upload may take: a sync of 4 MiB over a road of 50 KB/s, judged.
const CALL_LONGEST: Duration = Duration::from_secs(150);
/// The longest an upload's call may take. Whoever is slower goes on from where the file ends.
const UPLOAD_LONGEST: Duration = Duration::from_secs(3600);

/// The whole server as one service.
pub(super) fn router(app: Arc<App>, bounds: Bounds) -> Router {
    let uploads = routes(uploads()).layer(timeout(UPLOAD_LONGEST));
    let calls = routes(calls()).merge(routes(pages())).layer(timeout(CALL_LONGEST));
    // Whoever watches over the server is answered also when it is full.
    let watching = routes(watching()).layer(timeout(CALL_LONGEST));
    uploads
        .merge(calls)
        .layer(middleware::from_fn_with_state(Arc::clone(&app), bounds::admit))
        .merge(watching)
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_so)
        .layer(middleware::from_fn_with_state(Arc::clone(&app), origin::own_pages_only))
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(bounds.body_idle))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            ApiError::fault().into_response()
        }))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), desk::in_words))
        .layer(middleware::from_fn(guard::harden))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), client::resolve))
        // Innermost of the outer: every request has its id and its line in the log, whatever becomes of it.
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guard::note))
        .with_state(app)
}

/// A path and what answers there.
type Route = (String, MethodRouter<Arc<App>>);

/// Every path that is answered: the tests go through them all with a stranger's ids, and one without a case fails.
pub fn paths() -> Vec<String> {
    let all = [uploads(), calls(), watching(), pages()];
    all.into_iter().flatten().map(|(path, _)| path).collect()
}

/// What programs call: described in `api::openapi`; a test compares.
#[cfg(test)]
pub(crate) fn api_paths() -> Vec<String> {
    let all = [uploads(), calls(), watching()];
    all.into_iter().flatten().map(|(path, _)| path).collect()
}

/// Photos.
fn uploads() -> Vec<Route> {
    vec![
        (PHOTOS_PATH.to_owned(), any(tus::photos)),
        (format!("{PHOTOS_PATH}/{{name}}"), any(tus::photo)),
    ]
}

/// The phones' other calls; a browser is shown a page where it asks for the app.
fn calls() -> Vec<Route> {
    vec![
        (SERVER_PATH.to_owned(), get(phone::server)),
        (ENROL_PATH.to_owned(), post(phone::enrol)),
        (SYNC_PATH.to_owned(), post(phone::sync)),
        (APP_PATH.to_owned(), get(phone::newest_app)),
        (format!("{APP_PATH}/{{name}}"), get(phone::app_file)),
    ]
}

/// What watches over the server, and the API's own description.
fn watching() -> Vec<Route> {
    vec![
        ("/health".to_owned(), get(phone::health)),
        ("/metrics".to_owned(), get(metrics::own_port)),
        (OPENAPI_PATH.to_owned(), get(phone::openapi)),
    ]
}

/// The port where a Prometheus elsewhere reads.
pub(super) fn metrics_router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(metrics::show)).with_state(app)
}

/// The desk's pages, for people.
fn pages() -> Vec<Route> {
    let of = |path: &str, answers| (path.to_owned(), answers);
    vec![
        of(SIGN_IN_PATH, get(session::form).post(session::enter)),
        (
            format!("{SIGN_IN_PATH}/{{token}}"),
            get(session::ask).post(session::confirm),
        ),
        (
            format!("{PASSWORD_PATH}/{{token}}"),
            get(session::ask_password).post(session::set),
        ),
        of("/account/password", get(session::ask_change).post(session::change)),
        of("/sessions", get(session::mine)),
        of("/sessions/end-others", post(session::end_others)),
        of("/sessions/{id}/end", post(session::end_one)),
        of("/sign-out", post(session::sign_out)),
        of("/ruhu.css", get(desk::style_sheet)),
        of("/ruhu.js", get(desk::script)),
        of("/", get(desk::overview)),
        of("/villages/{code}", get(desk::list)),
        of("/cadres/{township}/{id}", get(desk::cadre)),
        of("/ledger/{code}", get(desk::ledger)),
        of("/households/{township}/{no}", get(desk::household)),
        of("/households/{township}/{no}/open", post(desk::open_identity)),
        of("/photos/{township}/{sha256}", get(desk::photo)),
    ]
}

fn routes(of: Vec<Route>) -> Router<Arc<App>> {
    of.into_iter()
        .fold(Router::new(), |router, (path, answers)| router.route(&path, answers))
}

fn timeout(longest: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, longest)
}

async fn nothing_here() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "no_such_path",
        "there is nothing at this address: compare it with docs/protocol.md",
    )
}

async fn not_so() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "no_such_method",
        "this address does not answer this method",
    )
}
