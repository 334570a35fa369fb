//! The transport in use: HTTP/1.1 by `reqwest`, TLS by `rustls` with `ring`. It follows no redirect, keeps no cookie, goes through
//! the system's proxy where there is one, and reads no more of an answer than its call allows.

mod cause;
mod origin;
mod tls;

use self::cause::{Proxied, broke};
use self::origin::Origin;
use super::pinned::TrustedPeer;
use super::{HttpAnswer, HttpRequest, Method, NoProxies, Proxy, ProxySource, Transport, TransportError};
use crate::Result;
use crate::error::Error;
use reqwest::{Client, Response};
use rustls::ClientConfig;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
pub use tls::Trust;
use tokio::runtime::Runtime;

/// The connect timeout.
const CONNECT: Duration = Duration::from_secs(15);
/// The idle timeout of a kept connection: shorter than the server's (30 s), so that none is used while the server closes it.
const IDLE: Duration = Duration::from_secs(20);

/// HTTP to one server.
pub struct HttpTransport {
    /// Runs on the caller's thread while it waits for an answer. `None` only while it is dropped.
    runtime: Option<Runtime>,
    server: Origin,
    tls: ClientConfig,
    proxies: Arc<dyn ProxySource>,
    /// The client, and the proxy that it was made for.
    client: Mutex<(Option<Proxy>, Client)>,
}

impl HttpTransport {
    /// A transport to `http://host[:port]` or `https://host[:port]`, through no proxy. Makes no connection yet. Errors:
    /// `Unusable` for an address or a certificate that is none.
    pub fn new(address: &str, trust: &Trust) -> Result<Self> {
        Self::through(address, trust, Arc::new(NoProxies))
    }

    /// As [`new`](Self::new), through the proxy that `proxies` names at each call.
    pub fn through(address: &str, trust: &Trust, proxies: Arc<dyn ProxySource>) -> Result<Self> {
        Self::with(address, || tls::believing(trust), proxies)
    }

    /// A transport that believes whoever answers: for [`look_up`](super::look_up()) alone, which sends nothing but the
    /// question who is there.
    pub(super) fn to_anyone(address: &str, proxies: Arc<dyn ProxySource>) -> Result<Self> {
        Self::with(address, || tls::to(TrustedPeer::Anyone), proxies)
    }

    fn with(address: &str, tls: impl FnOnce() -> Result<ClientConfig>, proxies: Arc<dyn ProxySource>) -> Result<Self> {
        let Some(server) = Origin::written(address.trim()) else {
            return Err(Error::unusable(
                "server address",
                address,
                "write it as https://host or https://host:port, without a path",
            ));
        };
        let tls = match server.secure() {
            true => tls()?,
            // Without any root nothing but plain HTTP is possible.
            false => tls::believing(&Trust::Roots(Vec::new()))?,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::file(std::path::Path::new("the network's event queue"), error))?;
        let client = client(&tls, None)?;
        Ok(Self {
            runtime: Some(runtime),
            server,
            tls,
            proxies,
            client: Mutex::new((None, client)),
        })
    }

    /// The client for the proxy that the network wants now.
    fn client_now(&self) -> std::result::Result<(Client, Proxied), TransportError> {
        let wanted = self.proxies.proxy().filter(|proxy| proxy.is_for(self.server.host()));
        let proxied = match (&wanted, self.server.secure()) {
            (None, _) => Proxied::No,
            (Some(_), false) => Proxied::Whole,
            (Some(_), true) => Proxied::Tunnel,
        };
        let mut kept = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != wanted {
            // A proxy setting that is no valid address is treated as an unreachable proxy.
            let client = client(&self.tls, wanted.as_ref()).map_err(|_| TransportError::ProxyUnreachable)?;
            *kept = (wanted, client);
        }
        Ok((kept.1.clone(), proxied))
    }

    async fn exchange(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, TransportError> {
        // Only a path that a server gave (an upload's) can make an invalid URL.
        let url = self.server.join(&request.path).ok_or(TransportError::NotTheServer)?;
        let (client, proxied) = self.client_now()?;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
        };
        let mut made = client
            .request(method, url)
            .timeout(Duration::from_millis(request.patience_ms));
        for (name, value) in &request.headers {
            made = made.header(*name, value);
        }
        // Also an empty body is sent as one: a creation says `Content-Length: 0`.
        if matches!(request.method, Method::Post | Method::Patch) {
            made = made.body(request.body.clone());
        }
        let response = made.send().await.map_err(|error| broke(&error, proxied))?;
        self.read(response, request.answer_limit, proxied).await
    }

    async fn read(
        &self,
        mut response: Response,
        limit: usize,
        proxied: Proxied,
    ) -> std::result::Result<HttpAnswer, TransportError> {
        let status = response.status();
        let mut headers = Vec::new();
        for (name, value) in response.headers() {
            // The protocol's headers are text; others are skipped.
            let Ok(value) = value.to_str() else { continue };
            let value = match name.as_str() {
                // A `Location` on another server is refused: the token must not be sent there.
                "location" => self.server.path(value).ok_or_else(|| match status.is_redirection() {
                    true => self.server.redirected(value),
                    false => TransportError::NotTheServer,
                })?,
                _ => value.to_owned(),
            };
            headers.push((name.as_str().to_owned(), value));
        }
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        if response.content_length().is_some_and(|length| length > most) {
            return Err(TransportError::TooLarge);
        }
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await.map_err(|error| broke(&error, proxied))? {
            if part.len() > limit - body.len() {
                return Err(TransportError::TooLarge);
            }
            body.extend_from_slice(&part);
        }
        Ok(HttpAnswer {
            status: status.as_u16(),
            headers,
            body,
        })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, TransportError> {
        match &self.runtime {
            Some(runtime) => runtime.block_on(self.exchange(request)),
            None => Err(TransportError::Cut),
        }
    }
}

impl Drop for HttpTransport {
    fn drop(&mut self) {
        // Does not wait for a DNS lookup that is still running.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn client(tls: &ClientConfig, proxy: Option<&Proxy>) -> Result<Client> {
    let builder = Client::builder()
        .tls_backend_preconfigured(tls.clone())
        .http1_only()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(CONNECT)
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(1)
        .user_agent(concat!("ruhu-core/", env!("CARGO_PKG_VERSION")));
    let builder = match proxy {
        None => builder.no_proxy(),
        Some(proxy) => {
            let unusable = |_| Error::unusable("proxy", &proxy.host, "set the network's proxy as a host and a port");
            let through = reqwest::Proxy::all(proxy.url()).map_err(unusable)?;
            builder.proxy(match &proxy.user {
                Some(user) => through.basic_auth(user, proxy.password.as_deref().unwrap_or_default()),
                None => through,
            })
        }
    };
    builder
        .build()
        .map_err(|error| Error::unusable("network", &error.without_url().to_string(), "report this"))
}

#[cfg(test)]
mod tests;
