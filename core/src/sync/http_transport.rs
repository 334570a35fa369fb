//! The real road: HTTP over `reqwest`, TLS by `rustls` with `ring`.

use super::{HttpAnswer, HttpRequest, RoadError, Transport};
use crate::Result;

/// Whom to believe that it is the server of this address, when the address says https.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// What this platform trusts. Not on Android: the app hands in roots there.
    Platform,
    /// These root certificates only, DER.
    Roots(Vec<Vec<u8>>),
}

/// HTTP to one server.
pub struct HttpTransport {}

impl HttpTransport {
    /// A transport to `http://host[:port]` or `https://host[:port]`. Makes no connection yet.
    pub fn new(_address: &str, _trust: &Trust) -> Result<Self> {
        todo!()
    }
}

impl Transport for HttpTransport {
    fn send(&self, _request: &HttpRequest) -> std::result::Result<HttpAnswer, RoadError> {
        todo!()
    }
}
