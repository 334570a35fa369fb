//! Where one is signed in: every session of the same owner, this one marked; ending one, or all the others.

use super::signed_in::{self, SignedIn, origin_of};
use crate::store::{Ended, Ending, SessionId};
use crate::web::answer::ApiError;
use crate::web::desk::{self, Reader};
use crate::web::serve::{App, Client};
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// What a browser is to forget of this site; browsers hear it over TLS and on the machine itself.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// `GET /sessions`.
pub async fn mine(State(app): State<Arc<App>>, who: SignedIn, reader: Reader) -> Result<Response, ApiError> {
    let mut all = app.blocking(|app| app.gate.sessions(app.now())).await?;
    all.retain(|row| row.whose() == who.whose());
    let page = desk::sessions(&reader, app.simulated, who.session(), &all, app.now());
    Ok(reader.shown(StatusCode::OK, page))
}

/// `POST /sessions/ID/end`: another's session and one that is none are answered alike.
pub async fn end_one(
    State(app): State<Arc<App>>,
    from: Client,
    who: SignedIn,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let ended = match id.parse::<SessionId>() {
        Ok(id) => end(&app, &who, from, Ending::Own(id, who.whose())).await?,
        Err(_) => Vec::new(),
    };
    if ended.is_empty() {
        let (zh, en) = (
            "没有这次登录，或它已经结束。",
            "There is no such session, or it has ended.",
        );
        return Ok(desk::not_found(&reader, app.simulated.into(), zh, en));
    }
    match ended.contains(&who.session().id) {
        true => Ok(signed_out(from)),
        false => Ok(back()),
    }
}

/// `POST /sessions/end-others`.
pub async fn end_others(State(app): State<Arc<App>>, from: Client, who: SignedIn) -> Result<Response, ApiError> {
    let others = Ending::Others(who.whose(), who.session().id.clone());
    end(&app, &who, from, others).await?;
    Ok(back())
}

/// `POST /sign-out`.
pub async fn sign_out(State(app): State<Arc<App>>, from: Client, who: SignedIn) -> Result<Response, ApiError> {
    let this = Ending::Own(who.session().id.clone(), who.whose());
    end(&app, &who, from, this).await?;
    Ok(signed_out(from))
}

/// On to the front page without a session. The browser is told to forget what it kept of the pages.
fn signed_out(from: Client) -> Response {
    let mut response = (
        StatusCode::SEE_OTHER,
        [(header::LOCATION, HeaderValue::from_static("/"))],
    )
        .into_response();
    let headers = response.headers_mut();
    for cookie in signed_in::end(from.transport) {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers.insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""));
    response
}

async fn end(app: &Arc<App>, who: &SignedIn, from: Client, which: Ending) -> Result<Vec<SessionId>, ApiError> {
    let by = Ended {
        who: who.who(),
        origin: Some(origin_of(from.address)),
    };
    app.blocking(move |app| app.gate.end_sessions(&which, &by, app.now()))
        .await
}

fn back() -> Response {
    let headers = [(header::LOCATION, HeaderValue::from_static("/sessions"))];
    (StatusCode::SEE_OTHER, headers).into_response()
}
