//! The phone, as the cadre uses it: one method for each intention, one call for each screen. Everything here blocks
//! and is to be called from a background thread; an `App` may be shared between threads.
//!
//! What is answered is ready to be shown, in Chinese and English; what goes wrong is named by its remedy (`AppError`).
//!
//! Each folder is one flow, told at the top of its `mod.rs`: `enrol`, `today`, `visit`, `household`, `outbox`, `settings`. [`App::open`]
//! opens the store (`open`); `write` signs what any of them writes; `error`, `refused` and `transport_words` put what went wrong into
//! words.

mod bounds;
mod enrol;
mod error;
mod household;
mod open;
mod outbox;
mod refused;
mod settings;
mod sweep;
mod text;
mod today;
mod transport_words;
mod visit;
mod write;

use self::enrol::StoreKey;
use crate::coverage::Timeline;
use crate::ids::{KeyId, Sha256};
use crate::record::Signer;
use crate::shelf::Shelf;
use crate::store::Store;
use crate::sync::Transport;
use crate::time::{Clock, Moment};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex};

pub use enrol::{Me, ServerShown, Unsent};
pub use error::{Answer, AppError};
pub use household::{HelpBegun, HelpGiven, HelpPage, HouseholdFile, ProblemFound, ProblemNow, VisitLine};
pub use open::Config;
pub use outbox::{OutboxView, RoadNow, StuckItem, SyncEnd, SyncReport};
pub use settings::{Backup, BackupCovers, BackupMade, Fetched, Settings, SettingsPage, Storage};
pub use text::Text;
pub use today::{DueFilter, DueOrder, DueRow, FirstStep, Front, Today, TodayAsk, Which};
pub use visit::{
    Door, Draft, DraftChange, DraftLine, Finished, PhotoFrom, PhotoTaken, PhotoView, Reason, StampPicture,
};

// The statement of `newest_app`, and what a run of `sync_now` tells of itself and how it trusts a server: handed on, so
// that bindings need only `app`.
pub use crate::record::AppStatement;
pub use crate::sync::{NoProxies, Progress, Proxy, ProxySource, Trust};
pub use crate::wire::CompanionAsk;

/// The phone.
pub struct App {
    store: Store,
    shelf: Shelf,
    dir: PathBuf,
    store_key: StoreKey,
    signer: Arc<dyn Signer>,
    device: KeyId,
    clock: Arc<dyn Clock>,
    trust: Trust,
    transport: Mutex<Option<KeptTransport>>,
    own_transport: Option<Arc<dyn Transport>>,
    proxies: Mutex<Arc<dyn ProxySource>>,
    opened: Opened,
    /// Held by whoever changes what coverage is made of, or makes due rows from it.
    changing: Mutex<()>,
    /// Held by the one run of sending.
    sending: Mutex<()>,
    /// Held by the one that fetches a newer app.
    fetching: Mutex<()>,
    timeline: Mutex<Option<Arc<Timeline>>>,
    runs_in_vain: AtomicU32,
    /// The cadre has signed out with this handle.
    signed_out: AtomicBool,
    /// The app's own version, as its platform says it.
    version: Mutex<Option<String>>,
}

/// The road last used, kept so that its connections are used again.
pub(super) struct KeptTransport {
    address: String,
    pin: Option<Sha256>,
    transport: Arc<dyn Transport>,
}

/// How the store was found at opening.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Opened {
    /// There was none: a new phone.
    Fresh,
    /// As it was left.
    AsLeft,
    /// It failed its check, now or before, and was set aside, dated; what could be read was carried over. Nothing may be
    /// signed with the old key any more: make a new one, open again with it and enrol again. Until then everything can
    /// be read and drafts can be written; what was signed and not sent still goes after that.
    SetAside {
        /// The file it was set aside as, in the app's folder.
        file: String,
        /// When.
        at: Moment,
        /// Rows carried over.
        rows: u64,
        /// Tables of which a part could not be read.
        torn: u64,
    },
}

#[cfg(test)]
mod tests;
