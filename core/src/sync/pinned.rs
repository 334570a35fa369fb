//! A server with a self-made certificate is known by its public key and by nothing else: neither its name nor its dates
//! count, so that a renewed certificate of the same key goes on, and no authority can stand in for it. Before that key is
//! known it is asked for from whoever answers: only `look_up` may do that, and it sends nothing but the question.

use crate::ids::Sha256;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

/// Which certificate is accepted.
#[derive(Clone, Copy, Debug)]
pub(super) enum TrustedPeer {
    /// Whoever has the public key with this hash.
    Key(Sha256),
    /// Whoever answers.
    Anyone,
}

/// A certificate verifier that accepts one public key, or any.
#[derive(Debug)]
pub(super) struct Pinned {
    whom: TrustedPeer,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Pinned {
    /// Believes these.
    pub(super) fn new(whom: TrustedPeer, provider: &CryptoProvider) -> Self {
        Self {
            whom,
            algorithms: provider.signature_verification_algorithms,
        }
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let key = ParsedCertificate::try_from(end_entity)?.subject_public_key_info();
        match self.whom {
            TrustedPeer::Key(known) if Sha256::of(key.as_ref()) != known => {
                Err(CertificateError::ApplicationVerificationFailure.into())
            }
            TrustedPeer::Key(_) | TrustedPeer::Anyone => Ok(ServerCertVerified::assertion()),
        }
    }

    // That the other side has the key is as important as which key it is.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
