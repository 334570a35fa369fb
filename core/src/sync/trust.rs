//! What the server signed must fit what it signed before: else the phone keeps everything and says so.

use super::SyncState;
use crate::error::{CertificateFault, Error};
use crate::outbox::{Item, What};
use crate::record::{Checkpoint, MerkleLog, ReceiptOf};
use crate::wire::SyncAnswer;
use thiserror::Error as ThisError;

/// Why the phone does not believe the server.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum Distrust {
    /// What answered over TLS does not have a trusted certificate.
    #[error("the server's certificate is not trusted: {0}")]
    WrongCertificate(CertificateFault),
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
        match distrust {
            Distrust::WrongCertificate(fault) => Self::WrongCertificate(fault),
            other => Self::NotGenuine(other.to_string()),
        }
    }
}

/// Checks that the answer's checkpoint is the server's and continues the one held (RFC 6962, section 2.1.2).
pub(super) fn check_checkpoint(sync_state: &SyncState, answer: &SyncAnswer) -> Result<Checkpoint, Distrust> {
    let shown = sync_state
        .server
        .checkpoint(&answer.checkpoint)
        .map_err(|_| Distrust::CheckpointNotSigned)?;
    let Some(seen) = &sync_state.checkpoint else {
        return Ok(shown);
    };
    if shown.log != seen.log {
        return Err(Distrust::OtherLog);
    }
    if shown.size < seen.size {
        return Err(Distrust::SmallerLog {
            seen: seen.size,
            shown: shown.size,
        });
    }
    if shown.size == seen.size {
        return if shown.root == seen.root {
            Ok(shown)
        } else {
            Err(Distrust::HistoryChanged)
        };
    }
    // Any log continues the empty one.
    if seen.size > 0 {
        let proof = answer.consistency.as_deref().ok_or(Distrust::HistoryChanged)?;
        MerkleLog::check_consistency((seen.size, seen.root), (shown.size, shown.root), proof)
            .map_err(|_| Distrust::HistoryChanged)?;
    }
    Ok(shown)
}

/// Checks that this is the server's receipt for this very item.
pub(super) fn check_receipt(sync_state: &SyncState, item: &Item, jws: &str) -> Result<(), Distrust> {
    let receipt = sync_state
        .server
        .receipt(jws)
        .map_err(|_| Distrust::ReceiptNotGenuine)?;
    let fits = match item.what {
        What::Record { seq } => {
            receipt.what == ReceiptOf::Record && receipt.device == item.device && receipt.seq == Some(seq)
        }
        // A photo of a database that was set aside is sent by this phone for a record of the old key.
        What::Copy { .. } | What::Original { .. } => {
            receipt.what == ReceiptOf::Photo && (receipt.device == sync_state.device || receipt.device == item.device)
        }
    };
    if fits && receipt.sha256 == item.sha256 {
        Ok(())
    } else {
        Err(Distrust::ReceiptNotGenuine)
    }
}
