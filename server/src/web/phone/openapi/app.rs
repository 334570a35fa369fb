//! The phone app. Each function carries a description and does nothing.
#![allow(dead_code, reason = "the macro makes of each function's attribute what is read")]

use ruhu_core::wire::{AppAnswer, Complaint};

/// Which version of the phone app the server hands out.
///
/// A JWS (EdDSA, typ `ruhu-app+1`) by the server's key over `{version_name, version_code, min_sdk, bytes, sha256, file}`. Whoever
/// accepts `text/html` gets a page for people.
#[utoipa::path(
    get, path = "/app", tag = "app",
    responses(
        (status = 200, description = "The newest.", content(
            (AppAnswer = "application/json"), (String = "text/html")
        )),
        (status = 404, description = "`no_app`: none is handed out.", body = Complaint),
        (status = 500, description = "`server_fault`.", body = Complaint),
        (status = 503, description = "`busy`, `try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn newest() {}

/// Its file.
///
/// The bytes never change under their name. A part of it is had by `Range`; it is whole when length and hash are those of
/// the statement.
#[utoipa::path(
    get, path = "/app/{name}", tag = "app",
    params(
        ("name" = String, Path, description = "The statement's `file`."),
        ("Range" = Option<String>, Header, description = "One range of bytes (RFC 9110).")
    ),
    responses(
        (status = 200, description = "All of it.", body = String, content_type = "application/vnd.android.package-archive",
            headers(
                ("ETag" = String, description = "Of these bytes."),
                ("Accept-Ranges" = String, description = "bytes")
            )),
        (status = 206, description = "The part.", body = String, content_type = "application/vnd.android.package-archive",
            headers(("Content-Range" = String, description = "Which bytes of how many."))),
        (status = 304, description = "It is the one whose `ETag` was named in `If-None-Match`."),
        (status = 404, description = "`no_app`: this version is not handed out (any more).", body = Complaint),
        (status = 416, description = "There are no such bytes."),
        (status = 500, description = "`server_fault`.", body = Complaint),
        (status = 503, description = "`busy`, `try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn file() {}
