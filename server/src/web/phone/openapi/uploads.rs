//! Photos by tus 1.0.0. Each function carries a description and does nothing.
#![allow(dead_code, reason = "the macro makes of each function's attribute what is read")]

use ruhu_core::wire::{Complaint, PhotoState};

/// What the server can do.
#[utoipa::path(
    options, path = "/v1/photos", tag = "photos",
    responses((status = 204, description = "Version, extensions, largest size, checksums.", headers(
        ("Tus-Resumable" = String, description = "1.0.0"),
        ("Tus-Version" = String, description = "1.0.0"),
        ("Tus-Extension" = String, description = "creation,creation-with-upload,checksum,expiration,termination"),
        ("Tus-Max-Size" = u64, description = "The largest photo, in bytes."),
        ("Tus-Checksum-Algorithm" = String, description = "sha1,sha256")
    )))
)]
pub(super) fn options() {}

/// What the server can do.
#[utoipa::path(
    options, path = "/v1/photos/{name}", tag = "photos",
    params(("name" = String, Path, description = "As in the other calls.")),
    responses((status = 204, description = "As of `/v1/photos`.", headers(
        ("Tus-Resumable" = String, description = "1.0.0"),
        ("Tus-Version" = String, description = "1.0.0"),
        ("Tus-Extension" = String, description = "creation,creation-with-upload,checksum,expiration,termination"),
        ("Tus-Max-Size" = u64, description = "The largest photo, in bytes."),
        ("Tus-Checksum-Algorithm" = String, description = "sha1,sha256")
    )))
)]
pub(super) fn upload_options() {}

/// Begins an upload, with its first bytes if they come along.
///
/// Only a photo that a record of this same phone names, with this size, is let in: records go first. A photo that the
/// server has already is answered with `Upload-Offset` at its end and the receipt.
#[utoipa::path(
    post, path = "/v1/photos", tag = "photos", security(("token" = [])),
    params(
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Length" = u64, Header, description = "The photo's size in bytes, as its record gives it."),
        ("Upload-Metadata" = String, Header, description = "`sha256` and the base64 of the photo's hash in hexadecimal \
            digits; `filetype`, if there, and the base64 of `image/jpeg`. Pairs are parted by commas."),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha256` or `sha1`, a blank, and the base64 of the \
            hash of the bytes that come along.")
    ),
    request_body(content = Option<String>, content_type = "application/offset+octet-stream",
        description = "The first bytes, or none (then without a Content-Type)."),
    responses(
        (status = 201, description = "Begun, or already complete.", headers(
            ("Location" = String, description = "The upload's path."),
            ("Upload-Offset" = u64, description = "How many bytes the server has."),
            ("Upload-Expires" = Option<String>, description = "Until when the upload is kept (RFC 9110 date)."),
            ("Ruhu-Receipt" = Option<String>, description = "The receipt, a compact JWS, when the photo is complete."),
            ("Tus-Resumable" = String, description = "1.0.0")
        )),
        (status = 400, description = "`length_missing`, `size_differs`, `bad_metadata`, `bad_header`, \
            `bad_checksum_header`.", body = Complaint),
        (status = 401, description = "`no_token`, `unknown_token`, `phone_revoked`.", body = Complaint,
            headers(("WWW-Authenticate" = String, description = "`Bearer`."))),
        (status = 408, description = "The call took too long: go on from where the file ends."),
        (status = 409, description = "`photo_not_named`: send the record first.", body = Complaint),
        (status = 412, description = "`tus_version`.", body = Complaint,
            headers(("Tus-Version" = String, description = "1.0.0"))),
        (status = 413, description = "`too_large`.", body = Complaint),
        (status = 415, description = "`bad_content_type`, `not_a_jpeg`.", body = Complaint),
        (status = 422, description = "`hash_differs`: every byte came and the hash is another; what arrived was removed.",
            body = Complaint),
        (status = 423, description = "`taken_over`: another call goes on with this upload.", body = Complaint),
        (status = 429, description = "`too_many_uploads`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds."))),
        (status = 460, description = "`checksum_differs`: nothing was added.", body = Complaint),
        (status = 500, description = "`server_fault`.", body = Complaint),
        (status = 503, description = "`busy`, `try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds."))),
        (status = 507, description = "`server_full`, `quota_full`: keep it, and come again later.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn create() {}

/// A photo's receipt, by its hash. A photo that no record of this phone names is answered like one that is not here.
#[utoipa::path(
    get, path = "/v1/photos/{name}", tag = "photos", security(("token" = [])),
    params(("name" = String, Path, description = "The photo's SHA-256, 64 lower-case hexadecimal digits.")),
    responses(
        (status = 200, description = "`receipt` is absent while the whole photo is not here.", body = PhotoState,
            headers(("Tus-Resumable" = String, description = "1.0.0"))),
        (status = 401, description = "`no_token`, `unknown_token`, `phone_revoked`.", body = Complaint,
            headers(("WWW-Authenticate" = String, description = "`Bearer`."))),
        (status = 404, description = "`no_such_upload`.", body = Complaint),
        (status = 500, description = "`server_fault`.", body = Complaint),
        (status = 503, description = "`busy`, `try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn state() {}

/// How far an upload has come: the file is measured, not remembered.
#[utoipa::path(
    head, path = "/v1/photos/{name}", tag = "photos", security(("token" = [])),
    params(
        ("name" = String, Path, description = "The upload, as its `Location` names it, or the photo's SHA-256."),
        ("Tus-Resumable" = String, Header, description = "1.0.0")
    ),
    responses(
        (status = 200, description = "So far.", headers(
            ("Upload-Offset" = u64, description = "How many bytes the server has."),
            ("Upload-Length" = u64, description = "How many there are."),
            ("Upload-Metadata" = String, description = "`sha256`, as it was given."),
            ("Upload-Expires" = Option<String>, description = "Until when the upload is kept (RFC 9110 date)."),
            ("Cache-Control" = String, description = "no-store"),
            ("Ruhu-Receipt" = Option<String>, description = "The receipt, a compact JWS, when the photo is complete."),
            ("Tus-Resumable" = String, description = "1.0.0")
        )),
        (status = 401, description = "The token is unknown or withdrawn."),
        (status = 404, description = "No such upload of this phone."),
        (status = 410, description = "It is over: begin anew."),
        (status = 412, description = "Another version of tus.",
            headers(("Tus-Version" = String, description = "1.0.0"))),
        (status = 422, description = "Every byte came and the hash is another; what arrived was removed."),
        (status = 500, description = "The server failed at this."),
        (status = 503, description = "Busy.", headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn offset() {}

/// Goes on with an upload. Of a part that was cut, what arrived is kept: only `HEAD` tells how much.
#[utoipa::path(
    patch, path = "/v1/photos/{name}", tag = "photos", security(("token" = [])),
    params(
        ("name" = String, Path, description = "The upload, as its `Location` names it."),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Offset" = u64, Header, description = "Where the file ends."),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha256` or `sha1`, a blank, and the base64 of the \
            part's hash.")
    ),
    request_body(content = String, content_type = "application/offset+octet-stream", description = "The part."),
    responses(
        (status = 204, description = "Added.", headers(
            ("Upload-Offset" = u64, description = "How many bytes the server has."),
            ("Upload-Expires" = String, description = "Until when the upload is kept (RFC 9110 date)."),
            ("Ruhu-Receipt" = Option<String>, description = "The receipt, a compact JWS, when the photo is complete."),
            ("Tus-Resumable" = String, description = "1.0.0")
        )),
        (status = 400, description = "`bad_header`, `bad_checksum_header`.", body = Complaint),
        (status = 401, description = "`no_token`, `unknown_token`, `phone_revoked`.", body = Complaint,
            headers(("WWW-Authenticate" = String, description = "`Bearer`."))),
        (status = 404, description = "`no_such_upload`.", body = Complaint),
        (status = 408, description = "The call took too long: go on from where the file ends."),
        (status = 409, description = "`wrong_offset`: the file ends elsewhere.", body = Complaint,
            headers(("Upload-Offset" = u64, description = "Where it ends."))),
        (status = 410, description = "`upload_gone`.", body = Complaint),
        (status = 412, description = "`tus_version`.", body = Complaint,
            headers(("Tus-Version" = String, description = "1.0.0"))),
        (status = 413, description = "`too_large`: longer than what the upload lacks; nothing was added.",
            body = Complaint),
        (status = 415, description = "`bad_content_type`.", body = Complaint),
        (status = 422, description = "`hash_differs`: every byte came and the hash is another; what arrived was removed.",
            body = Complaint),
        (status = 423, description = "`taken_over`: another call goes on with this upload.", body = Complaint),
        (status = 460, description = "`checksum_differs`: nothing was added.", body = Complaint),
        (status = 500, description = "`server_fault`.", body = Complaint),
        (status = 503, description = "`busy`, `try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds."))),
        (status = 507, description = "`server_full`, `quota_full`: keep it, and come again later.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn append() {}

/// Gives an upload up: its bytes go. A photo that was taken stays.
#[utoipa::path(
    delete, path = "/v1/photos/{name}", tag = "photos", security(("token" = [])),
    params(
        ("name" = String, Path, description = "The upload, as its `Location` names it."),
        ("Tus-Resumable" = String, Header, description = "1.0.0")
    ),
    responses(
        (status = 204, description = "Gone.", headers(("Tus-Resumable" = String, description = "1.0.0"))),
        (status = 401, description = "`no_token`, `unknown_token`, `phone_revoked`.", body = Complaint,
            headers(("WWW-Authenticate" = String, description = "`Bearer`."))),
        (status = 404, description = "`no_such_upload`.", body = Complaint),
        (status = 410, description = "`upload_gone`.", body = Complaint),
        (status = 412, description = "`tus_version`.", body = Complaint,
            headers(("Tus-Version" = String, description = "1.0.0"))),
        (status = 500, description = "`server_fault`.", body = Complaint),
        (status = 503, description = "`busy`, `try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn terminate() {}
