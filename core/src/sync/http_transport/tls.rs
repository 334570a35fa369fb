//! The `rustls` configuration for each kind of trust.

use super::super::pinned::{Pinned, TrustedPeer};
use crate::Result;
use crate::error::Error;
use crate::ids::Sha256;
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use std::sync::Arc;

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

/// TLS with this trust.
pub(super) fn believing(trust: &Trust) -> Result<ClientConfig> {
    match trust {
        Trust::Pinned(key) => to(TrustedPeer::Key(*key)),
        Trust::Roots(certificates) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates {
                roots.add(certificate.clone().into()).map_err(|_| {
                    Error::unusable("root certificate", "as handed in", "hand in a DER certificate of a CA")
                })?;
            }
            standing_behind(roots)
        }
        Trust::Platform => standing_behind(of_the_platform()?),
    }
}

/// TLS that checks the certificate's key instead of its issuer.
pub(super) fn to(whom: TrustedPeer) -> Result<ClientConfig> {
    let provider = ring();
    let pinned = Arc::new(Pinned::new(whom, &provider));
    Ok(versions(provider)?
        // "Dangerous" in general; one key is stricter than any root, and whoever is believed for a look-up is told nothing.
        .dangerous()
        .with_custom_certificate_verifier(pinned)
        .with_no_client_auth())
}

fn standing_behind(roots: RootCertStore) -> Result<ClientConfig> {
    Ok(versions(ring())?.with_root_certificates(roots).with_no_client_auth())
}

fn versions(provider: Arc<CryptoProvider>) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>> {
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::unusable("TLS", &error.to_string(), "report this"))
}

fn ring() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

#[cfg(not(target_os = "android"))]
fn of_the_platform() -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    // Some that cannot be read are no reason to believe none.
    roots.add_parsable_certificates(found.certs);
    match roots.is_empty() {
        false => Ok(roots),
        true => Err(Error::unusable(
            "trust",
            &std::iter::once("the platform's".to_owned())
                .chain(found.errors.iter().map(ToString::to_string))
                .collect::<Vec<_>>()
                .join("; "),
            "this machine has no root certificates: install them (Debian: ca-certificates), or hand in roots",
        )),
    }
}

#[cfg(target_os = "android")]
fn of_the_platform() -> Result<RootCertStore> {
    Err(Error::unusable(
        "trust",
        "the platform's",
        "hand in the root certificates: Android's are read by the app",
    ))
}
