//! A server as its address names it, and whether another address is of the same server.

use crate::error::TransportError;
use reqwest::Url;

/// A server, as an address names it.
pub(super) struct Origin {
    url: Url,
}

impl Origin {
    /// Of an address with neither path nor query nor name nor password.
    pub(super) fn written(address: &str) -> Option<Self> {
        // The standard for URLs mends what is no address (`http:host`, `http:///host`): those are typing errors here.
        let rest = address.split_once("://")?.1;
        if rest.starts_with('/') || rest.contains('\\') {
            return None;
        }
        let url = Url::parse(address).ok()?;
        let plain = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
            && !rest.contains(['@', '?', '#']);
        plain.then_some(Self { url })
    }

    /// Whether calls go over TLS.
    pub(super) fn secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The host; an IPv6 address in brackets.
    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// A path of this server as a whole address. A path that would make another address of it is none.
    pub(super) fn join(&self, path: &str) -> Option<Url> {
        let whole = self.url.join(path).ok()?;
        let good = path.starts_with('/') && !path.contains([' ', '\\', '#']) && whole.origin() == self.url.origin();
        good.then_some(whole)
    }

    /// A `Location` of this server as a path, with its query; one of another server is none.
    pub(super) fn path(&self, location: &str) -> Option<String> {
        if !location.starts_with('/') && !location.contains("://") {
            return None;
        }
        let url = self.url.join(location).ok()?;
        if url.origin() != self.url.origin() {
            return None;
        }
        Some(match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
    }

    /// What a redirect to another server says.
    pub(super) fn redirected(&self, location: &str) -> TransportError {
        let Some(url) = self.url.join(location).ok().filter(Url::has_host) else {
            return TransportError::NotTheServer;
        };
        let to = url.origin().ascii_serialization();
        match url.scheme() == "https" && !self.secure() && url.host_str() == self.url.host_str() {
            true => TransportError::MovedToHttps { to },
            false => TransportError::Redirected { to },
        }
    }
}
