//! Changing one's own password: the old one is asked for, every other session of the account ends, this one goes on
//! under a new cookie.

use super::link::{Admitted, to};
use super::password::{LONGEST, Password};
use super::sign_in::{filled, wait};
use super::signed_in::{self, SignedIn, new_session};
use crate::store::{AccountName, AuditEvent, Whose};
use crate::web::answer::ApiError;
use crate::web::desk::{self, ChangeSays, Reader};
use crate::web::serve::App;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// What is typed. It has no `Debug`: it is passwords.
#[derive(Deserialize)]
pub struct Typed {
    old: String,
    password: String,
    again: String,
}

/// `GET /account/password`: asks.
pub async fn ask_change(State(app): State<Arc<App>>, who: SignedIn, reader: Reader) -> Response {
    match who.whose() {
        Whose::Account(_) => says(&app, &reader, StatusCode::OK, ChangeSays::Nothing),
        Whose::Administrator => no_password(&app, &reader),
    }
}

/// `POST /account/password`: changes it.
pub async fn change(
    State(app): State<Arc<App>>,
    Admitted(from): Admitted,
    who: SignedIn,
    reader: Reader,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, ApiError> {
    let Typed { old, password, again } = filled(typed)?;
    let Whose::Account(name) = who.whose() else {
        return Ok(no_password(&app, &reader));
    };
    if let Err(seconds) = app.waits.admit(&name.folded(), from.address) {
        return Ok(wait(&app, seconds));
    }
    if !fits(&app, &name, old).await? {
        who.note(&app, from, AuditEvent::SignInFailed(Some(name))).await?;
        return Ok(says(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, ChangeSays::Wrong));
    }
    app.waits.right(&name.folded(), from.address);
    let password = match Password::new(&password, &again, name.as_str()) {
        Ok(password) => password,
        Err(weak) => {
            return Ok(says(
                &app,
                &reader,
                StatusCode::UNPROCESSABLE_ENTITY,
                ChangeSays::Weak(weak),
            ));
        }
    };
    let kept = app.passwords.keep(password).await?;
    let (cookie, session) = new_session(Whose::Account(name.clone()), from.address, app.now());
    app.blocking(move |app| app.gate.change_password(&name, &kept, &session))
        .await?;
    Ok(to("/sessions", signed_in::begin(&cookie, from.transport)))
}

async fn fits(app: &Arc<App>, name: &AccountName, old: String) -> Result<bool, ApiError> {
    let of = name.clone();
    let kept = app.blocking(move |app| app.gate.password_of(&of)).await?;
    Ok(old.len() <= LONGEST && app.passwords.fits(old, kept).await?)
}

fn says(app: &App, reader: &Reader, status: StatusCode, says: ChangeSays) -> Response {
    reader.shown(status, desk::change_password(reader, app.simulated, says))
}

/// An administrator's session was begun by a link: there is no password to change.
fn no_password(app: &App, reader: &Reader) -> Response {
    let zh = "管理员用一次性链接登录，没有密码可改。";
    let en = "An administrator signs in by a one-time link: there is no password to change.";
    desk::not_found(reader, app.simulated.into(), zh, en)
}
