//! Compact JWS (RFC 7515) with ES256: how a device's record is written and read.

use super::Envelope;
use crate::Result;
use crate::ids::{KeyId, Sha256};

/// Something that signs with a P-256 key it never shows: the phone's keystore, or a key in memory or a file.
pub trait Signer: Send + Sync {
    /// The public key: an uncompressed SEC1 point, 65 bytes.
    fn public_key(&self) -> Result<Vec<u8>>;
    /// An ECDSA signature over SHA-256 of `message`: raw `r || s` (64 bytes) or ASN.1 DER, as keystores give it.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>>;
}

/// A P-256 key held in memory: for tests, the demo, the township's own key.
pub struct MemorySigner(());

impl MemorySigner {
    /// A new key from the operating system's randomness.
    pub fn generate() -> Self {
        todo!()
    }
    /// The key with this 32-byte scalar.
    pub fn from_bytes(_scalar: &[u8; 32]) -> Result<Self> {
        todo!()
    }
    /// The 32-byte scalar, to keep it somewhere safe.
    pub fn to_bytes(&self) -> [u8; 32] {
        todo!()
    }
}

impl Signer for MemorySigner {
    fn public_key(&self) -> Result<Vec<u8>> {
        todo!()
    }
    fn sign(&self, _message: &[u8]) -> Result<Vec<u8>> {
        todo!()
    }
}

/// A device's public P-256 key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKey(());

impl DeviceKey {
    /// From an uncompressed SEC1 point of 65 bytes.
    pub fn from_sec1(_point: &[u8]) -> Result<Self> {
        todo!()
    }
    /// The uncompressed SEC1 point.
    pub fn to_sec1(&self) -> Vec<u8> {
        todo!()
    }
    /// From a JWK (RFC 7517) of kty EC, crv P-256.
    pub fn from_jwk(_jwk: &serde_json::Value) -> Result<Self> {
        todo!()
    }
    /// The public JWK with `kid`.
    pub fn to_jwk(&self) -> serde_json::Value {
        todo!()
    }
    /// The RFC 7638 thumbprint.
    pub fn id(&self) -> KeyId {
        todo!()
    }
}

/// A compact JWS taken apart; nothing verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jws {
    /// The protected header.
    pub header: serde_json::Value,
    /// The payload's bytes.
    pub payload: Vec<u8>,
    /// What was signed: `BASE64URL(header) . BASE64URL(payload)`.
    pub signing_input: String,
    /// The raw signature.
    pub signature: Vec<u8>,
}

impl Jws {
    /// Takes a compact JWS apart, strictly: three parts, base64url without padding, a JSON object as header.
    pub fn parse(_compact: &str) -> Result<Self> {
        todo!()
    }
    /// Whether the ES256 signature is this key's.
    pub fn verify_es256(&self, _key: &DeviceKey) -> Result<()> {
        todo!()
    }
    /// Signs any JSON payload with ES256 under this `typ`; `jwk` in the header when `with_key` says so (enrolment).
    pub fn sign_es256(_signer: &dyn Signer, _typ: &str, _payload: &[u8], _key: HeaderKey) -> Result<String> {
        todo!()
    }
}

/// How a JWS names its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderKey {
    /// By `kid`.
    Kid,
    /// By the whole `jwk`: only where the reader cannot know the key yet.
    Jwk,
}

/// A record as it is kept: the exact text and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedRecord {
    /// The compact JWS.
    pub jws: String,
    /// Its SHA-256: what receipts, the next record and corrections name.
    pub sha256: Sha256,
    /// What it says.
    pub envelope: Envelope,
}

/// Signs a record. The envelope's `device` must be the signer's key.
pub fn sign_record(_signer: &dyn Signer, _envelope: Envelope) -> Result<SignedRecord> {
    todo!()
}

/// Reads a record and verifies its signature by `key`: header alg ES256, typ `ruhu-record+1`, kid = device = the key's
/// thumbprint, none of the registered JWT claim names, size within bounds.
pub fn read_record(_jws: &str, _key: &DeviceKey) -> Result<SignedRecord> {
    todo!()
}
