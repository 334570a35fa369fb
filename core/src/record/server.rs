//! What the server signs, with Ed25519: receipts, checkpoints, device certificates, packs.

use crate::Result;
use crate::ids::{KeyId, LogId, Sha256};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// The server's private key.
pub struct ServerSigner(());

impl ServerSigner {
    /// A new key.
    pub fn generate() -> Self {
        todo!()
    }
    /// The key with this 32-byte seed.
    pub fn from_bytes(_seed: &[u8; 32]) -> Self {
        todo!()
    }
    /// The 32-byte seed.
    pub fn to_bytes(&self) -> [u8; 32] {
        todo!()
    }
    /// The public half.
    pub fn public(&self) -> ServerKey {
        todo!()
    }
    /// A compact JWS, EdDSA, header `{alg, typ, kid}`, over these exact payload bytes.
    pub fn sign(&self, _typ: &str, _payload: &[u8]) -> String {
        todo!()
    }
    /// Signs a receipt, typ `ruhu-receipt+1`.
    pub fn receipt(&self, _receipt: &Receipt) -> String {
        todo!()
    }
    /// Signs a checkpoint, typ `ruhu-checkpoint+1`.
    pub fn checkpoint(&self, _checkpoint: &Checkpoint) -> String {
        todo!()
    }
}

/// The server's public key. Its thumbprint is the fingerprint people compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerKey(());

impl ServerKey {
    /// From the raw 32 bytes.
    pub fn from_bytes(_raw: &[u8]) -> Result<Self> {
        todo!()
    }
    /// The raw 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        todo!()
    }
    /// From a JWK of kty OKP, crv Ed25519.
    pub fn from_jwk(_jwk: &serde_json::Value) -> Result<Self> {
        todo!()
    }
    /// The public JWK with `kid`.
    pub fn to_jwk(&self) -> serde_json::Value {
        todo!()
    }
    /// The RFC 7638 thumbprint: the fingerprint.
    pub fn id(&self) -> KeyId {
        todo!()
    }
    /// Verifies a compact JWS of this `typ` and answers the payload's bytes.
    pub fn verify(&self, _typ: &str, _jws: &str) -> Result<Vec<u8>> {
        todo!()
    }
    /// Verifies and reads a receipt.
    pub fn receipt(&self, _jws: &str) -> Result<Receipt> {
        todo!()
    }
    /// Verifies and reads a checkpoint.
    pub fn checkpoint(&self, _jws: &str) -> Result<Checkpoint> {
        todo!()
    }
}

/// What a receipt is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptOf {
    /// A record.
    Record,
    /// A photo file.
    Photo,
}

/// A receipt: given only after row and bytes are synced to disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// What for.
    pub what: ReceiptOf,
    /// The record's or the file's hash.
    pub sha256: Sha256,
    /// The device that sent it.
    pub device: KeyId,
    /// The record's number in its device's chain; absent for a photo.
    #[serde(default)]
    pub seq: Option<u64>,
    /// The township's log.
    pub log: LogId,
    /// The record's number in the log, from 0; absent for a photo.
    #[serde(default)]
    pub n: Option<u64>,
    /// The server's time.
    pub received: Moment,
}

/// A checkpoint: the log as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Which log.
    pub log: LogId,
    /// How many leaves.
    pub size: u64,
    /// The RFC 6962 root.
    pub root: Sha256,
    /// The server's time.
    pub time: Moment,
}
