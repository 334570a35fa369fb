//! An administrator's one-time sign-in link: a GET shows a page that asks, a POST uses the link up and begins the
//! session. A link preview in a chat, which only GETs, does not burn it.

use super::secret::{Secret, hash_of};
use super::session::{self, cookie_of, new_session};
use crate::Result as StoreResult;
use crate::api::ApiError;
use crate::pages;
use crate::serve::App;
use crate::store::{Access, LinkState, Whose};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
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
    let gate: &dyn Access = &*app.gate;
    link_at(gate, &app.address, app.now())
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
    let state = app.blocking(move |app| app.gate.link(&link, app.now())).await?;
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
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    admitted(&app, from)?;
    let (link, old) = (hash_of(&token), cookie_of(&headers));
    let (cookie, session) = new_session(Whose::Administrator, from.ip(), app.now());
    let state = app
        .blocking(move |app| app.gate.use_link(&link, &session, old.as_ref()))
        .await?;
    Ok(match state {
        LinkState::Open => to_the_pages(session::begin(&cookie, app.transport())),
        other => gone(other),
    })
}

/// Counts one try of this address.
pub(super) fn admitted(app: &App, from: SocketAddr) -> Result<(), ApiError> {
    app.throttle.admit(from.ip()).map_err(|seconds| {
        let message = "too many tries from this address: wait a little";
        ApiError::later(StatusCode::TOO_MANY_REQUESTS, "too_many_tries", message, seconds)
    })
}

/// On to the front page, with this cookie.
pub(super) fn to_the_pages(cookie: HeaderValue) -> Response {
    to("/", cookie)
}

/// On to a page, with this cookie.
pub(super) fn to(page: &'static str, cookie: HeaderValue) -> Response {
    let headers = [
        (header::SET_COOKIE, cookie),
        (header::LOCATION, HeaderValue::from_static(page)),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Used, expired and never there are told alike by status; the page says which, for the one who holds the link.
pub(super) fn gone(state: LinkState) -> Response {
    (StatusCode::GONE, pages::link_gone(state)).into_response()
}
