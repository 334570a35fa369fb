//! The one write door: a whole transaction on one township's ledger.

use super::audit::{AuditNote, AuditRow};
use super::desk::DeskTx;
use super::model::{
    AnchorRow, ChainMark, CompanionWord, CorrectionRow, DeviceRow, Granted, Head, HouseholdFacts, JudgementRow, LogNow,
    NewRecord, PhoneSaid, PhotoNamed, PolicyRow, RecordRow, Township, TownshipSecrets, Unread, VisitRow,
};
use super::rejudging::RejudgingTx;
use super::roster::RosterTx;
use crate::Result;
use ruhu_core::coverage::KeptYear;
use ruhu_core::domain::{Assignment, PlaceVersion, Ruling};
use ruhu_core::ids::{CadreId, HouseholdNo, KeyId, RegionCode, Sha256, VisitId};
use ruhu_core::record::{ChainAnchors, Leaf};
use ruhu_core::time::{Day, Moment};

/// The work of one transaction. A store may run it again from the start when another writer came between, so it must
/// not keep anything of a run that failed.
pub type Work<'a> = &'a mut dyn FnMut(&mut dyn LedgerTx) -> Result<()>;

/// Writing.
pub trait Ledger {
    /// Runs `work` in one transaction on a township's ledger: all of it is synced to disk when this answers, or, on
    /// any error, nothing has happened. [`crate::Error::NoTownship`] when there is none with this code.
    fn transact(&self, township: &RegionCode, work: Work<'_>) -> Result<()>;

    /// As [`transact`](Self::transact) on several townships, one after the other, all in one transaction.
    fn transact_each(&self, townships: &[RegionCode], work: Work<'_>) -> Result<()>;

    /// Adds a township, or leaves the one with this code as it is (its keys are never replaced).
    fn add_township(&self, township: &Township, secrets: &TownshipSecrets) -> Result<()>;

    /// Every township served here, by code.
    fn townships(&self) -> Result<Vec<Township>>;

    /// One township.
    fn township(&self, code: &RegionCode) -> Result<Township>;

    /// The X25519 public key that phones seal to: 32 bytes.
    fn backup_key(&self, township: &RegionCode) -> Result<[u8; 32]>;

    /// The phone with this key, of whichever township.
    fn device(&self, kid: &KeyId) -> Result<Option<DeviceRow>>;

    /// The log as it is committed now. With `from`, a consistency proof from its first so many leaves on; none when the
    /// log is not longer than that.
    fn log(&self, township: &RegionCode, from: Option<u64>) -> Result<LogNow>;
}

/// One open transaction on one township's ledger. Reads see what was written before them in it.
pub trait LedgerTx: RosterTx + DeskTx + RejudgingTx {
    /// The township, as it stands in this transaction.
    fn township(&mut self) -> Result<Township>;
    /// The time of what is written here, read with the write lock held; `said` is when the call began, which may be the
    /// whole wait for the lock earlier, and holds where the store has no clock.
    fn time_of(&self, said: Moment) -> Moment;
    /// Appends to the audit log, in this transaction.
    fn note(&mut self, note: &AuditNote, now: Moment) -> Result<()>;
    /// The audit log's newest row.
    fn last_note(&mut self) -> Result<Option<AuditRow>>;
    /// The township's secrets: for signing a decision, or opening what a phone sealed.
    fn secrets(&mut self) -> Result<TownshipSecrets>;

    // The log.

    /// The record with this hash.
    fn record(&mut self, sha256: &Sha256) -> Result<Option<RecordRow>>;
    /// Every record with this number of this device; more than one is a fork.
    fn records_at(&mut self, device: &KeyId, seq: u64) -> Result<Vec<RecordRow>>;
    /// The record of this device with the highest number.
    fn last_of(&mut self, device: &KeyId) -> Result<Option<RecordRow>>;
    /// Appends a record under the log's next number, which it answers.
    fn append(&mut self, record: &NewRecord) -> Result<u64>;
    /// The compact JWS; `None` when it was erased or never came.
    fn jws(&mut self, sha256: &Sha256) -> Result<Option<String>>;
    /// Puts a record's place in its chain right.
    fn mark(&mut self, sha256: &Sha256, mark: Option<ChainMark>) -> Result<()>;
    /// Says whom a record is about, where that was not known when it came.
    fn set_about(&mut self, sha256: &Sha256, household: &HouseholdNo, day: Day) -> Result<()>;
    /// Says why a record is not applied, or that it now is.
    fn set_unread(&mut self, sha256: &Sha256, unread: Option<Unread>) -> Result<()>;
    /// The leaves from number `from` on, in order.
    fn leaves_from(&mut self, from: u64) -> Result<Vec<Leaf>>;
    /// The newest head; `None` while the log is empty.
    fn head(&mut self) -> Result<Option<Head>>;
    /// Keeps the log as it stands.
    fn put_head(&mut self, head: &Head) -> Result<()>;
    /// The head of exactly this size; `None` when no transaction ended with it.
    fn head_of(&mut self, size: u64) -> Result<Option<Head>>;
    /// The first head beyond this size.
    fn head_after(&mut self, size: u64) -> Result<Option<Head>>;
    /// The time that the log said last, in a head or in a checkpoint.
    fn log_time(&mut self) -> Result<Option<Moment>>;
    /// Keeps the time that the log said last.
    fn set_log_time(&mut self, time: Moment) -> Result<()>;
    /// What was found of a record's anchor.
    fn anchor(&mut self, device: &KeyId, seq: u64, record: &Sha256) -> Result<Option<AnchorRow>>;
    /// The true anchors of a device around this number.
    fn anchors_around(&mut self, device: &KeyId, seq: u64) -> Result<ChainAnchors>;
    /// Keeps what was found of a record's anchor.
    fn put_anchor(&mut self, anchor: &AnchorRow) -> Result<()>;
    /// Says that the anchors of every record were looked at.
    fn set_anchors_kept(&mut self) -> Result<()>;

    // Phones.

    /// The phone with this key, when it is of this township.
    fn device(&mut self, kid: &KeyId) -> Result<Option<DeviceRow>>;
    /// Adds a phone of this township, or revokes the one with this key; its key and its cadre never change.
    fn put_device(&mut self, device: &DeviceRow, model: &str, enrolled: Moment) -> Result<()>;
    /// Shuts a phone out from `revoked` on, or lets it in again.
    fn set_revoked(&mut self, kid: &KeyId, revoked: Option<Moment>) -> Result<()>;
    /// Notes what a phone said of itself when it synced.
    fn device_seen(&mut self, kid: &KeyId, at: Moment, said: &PhoneSaid) -> Result<()>;

    // Visits.

    /// One visit.
    fn visit(&mut self, id: &VisitId) -> Result<Option<VisitRow>>;
    /// A household's visits, by (day, id).
    fn visits_of_household(&mut self, household: &HouseholdNo) -> Result<Vec<VisitRow>>;
    /// A cadre's visits beside this one, by (started, id), without it: the one just before and the one just after it by
    /// (started, id), and all that overlap it. Only those the look across visits asks about: on site, not late, not
    /// decided against. However long the cadre's history, no more is read.
    fn visits_beside(&mut self, cadre: &CadreId, visit: &VisitRow) -> Result<Vec<VisitRow>>;
    /// A cadre's visits of a day, by (started, id): those that the look across visits asks about.
    fn visits_on(&mut self, cadre: &CadreId, day: Day) -> Result<Vec<VisitRow>>;
    /// Whether the township itself has set a place for the household, in any version.
    fn place_is_set(&mut self, household: &HouseholdNo) -> Result<bool>;
    /// Every visit of the township, by id.
    fn visit_ids(&mut self) -> Result<Vec<VisitId>>;
    /// Visits with a photo whose original is this one, by (started, id).
    fn visits_with_original(&mut self, original: &Sha256) -> Result<Vec<VisitRow>>;
    /// Writes a visit, new or changed.
    fn put_visit(&mut self, visit: &VisitRow) -> Result<()>;
    /// Adds a judgement to the visit's history.
    fn put_judgement(&mut self, visit: &VisitId, judgement: &JudgementRow) -> Result<()>;
    /// Sets or takes back a reviewer's decision.
    fn put_decision(&mut self, visit: &VisitId, ruling: Option<Ruling>, by: &str, why: &str) -> Result<()>;
    /// Keeps a correction.
    fn put_correction(&mut self, correction: &CorrectionRow) -> Result<()>;
    /// Every correction of a visit, applied or not, by their record's hash.
    fn corrections_of(&mut self, visit: &VisitId) -> Result<Vec<CorrectionRow>>;
    /// Keeps a companion's word.
    fn put_companion_word(&mut self, word: &CompanionWord) -> Result<()>;
    /// Every companion's word on a visit, in the order of the log.
    fn companion_words(&mut self, visit: &VisitId) -> Result<Vec<CompanionWord>>;
    /// Keeps the photos a record names.
    fn put_photos(&mut self, photos: &[PhotoNamed]) -> Result<()>;

    /// Every household that has a visit, known to the roster or not.
    fn visited(&mut self) -> Result<Vec<HouseholdNo>>;
    /// Keeps a household's years; those not named here are there no more.
    fn put_kept(&mut self, no: &HouseholdNo, years: &[KeptYear]) -> Result<()>;
    /// Says that every household's years are kept.
    fn township_kept(&mut self) -> Result<()>;

    // Households, and what holds for them.

    /// What judging needs to know of a household; `None` when the roster does not know the number.
    fn household(&mut self, no: &HouseholdNo) -> Result<Option<HouseholdFacts>>;
    /// The numbers of the households in a region.
    fn households_in(&mut self, region: &RegionCode) -> Result<Vec<HouseholdNo>>;
    /// Adds a version of a place.
    fn put_place(&mut self, no: &HouseholdNo, place: &PlaceVersion) -> Result<()>;
    /// Adds an assignment, or ends the one with this household, cadre and first day.
    fn put_assignment(&mut self, assignment: &Assignment) -> Result<()>;
    /// Keeps a waiver.
    fn put_waiver(&mut self, waiver: &Granted) -> Result<()>;
    /// Puts a policy in force, or its newer text in the place of the one with this id.
    fn put_policy(&mut self, policy: &PolicyRow) -> Result<()>;
    /// Every policy that holds for the township, by first day.
    fn policies(&mut self) -> Result<Vec<PolicyRow>>;

    // What phones must hear of.

    /// This household has changed for phones.
    fn household_changed(&mut self, no: &HouseholdNo) -> Result<()>;
    /// The policies have changed for phones.
    fn policies_changed(&mut self) -> Result<()>;
    /// The list of cadres has changed for phones.
    fn cadres_changed(&mut self) -> Result<()>;
}
