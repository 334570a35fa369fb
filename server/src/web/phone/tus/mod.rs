//! Photos by tus 1.0.0 (<https://tus.io/protocols/resumable-upload>): core, creation, creation-with-upload, checksum,
//! expiration, termination. Keyed by SHA-256; what arrived is kept at whatever byte the road was cut.

mod append;
mod ask;
mod checksum;
mod create;
mod finish;
mod head;
mod metadata;
mod partial;
mod protocol;
mod resume;
mod sweep;

pub use partial::Partials;
pub use sweep::{sweep, sweep_unnamed};

use crate::web::answer::ApiError;
use crate::web::serve::App;
use crate::web::session::Phone;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use protocol::{method_of, options, versioned};
use std::sync::Arc;

/// `/v1/photos`: what the server can do, and the beginning of an upload.
pub async fn photos(State(app): State<Arc<App>>, request: Request) -> Response {
    let answer = match method_of(&request) {
        Method::OPTIONS => Ok(options()),
        Method::POST => match known(&app, request).await {
            Ok((phone, request)) => create::create(&app, phone, request).await,
            Err(no) => Err(no),
        },
        _ => Err(not_so()),
    };
    versioned(answer)
}

/// `/v1/photos/NAME`: an upload by the id that `Location` gave, or a photo by its hash.
pub async fn photo(State(app): State<Arc<App>>, Path(name): Path<String>, request: Request) -> Response {
    let method = method_of(&request);
    if method == Method::OPTIONS {
        return versioned(Ok(options()));
    }
    let answer = match known(&app, request).await {
        Err(no) => Err(no),
        Ok((phone, request)) => match method {
            Method::GET => ask::photo_state(&app, phone, &name)
                .await
                .map(IntoResponse::into_response),
            Method::HEAD => head::head(&app, phone, &name).await,
            Method::PATCH => resume::resume(&app, phone, &name, request).await,
            Method::DELETE => resume::terminate(&app, phone, &name).await,
            _ => Err(not_so()),
        },
    };
    versioned(answer)
}

/// The phone behind the call. The version of tus is looked at first, as the protocol wants it.
async fn known(app: &Arc<App>, request: Request) -> Result<(Phone, Request<Body>), ApiError> {
    protocol::same_version(&request)?;
    let (mut parts, body) = request.into_parts();
    let phone = Phone::from_request_parts(&mut parts, app).await?;
    Ok((phone, Request::from_parts(parts, body)))
}

fn not_so() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "no_such_method",
        "uploads answer OPTIONS, POST, HEAD, PATCH, DELETE and GET",
    )
}
