//! The record: what a device signed, byte for byte. Decided once (docs/record.md), because records are never rewritten.

mod chain;
mod facts;
mod jws;
mod kind;
mod log;
mod server;

pub use chain::{ChainFinding, ChainLink, check_chain};
pub use facts::{FactsContext, day_of, facts_of};
pub use jws::{DeviceKey, HeaderKey, Jws, MemorySigner, SignedRecord, Signer, read_record, sign_record};
pub use kind::{
    Anchor, AssignmentBody, Correction, DecisionBody, Envelope, ImportBody, ImportedHousehold, Kind, PlaceBody,
    PolicyBody, Tombstone, WaiverBody,
};
pub use log::{Leaf, MerkleLog};
pub use server::{Checkpoint, Receipt, ReceiptOf, ServerKey, ServerSigner};

/// The largest compact JWS a server takes, in bytes.
pub const MAX_RECORD_BYTES: usize = 256 * 1024;
