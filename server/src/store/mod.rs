//! What the server keeps, as traits split by who reads them. Nothing above this folder knows SQL.
//!
//! Every trait is synchronous and is called from a blocking thread; one method is one whole transaction. Where a
//! transaction needs judgement in its middle (taking records in, importing a roster) the caller hands in the work, and
//! it runs on a [`LedgerTx`]: so the rules are written once and a second implementation writes rows only.

mod access;
mod account;
mod accounts;
pub(crate) mod audit;
#[cfg(test)]
pub mod contract;
mod correction;
mod coverage;
mod desk;
mod down;
mod evidence;
mod kept;
mod ledger;
mod model;
mod reach;
mod rejudging;
mod roster;
mod scoped;
mod session;
pub mod sqlite;
mod uploads;
mod who;

pub use access::{Access, Enrolment, LinkState, NewCode, NewPhone, Serving, TownshipCadre, Voided};
pub use account::{Account, AccountName, Role, folded};
pub use accounts::{Accounts, NewLink};
pub use audit::{Audit, AuditEvent, AuditNote, AuditRow, Deed};
pub use correction::applied_corrections;
pub use coverage::{
    Coverage, HouseholdFile, HouseholdState, JudgementPast, PhoneState, PhotoShown, VillageRow, VisitShown,
};
pub use desk::{Desk, DeskTx, Erased, ToErase, Visited};
pub use down::Down;
pub use evidence::{DeviceEvidence, Evidence, EvidenceInputs, EvidenceRecord, HouseholdInputs, LogHead};
pub use kept::{Homes, HouseholdYear, Kept};
pub use ledger::{Ledger, LedgerTx, Work};
pub use model::{
    AnchorRow, ChainMark, Companion, CompanionWord, CorrectionRow, DeviceRow, Granted, Head, HouseholdFacts,
    JudgementRow, LogNow, NewRecord, PhoneSaid, PhotoNamed, PolicyRow, RecordRow, Township, TownshipSecrets, Unread,
    VisitRow, Why,
};
pub use reach::{May, Reach};
pub use rejudging::{Rejudging, RejudgingTx};
pub use roster::{
    CadrePlan, Gone, HouseholdPlan, ImportPlan, KnownVillages, Person, Roster, RosterHousehold, RosterNow, RosterTx,
    Village,
};
pub use scoped::Scoped;
pub use session::{Ended, Ending, IDLE_MS, NewSession, SessionRow, Sessions};
pub use sqlite::SqliteStore;
pub use uploads::{PhotoBytes, PhotoRow, UploadId, UploadRow, Uploads};
pub use who::{SessionId, SignInBy, Who, Whose};

use crate::Result;
use std::sync::Arc;

/// Reading several things of one instant.
pub trait Instant {
    /// The rows as they stand now, whatever is written meanwhile. It holds no writer up; a write through it is an error.
    fn instant(&self) -> Result<Arc<dyn Store>>;
}

/// Every row of the townships. Who may come in stands beside it, in [`Gate`]: it is asked before anybody has a reach.
pub trait Store:
    Ledger + Down + Coverage + Kept + Rejudging + Evidence + Roster + Uploads + Desk + Instant + Send + Sync
{
}
impl<T> Store for T where
    T: Ledger + Down + Coverage + Kept + Rejudging + Evidence + Roster + Uploads + Desk + Instant + Send + Sync
{
}

/// Who may come in, and what they did.
pub trait Gate: Access + Accounts + Sessions + Audit + Send + Sync {}
impl<T: Access + Accounts + Sessions + Audit + Send + Sync> Gate for T {}
