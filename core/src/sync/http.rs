//! One HTTP request and its response: the interface that every transport implements.

use super::TransportError;
use std::fmt;

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

impl Method {
    /// The name of a method that some proxies and firewalls do not let pass.
    pub(super) fn overridden(self) -> Option<&'static str> {
        match self {
            Self::Get | Self::Post => None,
            Self::Head => Some("HEAD"),
            Self::Patch => Some("PATCH"),
        }
    }
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

/// Carries one request to the server and its answer back. Blocks. Never retries, never follows a redirect: what to do
/// after a failure is the session's to decide.
pub trait Transport: Send + Sync {
    /// Sends the request and reads the whole answer.
    fn send(&self, request: &HttpRequest) -> Result<HttpAnswer, TransportError>;
}
