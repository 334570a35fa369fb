//! One request in, one answer out: all that the road has to be able to do.

use crate::error::Error;
use std::fmt;
use thiserror::Error as ThisError;

/// The methods that the protocol uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// HEAD
    Head,
    /// POST
    Post,
    /// PATCH
    Patch,
}

/// A request to the one server this phone knows.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The path with its leading slash; the transport puts the server's address before it.
    pub path: String,
    /// The headers; `Host` and `Content-Length` are the transport's.
    pub headers: Vec<(&'static str, String)>,
    /// The body, empty for none.
    pub body: Vec<u8>,
    /// The most bytes of body that the answer may have.
    pub answer_limit: usize,
    /// How long the whole call may take, in milliseconds.
    pub patience_ms: u64,
}

impl fmt::Debug for HttpRequest {
    /// Neither the token nor the body: a request may stand in an error or a log line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} ({} bytes)", self.method, self.path, self.body.len())
    }
}

/// The answer, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The status code.
    pub status: u16,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl HttpAnswer {
    /// The first header of this (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The road broke before a whole answer was there. Whether the server acted on the request is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum RoadError {
    /// No connection: no signal, no such host, nobody listening.
    #[error("no connection")]
    Unreachable,
    /// No whole answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke under way.
    #[error("the connection broke")]
    Cut,
    /// The answer is longer than its call allows.
    #[error("the answer is too large")]
    TooLarge,
    /// What answered over TLS does not have the trusted certificate: nothing was sent to it.
    #[error("another certificate than the trusted one")]
    WrongCertificate,
    /// What answered does not speak the protocol: a hotel's sign-in page, a proxy.
    #[error("something else than the server answered")]
    NotTheServer,
}

impl From<RoadError> for Error {
    fn from(broke: RoadError) -> Self {
        match broke {
            RoadError::WrongCertificate => Self::WrongCertificate,
            other => Self::Road(other.to_string()),
        }
    }
}

/// Carries one request to the server and its answer back. Blocks. Never retries, never follows a redirect: what to do
/// after a failure is the session's to decide.
pub trait Transport: Send + Sync {
    /// Sends the request and reads the whole answer.
    fn send(&self, request: &HttpRequest) -> Result<HttpAnswer, RoadError>;
}
