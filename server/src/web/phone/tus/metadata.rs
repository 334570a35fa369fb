//! `Upload-Metadata`: which photo it is. Only `sha256` is needed; a file's name is never kept.

use crate::web::answer::ApiError;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ruhu_core::ids::Sha256;

use super::protocol::UPLOAD_METADATA;

/// The hash that the whole file is to have. `filetype`, when it is there, must be that of a JPEG.
pub(super) fn sha256_of(headers: &HeaderMap) -> Result<Sha256, ApiError> {
    let text = headers
        .get(UPLOAD_METADATA)
        .and_then(|value| value.to_str().ok())
        .ok_or_else(|| {
            bad("the header Upload-Metadata is missing: send sha256 and the base64 of the hash's hexadecimal digits")
        })?;
    let mut sha256 = None;
    for pair in text.split(',') {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let decoded = || {
            STANDARD
                .decode(value.trim())
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .ok_or_else(|| bad("a value of Upload-Metadata is not base64"))
        };
        match key {
            "sha256" => {
                let parsed = decoded()?
                    .parse()
                    .map_err(|_| bad("sha256 in Upload-Metadata is not 64 lower-case hexadecimal digits"))?;
                sha256 = Some(parsed);
            }
            "filetype" if decoded()? != "image/jpeg" => {
                return Err(ApiError::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "not_a_jpeg",
                    "photos are JPEG files: filetype must be image/jpeg",
                ));
            }
            _ => {}
        }
    }
    sha256.ok_or_else(|| bad("Upload-Metadata names no sha256"))
}

fn bad(message: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "bad_metadata", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn read(text: &str) -> Result<Sha256, ApiError> {
        let mut headers = HeaderMap::new();
        headers.insert(UPLOAD_METADATA, HeaderValue::try_from(text).expect("a header"));
        sha256_of(&headers)
    }

    #[test]
    fn the_hash_is_found_among_other_keys() {
        let hash = Sha256::of(b"x");
        let sha256 = STANDARD.encode(hash.to_string());
        let jpeg = STANDARD.encode("image/jpeg");
        let text = format!(
            "filename {},sha256 {sha256}, filetype {jpeg},flag",
            STANDARD.encode("家.jpg")
        );
        assert_eq!(read(&text).ok(), Some(hash));
    }

    #[test]
    fn another_kind_of_file_and_a_hash_that_is_none_are_refused() {
        let sha256 = STANDARD.encode(Sha256::of(b"x").to_string());
        let png = format!("sha256 {sha256},filetype {}", STANDARD.encode("image/png"));
        assert_eq!(
            read(&png).map_err(|no| no.status()),
            Err(StatusCode::UNSUPPORTED_MEDIA_TYPE)
        );
        for text in ["", "sha256", "sha256 !!", "sha256 YWJj", "filename YWJj"] {
            assert_eq!(
                read(text).map_err(|no| no.status()),
                Err(StatusCode::BAD_REQUEST),
                "{text}"
            );
        }
    }
}
