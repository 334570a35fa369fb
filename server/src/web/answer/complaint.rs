//! How the server says no: a status and a [`Complaint`] as JSON, the same shape everywhere. Whatever fails inside is
//! written to the log under the request's id; the answer carries no more than the remedy.

use crate::Error;
use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ruhu_core::Error as CoreError;
use ruhu_core::wire::{Complaint, PHONE_REVOKED};

/// A "no".
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    complaint: Complaint,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl ApiError {
    /// A status, a stable code, and a message that says what, where and how to mend it, without personal data.
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            complaint: Complaint {
                code: code.to_owned(),
                message: message.into(),
            },
            headers: Vec::new(),
        }
    }
    /// With one more header.
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
    /// Come back after so many seconds.
    pub fn later(status: StatusCode, code: &str, message: &str, seconds: u64) -> Self {
        Self::new(status, code, message).with(header::RETRY_AFTER, HeaderValue::from(seconds))
    }
    /// The server failed at it by itself.
    pub fn fault() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "server_fault",
            "the server failed at this; nothing is lost, try again later and tell the township",
        )
    }
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

/// The code of a "no", carried beside the answer to where requests are counted.
#[derive(Clone, Debug)]
pub(crate) struct Refused(pub(crate) String);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let refused = Refused(self.complaint.code.clone());
        let mut response = (self.status, Json(self.complaint)).into_response();
        response.extensions_mut().insert(refused);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.extend(self.headers);
        response
    }
}

impl From<CoreError> for ApiError {
    fn from(error: CoreError) -> Self {
        Self::from(Error::Core(error))
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        match error {
            // Both alike, whichever it was: whoever asks learns nothing of what is there.
            Error::OutOfReach | Error::NoTownship { .. } => {
                let message = "there is no such place, or it is not this caller's";
                return Self::new(StatusCode::NOT_FOUND, "no_such_place", message);
            }
            Error::PhoneRevoked => {
                return Self::new(StatusCode::UNAUTHORIZED, PHONE_REVOKED, error.to_string())
                    .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Error::ReadOnly => return Self::new(StatusCode::FORBIDDEN, "read_only", error.to_string()),
            Error::Refused { .. } => return Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", error.to_string()),
            Error::Conflict { .. } => return Self::new(StatusCode::CONFLICT, "conflict", error.to_string()),
            Error::Core(_) | Error::Policy(_) | Error::Inconsistent { .. } | Error::RolledBack => {}
        }
        // Errors carry no personal data (invariant 9), so the log may have them whole.
        tracing::error!(%error, "a request failed");

        match error {
            Error::Core(CoreError::DiskFull) => Self::later(
                StatusCode::INSUFFICIENT_STORAGE,
                "server_full",
                "the server's disk is full; keep everything on the phone, it will be sent again later",
                600,
            ),
            _ => Self::later(
                StatusCode::SERVICE_UNAVAILABLE,
                "try_later",
                "the server could not do this now; nothing is lost, try again later",
                30,
            ),
        }
    }
}
