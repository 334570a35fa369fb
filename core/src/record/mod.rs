//! The record: what a device signed, byte for byte. Decided once (docs/record.md), because records are never rewritten.

mod about_server;
mod anchor;
mod app_statement;
mod chain;
#[cfg(test)]
mod example;
mod jws;
mod key;
mod kind;
mod log;
mod proof;
mod receipt;
mod refusal;
mod server;
mod signed;
mod signer;
#[cfg(test)]
mod tampering;
pub mod typ;
mod words;

pub use about_server::AboutServer;
pub use anchor::{AnchorPoint, ChainAnchors, LogState, anchor_holds};
pub use app_statement::AppStatement;
pub use chain::{ChainFinding, ChainLink, check_chain};
pub use jws::{HeaderKey, Jws};
pub use key::DeviceKey;
pub use kind::{
    Anchor, AssignmentBody, CompanionBody, Correction, DecisionBody, Envelope, ImportBody, ImportedHousehold, Kind,
    PlaceBody, PolicyBody, RevocationBody, Tombstone, WaiverBody,
};
pub use log::{Leaf, MerkleLog};
pub use receipt::{Checkpoint, DeviceCertificate, PackStatement, Receipt, ReceiptOf};
pub use refusal::RecordError;
pub use server::{ServerKey, ServerSigner};
pub use signed::{SignedRecord, read_record, sign_record};
pub use signer::{MemorySigner, Signer};
pub use words::fingerprint_words;

/// The largest compact JWS a server takes, in bytes.
pub const MAX_RECORD_BYTES: usize = 256 * 1024;
