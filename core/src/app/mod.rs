//! The phone, as the cadre uses it: one method for each intention, one call for each screen. Everything here blocks
//! and is to be called from a background thread; an `App` may be shared between threads.
//!
//! What is answered is ready to be shown, in Chinese and English; what goes wrong is named by its remedy (`AppError`).

mod bounds;
mod change;
mod companion;
mod correct;
mod cover;
mod door;
mod draft;
mod due;
mod enrol;
mod error;
mod finish;
mod front;
mod help;
mod household;
mod initials;
mod ledger;
mod look_up;
mod open;
mod outbox;
mod photo;
mod port;
mod refused;
mod road_words;
mod search;
mod settings;
mod settings_page;
mod sign_out;
mod spot;
mod storage;
mod store_key;
mod sweep;
mod sync_now;
mod text;
mod today;
mod update;
mod visit;
mod weigh;
mod write;

use self::store_key::StoreKey;
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

pub use door::{Door, Reason};
pub use draft::{Draft, DraftChange, DraftLine};
pub use due::{DueRow, Which};
pub use enrol::Me;
pub use error::{Answer, AppError};
pub use finish::Finished;
pub use front::{FirstStep, Front};
pub use help::{HelpBegun, HelpGiven, HelpPage};
pub use household::{HouseholdFile, ProblemNow, VisitLine};
pub use ledger::ProblemFound;
pub use look_up::ServerShown;
pub use open::Config;
pub use outbox::{OutboxView, StuckItem};
pub use photo::{PhotoFrom, PhotoTaken, PhotoView, StampPicture};
pub use settings::Settings;
pub use settings_page::{BackupCovers, BackupMade, SettingsPage};
pub use sign_out::Unsent;
pub use storage::{Backup, Storage};
pub use sync_now::{RoadNow, SyncEnd, SyncReport};
pub use text::Text;
pub use today::{DueFilter, DueOrder, Today, TodayAsk};
pub use update::Fetched;

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
    transport: Mutex<Option<KeptRoad>>,
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
pub(super) struct KeptRoad {
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
