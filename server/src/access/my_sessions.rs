//! Where one is signed in: every session of the same owner, this one marked; ending one, or all the others.

use super::link::to_the_pages;
use super::session::{self, SignedIn, origin_of};
use crate::api::ApiError;
use crate::pages::{self, Reader};
use crate::serve::App;
use crate::store::{Ended, Ending, SessionId};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;

/// `GET /sessions`.
pub async fn mine(State(app): State<Arc<App>>, who: SignedIn, reader: Reader) -> Result<Response, ApiError> {
    let mut all = app.blocking(|app| app.gate.sessions(app.now())).await?;
    all.retain(|row| row.whose() == who.whose());
    let page = pages::sessions(&reader, app.simulated, who.session(), &all, app.now());
    Ok(reader.shown(StatusCode::OK, page))
}

/// `POST /sessions/ID/end`: another's session and one that is none are answered alike.
pub async fn end_one(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
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
        return Ok(reader.not_found(app.simulated.into(), zh, en));
    }
    match ended.contains(&who.session().id) {
        true => Ok(to_the_pages(session::end(app.transport()))),
        false => Ok(back()),
    }
}

/// `POST /sessions/end-others`.
pub async fn end_others(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    who: SignedIn,
) -> Result<Response, ApiError> {
    let others = Ending::Others(who.whose(), who.session().id.clone());
    end(&app, &who, from, others).await?;
    Ok(back())
}

/// `POST /sign-out`.
pub async fn sign_out(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    who: SignedIn,
) -> Result<Response, ApiError> {
    let this = Ending::Own(who.session().id.clone(), who.whose());
    end(&app, &who, from, this).await?;
    Ok(to_the_pages(session::end(app.transport())))
}

async fn end(app: &Arc<App>, who: &SignedIn, from: SocketAddr, which: Ending) -> Result<Vec<SessionId>, ApiError> {
    let by = Ended {
        who: who.who(),
        origin: Some(origin_of(from.ip())),
    };
    app.blocking(move |app| app.gate.end_sessions(&which, &by, app.now()))
        .await
}

fn back() -> Response {
    let headers = [(header::LOCATION, HeaderValue::from_static("/sessions"))];
    (StatusCode::SEE_OTHER, headers).into_response()
}
