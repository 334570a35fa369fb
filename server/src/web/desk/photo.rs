//! `GET /photos/TOWNSHIP/SHA256`: a photo's bytes, for somebody signed in, and only one that this township took in.

use crate::store::AuditEvent;
use crate::web::answer::ApiError;
use crate::web::serve::{App, Client, Held};
use crate::web::session::SignedIn;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ruhu_core::ids::{RegionCode, Sha256};
use std::sync::Arc;

/// The bytes. No browser keeps them: after signing out nobody finds them in its cache.
pub async fn photo(
    State(app): State<Arc<App>>,
    from: Client,
    who: SignedIn,
    Path((township, sha256)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (Ok(township), Ok(sha256)) = (township.parse::<RegionCode>(), sha256.parse::<Sha256>()) else {
        return Err(none());
    };
    let of = township.clone();
    let taken = app
        .within(who.reach(), move |_, store| store.photo(&of, &sha256))
        .await?
        .ok_or_else(none)?;
    let room = app.load.room(taken.size).await?;
    let bytes = app.shelf.get(&township, &sha256).await.map_err(ApiError::from)?;
    let bytes = bytes.ok_or_else(none)?;
    // Written and synced before anything is shown.
    who.note(&app, from, AuditEvent::PhotoViewed(township, sha256)).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::new(Held::new(Body::from(bytes), room))).into_response())
}

fn none() -> ApiError {
    let message = "this township has no such photo; it may still be on the phone";
    ApiError::new(StatusCode::NOT_FOUND, "no_such_photo", message)
}
