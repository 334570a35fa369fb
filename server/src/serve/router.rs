//! Every path the server answers, and the layers around all of them.

use super::App;
use super::guard;
use crate::access::{self, SIGN_IN_PATH};
use crate::api::{self, ApiError};
use crate::pages;
use crate::tus;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{any, get, post};
use ruhu_core::wire::{ENROL_PATH, PHOTOS_PATH, SYNC_PATH};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// The largest body a page's form may have, in bytes.
const FORM_LIMIT: usize = 64 * 1024;
/// No part of a body for so long: the road is cut.
const BODY_IDLE: Duration = Duration::from_secs(30);
/// The longest any call but an upload may take: a sync of 4 MiB over a road of 50 KB/s, judged.
const CALL_LONGEST: Duration = Duration::from_secs(150);
/// The longest an upload's call may take. Whoever is slower goes on from where the file ends.
const UPLOAD_LONGEST: Duration = Duration::from_secs(3600);

/// The whole server as one service.
pub(super) fn router(app: Arc<App>) -> Router {
    let uploads = Router::new()
        .route(PHOTOS_PATH, any(tus::photos))
        .route(&format!("{PHOTOS_PATH}/{{name}}"), any(tus::photo))
        .layer(timeout(UPLOAD_LONGEST));
    let calls = Router::new()
        .route("/health", get(api::health))
        .route(ENROL_PATH, post(api::enrol))
        .route(SYNC_PATH, post(api::sync))
        .route(
            &format!("{SIGN_IN_PATH}/{{token}}"),
            get(access::ask).post(access::confirm),
        )
        .route("/sign-out", post(access::sign_out))
        .route("/ruhu.css", get(pages::style_sheet))
        .route("/ruhu.js", get(pages::script))
        .route("/", get(pages::overview))
        .route("/villages/{code}", get(pages::list))
        .route("/cadres/{township}/{id}", get(pages::cadre))
        .route("/households/{township}/{no}", get(pages::household))
        .route("/ledger/{code}", get(pages::ledger))
        .route("/photos/{township}/{sha256}", get(pages::photo))
        .layer(timeout(CALL_LONGEST));
    uploads
        .merge(calls)
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(BODY_IDLE))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            fault().into_response()
        }))
        .layer(middleware::from_fn(guard::harden))
        // Innermost of the outer: every request has its id and its line in the log, whatever becomes of it.
        .layer(middleware::from_fn(guard::note))
        .with_state(app)
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

fn fault() -> ApiError {
    ApiError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "server_fault",
        "the server failed at this; nothing is lost, try again later and tell the township",
    )
}
