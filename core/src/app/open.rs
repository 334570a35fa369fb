//! Opening the phone's own store, and what is told when it was damaged.

use super::Answer;
use crate::record::Signer;
use crate::sync::{Transport, Trust};
use crate::time::{Clock, Moment};
use std::path::PathBuf;
use std::sync::Arc;

/// Where the phone keeps its things and how it reaches the server.
pub struct Config {
    /// The app's own folder: `ruhu.db`, `photos/`, and what was set aside.
    pub dir: PathBuf,
    /// Whom to believe that it is the server, where the address says https.
    pub trust: Trust,
    /// A road of the caller's own; absent: HTTP to the address of the enrolment code.
    pub transport: Option<Arc<dyn Transport>>,
}

/// How the store was found at opening.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Opened {
    /// There was none: a new phone.
    Fresh,
    /// As it was left.
    AsLeft,
    /// It failed its check: it was set aside, dated, and what could be read was carried over. The chain goes on under a
    /// new key only: make one, open again with it and enrol again. What was not sent yet still goes.
    SetAside {
        /// The file it was set aside as, in the app's folder.
        file: String,
        /// When.
        at: Moment,
        /// Rows carried over.
        carried: u64,
        /// Rows known to be unreadable.
        lost: u64,
    },
}

/// The phone.
pub struct App {}

impl App {
    /// Opens the phone's store with its 32-byte key. `FixThis("wrong_key")` when it does not open with it.
    pub fn open(_config: Config, _key: [u8; 32], _signer: Arc<dyn Signer>, _clock: Arc<dyn Clock>) -> Answer<App> {
        todo!()
    }
    /// How the store was found at opening.
    pub fn opened(&self) -> Opened {
        todo!()
    }
    /// The app goes to the background: drafts are synced to disk now.
    pub fn pause(&self) -> Answer<()> {
        todo!()
    }
}
