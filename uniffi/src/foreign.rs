//! What the platform brings: the keystore's signature, the phone's clocks, somebody who watches the sending or the fetching.

use ruhu_core::app::{Progress, Proxy, ProxySource};
use ruhu_core::record::Signer;
use ruhu_core::time::{Clock, TimeEvidence};
use ruhu_core::{Error, Result};
use std::ops::ControlFlow;
use std::sync::Arc;

/// The keystore would not sign.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum KeystoreError {
    /// What the platform said; nothing of the key.
    #[error("{reason}")]
    Failed {
        /// The reason.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for KeystoreError {
    fn from(unexpected: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed {
            reason: unexpected.reason,
        }
    }
}

/// A P-256 key that never leaves the platform's keystore.
#[uniffi::export(with_foreign)]
pub trait Keystore: Send + Sync {
    /// The public key: an uncompressed SEC1 point, 65 bytes.
    fn public_key(&self) -> std::result::Result<Vec<u8>, KeystoreError>;
    /// SHA256withECDSA over `message`, as ASN.1 DER or raw `r || s`.
    fn sign(&self, message: Vec<u8>) -> std::result::Result<Vec<u8>, KeystoreError>;
}

/// The phone's clocks, read at one instant.
#[uniffi::export(with_foreign)]
pub trait Clocks: Send + Sync {
    /// Wall clock, monotonic clock with sleep (`elapsedRealtime`), boot count, satellites' time where a fix gave it.
    fn now(&self) -> TimeEvidence;
}

/// Somebody who watches the sending.
#[uniffi::export(with_foreign)]
pub trait Watcher: Send + Sync {
    /// How far it is; answers whether to go on. Called on the thread that sends.
    fn progress(&self, progress: Progress) -> GoOn;
}

/// Somebody who watches a newer app come.
#[uniffi::export(with_foreign)]
pub trait AppWatcher: Send + Sync {
    /// So many bytes are there; answers whether to go on. Called on the thread that fetches.
    fn fetched(&self, bytes: u64) -> GoOn;
}

/// Says which HTTP proxy the phone's network wants.
#[uniffi::export(with_foreign)]
pub trait Proxies: Send + Sync {
    /// The proxy now; none where the network has none. Asked before each call to the server, on the thread that makes it.
    fn proxy(&self) -> Option<Proxy>;
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum GoOn {
    /// Go on.
    Yes,
    /// Stop after the call under way; what is not sent, or has come, is kept.
    Stop,
}

impl From<GoOn> for ControlFlow<()> {
    fn from(go_on: GoOn) -> Self {
        match go_on {
            GoOn::Yes => Self::Continue(()),
            GoOn::Stop => Self::Break(()),
        }
    }
}

/// Foreign proxies as the core's.
pub(crate) struct ForeignProxies(pub Arc<dyn Proxies>);

impl ProxySource for ForeignProxies {
    fn proxy(&self) -> Option<Proxy> {
        self.0.proxy()
    }
}

/// A foreign keystore as the core's signer.
pub(crate) struct ForeignSigner(pub Arc<dyn Keystore>);

impl Signer for ForeignSigner {
    fn public_key(&self) -> Result<Vec<u8>> {
        self.0.public_key().map_err(|e| Error::Key(e.to_string()))
    }
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        self.0.sign(message.to_vec()).map_err(|e| Error::Key(e.to_string()))
    }
}

/// Foreign clocks as the core's.
pub(crate) struct ForeignClock(pub Arc<dyn Clocks>);

impl Clock for ForeignClock {
    fn now(&self) -> TimeEvidence {
        self.0.now()
    }
}
