//! The photo that a run has in work.

use crate::ids::Sha256;
use crate::outbox::Item;

/// The size of the first part, in bytes. A photo no larger goes along with its creation.
pub(super) const FIRST_PART: u64 = 64 * 1024;

/// The photo in work.
#[derive(Debug)]
pub(super) struct Uploading {
    pub(super) sha256: Sha256,
    pub(super) at: At,
    /// The furthest offset the server has acknowledged in this upload; only beyond it the photo comes further.
    pub(super) furthest: u64,
    /// Steps since then.
    pub(super) stalls: u32,
    /// How often it was created in this run.
    pub(super) beginnings: u32,
    /// How often it was tried in vain before.
    pub(super) tries: u32,
}

/// Where the upload stands, as far as this run knows.
#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    /// To be asked, or to be created.
    Unknown,
    /// The server's file ends here.
    Offset(u64),
    /// The server has every byte: its receipt is to be asked for.
    Whole,
}

impl Uploading {
    pub(super) fn begin(sha256: Sha256, item: Option<&Item>) -> Self {
        Self {
            sha256,
            at: At::Unknown,
            furthest: 0,
            stalls: 0,
            beginnings: 0,
            tries: item.map_or(0, |item| item.state.tries()),
        }
    }
}
