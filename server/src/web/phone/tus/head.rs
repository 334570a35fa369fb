//! `HEAD`: how far an upload has come. The file is measured and synced before the answer acknowledges it.

use super::ask::{gone, here, no_such_upload, upload};
use super::finish::finish;
use super::protocol::{UPLOAD_EXPIRES, UPLOAD_LENGTH, UPLOAD_METADATA, UPLOAD_OFFSET, http_date};
use crate::store::UploadRow;
use crate::web::answer::ApiError;
use crate::web::serve::App;
use crate::web::session::Phone;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ruhu_core::ids::Sha256;
use ruhu_core::wire::RECEIPT_HEADER;
use std::sync::Arc;

/// The header of a receipt.
pub(super) const RECEIPT: HeaderName = HeaderName::from_static(RECEIPT_HEADER);

/// Answers the offset; a whole file that was not taken yet, because the server stopped in between, is taken now.
pub(super) async fn head(app: &Arc<App>, phone: Phone, name: &str) -> Result<Response, ApiError> {
    if let Ok(sha256) = name.parse::<Sha256>() {
        let here = here(app, &phone.0, sha256).await?.ok_or_else(no_such_upload)?;
        let headers = standing(&sha256, here.photo.size, here.photo.size, Some(&here.receipt));
        return Ok((StatusCode::OK, headers).into_response());
    }
    let inside = app.partials.enter(&upload(app, &phone.0, name).await?.id).await;
    // Read again: whoever was inside may have finished it.
    let upload = upload(app, &phone.0, name).await?;
    let (offset, receipt) = match (upload.finished, inside.offset().await?) {
        (true, _) => (upload.length, finished(app, &phone, &upload).await?),
        (false, None) => return Err(gone()),
        (false, Some(offset)) if offset >= upload.length => {
            (upload.length, Some(finish(app, &inside, &upload, &phone.0).await?))
        }
        (false, Some(offset)) => (offset, None),
    };
    let mut headers = standing(&upload.sha256, offset, upload.length, receipt.as_deref());
    headers.insert(UPLOAD_EXPIRES, http_date(upload.expires));
    Ok((StatusCode::OK, headers).into_response())
}

/// The receipt of an upload that was finished.
pub(super) async fn finished(app: &Arc<App>, phone: &Phone, upload: &UploadRow) -> Result<Option<String>, ApiError> {
    Ok(here(app, &phone.0, upload.sha256).await?.map(|here| here.receipt))
}

fn standing(sha256: &Sha256, offset: u64, length: u64, receipt: Option<&str>) -> HeaderMap {
    let metadata = format!("sha256 {}", STANDARD.encode(sha256.to_string()));
    let mut headers = HeaderMap::from_iter([
        (UPLOAD_OFFSET, HeaderValue::from(offset)),
        (UPLOAD_LENGTH, HeaderValue::from(length)),
        (
            UPLOAD_METADATA,
            HeaderValue::try_from(metadata).expect("base64 is good in a header"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]);
    if let Some(receipt) = receipt {
        headers.insert(RECEIPT, receipt_value(receipt));
    }
    headers
}

/// A compact JWS as a header's value.
pub(super) fn receipt_value(receipt: &str) -> HeaderValue {
    HeaderValue::try_from(receipt).expect("a compact JWS is base64url and dots")
}
