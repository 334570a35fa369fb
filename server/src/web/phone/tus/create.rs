//! `POST /v1/photos`: an upload begins, with its first bytes if they come along. Only a photo that a record of this
//! same phone names is let in: the record comes first.

use super::append::append;
use super::ask::here;
use super::checksum::Checksum;
use super::finish::finish;
use super::head::{RECEIPT, receipt_value};
use super::metadata::sha256_of;
use super::partial::Inside;
use super::protocol::{
    self, KEPT_MS, MAX_SIZE, UPLOAD_DEFER_LENGTH, UPLOAD_EXPIRES, UPLOAD_LENGTH, UPLOAD_OFFSET, http_date,
};
use super::resume;
use crate::store::{DeviceRow, Reach, UploadId, UploadRow};
use crate::web::answer::ApiError;
use crate::web::serve::App;
use crate::web::session::Phone;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Moment;
use ruhu_core::wire::PHOTOS_PATH;
use std::sync::Arc;

/// A phone sends a few photos at a time; a road that swallows answers may leave some beginnings behind.
const UNDER_WAY: u64 = 200;
/// A beginning whose answer found nobody is kept so long, in milliseconds: nobody knows its name.
const ORPHAN_MS: i64 = 3_600_000;

/// Begins an upload.
pub(super) async fn create(app: &Arc<App>, phone: Phone, request: Request) -> Result<Response, ApiError> {
    let headers = request.headers();
    let length = length_of(headers)?;
    let sha256 = sha256_of(headers)?;
    let checksum = Checksum::of(headers)?;
    let has_part = headers.contains_key(header::CONTENT_TYPE);
    if has_part {
        protocol::is_part(headers)?;
        resume::fits(request.body().size_hint().lower(), length)?;
    }
    named(app, &phone.0, sha256, length).await?;
    if let Some(here) = here(app, &phone.0, sha256).await? {
        let place = format!("{PHOTOS_PATH}/{sha256}");
        return Ok(created(&place, here.photo.size, None, Some(&here.receipt)));
    }
    app.disk_takes(length).await?;
    app.quotas_take(&phone.0, length).await?;
    let upload = UploadRow {
        id: UploadId::new(),
        device: phone.0.kid.clone(),
        township: phone.0.township.clone(),
        sha256,
        length,
        expires: app.now().plus_ms(KEPT_MS),
        finished: false,
    };
    let (app, body) = (Arc::clone(app), request.into_body());
    let part = has_part.then_some((body, checksum));
    // A task of its own: what arrives is kept although the caller's road, and this call with it, may end at any byte.
    let begun = tokio::spawn(async move { begin(&app, phone.0, upload, part).await });
    begun.await.unwrap_or_else(|_| Err(resume::fault()))
}

fn length_of(headers: &HeaderMap) -> Result<u64, ApiError> {
    if headers.contains_key(UPLOAD_DEFER_LENGTH) {
        let message = "a length told later is not taken: send Upload-Length";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "length_missing", message));
    }
    match protocol::number(headers, &UPLOAD_LENGTH)? {
        Some(length) if length > MAX_SIZE => Err(ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            format!("a photo has at most {MAX_SIZE} bytes"),
        )),
        Some(length) if length > 0 => Ok(length),
        _ => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "length_missing",
            "send Upload-Length, over 0",
        )),
    }
}

/// Refuses what no record of this phone names, or names with another size.
async fn named(app: &Arc<App>, phone: &DeviceRow, sha256: Sha256, length: u64) -> Result<(), ApiError> {
    let kid = phone.kid.clone();
    let naming = app
        .within(Reach::of_phone(phone), move |_, store| {
            Ok(match store.named_size(&kid, &sha256)? {
                Some(size) => Naming::Size(size),
                None if store.photo_erased(&kid, &sha256)? => Naming::Erased,
                None => Naming::None,
            })
        })
        .await?;
    match naming {
        Naming::Size(size) if size == length => Ok(()),
        Naming::Size(_) => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "size_differs",
            "Upload-Length is not the size that the record gives for this photo",
        )),
        Naming::Erased => Err(ApiError::new(
            StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS,
            "erased",
            "the household was lawfully erased: this photo is not taken any more, and may go from the phone",
        )),
        Naming::None => Err(ApiError::new(
            StatusCode::CONFLICT,
            "photo_not_named",
            "no record of this phone names this photo: send the record first, then the photo",
        )),
    }
}

/// What the phone's records say of a photo.
enum Naming {
    /// One names it, with this size.
    Size(u64),
    /// One named it, and was erased.
    Erased,
    /// None does.
    None,
}

async fn begin(
    app: &Arc<App>,
    phone: DeviceRow,
    upload: UploadRow,
    part: Option<(Body, Option<Checksum>)>,
) -> Result<Response, ApiError> {
    let inside = app.partials.enter(&upload.id).await;
    inside.create().await?;
    let row = upload.clone();
    let under_way = app
        .within(Reach::of_phone(&phone), move |_, store| store.begin_upload(&row))
        .await?;
    if under_way > UNDER_WAY {
        drop_again(app, &phone, &inside, &upload.id).await?;
        let message = "this phone has too many uploads under way: go on with those, or end them with DELETE";
        return Err(ApiError::later(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_uploads",
            message,
            3600,
        ));
    }
    let place = format!("{PHOTOS_PATH}/{}", upload.id);
    let Some((body, checksum)) = part else {
        return Ok(created(&place, 0, Some(upload.expires), None));
    };
    let end = append(&inside, body, 0, upload.length, checksum).await?;
    if let Err(no) = resume::kept(end) {
        drop_again(app, &phone, &inside, &upload.id).await?;
        return Err(no);
    }
    let offset = inside.offset().await?.unwrap_or(0);
    if offset == upload.length {
        let receipt = finish(app, &inside, &upload, &phone).await?;
        return Ok(created(&place, offset, Some(upload.expires), Some(&receipt)));
    }
    let expires = app.now().plus_ms(ORPHAN_MS);
    let id = upload.id.clone();
    app.within(Reach::of_phone(&phone), move |_, store| store.prolong(&id, expires))
        .await?;
    Ok(created(&place, offset, Some(expires), None))
}

async fn drop_again(app: &Arc<App>, phone: &DeviceRow, inside: &Inside, id: &UploadId) -> Result<(), ApiError> {
    inside.remove().await?;
    let id = id.clone();
    app.within(Reach::of_phone(phone), move |_, store| store.end_upload(&id))
        .await
}

fn created(place: &str, offset: u64, expires: Option<Moment>, receipt: Option<&str>) -> Response {
    let mut headers = HeaderMap::from_iter([
        (
            header::LOCATION,
            HeaderValue::try_from(place).expect("a path of plain letters and digits"),
        ),
        (UPLOAD_OFFSET, HeaderValue::from(offset)),
    ]);
    if let Some(expires) = expires {
        headers.insert(UPLOAD_EXPIRES, http_date(expires));
    }
    if let Some(receipt) = receipt {
        headers.insert(RECEIPT, receipt_value(receipt));
    }
    (StatusCode::CREATED, headers).into_response()
}
