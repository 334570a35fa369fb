//! What the session wants done next, and how it ends.

use super::Distrust;
use crate::ids::Sha256;
use crate::outbox::{Idle, SendState};
use crate::record::Checkpoint;
use crate::time::Moment;
use crate::wire::{CheckpointSeen, Complaint, Down, Unread};

/// One thing to do. Do it, tell the session what came of it, ask again.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Send this call and hand its answer to `Session::answered` under the same number.
    Call {
        /// Tells this call's answer from a late one to another.
        number: u64,
        /// What to send.
        call: Call,
    },
    /// Keep this, then call `Session::stored`. When it cannot be kept, drop the session: nothing is lost.
    Store(Store),
    /// The session is over.
    Stop(End),
}

/// A call to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// The sync call.
    Sync {
        /// The records to send, in this order; may be none.
        records: Vec<Sha256>,
        /// How far the township's changes are read.
        cursor: u64,
        /// The newest checkpoint held.
        checkpoint: Option<CheckpointSeen>,
        /// Records that stay on the phone after this call.
        waiting_records: u64,
        /// Photo files that stay on the phone after this call.
        waiting_photos: u64,
    },
    /// Asks for a complete photo's receipt.
    Ask {
        /// The photo.
        sha256: Sha256,
    },
    /// Begins an upload.
    Create {
        /// The photo.
        sha256: Sha256,
        /// Its size.
        bytes: u64,
        /// How many of its first bytes go along.
        first: u64,
    },
    /// Asks how far an upload has come.
    Head {
        /// The photo.
        sha256: Sha256,
        /// The upload's path.
        upload: String,
    },
    /// Sends a part of a photo.
    Send {
        /// The photo.
        sha256: Sha256,
        /// The upload's path.
        upload: String,
        /// From which byte.
        offset: u64,
        /// How many bytes.
        len: u64,
    },
}

/// Something to keep before anything else happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Store {
    /// A whole sync answer: in one transaction.
    Answer(Box<Verified>),
    /// A photo's receipt: the item is now `Sent`.
    Receipt {
        /// The photo.
        sha256: Sha256,
        /// The receipt, a compact JWS; verified.
        receipt: String,
    },
    /// New states of items. They may be kept at relaxed durability: losing one costs a call, never a photo.
    States(Vec<(Sha256, SendState)>),
    /// The upload that the server opened for a photo, or that there is none any more.
    Upload {
        /// The photo.
        sha256: Sha256,
        /// Its path.
        upload: Option<String>,
    },
}

/// A sync answer, everything in it verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// Records taken, with their receipts: they are now `Sent`.
    pub receipts: Vec<(Sha256, String)>,
    /// Records refused for good: they are now `Stuck`.
    pub refused: Vec<(Sha256, Complaint)>,
    /// The newest checkpoint.
    pub checkpoint: Checkpoint,
    /// The same, as the server signed it.
    pub checkpoint_jws: String,
    /// What has changed, as far as this version can read it.
    pub down: Down,
    /// What of it this version cannot read, or not whole: kept for a later one.
    pub unread: Vec<Unread>,
}

/// How a session ends.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// Nothing more can go now, and why; `Idle::Until` says when to come back.
    Idle(Idle),
    /// The network or the server failed several times: run again then.
    Wait {
        /// By the phone's wall clock.
        until: Moment,
        /// In what way.
        why: WaitReason,
    },
    /// The server knows this phone no more: enrol again. Everything stays.
    SignInAgain,
    /// The township has shut this phone out. Everything stays, and goes once the township lets it in again.
    ShutOut,
    /// The server contradicts what it signed before, or did not sign what it shows. Everything stays, nothing of the
    /// answer is kept; somebody has to look.
    Distrusted(Distrust),
    /// The caller said stop.
    Stopped,
}

/// Why to come back later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitReason {
    /// The network failed several times in a row.
    Transport(super::TransportError),
    /// The server is busy (429, 503) or failed (5xx).
    Busy,
    /// The server refused the sync call as a whole.
    Refused(Complaint),
}
