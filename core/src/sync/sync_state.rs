//! What a run of sending begins from.

use crate::ids::KeyId;
use crate::record::ServerKey;
use crate::wire::CheckpointSeen;
use std::fmt;

/// What this phone knows of itself and the server.
#[derive(Clone, PartialEq, Eq)]
pub struct SyncState {
    /// This phone's key.
    pub device: KeyId,
    /// The bearer token.
    pub token: String,
    /// The server's key, as enrolment gave it.
    pub server: ServerKey,
    /// How far the township's changes are read.
    pub cursor: u64,
    /// The newest checkpoint held.
    pub checkpoint: Option<CheckpointSeen>,
    /// The app's version, for the township's list of phones.
    pub app_version: Option<String>,
    /// How many runs before this one ended in `End::Wait`, one after the other: each makes the next wait longer.
    pub runs_in_vain: u32,
}

impl fmt::Debug for SyncState {
    /// Without the token: a standing may stand in an error or a log line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncState")
            .field("device", &self.device)
            .field("cursor", &self.cursor)
            .field("checkpoint", &self.checkpoint)
            .finish_non_exhaustive()
    }
}
