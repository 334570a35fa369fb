//! The headers of tus 1.0.0.

use crate::web::answer::ApiError;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use ruhu_core::time::{DAY_MS, Moment};

/// The version spoken here.
const VERSION: &str = "1.0.0";
/// What of the protocol is spoken.
const EXTENSIONS: &str = "creation,creation-with-upload,checksum,expiration,termination";
/// Ways to hash a part.
pub(super) const CHECKSUMS: &str = "sha1,sha256";
/// The largest photo file, in bytes: originals of today's phones are under 20 MiB.
pub(super) const MAX_SIZE: u64 = 64 * 1024 * 1024;
/// An upload is kept so long after it was last heard of, in milliseconds: a cadre may be a month without signal.
pub(super) const KEPT_MS: i64 = 35 * DAY_MS;
/// The media type of a part.
pub(super) const PART_TYPE: &str = "application/offset+octet-stream";

pub(super) const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(super) const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(super) const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(super) const UPLOAD_DEFER_LENGTH: HeaderName = HeaderName::from_static("upload-defer-length");
pub(super) const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
pub(super) const UPLOAD_CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
pub(super) const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const TUS_CHECKSUM_ALGORITHM: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// The status of a part that does not hash to what its header says (tus, checksum).
pub(super) fn checksum_mismatch() -> StatusCode {
    StatusCode::from_u16(460).expect("460 lies between 100 and 999")
}

/// The method, or the one that a client behind a narrow proxy means.
pub(super) fn method_of<B>(request: &Request<B>) -> Method {
    let meant = request.headers().get(METHOD_OVERRIDE).map(HeaderValue::as_bytes);
    match meant.and_then(|meant| Method::from_bytes(meant).ok()) {
        Some(meant) if request.method() == Method::POST => meant,
        _ => request.method().clone(),
    }
}

/// Every call but OPTIONS and the plain GET says which version it speaks; another is 412.
pub(super) fn same_version<B>(request: &Request<B>) -> Result<(), ApiError> {
    let spoken = request.headers().get(TUS_RESUMABLE);
    match request.method() == Method::GET || spoken.is_some_and(|spoken| spoken == VERSION) {
        true => Ok(()),
        false => Err(ApiError::new(
            StatusCode::PRECONDITION_FAILED,
            "tus_version",
            "send the header Tus-Resumable: 1.0.0",
        )
        .with(TUS_VERSION, HeaderValue::from_static(VERSION))),
    }
}

/// The answer with the header that every answer of tus has.
pub(super) fn versioned(answer: Result<Response, ApiError>) -> Response {
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    response
        .headers_mut()
        .insert(TUS_RESUMABLE, HeaderValue::from_static(VERSION));
    response
}

/// `OPTIONS`: what the server can do.
pub(super) fn options() -> Response {
    let headers = [
        (TUS_VERSION, HeaderValue::from_static(VERSION)),
        (TUS_EXTENSION, HeaderValue::from_static(EXTENSIONS)),
        (TUS_MAX_SIZE, HeaderValue::from(MAX_SIZE)),
        (TUS_CHECKSUM_ALGORITHM, HeaderValue::from_static(CHECKSUMS)),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// A header that is a whole number; absent is `None`, anything else is 400.
pub(super) fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, ApiError> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    let digits = value
        .to_str()
        .ok()
        .filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()));
    match digits.and_then(|digits| digits.parse().ok()) {
        Some(number) => Ok(Some(number)),
        None => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "bad_header",
            format!("the header {name} must be a whole number, not negative"),
        )),
    }
}

/// Refuses a body that is not a part.
pub(super) fn is_part(headers: &HeaderMap) -> Result<(), ApiError> {
    match headers
        .get(axum::http::header::CONTENT_TYPE)
        .is_some_and(|given| given == PART_TYPE)
    {
        true => Ok(()),
        false => Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "bad_content_type",
            format!("send a part as Content-Type: {PART_TYPE}"),
        )),
    }
}

/// A moment as HTTP writes it (RFC 9110, IMF-fixdate).
pub(super) fn http_date(moment: Moment) -> HeaderValue {
    let text = DateTime::from_timestamp_millis(moment.millis())
        .expect("moments are kept within years 1 to 9999")
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    HeaderValue::try_from(text).expect("letters, digits and blanks are good in a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_told_as_http_tells_dates() {
        let moment: Moment = "1994-11-06T16:49:37+08:00".parse().expect("a good time");
        assert_eq!(http_date(moment), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn a_number_is_digits_and_nothing_else() {
        let mut headers = HeaderMap::new();
        assert!(matches!(number(&headers, &UPLOAD_OFFSET), Ok(None)));
        headers.insert(UPLOAD_OFFSET, HeaderValue::from_static("70"));
        assert!(matches!(number(&headers, &UPLOAD_OFFSET), Ok(Some(70))));
        for bad in ["", "-1", "+1", "1.0", "99999999999999999999999"] {
            headers.insert(UPLOAD_OFFSET, HeaderValue::from_static(bad));
            assert!(number(&headers, &UPLOAD_OFFSET).is_err(), "{bad}");
        }
    }
}
