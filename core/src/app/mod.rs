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
pub use open::{App, Config, Opened};
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

#[cfg(test)]
mod tests;
