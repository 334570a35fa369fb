//! Signing in by name and password. A name that is none, a disabled one and a wrong password get the same answer after
//! the same work, and wait alike.

use super::link::{admitted, to_the_pages};
use super::password::LONGEST;
use super::session::{self, cookie_of, new_session, origin_of};
use crate::api::ApiError;
use crate::pages::{self, SignInSays};
use crate::serve::App;
use crate::store::{AccountName, AuditEvent, AuditNote, SignInBy, Who, Whose};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use std::sync::Arc;

/// What is typed. It has no `Debug`: it is a password.
#[derive(Deserialize)]
pub struct Typed {
    name: String,
    password: String,
}

/// `GET /sign-in`: asks for name and password.
pub async fn form(State(app): State<Arc<App>>) -> Response {
    pages::sign_in(app.simulated, SignInSays::Nothing).into_response()
}

/// `POST /sign-in`: lets in, or not.
pub async fn enter(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, ApiError> {
    admitted(&app, from)?;
    let Typed { name, password } = filled(typed)?;
    let name = name.trim().to_owned();
    if let Err(seconds) = app.waits.admit(&name, from.ip()) {
        return Ok(wait(&app, seconds));
    }
    let account: Option<AccountName> = name.parse().ok();
    let kept = match account.clone() {
        Some(account) => app.blocking(move |app| app.gate.password_of(&account)).await?,
        None => None,
    };
    let fits = password.len() <= LONGEST && app.passwords.fits(password, kept).await?;
    let (true, Some(account)) = (fits, account.clone()) else {
        return failed(&app, account, from).await;
    };
    app.waits.right(&name, from.ip());
    let old = cookie_of(&headers);
    let (cookie, session) = new_session(Whose::Account(account), from.ip(), app.now());
    app.blocking(move |app| app.gate.begin_session(&session, old.as_ref(), SignInBy::Password))
        .await?;
    Ok(to_the_pages(session::begin(&cookie, app.transport())))
}

/// What a form sent, or what is wrong with it, without what was typed.
pub(super) fn filled<T: DeserializeOwned>(typed: Result<Form<T>, FormRejection>) -> Result<T, ApiError> {
    match typed {
        Ok(Form(typed)) => Ok(typed),
        Err(_) => {
            let message = "a field of the form is missing, or it is too long: open the page again and fill it in";
            Err(ApiError::new(StatusCode::BAD_REQUEST, "bad_form", message))
        }
    }
}

/// Too many wrong passwords: when the next try is welcome.
pub(super) fn wait(app: &App, seconds: u64) -> Response {
    let page = pages::sign_in(app.simulated, SignInSays::Wait(seconds));
    let later = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
    (StatusCode::TOO_MANY_REQUESTS, later, page).into_response()
}

async fn failed(app: &Arc<App>, account: Option<AccountName>, from: SocketAddr) -> Result<Response, ApiError> {
    app.blocking(move |app| {
        // Only a name that is one is written down: what was typed may be anything, a password too.
        let known = match account {
            Some(name) => app.gate.account(&name)?.map(|account| account.name),
            None => None,
        };
        let note = AuditNote {
            who: Who::Nobody,
            event: AuditEvent::SignInFailed(known),
            origin: Some(origin_of(from.ip())),
        };
        app.gate.note(&note, app.now())
    })
    .await?;
    let page = pages::sign_in(app.simulated, SignInSays::Wrong);
    Ok((StatusCode::UNAUTHORIZED, page).into_response())
}
