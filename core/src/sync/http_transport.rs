//! The real road: HTTP over `reqwest`, TLS by `rustls` with `ring`. It follows no redirect, keeps no cookie, uses no
//! proxy, and reads no more of an answer than its call allows.

use super::pinned::{Pinned, Whom};
use super::{HttpAnswer, HttpRequest, Method, RoadError, Transport};
use crate::Result;
use crate::error::Error;
use crate::ids::Sha256;
use reqwest::Url;
use reqwest::blocking::{Client, ClientBuilder, Response};
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(15);

/// Whom to believe that it is the server of this address, when the address says https.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// What this platform trusts. Not on Android: the app hands in roots there.
    Platform,
    /// These root certificates only, DER.
    Roots(Vec<Vec<u8>>),
    /// Whoever has this public key (SHA-256 of its SubjectPublicKeyInfo, DER), and nobody else: the enrolment code of a
    /// server with a self-made certificate names it.
    Pinned(Sha256),
}

/// HTTP to one server.
pub struct HttpTransport {
    client: Client,
    address: Url,
}

impl HttpTransport {
    /// A transport to `http://host[:port]` or `https://host[:port]`. Makes no connection yet. Errors: `Unusable` for an
    /// address or a certificate that is none.
    pub fn new(address: &str, trust: &Trust) -> Result<Self> {
        Self::with(address, || tls(trust))
    }

    /// A transport that believes whoever answers: for [`look_up`](super::look_up()) alone, which sends nothing but the
    /// question who is there.
    pub(super) fn to_anyone(address: &str) -> Result<Self> {
        Self::with(address, || tls_to(Whom::Anyone, ring()))
    }

    fn with(address: &str, tls_of: impl FnOnce() -> Result<ClientBuilder>) -> Result<Self> {
        let bad = || {
            Error::unusable(
                "server address",
                address,
                "write it as https://host or https://host:port, without a path",
            )
        };
        let parsed = Url::parse(address.trim()).map_err(|_| bad())?;
        let plain = matches!(parsed.scheme(), "http" | "https")
            && parsed.host().is_some()
            && parsed.path() == "/"
            && parsed.query().is_none()
            && parsed.username().is_empty()
            && parsed.password().is_none();
        if !plain {
            return Err(bad());
        }
        let builder = match parsed.scheme() {
            "https" => tls_of()?,
            // Without any root nothing but plain HTTP is possible, and a proxy's redirect to elsewhere least of all.
            _ => tls(&Trust::Roots(Vec::new()))?,
        };
        let client = builder
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT)
            .pool_max_idle_per_host(1)
            .user_agent(concat!("ruhu-core/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Error::Road(error.without_url().to_string()))?;
        Ok(Self {
            client,
            address: parsed,
        })
    }

    /// A `Location` of this server as a path; one of another server is no answer of ours: the token never goes there.
    fn as_path(&self, location: &str) -> std::result::Result<String, RoadError> {
        let url = self.address.join(location).map_err(|_| RoadError::NotTheServer)?;
        if url.origin() != self.address.origin() {
            return Err(RoadError::NotTheServer);
        }
        Ok(match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
    }

    fn read(&self, mut response: Response, limit: usize) -> std::result::Result<HttpAnswer, RoadError> {
        let mut headers = Vec::new();
        for (name, value) in response.headers() {
            // A header that is no text is none of the protocol's.
            let Ok(value) = value.to_str() else { continue };
            let value = match name.as_str() {
                "location" => self.as_path(value)?,
                _ => value.to_owned(),
            };
            headers.push((name.as_str().to_owned(), value));
        }
        let status = response.status().as_u16();
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        if response.content_length().is_some_and(|length| length > most) {
            return Err(RoadError::TooLarge);
        }
        let mut body = Vec::new();
        response
            .by_ref()
            .take(most.saturating_add(1))
            .read_to_end(&mut body)
            .map_err(|error| body_error(&error))?;
        if body.len() > limit {
            return Err(RoadError::TooLarge);
        }
        Ok(HttpAnswer { status, headers, body })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, RoadError> {
        let url = self.address.join(&request.path).map_err(|_| RoadError::NotTheServer)?;
        if url.origin() != self.address.origin() {
            return Err(RoadError::NotTheServer);
        }
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
        };
        let mut builder = self
            .client
            .request(method, url)
            .timeout(Duration::from_millis(request.patience_ms));
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        // Also an empty body is sent as one: a creation says `Content-Length: 0`.
        if matches!(request.method, Method::Post | Method::Patch) {
            builder = builder.body(request.body.clone());
        }
        let response = builder.send().map_err(|error| send_error(&error))?;
        self.read(response, request.answer_limit)
    }
}

/// A client builder with this trust.
fn tls(trust: &Trust) -> Result<ClientBuilder> {
    let provider = ring();
    match trust {
        Trust::Pinned(key) => tls_to(Whom::Key(*key), provider),
        Trust::Roots(certificates) => {
            let mut roots = rustls::RootCertStore::empty();
            for certificate in certificates {
                roots.add(certificate.clone().into()).map_err(|_| {
                    Error::unusable("root certificate", "as handed in", "hand in a DER certificate of a CA")
                })?;
            }
            let config = rustls::ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(|error| Error::Road(error.to_string()))?
                .with_root_certificates(roots)
                .with_no_client_auth();
            Ok(Client::builder().tls_backend_preconfigured(config))
        }
        #[cfg(not(target_os = "android"))]
        Trust::Platform => {
            // reqwest asks for the process's provider. A provider that somebody else installed before is as good.
            drop(rustls::crypto::CryptoProvider::install_default(Arc::unwrap_or_clone(
                provider,
            )));
            Ok(Client::builder())
        }
        #[cfg(target_os = "android")]
        Trust::Platform => Err(Error::unusable(
            "trust",
            "the platform's",
            "hand in the root certificates: Android's are read by the app",
        )),
    }
}

fn ring() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A client builder that looks at the certificate's key instead of who stands behind it.
fn tls_to(whom: Whom, provider: Arc<rustls::crypto::CryptoProvider>) -> Result<ClientBuilder> {
    let pinned = Arc::new(Pinned::new(whom, &provider));
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Road(error.to_string()))?
        // "Dangerous" in general; one key is stricter than any root, and whoever is believed for a look-up is told nothing.
        .dangerous()
        .with_custom_certificate_verifier(pinned)
        .with_no_client_auth();
    Ok(Client::builder().tls_backend_preconfigured(config))
}

fn send_error(error: &reqwest::Error) -> RoadError {
    if wrong_certificate(error) {
        RoadError::WrongCertificate
    } else if error.is_timeout() {
        RoadError::TimedOut
    } else if error.is_connect() {
        RoadError::Unreachable
    } else {
        RoadError::Cut
    }
}

/// Whether the TLS handshake ended because of the certificate. The cause may stand inside an I/O error, which skips it
/// when asked for its source.
fn wrong_certificate(error: &reqwest::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        let inside = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = error.downcast_ref::<rustls::Error>();
        let tls = tls.or_else(|| inside.and_then(|inside| inside.downcast_ref::<rustls::Error>()));
        if matches!(tls, Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        source = match inside {
            Some(inside) => Some(inside),
            None => error.source(),
        };
    }
    false
}

fn body_error(error: &std::io::Error) -> RoadError {
    let timed_out = error.kind() == std::io::ErrorKind::TimedOut
        || error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<reqwest::Error>())
            .is_some_and(reqwest::Error::is_timeout);
    if timed_out { RoadError::TimedOut } else { RoadError::Cut }
}

#[cfg(test)]
mod tests;
