//! `PATCH`: an upload goes on from where its file ends. `DELETE`: it is given up.

use super::append::{End, append};
use super::ask::{gone, here, upload};
use super::checksum::Checksum;
use super::finish::finish;
use super::head::{RECEIPT, finished, receipt_value};
use super::protocol::{self, KEPT_MS, UPLOAD_EXPIRES, UPLOAD_OFFSET, http_date};
use crate::store::Reach;
use crate::web::answer::ApiError;
use crate::web::serve::App;
use crate::web::session::Phone;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Moment;
use std::sync::Arc;

/// A part and what is said of it.
struct Part {
    at: u64,
    body: Body,
    checksum: Option<Checksum>,
}

/// Goes on with an upload.
pub(super) async fn resume(app: &Arc<App>, phone: Phone, name: &str, request: Request) -> Result<Response, ApiError> {
    let headers = request.headers();
    protocol::is_part(headers)?;
    let at = protocol::number(headers, &UPLOAD_OFFSET)?.ok_or_else(|| {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            "bad_header",
            "the header Upload-Offset is missing",
        )
    })?;
    let checksum = Checksum::of(headers)?;
    if let Ok(sha256) = name.parse::<Sha256>()
        && let Some(here) = here(app, &phone.0, sha256).await?
    {
        return Err(wrong_offset(here.photo.size));
    }
    let part = Part {
        at,
        body: request.into_body(),
        checksum,
    };
    let (app, name) = (Arc::clone(app), name.to_owned());
    // A task of its own: what arrives is kept although the caller's road, and this call with it, may end at any byte.
    let gone_on = tokio::spawn(async move { go_on(&app, &phone, &name, part).await });
    gone_on.await.unwrap_or_else(|_| Err(fault()))
}

async fn go_on(app: &Arc<App>, phone: &Phone, name: &str, part: Part) -> Result<Response, ApiError> {
    let inside = app.partials.enter(&upload(app, &phone.0, name).await?.id).await;
    // Read again: whoever was inside may have finished it.
    let upload = upload(app, &phone.0, name).await?;
    if upload.finished {
        return match part.at == upload.length {
            true => Ok(standing(
                upload.length,
                upload.expires,
                finished(app, phone, &upload).await?,
            )),
            false => Err(wrong_offset(upload.length)),
        };
    }
    let from = inside.offset().await?.ok_or_else(gone)?;
    if part.at != from {
        return Err(wrong_offset(from));
    }
    let room = upload.length.saturating_sub(from);
    fits(part.body.size_hint().lower(), room)?;
    app.disk_takes(part.body.size_hint().exact().unwrap_or(room).min(room))
        .await?;
    kept(append(&inside, part.body, from, room, part.checksum).await?)?;
    let offset = inside.offset().await?.ok_or_else(gone)?;
    if offset == upload.length {
        let receipt = finish(app, &inside, &upload, &phone.0).await?;
        return Ok(standing(offset, upload.expires, Some(receipt)));
    }
    let (id, expires) = (upload.id, app.now().plus_ms(KEPT_MS));
    app.within(Reach::of_phone(&phone.0), move |_, store| store.prolong(&id, expires))
        .await?;
    Ok(standing(offset, expires, None))
}

/// Gives an upload up: its bytes go. A photo that was taken stays.
pub(super) async fn terminate(app: &Arc<App>, phone: Phone, name: &str) -> Result<Response, ApiError> {
    let inside = app.partials.enter(&upload(app, &phone.0, name).await?.id).await;
    inside.remove().await?;
    let id = upload(app, &phone.0, name).await?.id;
    app.within(Reach::of_phone(&phone.0), move |_, store| store.end_upload(&id))
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Refuses a part that says itself that it is longer than what the upload lacks.
pub(super) fn fits(declared: u64, room: u64) -> Result<(), ApiError> {
    match declared <= room {
        true => Ok(()),
        false => Err(too_long()),
    }
}

/// What is to be answered when a part ended otherwise than kept.
pub(super) fn kept(end: End) -> Result<(), ApiError> {
    match end {
        End::Kept => Ok(()),
        End::TakenOver => Err(ApiError::new(
            StatusCode::LOCKED,
            "taken_over",
            "another call goes on with this upload; what arrived is kept",
        )),
        End::TooLong => Err(too_long()),
        End::ChecksumDiffers => Err(ApiError::new(
            protocol::checksum_mismatch(),
            "checksum_differs",
            "the part is not what its checksum says; nothing was added: send it again",
        )),
    }
}

fn too_long() -> ApiError {
    ApiError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_large",
        "the part is longer than what the upload lacks; nothing was added",
    )
}

fn wrong_offset(offset: u64) -> ApiError {
    ApiError::new(
        StatusCode::CONFLICT,
        "wrong_offset",
        format!("the upload stands at {offset}: go on from there"),
    )
    .with(UPLOAD_OFFSET, HeaderValue::from(offset))
}

fn standing(offset: u64, expires: Moment, receipt: Option<String>) -> Response {
    let mut headers = HeaderMap::from_iter([
        (UPLOAD_OFFSET, HeaderValue::from(offset)),
        (UPLOAD_EXPIRES, http_date(expires)),
    ]);
    if let Some(receipt) = receipt {
        headers.insert(RECEIPT, receipt_value(&receipt));
    }
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// A handler's own task has panicked; its message went to the log.
pub(super) fn fault() -> ApiError {
    ApiError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "server_fault",
        "the server failed at this; what arrived is kept, go on later",
    )
}
