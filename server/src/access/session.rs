//! Who looks at the pages: a session cookie, hashed at rest, twelve hours long.

use super::secret::{Secret, hash_of};
use crate::pages;
use crate::serve::App;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ruhu_core::ids::Sha256;
use std::sync::Arc;

/// How long a session lasts, in milliseconds: a working day.
pub const SESSION_MS: i64 = 12 * 3600 * 1000;
const COOKIE: &str = "ruhu_session";

/// Somebody who signed in by the link: the extractor of every page that shows the township's data.
#[derive(Debug)]
pub struct SignedIn {
    session: Sha256,
}

impl SignedIn {
    /// The session's name in the store, to end it.
    pub fn session(&self) -> &Sha256 {
        &self.session
    }
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let Some(session) = cookie_of(&parts.headers) else {
            return Err(not_signed_in());
        };
        let holds = app
            .blocking(move |app| app.store.session_holds(&session, app.now()))
            .await;
        match holds {
            Ok(true) => Ok(Self { session }),
            Ok(false) => Err(not_signed_in()),
            Err(error) => Err(error.into_response()),
        }
    }
}

fn not_signed_in() -> Response {
    (StatusCode::UNAUTHORIZED, pages::sign_in_first()).into_response()
}

/// The session that the request names, hashed.
fn cookie_of(headers: &HeaderMap) -> Option<Sha256> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == COOKIE && value.len() <= 100)
        .map(|(_, value)| hash_of(value))
}

/// The cookie that begins a session. `Secure` only when browsers reach the server by https: over http they would drop it.
pub fn begin(session: &Secret, transport: Transport) -> HeaderValue {
    line(session.reveal(), SESSION_MS / 1000, transport)
}

/// The cookie that ends it.
pub fn end(transport: Transport) -> HeaderValue {
    line("", 0, transport)
}

fn line(value: &str, seconds: i64, transport: Transport) -> HeaderValue {
    let secure = match transport {
        Transport::Https => "; Secure",
        Transport::Http => "",
    };
    let text = format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::try_from(text).expect("base64url and digits are good in a header")
}

/// How browsers reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// In clear: on the machine itself, or inside the township's own network.
    Http,
    /// Through a proxy that speaks TLS.
    Https,
}

impl Transport {
    /// By the address that is given out.
    pub fn of(address: &str) -> Self {
        match address.starts_with("https://") {
            true => Self::Https,
            false => Self::Http,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_for_the_server_alone_and_secure_where_it_can_be() {
        let secret = Secret::token();
        let http = begin(&secret, Transport::of("http://127.0.0.1:8460"));
        let text = http.to_str().expect("plain ASCII");
        assert!(
            text.contains("HttpOnly; SameSite=Strict") && !text.contains("Secure"),
            "{text}"
        );
        let https = begin(&secret, Transport::of("https://ruhu.example"));
        assert!(https.to_str().expect("plain ASCII").ends_with("; Secure"));
    }

    #[test]
    fn the_session_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; ruhu_session=xyz"));
        assert_eq!(cookie_of(&headers), Some(hash_of("xyz")));
        headers.insert(header::COOKIE, HeaderValue::from_static("ruhu_sessions=xyz"));
        assert_eq!(cookie_of(&headers), None);
    }
}
