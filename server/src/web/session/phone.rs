//! The phone behind a call: `Authorization: Bearer TOKEN`, an opaque token bound to the phone's key.

use super::secret::hash_of;
use crate::Error;
use crate::store::DeviceRow;
use crate::web::answer::ApiError;
use crate::web::serve::App;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use ruhu_core::ids::Sha256;
use std::sync::Arc;

/// The longest `Authorization` worth hashing.
const LONGEST: usize = 200;

/// A phone that the township knows and has not revoked.
pub struct Phone(pub DeviceRow);

impl FromRequestParts<Arc<App>> for Phone {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let token = token_of(&parts.headers)
            .ok_or_else(|| unknown("no_token", "the call carries no bearer token: enrol this phone first"))?;
        match app.blocking(move |app| app.gate.phone_of(&token)).await? {
            Some(phone) if phone.revoked.is_none() => Ok(Self(phone)),
            Some(_) => Err(Error::PhoneRevoked.into()),
            None => Err(unknown(
                "unknown_token",
                "the server does not know this phone's token: enrol it again",
            )),
        }
    }
}

/// The bearer token that the request shows, hashed.
pub(super) fn token_of(headers: &HeaderMap) -> Option<Sha256> {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .filter(|value| value.len() <= LONGEST)
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| hash_of(token.trim()))
}

fn unknown(code: &str, message: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, code, message)
        .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}
