//! The phone's store: every row a phone keeps, and one method for each whole transaction. What was acknowledged is on
//! the disk; drafts are saved on every change and survive a killed process. No rule is known here.

mod append;
mod companion;
mod cover;
mod down;
mod draft;
mod erase;
mod find;
mod help;
mod household;
mod open;
mod outbox;
mod own;
mod photo;
mod record;
mod row;
mod salvage;
mod unread;

use crate::sqlite::Database;

pub use append::{Comparable, Entry, HelpKept, MySpot, NewRecord, VisitKept};
pub use cover::{CoverAsk, CoverCount, CoverFilter, CoverRow};
pub use down::{Initials, SyncUpdate};
pub use draft::{KeptDraft, UnreadableDraft};
pub use help::KeptHelp;
pub use household::HouseholdHistory;
pub use open::{Finished, MIGRATIONS};
pub use outbox::{OutboxCount, Unsent, UnsentSum};
pub use own::{Enrolment, KeptBackup, LastAside, ServerSeen};
pub use photo::{Album, KeptPhoto, NewPhoto};
pub use record::KeptRecord;

/// The phone's store. Share it between threads.
pub struct Store {
    db: Database,
}
