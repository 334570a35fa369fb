//! What a run of sending needs of its caller: records, photo bytes, a place to keep things, and a place to report to.

use super::{Progress, Store};
use crate::Result;
use crate::ids::Sha256;
use crate::time::TimeEvidence;
use std::ops::ControlFlow;

/// The caller's store and shelf, as `drive` uses them.
pub trait SyncCallbacks {
    /// The records with these hashes as compact JWS, in the same order.
    fn records(&self, hashes: &[Sha256]) -> Result<Vec<String>>;

    /// `len` bytes of a photo file from `offset` on, decrypted. `Error::NotFound`, `Error::NotGenuine` and `Error::Damaged`
    /// make this one item stuck; `Error::File` makes it wait; any other error ends the run.
    fn photo(&self, sha256: &Sha256, offset: u64, len: u64) -> Result<Vec<u8>>;

    /// Keeps this. `Store::Answer` and `Store::Receipt` are synced to disk before it answers. `heard` is what the
    /// phone's clocks said when the answer was there: a checkpoint is anchored to it.
    fn store(&self, what: &Store, heard: &TimeEvidence) -> Result<()>;

    /// Tells how far it is; answers whether to go on.
    fn progress(&self, progress: &Progress) -> ControlFlow<()>;
}
