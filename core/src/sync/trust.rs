//! What the server signed must fit what it signed before: else the phone keeps everything and says so.

use super::{Standing, Verified};
use crate::error::Error;
use crate::ids::Sha256;
use crate::outbox::{Item, SendState, What};
use crate::record::{Checkpoint, MerkleLog, ReceiptOf};
use crate::wire::{CheckpointSeen, SyncAnswer, TakenState};
use thiserror::Error as ThisError;

/// Why the phone does not believe the server.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum Distrust {
    /// The checkpoint is not signed by the key this phone enrolled with.
    #[error("the checkpoint is not signed by this township's server")]
    CheckpointNotSigned,
    /// The checkpoint is of another log.
    #[error("the server shows another log than the one this phone has seen")]
    OtherLog,
    /// The log has become smaller: records were taken out, or an old state of the server was brought back.
    #[error("the server's log has {shown} entries, this phone has seen {seen}")]
    SmallerLog {
        /// The size last seen.
        seen: u64,
        /// The size shown now.
        shown: u64,
    },
    /// The log does not continue the one this phone has seen: the township's history was rewritten.
    #[error("the server's log does not continue the one this phone has seen")]
    HistoryChanged,
    /// A receipt is not signed by the key this phone enrolled with, or is for something else.
    #[error("a receipt is not what was asked for")]
    ReceiptNotGenuine,
}

impl From<Distrust> for Error {
    fn from(distrust: Distrust) -> Self {
        Self::NotGenuine(distrust.to_string())
    }
}
