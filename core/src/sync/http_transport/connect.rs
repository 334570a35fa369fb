//! How a connection comes about: names, TCP, TLS. What fails here is told as what it was, because nothing was sent yet.

use super::RoadError;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use std::fmt;
use std::io::{Read, Write};
use std::sync::Arc;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, TcpConnector, Transport, TransportAdapter,
};

/// The system's names. No network and no such name are one to a phone.
#[derive(Debug, Default)]
pub(super) struct Names(DefaultResolver);

impl Resolver for Names {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        self.0.resolve(uri, config, timeout).map_err(unreachable)
    }
}

/// TCP, with TLS over it when the server's address says so.
pub(super) struct Wire {
    tcp: TcpConnector,
    tls: Option<Arc<ClientConfig>>,
}

impl Wire {
    /// Without TLS.
    pub(super) fn plain() -> Self {
        Self {
            tcp: TcpConnector::default(),
            tls: None,
        }
    }

    /// With TLS.
    pub(super) fn secure(tls: ClientConfig) -> Self {
        Self {
            tls: Some(Arc::new(tls)),
            ..Self::plain()
        }
    }
}

impl Connector for Wire {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        let Some(tcp) = self.tcp.connect(details, chained).map_err(unreachable)? else {
            return Ok(None);
        };
        match &self.tls {
            None => Ok(Some(Box::new(tcp))),
            Some(tls) => match Secure::over(Box::new(tcp), details, Arc::clone(tls)) {
                Ok(secure) => Ok(Some(Box::new(secure))),
                Err(error) if wrong_certificate(&error) => Err(Error::Other(Box::new(RoadError::WrongCertificate))),
                Err(error) => Err(unreachable(error)),
            },
        }
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").finish_non_exhaustive()
    }
}

/// What nobody answered, unless it took too long.
fn unreachable(error: Error) -> Error {
    match error {
        Error::Timeout(_) => error,
        _ => Error::Other(Box::new(RoadError::Unreachable)),
    }
}

/// Whether the TLS handshake ended because of the certificate.
fn wrong_certificate(error: &Error) -> bool {
    let Error::Io(error) = error else { return false };
    let inside = error.get_ref().and_then(|inside| inside.downcast_ref());
    matches!(inside, Some(rustls::Error::InvalidCertificate(_)))
}

/// A connection under TLS.
struct Secure {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl Secure {
    fn over(tcp: Box<dyn Transport>, details: &ConnectionDetails, tls: Arc<ClientConfig>) -> Result<Self, Error> {
        let host = details.uri.host().ok_or(Error::Tls("no name of a server"))?;
        // An IPv6 address stands in brackets in a URI, and without them in a certificate.
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(bare.to_owned()).map_err(|_| Error::Tls("no name of a server"))?;
        let mut conn = ClientConnection::new(tls, name).map_err(|_| Error::Tls("TLS does not begin"))?;
        let mut sock = TransportAdapter::new(tcp, Arc::clone(&details.current_time));
        sock.set_timeout(details.timeout);
        conn.complete_io(&mut sock)?;
        let buffers = LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        let stream = StreamOwned { conn, sock };
        Ok(Self { buffers, stream })
    }
}

impl Transport for Secure {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.get_mut().set_timeout(timeout);
        let output = &self.buffers.output()[..amount];
        Ok(self.stream.write_all(output)?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.get_mut().set_timeout(timeout);
        let amount = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

impl fmt::Debug for Secure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secure").finish_non_exhaustive()
    }
}
