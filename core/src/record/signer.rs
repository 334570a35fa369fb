//! What signs for a device. The phone's keystore never shows its key, so signing is a trait.

use crate::{Error, Result};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};

/// Something that signs with a P-256 key it never shows: the phone's keystore, or a key in memory or a file.
pub trait Signer: Send + Sync {
    /// The public key: an uncompressed SEC1 point, 65 bytes.
    fn public_key(&self) -> Result<Vec<u8>>;
    /// An ECDSA signature over SHA-256 of `message`: raw `r || s` (64 bytes) or ASN.1 DER, as keystores give it.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>>;
}

/// A P-256 key held in memory: for tests, the demo, the township's own key. It is wiped when dropped.
pub struct MemorySigner(SigningKey);

impl MemorySigner {
    /// A new key from the operating system's randomness.
    pub fn generate() -> Self {
        loop {
            let mut scalar = [0u8; 32];
            getrandom::fill(&mut scalar).expect("the operating system always has random bytes once it has booted");
            // Zero and numbers from the group's order up are no keys; meeting one is as good as impossible.
            if let Ok(key) = SigningKey::from_slice(&scalar) {
                return Self(key);
            }
        }
    }
    /// The key with this 32-byte scalar.
    pub fn from_bytes(scalar: &[u8; 32]) -> Result<Self> {
        SigningKey::from_slice(scalar)
            .map(Self)
            .map_err(|_| Error::Key("these 32 bytes are no P-256 key: take the file that was written for it".into()))
    }
    /// The 32-byte scalar, to keep it somewhere safe.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }
}

impl Signer for MemorySigner {
    fn public_key(&self) -> Result<Vec<u8>> {
        Ok(self.0.verifying_key().to_sec1_point(false).as_bytes().to_vec())
    }
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let signature: Signature = self.0.sign(message);
        Ok(signature.to_bytes().to_vec())
    }
}
