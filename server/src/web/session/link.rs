//! An administrator's one-time sign-in link: a GET shows a page that asks, a POST uses the link up and begins the
//! session. A link preview in a chat, which only GETs, does not burn it.

use super::pressed::{Press, page_cookie, page_of};
use super::secret::{Secret, hash_of};
use super::signed_in::{self, cookie_of, new_session};
use crate::Result as StoreResult;
use crate::store::{Access, LinkState, SignInBy, Whose};
use crate::web::answer::ApiError;
use crate::web::desk;
use crate::web::serve::{App, Client};
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ruhu_core::time::Moment;
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
pub async fn ask(
    State(app): State<Arc<App>>,
    from: Client,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let link = hash_of(&token);
    let state = app.blocking(move |app| app.gate.link(&link, app.now())).await?;
    Ok(match state {
        LinkState::Open => with_page_cookie(desk::confirm_sign_in(app.simulated).into_response(), from, &headers),
        other => gone(other),
    })
}

/// `POST /sign-in/TOKEN`: uses the link up.
pub async fn confirm(
    State(app): State<Arc<App>>,
    Admitted(from): Admitted,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (link, old, page) = (hash_of(&token), cookie_of(&headers), page_of(&headers));
    let (cookie, session) = new_session(Whose::Administrator, from.address, app.now());
    let state = app
        .blocking(move |app| {
            let mut turn = app.pressed.turn();
            let now = session.began;
            if let Some(first) = turn.first(&link, page.as_ref(), old.as_ref(), now) {
                app.gate.begin_session(&session, Some(&first.session), SignInBy::Link)?;
                turn.note(
                    link,
                    Press {
                        session: session.hash,
                        ..first
                    },
                );
                return Ok(LinkState::Open);
            }
            let state = app.gate.use_link(&link, &session, old.as_ref())?;
            if state == LinkState::Open {
                let press = Press {
                    page,
                    session: session.hash,
                    account: None,
                    at: now,
                };
                turn.note(link, press);
            }
            Ok(state)
        })
        .await?;
    Ok(match state {
        LinkState::Open => to_the_pages(signed_in::begin(&cookie, from.transport)),
        other => gone(other),
    })
}

/// The link's page, with the cookie by which its browser is known again. One that has the cookie keeps it.
pub(super) fn with_page_cookie(mut page: Response, from: Client, headers: &HeaderMap) -> Response {
    if page_of(headers).is_none() {
        page.headers_mut().append(header::SET_COOKIE, page_cookie(from));
    }
    page
}

/// Somebody whose try was counted. It stands before the form in a handler's arguments: a network that tries too often is
/// refused before the form is read.
pub struct Admitted(pub Client);

impl FromRequestParts<Arc<App>> for Admitted {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let client = Client::from_request_parts(parts, app).await?;
        app.throttle.admit(client.address).map_err(|seconds| {
            let message = "too many tries from this address: wait a little";
            ApiError::later(StatusCode::TOO_MANY_REQUESTS, "too_many_tries", message, seconds)
        })?;
        Ok(Self(client))
    }
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
    (StatusCode::GONE, desk::link_gone(state)).into_response()
}
