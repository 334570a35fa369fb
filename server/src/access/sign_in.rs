//! The one-time sign-in link: a GET shows a page that asks, a POST uses the link up and begins the session. A link
//! preview in a chat, which only GETs, does not burn it.

use super::secret::{Secret, hash_of};
use super::session::{self, SESSION_MS, SignedIn};
use crate::Result as StoreResult;
use crate::api::ApiError;
use crate::pages;
use crate::serve::App;
use crate::store::{Access, LinkState};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ruhu_core::time::Moment;
use std::net::SocketAddr;
use std::sync::Arc;

/// How long a link is good, in milliseconds: a quarter of an hour.
const LINK_MS: i64 = 15 * 60 * 1000;
/// Where a link leads: `/sign-in/TOKEN`.
pub const SIGN_IN_PATH: &str = "/sign-in";

/// A link that has been made; it is never logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInLink {
    /// The whole address, for one person to open once.
    pub url: String,
    /// From this moment on it is no good.
    pub expires: Moment,
}

/// Makes a link.
pub fn new_link(app: &App) -> StoreResult<SignInLink> {
    let store: &dyn Access = &*app.store;
    link_at(store, &app.address, app.now())
}

/// Makes a link to the server at this address.
pub fn link_at(store: &dyn Access, address: &str, now: Moment) -> StoreResult<SignInLink> {
    let token = Secret::token();
    let expires = now.plus_ms(LINK_MS);
    store.keep_link(&token.hash(), now, expires)?;
    Ok(SignInLink {
        url: format!("{address}{SIGN_IN_PATH}/{}", token.reveal()),
        expires,
    })
}

/// `GET /sign-in/TOKEN`: asks.
pub async fn ask(State(app): State<Arc<App>>, Path(token): Path<String>) -> Result<Response, ApiError> {
    let link = hash_of(&token);
    let state = app.blocking(move |app| app.store.link(&link, app.now())).await?;
    Ok(match state {
        LinkState::Open => pages::confirm_sign_in(app.simulated).into_response(),
        other => gone(other),
    })
}

/// `POST /sign-in/TOKEN`: uses the link up.
pub async fn confirm(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Path(token): Path<String>,
) -> Result<Response, ApiError> {
    app.throttle.admit(from.ip()).map_err(|seconds| {
        let message = "too many tries from this address: wait a little";
        ApiError::later(StatusCode::TOO_MANY_REQUESTS, "too_many_tries", message, seconds)
    })?;
    let (link, session) = (hash_of(&token), Secret::token());
    let hash = session.hash();
    let state = app
        .blocking(move |app| {
            let now = app.now();
            app.store.use_link(&link, &hash, now, now.plus_ms(SESSION_MS))
        })
        .await?;
    Ok(match state {
        LinkState::Open => to_the_pages(session::begin(&session, app.transport())),
        other => gone(other),
    })
}

/// `POST /sign-out`.
pub async fn sign_out(State(app): State<Arc<App>>, who: SignedIn) -> Result<Response, ApiError> {
    app.blocking(move |app| app.store.end_session(who.session())).await?;
    Ok(to_the_pages(session::end(app.transport())))
}

fn to_the_pages(cookie: HeaderValue) -> Response {
    let headers = [
        (header::SET_COOKIE, cookie),
        (header::LOCATION, HeaderValue::from_static("/")),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Used, expired and never there are told alike by status; the page says which, for the one who holds the link.
fn gone(state: LinkState) -> Response {
    (StatusCode::GONE, pages::link_gone(state)).into_response()
}
