//! Who a request comes from: the peer of its connection, or whom a trusted proxy names. Throttles, waits, shares and the
//! audit log take the address from here and from nowhere else.

use super::App;
use super::forwarded::said;
use crate::web::answer::ApiError;
use crate::web::session::Transport;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Where a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its network address, IPv4 in IPv6 unwrapped.
    pub address: IpAddr,
    /// How the browser or phone was reached at its own end: by TLS or in the clear.
    pub transport: Transport,
    /// Whether `transport` is what somebody saw, our own socket or a trusted proxy; else it is taken from the address
    /// that is given out.
    pub seen: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        // The layer is around every route: without it nothing would be known of the caller, so nothing is answered.
        parts.extensions.get::<Self>().copied().ok_or_else(ApiError::fault)
    }
}

/// The layer: notes the client with the request.
pub(super) async fn resolve(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let client = app.client_of(peer.ip(), request.headers());
    request.extensions_mut().insert(client);
    next.run(request).await.into_response()
}

impl App {
    fn client_of(&self, peer: IpAddr, headers: &HeaderMap) -> Client {
        let own = Client {
            address: peer.to_canonical(),
            transport: match self.tls {
                true => Transport::Https,
                false => self.transport(),
            },
            seen: self.tls,
        };
        if !self.proxies.trust(peer) {
            return own;
        }
        let Ok(said) = said(headers, &self.proxies) else {
            self.malformed.call_once(|| {
                tracing::warn!(
                    "a trusted proxy's X-Forwarded-For, Forwarded or X-Forwarded-Proto does not read: such requests \
                     count as the proxy's own (docs/operating.md has a configuration)"
                );
            });
            return own;
        };
        let transport = said.proto.map(|proto| Transport::of(&format!("{proto}://")));
        Client {
            address: said.address.unwrap_or(own.address),
            transport: transport.unwrap_or(own.transport),
            seen: transport.is_some() || own.seen,
        }
    }
}
