//! Who looks at the pages: a session cookie, hashed at rest. It ends after a working day, or when it is not used for
//! half of one. What it yields is a reach: how far its owner sees.

use super::secret::{Secret, hash_of};
use crate::store::{AuditEvent, AuditNote, NewSession, Reach, SessionId, SessionRow, Who, Whose};
use crate::web::answer::ApiError;
use crate::web::desk;
use crate::web::serve::{App, Client};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Moment;
use std::net::IpAddr;
use std::sync::Arc;

/// How long a session lasts at most, in milliseconds: a working day.
pub const SESSION_MS: i64 = 12 * 3600 * 1000;
/// A session's last use is kept to the minute: a page is read without a write.
const SEEN_MS: i64 = 60_000;
/// The cookie in the clear.
const COOKIE: &str = "ruhu_session";
/// The cookie over TLS: browsers take it from this very host alone, by TLS, for all paths.
const HOST_COOKIE: &str = "__Host-ruhu_session";

/// Somebody who signed in: the extractor of every page that shows the township's data.
#[derive(Clone, Debug)]
pub struct SignedIn {
    cookie: Sha256,
    row: SessionRow,
}

impl SignedIn {
    /// How far this session reaches: what [`App::within`] asks for.
    pub fn reach(&self) -> Reach {
        self.row.reach()
    }
    /// The session.
    pub fn session(&self) -> &SessionRow {
        &self.row
    }
    /// The session's name in the store.
    pub fn cookie(&self) -> &Sha256 {
        &self.cookie
    }
    /// Whose it is.
    pub fn whose(&self) -> Whose {
        self.row.whose()
    }
    /// As the audit log names its owner.
    pub fn who(&self) -> Who {
        Who::Session(self.whose(), self.row.id.clone())
    }
    /// Writes what they do into the audit log; synced when this answers.
    pub async fn note(&self, app: &Arc<App>, from: Client, event: AuditEvent) -> Result<(), ApiError> {
        let note = AuditNote {
            who: self.who(),
            event,
            origin: Some(origin_of(from.address)),
        };
        app.blocking(move |app| app.gate.note(&note, app.now())).await
    }
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let Some(cookie) = cookie_of(&parts.headers) else {
            return Err(not_signed_in(app));
        };
        let held = app
            .blocking(move |app| {
                let now = app.now();
                let held = app.gate.session(&cookie, now)?;
                if held.as_ref().is_some_and(|row| now.since(row.seen) >= SEEN_MS) {
                    app.gate.session_seen(&cookie, now)?;
                }
                Ok(held)
            })
            .await;
        match held {
            Ok(Some(row)) => Ok(Self { cookie, row }),
            Ok(None) => Err(not_signed_in(app)),
            Err(error) => Err(error.into_response()),
        }
    }
}

fn not_signed_in(app: &App) -> Response {
    (StatusCode::UNAUTHORIZED, desk::sign_in_first(app.simulated)).into_response()
}

/// A session about to begin: its cookie in clear, and what is kept of it.
pub fn new_session(whose: Whose, from: IpAddr, now: Moment) -> (Secret, NewSession) {
    let cookie = Secret::token();
    let session = NewSession {
        hash: cookie.hash(),
        id: SessionId::new(),
        whose,
        origin: origin_of(from),
        began: now,
        expires: now.plus_ms(SESSION_MS),
    };
    (cookie, session)
}

/// A network address as it is kept.
pub fn origin_of(from: IpAddr) -> String {
    from.to_canonical().to_string()
}

/// The session that the request names, hashed. One that began under the plain name, in the clear or with an earlier
/// version, is found until it ends.
pub fn cookie_of(headers: &HeaderMap) -> Option<Sha256> {
    let called = |wanted: &str| {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, value)| *name == wanted && value.len() <= 100)
            .map(|(_, value)| hash_of(value))
    };
    called(HOST_COOKIE).or_else(|| called(COOKIE))
}

/// The cookie that begins a session. `Secure` only when browsers reach the server by https: over http they would drop it.
pub fn begin(session: &Secret, transport: Transport) -> HeaderValue {
    line(session.reveal(), SESSION_MS / 1000, transport)
}

/// The cookies that end it, under either name.
pub fn end(transport: Transport) -> Vec<HeaderValue> {
    let plain = format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    let plain = HeaderValue::try_from(plain).expect("plain ASCII");
    match transport {
        Transport::Http => vec![plain],
        Transport::Https => vec![line("", 0, transport), plain],
    }
}

fn line(value: &str, seconds: i64, transport: Transport) -> HeaderValue {
    let (name, secure) = match transport {
        Transport::Https => (HOST_COOKIE, "; Secure"),
        Transport::Http => (COOKIE, ""),
    };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
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
        let text = https.to_str().expect("plain ASCII");
        assert!(
            text.starts_with("__Host-ruhu_session=") && text.contains("; Path=/;") && text.ends_with("; Secure"),
            "{text}"
        );
    }

    #[test]
    fn the_session_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; ruhu_session=xyz"));
        assert_eq!(cookie_of(&headers), Some(hash_of("xyz")));
        let both = HeaderValue::from_static("ruhu_session=old; __Host-ruhu_session=new");
        headers.insert(header::COOKIE, both);
        assert_eq!(cookie_of(&headers), Some(hash_of("new")));
        headers.insert(header::COOKIE, HeaderValue::from_static("ruhu_sessions=xyz"));
        assert_eq!(cookie_of(&headers), None);
    }
}
