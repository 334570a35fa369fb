//! The township's log: an RFC 6962 Merkle tree over salted leaves, so that a record can be erased and the log still verifies.

use crate::Result;
use crate::ids::Sha256;

/// A leaf of the log: SHA-256(0x00, salt, SHA-256 of the JWS). The salt goes when the record is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf(pub Sha256);

impl Leaf {
    /// The leaf of a record with this salt.
    pub fn of(_salt: &[u8; 32], _record: &Sha256) -> Self {
        todo!()
    }
}

/// A growing log, or one built again from its leaves.
#[derive(Clone, Debug, Default)]
pub struct MerkleLog(());

impl MerkleLog {
    /// An empty log.
    pub fn new() -> Self {
        todo!()
    }
    /// The log with these leaves.
    pub fn from_leaves(_leaves: impl IntoIterator<Item = Leaf>) -> Self {
        todo!()
    }
    /// Appends a leaf; answers its number, from 0.
    pub fn push(&mut self, _leaf: Leaf) -> u64 {
        todo!()
    }
    /// How many leaves.
    pub fn size(&self) -> u64 {
        todo!()
    }
    /// The RFC 6962 root; that of an empty log is SHA-256 of nothing.
    pub fn root(&self) -> Sha256 {
        todo!()
    }
    /// A proof that the log of `size` leaves is a beginning of this one.
    pub fn consistency(&self, _size: u64) -> Result<Vec<Sha256>> {
        todo!()
    }
    /// Checks such a proof.
    pub fn check_consistency(_old: (u64, Sha256), _new: (u64, Sha256), _proof: &[Sha256]) -> Result<()> {
        todo!()
    }
}
