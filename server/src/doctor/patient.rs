//! What is examined, and what was looked at.

use ruhu_core::ids::KeyId;
use ruhu_core::time::Moment;
use serde::Serialize;
use std::path::Path;

/// What is looked at.
pub struct Patient<'a> {
    /// The data folder.
    pub data: &'a Path,
    /// The key of its database, if it has one.
    pub key: Option<&'a [u8; 32]>,
    /// The clock's time.
    pub now: Moment,
    /// Bytes left on its disk.
    pub room: u64,
}

/// What was looked at.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Checked {
    /// The schema's number.
    pub schema: u32,
    /// The newest schema this program knows.
    pub newest_schema: u32,
    /// Whether the database is encrypted.
    pub encrypted: bool,
    /// The fingerprint of the server's key.
    pub server_key: Option<KeyId>,
    /// Townships.
    pub townships: u64,
    /// Devices that have records.
    pub devices: u64,
    /// Records, each with its signature, hash, leaf and place in its chain.
    pub records: u64,
    /// Of those: lawfully erased.
    pub erased: u64,
    /// Gaps in the chains, taken and marked: records that have not arrived yet.
    pub gaps: u64,
    /// Numbers at which a device has more than one record, taken and marked.
    pub forks: u64,
    /// Roots of the log that were worked out again and compared with the stored ones.
    pub roots: u64,
    /// States of the log that phones have seen and that were compared.
    pub seen_by_phones: u64,
    /// Photos whose hash was worked out again.
    pub photos: u64,
    /// Their bytes.
    pub photo_bytes: u64,
    /// Bytes left on the disk.
    pub room: u64,
    /// Households that wait to be judged again by newer rules, and show till then what they were judged to be before.
    pub to_judge: u64,
}

/// A length as a count.
pub(super) fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
