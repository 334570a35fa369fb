//! Signing in by name and password. A name that is none, a disabled one and a wrong password get the same answer after
//! the same work, and wait alike.

use super::link::{Admitted, to_the_pages};
use super::password::LONGEST;
use super::signed_in::{self, cookie_of, new_session, origin_of};
use crate::store::{AccountName, AuditEvent, AuditNote, SignInBy, Who, Whose, folded};
use crate::web::answer::ApiError;
use crate::web::desk::{self, SignInSays};
use crate::web::serve::{App, Client};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// What is typed. It has no `Debug`: it is a password.
#[derive(Deserialize)]
pub struct Typed {
    name: String,
    password: String,
}

/// `GET /sign-in`: asks for name and password.
pub async fn form(State(app): State<Arc<App>>) -> Response {
    desk::sign_in(app.simulated, SignInSays::Nothing).into_response()
}

/// `POST /sign-in`: lets in, or not.
pub async fn enter(
    State(app): State<Arc<App>>,
    Admitted(from): Admitted,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, ApiError> {
    let Typed { name: typed, password } = filled(typed)?;
    // Ways to write one name share its tries.
    let name = folded(&typed);
    if let Err(seconds) = app.waits.admit(&name, from.address) {
        return Ok(wait(&app, seconds));
    }
    let (account, kept) = match typed.parse::<AccountName>() {
        Ok(typed) => app.blocking(move |app| called(app, &typed)).await?,
        Err(_) => (None, None),
    };
    let fits = password.len() <= LONGEST && app.passwords.fits(password, kept).await?;
    let (true, Some(account)) = (fits, account.clone()) else {
        return failed(&app, account, from).await;
    };
    app.waits.right(&name, from.address);
    let old = cookie_of(&headers);
    let (cookie, session) = new_session(Whose::Account(account), from.address, app.now());
    app.blocking(move |app| app.gate.begin_session(&session, old.as_ref(), SignInBy::Password))
        .await?;
    Ok(to_the_pages(signed_in::begin(&cookie, from.transport)))
}

/// The account that a typed name means, by its own name, and what is kept of its password.
fn called(app: &App, typed: &AccountName) -> crate::Result<(Option<AccountName>, Option<String>)> {
    let account = app.gate.account(typed)?.map(|account| account.name);
    let kept = account.as_ref().map(|name| app.gate.password_of(name)).transpose()?;
    Ok((account, kept.flatten()))
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
    let page = desk::sign_in(app.simulated, SignInSays::Wait(seconds));
    let later = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
    (StatusCode::TOO_MANY_REQUESTS, later, page).into_response()
}

async fn failed(app: &Arc<App>, account: Option<AccountName>, from: Client) -> Result<Response, ApiError> {
    app.blocking(move |app| {
        // Only a name that is one is written down: what was typed may be anything, a password too.
        let note = AuditNote {
            who: Who::Nobody,
            event: AuditEvent::SignInFailed(account),
            origin: Some(origin_of(from.address)),
        };
        app.gate.note(&note, app.now())
    })
    .await?;
    let page = desk::sign_in(app.simulated, SignInSays::Wrong);
    Ok((StatusCode::UNAUTHORIZED, page).into_response())
}
