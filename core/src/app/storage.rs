//! Room on the phone: only originals whose receipt is stored may go. And a backup of what is not sent.

use super::{Answer, App};
use std::path::Path;

/// What may be freed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Storage {
    /// Originals that the township has, with its receipt on this phone.
    pub originals: u32,
    /// Their bytes.
    pub bytes: u64,
}

/// A backup of what is not sent yet, sealed to the township's key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Backup {
    /// Records in it.
    pub records: u32,
    /// Photo files in it.
    pub photos: u32,
    /// Photo files left out because they cannot be read.
    pub unreadable: u32,
    /// The file's size in bytes.
    pub bytes: u64,
}

impl App {
    /// What may be freed.
    pub fn storage(&self) -> Answer<Storage> {
        todo!()
    }
    /// Frees it; copies and records stay.
    pub fn free_storage(&self) -> Answer<Storage> {
        todo!()
    }
    /// Writes everything that is not sent yet to a file that only the township can open.
    pub fn backup(&self, _to: &Path) -> Answer<Backup> {
        todo!()
    }
}
