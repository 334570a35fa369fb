//! Reading a JSON body within bounds. What cannot be read is said by line and column, never by what stood there.

use super::ApiError;
use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

/// Reads a body of at most `limit` bytes as JSON.
pub async fn read_json<T: DeserializeOwned>(body: Body, limit: usize) -> Result<T, ApiError> {
    let bytes = to_bytes(body, limit)
        .await
        .map_err(|error| match limit_passed(&error) {
            true => ApiError::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                format!("the body is over {limit} bytes: send less in one call"),
            ),
            // 408 and not 400: the road is to blame and not what was sent, so that a phone tries again.
            false => ApiError::new(
                StatusCode::REQUEST_TIMEOUT,
                "cut",
                "the body ended early: send it again",
            ),
        })?;
    serde_json::from_slice(&bytes).map_err(|error| {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            "not_json",
            format!(
                "the body is not what this call takes, at line {} column {}",
                error.line(),
                error.column()
            ),
        )
    })
}

fn limit_passed(error: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        source = error.source();
    }
    false
}
