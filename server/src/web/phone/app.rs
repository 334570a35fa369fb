//! `GET /app`: which version of the phone app this server hands out, signed for phones, as a page for people. `GET
//! /app/NAME`: its file. Nobody signs in for it: it is the same for everybody and says nothing of anybody.

use crate::phone_app::{Published, newest, path_of};
use crate::web::answer::{ApiError, wants_page};
use crate::web::desk;
use crate::web::serve::App;
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ruhu_core::wire::AppAnswer;
use std::sync::Arc;
use tower_http::services::ServeFile;

/// The newest version: a signed statement, or a page when a browser asks.
pub async fn newest_app(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, ApiError> {
    let published = app.blocking(|app| newest(&app.data)).await?;
    let mut answer = match (wants_page(&headers), published) {
        (true, None) => (StatusCode::NOT_FOUND, desk::phone_app(app.simulated, None)).into_response(),
        (true, Some(published)) => desk::phone_app(app.simulated, Some(&published)).into_response(),
        (false, Some(published)) => Json(AppAnswer {
            app: app.signer.app(&published.app),
        })
        .into_response(),
        (false, None) => none().into_response(),
    };
    answer
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(answer)
}

/// The file of the newest version, whole or a part of it. Its bytes never change under its name.
pub async fn app_file(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let Some(Published { app: handed_out, .. }) = app.blocking(|app| newest(&app.data)).await? else {
        return Err(none());
    };
    // Only the one name is ever opened, and it is our own.
    if name != handed_out.file {
        return Err(other_version(&handed_out.file));
    }
    let path = path_of(&app.data, &handed_out);
    let served = ServeFile::new(&path).try_call(request).await;
    let gone = |error: std::io::Error| crate::Error::Core(ruhu_core::Error::file(&path, error));
    let mut answer = match served {
        Ok(answer) if answer.status() == StatusCode::NOT_FOUND => {
            return Err(gone(std::io::ErrorKind::NotFound.into()).into());
        }
        Ok(answer) => answer.map(Body::new),
        Err(error) => return Err(gone(error).into()),
    };
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    let saved_as = format!("attachment; filename=\"{name}\"");
    let saved_as = HeaderValue::try_from(saved_as).expect("the name is letters, digits, dots and dashes");
    headers.insert(header::CONTENT_DISPOSITION, saved_as);
    Ok(answer)
}

fn none() -> ApiError {
    let message = "no phone app is handed out here: publish one with `ruhu app put FILE.apk`";
    ApiError::new(StatusCode::NOT_FOUND, "no_app", message)
}

fn other_version(file: &str) -> ApiError {
    let message = format!("this version is not handed out (any more); {file} is: ask GET /app again");
    ApiError::new(StatusCode::NOT_FOUND, "no_app", message)
}
