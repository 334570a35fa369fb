//! One thing to be sent, and how far it has come.

use crate::ids::{KeyId, Sha256};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// One record or one photo file, as the outbox sees it. The hash names it: sending it twice changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// SHA-256 of the compact JWS, or of the photo file.
    pub sha256: Sha256,
    /// A record, a photo's copy, a photo's original.
    pub what: What,
    /// The device whose chain the record is in, or whose record names the photo: this phone's, or the one of a database
    /// that was set aside.
    pub device: KeyId,
    /// How many bytes it has.
    pub bytes: u64,
    /// When the need for it arose: the visit's start. The newest is sent first.
    pub needed: Moment,
    /// How far it has come.
    pub state: SendState,
    /// Where the server keeps what it has of a photo so far: a path, as the server's `Location` gave it.
    pub upload: Option<String>,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A record.
    Record {
        /// Its number in its device's chain.
        seq: u64,
    },
    /// The small upright copy of a photo.
    Copy {
        /// The record that names it: the server takes a photo only after that record.
        named_by: Sha256,
    },
    /// A photo's original.
    Original {
        /// The record that names it.
        named_by: Sha256,
    },
}

/// How far an item has come. Only `Stuck` asks for help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// It waits for its turn.
    Waiting {
        /// Not before this moment of the phone's wall clock; absent means now.
        next_try: Option<Moment>,
        /// How often it was tried in vain since it last came further.
        tries: u32,
    },
    /// It is on its way. After a kill it is found in this state, and is due at once.
    Sending {
        /// How many bytes the server has acknowledged.
        offset: u64,
    },
    /// The server has it, and its signed receipt is stored on this phone.
    Sent {
        /// The receipt, a compact JWS.
        receipt: String,
    },
    /// It will not go by itself: the cadre is told why and may try again.
    Stuck {
        /// Why.
        reason: StuckReason,
    },
}

/// Why an item is stuck.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum StuckReason {
    /// The server said no for good.
    Refused {
        /// The server's stable code.
        code: String,
        /// The server's plain sentence.
        message: String,
    },
    /// The file cannot be read on this phone.
    Unreadable,
    /// The server got every byte again and again and another hash each time: the file, or every transfer of it, is damaged.
    HashDiffers,
}

impl SendState {
    /// The state of something new.
    pub const NEW: Self = Self::Waiting {
        next_try: None,
        tries: 0,
    };

    /// How often it was tried in vain since it last came further.
    pub fn tries(&self) -> u32 {
        match self {
            Self::Waiting { tries, .. } => *tries,
            Self::Sending { .. } | Self::Sent { .. } | Self::Stuck { .. } => 0,
        }
    }

    /// What "send now" makes of it: the wait is over, the count of tries stays.
    pub fn hurry(self) -> Self {
        match self {
            Self::Waiting { tries, .. } => Self::Waiting { next_try: None, tries },
            Self::Sending { .. } | Self::Sent { .. } | Self::Stuck { .. } => self,
        }
    }

    /// What the cadre's "try again" makes of it: a stuck or waiting item is due now; a sent one stays sent.
    pub fn try_again(self) -> Self {
        match self {
            Self::Stuck { .. } | Self::Waiting { .. } => Self::NEW,
            Self::Sending { .. } | Self::Sent { .. } => self,
        }
    }
}
