//! How far a session is, for the screen.

use crate::outbox::{Item, SendState, What};

/// How far a session is. Stuck items count as left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Progress {
    /// Records sent in this session.
    pub records_sent: u64,
    /// Records left.
    pub records_left: u64,
    /// Photo files sent in this session.
    pub photos_sent: u64,
    /// Photo files left.
    pub photos_left: u64,
    /// Bytes the server has acknowledged in this session.
    pub bytes_sent: u64,
    /// Bytes left, of records and photos.
    pub bytes_left: u64,
}

impl Progress {
    /// Counts what is left; what was sent stays as it is.
    pub(super) fn count(mut self, items: &[Item]) -> Self {
        (self.records_left, self.photos_left, self.bytes_left) = (0, 0, 0);
        for item in items {
            let there = match &item.state {
                SendState::Sent { .. } => continue,
                SendState::Sending { offset } => *offset,
                SendState::Waiting { .. } | SendState::Stuck { .. } => 0,
            };
            self.bytes_left += item.bytes.saturating_sub(there);
            match item.what {
                What::Record { .. } => self.records_left += 1,
                What::Copy { .. } | What::Original { .. } => self.photos_left += 1,
            }
        }
        self
    }
}
