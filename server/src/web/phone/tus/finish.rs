//! A whole file becomes a photo: its hash is compared, it is synced on the shelf, then its row is written, then the
//! receipt is signed.

use super::partial::Inside;
use crate::Result as StoreResult;
use crate::store::{DeviceRow, PhotoRow, Reach, Store, UploadRow};
use crate::web::answer::ApiError;
use crate::web::serve::{App, Receipted};
use axum::http::StatusCode;
use ruhu_core::ids::Sha256;
use ruhu_core::record::{Receipt, ReceiptOf};
use std::sync::Arc;

/// Takes the whole file. A file with another hash is removed and said: it is to be sent again from its beginning.
pub(super) async fn finish(
    app: &Arc<App>,
    inside: &Inside,
    upload: &UploadRow,
    phone: &DeviceRow,
) -> Result<String, ApiError> {
    // The whole file is in memory while it is hashed and put away.
    let _room = app.load.room(upload.length).await?;
    let file = inside.read().await?;
    let (file, found) = hashed(file).await?;
    if found != upload.sha256 {
        inside.remove().await?;
        let id = upload.id.clone();
        app.within(Reach::of_phone(phone), move |_, store| store.end_upload(&id))
            .await?;
        return Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "hash_differs",
            "the whole file does not have the hash it was announced with; what arrived was removed: send it again",
        ));
    }
    // From the file to its row: whoever sweeps files without a row waits.
    let _shelving = app.shelving.read().await;
    app.shelf.put(&upload.township, &upload.sha256, file.into()).await?;
    let (upload, phone) = (upload.clone(), phone.clone());
    let receipt = app
        .within(Reach::of_phone(&phone), move |app, store| {
            let photo = PhotoRow {
                township: upload.township,
                sha256: upload.sha256,
                size: upload.length,
                device: phone.kid.clone(),
                received: app.now(),
            };
            let kept = store.take_photo(&upload.id, &photo)?;
            receipt(app, store, &phone, &kept)
        })
        .await?;
    inside.remove().await?;
    app.metrics.photo_taken();
    Ok(receipt)
}

async fn hashed(file: Vec<u8>) -> Result<(Vec<u8>, Sha256), ApiError> {
    let done = tokio::task::spawn_blocking(move || {
        let hash = Sha256::of(&file);
        (file, hash)
    });
    done.await.map_err(|_| {
        ApiError::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "server_fault",
            "the server failed at this; try again later",
        )
    })
}

/// The receipt of a photo for a phone that names it: the same one however often it is asked for.
pub(super) fn receipt(app: &App, store: &dyn Store, phone: &DeviceRow, photo: &PhotoRow) -> StoreResult<String> {
    let receipt = Receipt {
        what: ReceiptOf::Photo,
        sha256: photo.sha256,
        device: phone.kid.clone(),
        seq: None,
        log: store.township(&photo.township)?.log,
        n: None,
        received: photo.received,
    };
    app.metrics.receipt(Receipted::Photo);
    Ok(app.signer.receipt(&receipt))
}
