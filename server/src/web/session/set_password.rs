//! The one-time link of an account: whoever opens it sets the password, and is signed in.

use super::link::{Admitted, gone, to_the_pages, with_page_cookie};
use super::password::{LONGEST, Password};
use super::pressed::{Press, page_of};
use super::secret::hash_of;
use super::sign_in::filled;
use super::signed_in::{self, cookie_of, new_session};
use crate::store::{AccountName, LinkState, SignInBy, Whose};
use crate::web::answer::ApiError;
use crate::web::desk;
use crate::web::serve::{App, Client};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use ruhu_core::ids::Sha256;
use serde::Deserialize;
use std::sync::Arc;

/// Where a link leads: `/password/TOKEN`.
pub const PASSWORD_PATH: &str = "/password";

/// What is typed, twice. It has no `Debug`: it is a password.
#[derive(Deserialize)]
pub struct Typed {
    password: String,
    again: String,
}

/// `GET /password/TOKEN`: asks for a password.
pub async fn ask_password(
    State(app): State<Arc<App>>,
    from: Client,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    Ok(match open(&app, hash_of(&token)).await? {
        Ok(name) => {
            let page = desk::set_password(app.simulated, &name, None).into_response();
            with_page_cookie(page, from, &headers)
        }
        Err(state) => gone(state),
    })
}

/// `POST /password/TOKEN`: sets it, and begins a session.
pub async fn set(
    State(app): State<Arc<App>>,
    Admitted(from): Admitted,
    Path(token): Path<String>,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, ApiError> {
    let Typed { password, again } = filled(typed)?;
    let link = hash_of(&token);
    let name = match open(&app, link).await? {
        Ok(name) => name,
        Err(state) => return pressed_again(&app, from, link, &headers, password, state).await,
    };
    let password = match Password::new(&password, &again, name.as_str()) {
        Ok(password) => password,
        Err(weak) => {
            let page = desk::set_password(app.simulated, &name, Some(weak));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let kept = app.passwords.keep(password).await?;
    let (cookie, session) = new_session(Whose::Account(name.clone()), from.address, app.now());
    let page = page_of(&headers);
    let state = app
        .blocking(move |app| {
            let mut turn = app.pressed.turn();
            let state = app.gate.set_password(&link, &kept, &session)?;
            if state == LinkState::Open {
                let press = Press {
                    page,
                    session: session.hash,
                    account: Some(name),
                    at: session.began,
                };
                turn.note(link, press);
            }
            Ok(state)
        })
        .await?;
    Ok(match state {
        LinkState::Open => to_the_pages(signed_in::begin(&cookie, from.transport)),
        // Both presses were under way at once.
        other => return pressed_again(&app, from, link, &headers, again, other).await,
    })
}

/// The form came a second time: the same browser, with the password that it has just set, gets in.
async fn pressed_again(
    app: &Arc<App>,
    from: Client,
    link: Sha256,
    headers: &HeaderMap,
    password: String,
    state: LinkState,
) -> Result<Response, ApiError> {
    let (page, old, now) = (page_of(headers), cookie_of(headers), app.now());
    let Some(first) = app.pressed.first(&link, page.as_ref(), old.as_ref(), now) else {
        return Ok(gone(state));
    };
    let Some(name) = first.account else {
        return Ok(gone(state));
    };
    let of = name.clone();
    let kept = app.blocking(move |app| app.gate.password_of(&of)).await?;
    if password.len() > LONGEST || !app.passwords.fits(password, kept).await? {
        return Ok(gone(state));
    }
    let (cookie, session) = new_session(Whose::Account(name), from.address, now);
    app.blocking(move |app| {
        app.gate
            .begin_session(&session, Some(&first.session), SignInBy::Password)
    })
    .await?;
    Ok(to_the_pages(signed_in::begin(&cookie, from.transport)))
}

async fn open(app: &Arc<App>, link: Sha256) -> Result<Result<AccountName, LinkState>, ApiError> {
    let (state, name) = app.blocking(move |app| app.gate.account_link(&link, app.now())).await?;
    Ok(name.ok_or(state))
}
