//! A device's chain: a gap, an edit, a swap, a reorder and a fork show.

use crate::ids::{KeyId, Sha256};

/// One place in a device's chain, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainLink {
    /// A whole record.
    Record {
        /// Its number.
        seq: u64,
        /// Its hash.
        sha256: Sha256,
        /// The hash it names as the one before.
        prev: Option<Sha256>,
    },
    /// Only the hash is known: a tombstone, or a receipt alone. What it named before it is not known.
    HashOnly {
        /// Its number.
        seq: u64,
        /// Its hash.
        sha256: Sha256,
    },
}

/// What is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainFinding {
    /// A number is missing between the first and the last.
    Gap {
        /// The device.
        device: KeyId,
        /// The missing number.
        seq: u64,
    },
    /// A record does not name the hash of the one before it.
    Broken {
        /// The device.
        device: KeyId,
        /// The record that names a wrong hash.
        seq: u64,
    },
    /// Two records have one number.
    Fork {
        /// The device.
        device: KeyId,
        /// The number.
        seq: u64,
    },
}

/// Checks the links of one device, in any order.
pub fn check_chain(_device: &KeyId, _links: &[ChainLink]) -> Vec<ChainFinding> {
    todo!()
}
