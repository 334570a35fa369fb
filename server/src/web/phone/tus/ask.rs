//! What the server has: an upload by its id, a photo by its hash, and only for the phone whose records name it.

use super::finish::receipt;
use crate::store::{DeviceRow, PhotoRow, Reach, UploadId, UploadRow};
use crate::web::answer::ApiError;
use crate::web::serve::App;
use crate::web::session::Phone;
use axum::Json;
use axum::http::StatusCode;
use ruhu_core::ids::Sha256;
use ruhu_core::wire::PhotoState;
use std::sync::Arc;

/// A photo that is here, and its receipt for this phone.
pub(super) struct Here {
    pub photo: PhotoRow,
    pub receipt: String,
}

/// `GET /v1/photos/<sha256>`. A photo that no record of this phone names is answered like one that is not here.
pub(super) async fn photo_state(app: &Arc<App>, phone: Phone, name: &str) -> Result<Json<PhotoState>, ApiError> {
    let sha256: Sha256 = name.parse().map_err(|_| no_such_upload())?;
    let found = here(app, &phone.0, sha256).await?;
    Ok(Json(PhotoState {
        sha256,
        receipt: found.map(|here| here.receipt),
    }))
}

/// The photo, when it is here and a record of this phone names it.
pub(super) async fn here(app: &Arc<App>, phone: &DeviceRow, sha256: Sha256) -> Result<Option<Here>, ApiError> {
    let phone = phone.clone();
    app.within(Reach::of_phone(&phone), move |app, store| {
        if store.named_size(&phone.kid, &sha256)?.is_none() {
            return Ok(None);
        }
        let Some(photo) = store.photo(&phone.township, &sha256)? else {
            return Ok(None);
        };
        let receipt = receipt(app, store, &phone, &photo)?;
        Ok(Some(Here { photo, receipt }))
    })
    .await
}

/// This phone's upload with this id. Another phone's is answered like one that is not there; one whose end has come is
/// gone.
pub(super) async fn upload(app: &Arc<App>, phone: &DeviceRow, name: &str) -> Result<UploadRow, ApiError> {
    let id: UploadId = name.parse().map_err(|_| no_such_upload())?;
    let found = app
        .within(Reach::of_phone(phone), move |_, store| store.upload(&id))
        .await?;
    match found {
        Some(upload) if upload.expires > app.now() => Ok(upload),
        Some(_) => Err(gone()),
        None => Err(no_such_upload()),
    }
}

pub(super) fn no_such_upload() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "no_such_upload",
        "there is no such upload of this phone: begin a new one with POST /v1/photos",
    )
}

pub(super) fn gone() -> ApiError {
    ApiError::new(
        StatusCode::GONE,
        "upload_gone",
        "this upload is over: begin a new one with POST /v1/photos",
    )
}
