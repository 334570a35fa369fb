//! What a server's signature says: I have this; the log stood so; this phone is that cadre's; this pack holds these files.

use crate::ids::{CadreId, KeyId, LogId, RegionCode, Sha256};
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// The township's log.
    pub log: LogId,
    /// The record's number in the log, from 0; absent for a photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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

/// A device's certificate: whose phone this key is in, since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCertificate {
    /// The thumbprint of the device's key.
    pub device: KeyId,
    /// Whose phone.
    pub cadre: CadreId,
    /// Which township.
    pub township: RegionCode,
    /// Since when, the server's time.
    pub enrolled: Moment,
}

/// What an evidence pack holds: the payload of `pack.jws`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackStatement {
    /// The region exported.
    pub scope: RegionCode,
    /// The year.
    pub year: i32,
    /// When it was made, the server's time.
    pub made: Moment,
    /// SHA-256 of every payload file, by its path in the bag (`data/records.jwsl`), but `data/pack.jws` itself.
    pub files: BTreeMap<String, Sha256>,
    /// The last `seq` of every device in the pack.
    pub devices: BTreeMap<KeyId, u64>,
    /// The township's log.
    pub log: LogId,
    /// How many leaves it had.
    pub size: u64,
    /// Its RFC 6962 root.
    pub root: Sha256,
    /// A demo's pack says so: clocks and positions are 演示.
    pub simulated: bool,
}
