//! The upload box: what waits, what is stuck and what to do about it, what has arrived.

use super::{Answer, App, Text};
use crate::ids::{RecordId, Sha256};
use crate::outbox::StuckReason;
use crate::time::Moment;

/// The fourth screen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct OutboxView {
    /// "最后一次联网 今天 09:12".
    pub subtitle: Text,
    /// When the server was last heard.
    pub last_sync: Option<Moment>,
    /// Records (visits, help, ...) that are not with the township yet, or some photo of theirs is not.
    pub waiting: u32,
    /// Bytes that wait.
    pub waiting_bytes: u64,
    /// Photo files of unfinished records that have arrived.
    pub photos_sent: u32,
    /// Photo files of unfinished records in all.
    pub photos: u32,
    /// Bytes of those that have arrived.
    pub bytes_sent: u64,
    /// What asks for help.
    pub stuck: Vec<StuckItem>,
    /// Records that have arrived with all their photos.
    pub sent: u32,
    /// Bytes of originals that may be freed.
    pub can_free: u64,
}

/// Something that will not go by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct StuckItem {
    /// The record's or the file's hash.
    pub sha256: Sha256,
    /// "11月3日 周桂兰家：一张原图读不出来了。"
    pub text: Text,
    /// Why.
    pub reason: StuckReason,
    /// Only a photo's original: it may be given up with a reason.
    pub may_give_up: bool,
}

impl App {
    /// The upload box.
    pub fn outbox(&self) -> Answer<OutboxView> {
        todo!()
    }
    /// Tries a stuck record or photo again, at the next sending.
    pub fn retry(&self, _sha256: Sha256) -> Answer<()> {
        todo!()
    }
    /// Gives an original up, with a reason that goes on the record. Its copy and the visit are not touched.
    pub fn give_up_original(&self, _original: Sha256, _why: &str) -> Answer<RecordId> {
        todo!()
    }
}
