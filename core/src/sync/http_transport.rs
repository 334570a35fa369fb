//! The real road: HTTP by `ureq`, TLS by `rustls` with `ring`. It follows no redirect, keeps no cookie, uses no proxy, and
//! reads no more of an answer than its call allows.

mod connect;
mod tls;

use self::connect::{Names, Wire};
use super::pinned::Whom;
use super::{HttpAnswer, HttpRequest, Method, RoadError, Transport};
use crate::Result;
use crate::error::Error;
use std::io::Read;
use std::time::Duration;
pub use tls::Trust;
use ureq::config::Config;
use ureq::http::{self, Uri};
use ureq::{Agent, Body};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a connection that nothing goes over is kept.
const IDLE: Duration = Duration::from_secs(60);
/// What is read or written at a time, in bytes: one record of TLS.
const BUFFER: usize = 16 * 1024;

/// HTTP to one server.
pub struct HttpTransport {
    agent: Agent,
    server: Origin,
}

impl HttpTransport {
    /// A transport to `http://host[:port]` or `https://host[:port]`. Makes no connection yet. Errors: `Unusable` for an
    /// address or a certificate that is none.
    pub fn new(address: &str, trust: &Trust) -> Result<Self> {
        Self::with(address, || tls::believing(trust))
    }

    /// A transport that believes whoever answers: for [`look_up`](super::look_up()) alone, which sends nothing but the
    /// question who is there.
    pub(super) fn to_anyone(address: &str) -> Result<Self> {
        Self::with(address, || tls::to(Whom::Anyone))
    }

    fn with(address: &str, tls: impl FnOnce() -> Result<rustls::ClientConfig>) -> Result<Self> {
        let Some(server) = Origin::written(address.trim()) else {
            return Err(Error::unusable(
                "server address",
                address,
                "write it as https://host or https://host:port, without a path",
            ));
        };
        let wire = match server.secure {
            true => Wire::secure(tls()?),
            false => Wire::plain(),
        };
        let config = Config::builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .max_idle_age(IDLE)
            .input_buffer_size(BUFFER)
            .output_buffer_size(BUFFER)
            .user_agent(concat!("ruhu-core/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            agent: Agent::with_parts(config, wire, Names::default()),
            server,
        })
    }

    fn read(&self, response: http::Response<Body>, limit: usize) -> std::result::Result<HttpAnswer, RoadError> {
        let (head, mut body) = response.into_parts();
        let mut headers = Vec::new();
        for (name, value) in &head.headers {
            // A header that is no text is none of the protocol's.
            let Ok(value) = value.to_str() else { continue };
            let value = match name.as_str() {
                // One of another server is no answer of ours: the token never goes there.
                "location" => self.server.path(value).ok_or(RoadError::NotTheServer)?,
                _ => value.to_owned(),
            };
            headers.push((name.as_str().to_owned(), value));
        }
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        if body.content_length().is_some_and(|length| length > most) {
            return Err(RoadError::TooLarge);
        }
        let mut read = Vec::new();
        body.as_reader()
            .take(most.saturating_add(1))
            .read_to_end(&mut read)
            .map_err(|error| broke(&error.into()))?;
        if read.len() > limit {
            return Err(RoadError::TooLarge);
        }
        Ok(HttpAnswer {
            status: head.status.as_u16(),
            headers,
            body: read,
        })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, RoadError> {
        // A path that begins otherwise would make another address of it.
        if !request.path.starts_with('/') {
            return Err(RoadError::NotTheServer);
        }
        let mut made = http::Request::builder().uri(format!("{}{}", self.server.written, request.path));
        for (name, value) in &request.headers {
            made = made.header(*name, value);
        }
        let patience = Duration::from_millis(request.patience_ms);
        let answer = match request.method {
            Method::Get => self.run(made.method(http::Method::GET).body(()), patience),
            Method::Head => self.run(made.method(http::Method::HEAD).body(()), patience),
            // Also an empty body is sent as one: a creation says `Content-Length: 0`.
            Method::Post => self.run(made.method(http::Method::POST).body(&*request.body), patience),
            Method::Patch => self.run(made.method(http::Method::PATCH).body(&*request.body), patience),
        };
        self.read(answer?, request.answer_limit)
    }
}

impl HttpTransport {
    /// The answer's head, its body still to be read.
    fn run(
        &self,
        request: http::Result<http::Request<impl ureq::AsSendBody>>,
        patience: Duration,
    ) -> std::result::Result<http::Response<Body>, RoadError> {
        // A request that cannot be written is made of what a server told: an upload's path.
        let request = request.map_err(|_| RoadError::NotTheServer)?;
        let request = self.agent.configure_request(request);
        let request = request.timeout_global(Some(patience)).build();
        self.agent.run(request).map_err(|error| broke(&error))
    }
}

/// A server, as an address names it.
struct Origin {
    secure: bool,
    host: String,
    port: u16,
    /// What stands before a path.
    written: String,
}

impl Origin {
    /// Of an address with neither path nor name nor password.
    fn written(address: &str) -> Option<Self> {
        let uri: Uri = address.parse().ok()?;
        let nothing_more = uri.path_and_query().is_none_or(|path| path.as_str() == "/");
        let nobody = !uri.authority()?.as_str().contains('@');
        (nothing_more && nobody).then(|| Self::of(&uri)).flatten()
    }

    fn of(uri: &Uri) -> Option<Self> {
        let scheme = uri.scheme_str()?;
        let secure = match scheme {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority()?;
        // A port that is no number is no port.
        let port = match authority.as_str().strip_prefix(authority.host()) {
            Some("") => {
                if secure {
                    443
                } else {
                    80
                }
            }
            _ => authority.port_u16()?,
        };
        let host = authority.host().to_ascii_lowercase();
        (!host.is_empty()).then(|| Self {
            secure,
            written: format!("{scheme}://{authority}"),
            host,
            port,
        })
    }

    /// A `Location` of this server as a path, with its query.
    fn path(&self, location: &str) -> Option<String> {
        if location.starts_with('/') && !location.starts_with("//") {
            return Some(location.to_owned());
        }
        let uri: Uri = location.parse().ok()?;
        let other = Self::of(&uri)?;
        let same = (other.secure, &other.host, other.port) == (self.secure, &self.host, self.port);
        same.then(|| uri.path_and_query().map_or("/", |path| path.as_str()).to_owned())
    }
}

/// Where the road broke.
fn broke(error: &ureq::Error) -> RoadError {
    match error {
        ureq::Error::Timeout(_) => RoadError::TimedOut,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => RoadError::Unreachable,
        // While the connection came about: `Wire` says what it was.
        ureq::Error::Other(told) => match told.downcast_ref() {
            Some(road) => *road,
            None => RoadError::Cut,
        },
        _ => RoadError::Cut,
    }
}

#[cfg(test)]
mod tests;
