//! The one-time link of an account: whoever opens it sets the password, and is signed in.

use super::link::{admitted, gone, to_the_pages};
use super::password::Password;
use super::secret::hash_of;
use super::session::{self, new_session};
use super::sign_in::filled;
use crate::api::ApiError;
use crate::pages;
use crate::serve::App;
use crate::store::{AccountName, LinkState, Whose};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ruhu_core::ids::Sha256;
use serde::Deserialize;
use std::net::SocketAddr;
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
pub async fn ask_password(State(app): State<Arc<App>>, Path(token): Path<String>) -> Result<Response, ApiError> {
    Ok(match open(&app, hash_of(&token)).await? {
        Ok(name) => pages::set_password(app.simulated, &name, None).into_response(),
        Err(state) => gone(state),
    })
}

/// `POST /password/TOKEN`: sets it, and begins a session.
pub async fn set(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Path(token): Path<String>,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, ApiError> {
    admitted(&app, from)?;
    let Typed { password, again } = filled(typed)?;
    let link = hash_of(&token);
    let name = match open(&app, link).await? {
        Ok(name) => name,
        Err(state) => return Ok(gone(state)),
    };
    let password = match Password::new(&password, &again, name.as_str()) {
        Ok(password) => password,
        Err(weak) => {
            let page = pages::set_password(app.simulated, &name, Some(weak));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let kept = app.passwords.keep(password).await?;
    let (cookie, session) = new_session(Whose::Account(name), from.ip(), app.now());
    let state = app
        .blocking(move |app| app.gate.set_password(&link, &kept, &session))
        .await?;
    Ok(match state {
        LinkState::Open => to_the_pages(session::begin(&cookie, app.transport())),
        other => gone(other),
    })
}

async fn open(app: &Arc<App>, link: Sha256) -> Result<Result<AccountName, LinkState>, ApiError> {
    let (state, name) = app.blocking(move |app| app.gate.account_link(&link, app.now())).await?;
    Ok(name.ok_or(state))
}
