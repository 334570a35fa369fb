//! Who is behind a request as far as its headers show, looked up before the request takes up room: what a phone or a
//! session holds is counted for it, and what a stranger holds for the stranger's network.

use super::phone::token_of;
use super::signed_in::cookie_of;
use crate::Result;
use crate::web::serve::App;
use axum::http::HeaderMap;
use ruhu_core::ids::KeyId;
use std::sync::Arc;

/// Somebody who is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A phone that is enrolled, by its key.
    Phone(KeyId),
    /// A session, by its id.
    Session(String),
}

/// The caller that these headers prove; `None` for a stranger, a revoked phone, a session that is over.
pub(crate) async fn caller_of(
    app: &Arc<App>,
    headers: &HeaderMap,
) -> std::result::Result<Option<Caller>, crate::web::answer::ApiError> {
    let (token, cookie) = (token_of(headers), cookie_of(headers));
    if token.is_none() && cookie.is_none() {
        return Ok(None);
    }
    let _turn = app.load.lookup().await;
    app.blocking(move |app| {
        let phone = token.map(|token| phone(app, &token)).transpose()?.flatten();
        match (phone, cookie) {
            (Some(phone), _) => Ok(Some(phone)),
            (None, Some(cookie)) => session(app, &cookie),
            (None, None) => Ok(None),
        }
    })
    .await
}

fn phone(app: &App, token: &ruhu_core::ids::Sha256) -> Result<Option<Caller>> {
    let phone = app.gate.phone_of(token)?;
    Ok(phone
        .filter(|phone| phone.revoked.is_none())
        .map(|phone| Caller::Phone(phone.kid)))
}

fn session(app: &App, cookie: &ruhu_core::ids::Sha256) -> Result<Option<Caller>> {
    let held = app.gate.session(cookie, app.now())?;
    Ok(held.map(|row| Caller::Session(row.id.as_str().to_owned())))
}
