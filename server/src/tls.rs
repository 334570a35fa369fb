//! TLS of our own, by rustls with ring: a certificate and its key from PEM files, and what phones know the server by
//! when no public authority stands behind the certificate.

mod ends;
mod line;

pub(crate) use ends::{ENDS_FILE, keep_ends, kept_ends};
pub use ends::{Validity, validity};
use line::{keep, kept};

use crate::{Error, Result};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::Sha256;
use ruhu_core::time::Moment;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest PEM file that is read, in bytes: a chain has some kilobytes.
const MOST: u64 = 1 << 20;

/// Whom phones are to believe that it is this server; written into every enrolment code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum TlsTrust {
    /// The certificate's key when the certificate is self-made, else public roots.
    #[default]
    Auto,
    /// The certificate's key, whoever signed it. A renewed certificate must keep the key.
    Pin,
    /// Public roots.
    Public,
}

/// A certificate with its key, ready to serve.
#[derive(Clone)]
pub struct Tls {
    /// What connections are made by.
    pub(crate) config: Arc<ServerConfig>,
    /// What phones know the server by; `None` when public roots decide.
    pub pin: Option<Sha256>,
    /// When the first certificate of the chain ends.
    pub ends: Moment,
}

impl Tls {
    /// Reads the certificate (its chain after it) and its key, both PEM.
    ///
    /// Errors: a file that cannot be read or holds none, a key that is not the certificate's.
    pub fn load(certificate: &Path, key: &Path, trust: TlsTrust) -> Result<Self> {
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&read(certificate)?)
            .collect::<std::result::Result<_, _>>()
            .map_err(|error| unusable("--tls-cert", certificate, &format!("{error}: give the PEM file")))?;
        let Some(own) = chain.first().cloned() else {
            return Err(unusable(
                "--tls-cert",
                certificate,
                "it holds no certificate: give the PEM file",
            ));
        };
        let secret = PrivateKeyDer::from_pem_slice(&read(key)?)
            .map_err(|error| unusable("--tls-key", key, &format!("{error}: give the certificate's key, PEM")))?;
        let (public_key, self_made) = facts_of(&own)
            .ok_or_else(|| unusable("--tls-cert", certificate, "it is no X.509 certificate of version 3"))?;
        let ends = ends::ends_of(&chain)
            .ok_or_else(|| unusable("--tls-cert", certificate, "one of its certificates cannot be read"))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret))
            .map_err(|error| {
                let mend = format!("{error}: give the key that belongs to --tls-cert");
                unusable("--tls-key", key, &mend)
            })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let pinned = match trust {
            TlsTrust::Auto => self_made,
            TlsTrust::Pin => true,
            TlsTrust::Public => false,
        };
        Ok(Self {
            config: Arc::new(config),
            pin: pinned.then_some(public_key),
            ends,
        })
    }
}

/// The hash of the certificate's public key (SubjectPublicKeyInfo, DER), and whether its maker signed it himself.
fn facts_of(certificate: &CertificateDer<'_>) -> Option<(Sha256, bool)> {
    let parsed = webpki::EndEntityCert::try_from(certificate).ok()?;
    let key = Sha256::of(parsed.subject_public_key_info().as_ref());
    Some((key, parsed.issuer() == parsed.subject()))
}

/// Keeps what phones are to know the server by beside its keys, for `ruhu enrol`, which runs by itself.
pub(crate) fn keep_pin(folder: &Path, pin: Option<&Sha256>) -> Result<()> {
    keep(&pin_file(folder), pin.map(ToString::to_string).as_deref())
}

/// What phones know the server by, as it was last served.
pub(crate) fn kept_pin(folder: &Path) -> Result<Option<Sha256>> {
    kept(&pin_file(folder))?.map(|text| Ok(text.parse()?)).transpose()
}

fn pin_file(folder: &Path) -> PathBuf {
    folder.join("keys").join("tls.pin")
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut bytes));
    read.map_err(|error| CoreError::file(path, error))?;
    Ok(bytes)
}

fn unusable(what: &str, path: &Path, mend: &str) -> Error {
    CoreError::unusable(what, &path.display().to_string(), mend).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
        let made = rcgen::generate_simple_self_signed(vec!["ruhu.example".into()]).expect("a certificate");
        let (cert, key) = (folder.join(format!("{name}.pem")), folder.join(format!("{name}.key")));
        fs::write(&cert, made.cert.pem()).expect("written");
        fs::write(&key, made.signing_key.serialize_pem()).expect("written");
        (cert, key)
    }

    #[test]
    fn a_self_made_certificate_is_known_by_its_key_unless_public_roots_are_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let (cert, key) = files(folder.path(), "a");
        let pin_of = |trust| Tls::load(&cert, &key, trust).expect("a pair").pin;
        assert!(pin_of(TlsTrust::Auto).is_some());
        assert_eq!(pin_of(TlsTrust::Auto), pin_of(TlsTrust::Pin));
        assert_eq!(pin_of(TlsTrust::Public), None);
        fs::create_dir(folder.path().join("keys")).expect("made");
        keep_pin(folder.path(), pin_of(TlsTrust::Auto).as_ref()).expect("kept");
        assert_eq!(kept_pin(folder.path()).expect("read"), pin_of(TlsTrust::Auto));
        keep_pin(folder.path(), None).expect("forgotten");
        assert_eq!(kept_pin(folder.path()).expect("read"), None);
    }

    #[test]
    fn another_certificates_key_and_files_that_hold_none_are_refused_by_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let ((cert, key), (_, other)) = (files(folder.path(), "a"), files(folder.path(), "b"));
        for (cert, key, word) in [
            (&cert, &other, "--tls-key"),
            (&cert, &cert, "--tls-key"),
            (&key, &key, "--tls-cert"),
            (&folder.path().join("none"), &key, "none"),
        ] {
            let error = Tls::load(cert, key, TlsTrust::Auto).err().expect("refused").to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
