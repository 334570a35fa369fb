//! Maps a failure of `reqwest` to a `TransportError`: by error types, and by the tunnel's error text, whose type is not public.

use crate::error::{CertificateFault, TransportError};
use rustls::CertificateError;
use std::error::Error as StdError;
use std::io;

/// How a call goes through a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proxied {
    /// Directly.
    No,
    /// The proxy reads it and asks in its place (http).
    Whole,
    /// The proxy carries its bytes (https).
    Tunnel,
}

/// The cause of a failed call.
pub(super) fn broke(error: &reqwest::Error, proxied: Proxied) -> TransportError {
    let causes = || Causes(Some(error));
    if let Some(fault) = causes().find_map(certificate) {
        return TransportError::WrongCertificate(fault);
    }
    if error.is_timeout() {
        return TransportError::TimedOut;
    }
    if let Some(tunnel) = causes().find_map(tunnel) {
        return tunnel;
    }
    match (error.is_connect(), proxied) {
        (true, Proxied::Whole) => TransportError::ProxyUnreachable,
        (true, Proxied::No | Proxied::Tunnel) => TransportError::Unreachable,
        (false, _) => TransportError::Cut,
    }
}

/// An error and what it comes from. An I/O error skips what stands inside it when it is asked for its source.
struct Causes<'a>(Option<&'a (dyn StdError + 'static)>);

impl<'a> Iterator for Causes<'a> {
    type Item = &'a (dyn StdError + 'static);

    fn next(&mut self) -> Option<Self::Item> {
        let error = self.0?;
        let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        self.0 = match inside {
            Some(inside) => Some(inside),
            None => error.source(),
        };
        Some(error)
    }
}

fn certificate(error: &(dyn StdError + 'static)) -> Option<CertificateFault> {
    let rustls::Error::InvalidCertificate(why) = error.downcast_ref()? else {
        return None;
    };
    Some(match why {
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateFault::NotYetValid,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::OtherName
        }
        CertificateError::UnknownIssuer => CertificateFault::UnknownAuthority,
        CertificateError::ApplicationVerificationFailure => CertificateFault::OtherKey,
        _ => CertificateFault::Unusable,
    })
}

/// The tunnel's error type has no name outside `hyper-util`: its words are what it shows. A test with a real proxy holds
/// them.
fn tunnel(error: &(dyn StdError + 'static)) -> Option<TransportError> {
    let said = error.to_string();
    Some(match said.strip_prefix("tunnel error: ")? {
        "proxy authorization required" => TransportError::ProxyPassword,
        "failed to create underlying connection" => TransportError::ProxyUnreachable,
        _ => TransportError::ProxyRefused,
    })
}
