//! The calls but for uploads. Each function carries a description and does nothing.
#![allow(dead_code, reason = "the macro makes of each function's attribute what is read")]

use crate::web::phone::health::Health;
use ruhu_core::wire::{Complaint, EnrolAnswer, EnrolRequest, ServerAnswer, SyncAnswer, SyncRequest};

/// Who the server is.
///
/// A JWS (EdDSA, typ `ruhu-server+1`) over `{server_key, township_name?, pin?}`, signed by the key it carries: for a phone
/// whose cadre types the address. Whether it is the township's key, a person sees who compares its six words.
#[utoipa::path(
    get, path = "/v1/server", tag = "phone",
    responses(
        (status = 200, description = "What it says of itself.", body = ServerAnswer),
        (status = 408, description = "`cut`: the call took too long.", body = Complaint),
        (status = 429, description = "`too_many_tries`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds."))),
        (status = 500, description = "`server_fault`.", body = Complaint),
        (status = 503, description = "`busy`, `try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn server() {}

/// A one-time code becomes a device.
///
/// The proof is a JWS (ES256, typ `ruhu-enrol+1`, the device's public key in its header's `jwk`) over `{code, server,
/// wall, model}`. The same call with the same key is answered again, with a new token, while the code would still hold.
#[utoipa::path(
    post, path = "/v1/enrol", tag = "phone",
    request_body(content = EnrolRequest, description = "At most 16 KiB."),
    responses(
        (status = 200, description = "Enrolled.", body = EnrolAnswer),
        (status = 400, description = "`not_json`, `bad_proof`.", body = Complaint),
        (status = 403, description = "`no_such_code`, `another_server`.", body = Complaint),
        (status = 408, description = "`cut`: the body ended early, or the call took too long.", body = Complaint),
        (status = 409, description = "`code_used`, `key_taken`.", body = Complaint),
        (status = 410, description = "`code_expired`.", body = Complaint),
        (status = 413, description = "`too_large`.", body = Complaint),
        (status = 429, description = "`too_many_tries`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds."))),
        (status = 500, description = "`server_fault`.", body = Complaint),
        (status = 503, description = "`busy`, `try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds."))),
        (status = 507, description = "`server_full`: keep it, and come again later.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn enrol() {}

/// Records up; receipts, a checkpoint and what has changed down.
///
/// Sending a record twice changes nothing: it gets its first receipt again. One `taken` for each record, in its order.
#[utoipa::path(
    post, path = "/v1/sync", tag = "phone", security(("token" = [])),
    request_body(content = SyncRequest, description = "Records together at most 4 MiB, each at most 256 KiB."),
    responses(
        (status = 200, description = "Taken; receipts only for what is synced to disk.", body = SyncAnswer),
        (status = 400, description = "`not_json`.", body = Complaint),
        (status = 401, description = "`no_token`, `unknown_token`, `phone_revoked`.", body = Complaint,
            headers(("WWW-Authenticate" = String, description = "`Bearer`."))),
        (status = 408, description = "`cut`: the body ended early, or the call took too long.", body = Complaint),
        (status = 413, description = "`too_large`.", body = Complaint),
        (status = 500, description = "`server_fault`.", body = Complaint),
        (status = 503, description = "`busy`, `try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds."))),
        (status = 507, description = "`server_full`: keep it, and come again later.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn sync() {}

/// Whether the server answers.
#[utoipa::path(
    get, path = "/health", tag = "watching",
    responses((status = 200, description = "It does.", body = Health))
)]
pub(super) fn health() {}

/// Counts and times in the text format of Prometheus.
///
/// Answered on the server's own machine, and where `--metrics-listen` says; elsewhere 404.
#[utoipa::path(
    get, path = "/metrics", tag = "watching",
    responses(
        (status = 200, description = "The metrics.", body = String, content_type = "text/plain"),
        (status = 404, description = "`no_such_path`: not from here.", body = Complaint),
        (status = 503, description = "`try_later`.", body = Complaint,
            headers(("Retry-After" = u64, description = "Seconds.")))
    )
)]
pub(super) fn metrics() {}

/// This description.
#[utoipa::path(
    get, path = "/openapi.json", tag = "watching",
    responses((status = 200, description = "OpenAPI 3.1.", body = serde_json::Value))
)]
pub(super) fn openapi() {}
