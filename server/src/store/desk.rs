//! What the desk's decisions read and write beside the ledger: who and what is known, what was decided, and what a lawful
//! erasure takes away.

use super::evidence::EvidenceRecord;
use super::model::Granted;
use crate::Result;
use ruhu_core::domain::{Assignment, Cadre};
use ruhu_core::ids::{CadreId, HouseholdNo, KeyId, PolicyId, RegionCode, Sha256, VisitId};
use ruhu_core::time::Moment;
use std::time::Duration;

/// Reading for the desk's commands, and the end of an erasure. One method is one transaction.
pub trait Desk {
    /// The townships whose roster has this number, erased households too, by code.
    fn townships_with(&self, household: &HouseholdNo) -> Result<Vec<RegionCode>>;
    /// The township that has this visit.
    fn township_of(&self, visit: &VisitId) -> Result<Option<RegionCode>>;
    /// Calls `each` with every record that the township itself wrote, the newest first, and the village it is about where
    /// it is about one.
    fn each_decided(&self, township: &RegionCode, each: &mut dyn FnMut(EvidenceRecord) -> Result<()>) -> Result<()>;
    /// A visit's household and that household's village, where the roster knows it.
    fn visited(&self, township: &RegionCode, visit: &VisitId) -> Result<Option<Visited>>;
    /// Photos that are here although every record that named them was erased.
    fn erased_photos(&self) -> Result<Vec<(RegionCode, Sha256)>>;
    /// Forgets a photo whose file is gone.
    fn forget_photo(&self, township: &RegionCode, sha256: &Sha256) -> Result<()>;
    /// Whether a record of this phone named this file and was erased.
    fn photo_erased(&self, device: &KeyId, sha256: &Sha256) -> Result<bool>;
    /// The files that only erased records of this household name, arrived or not.
    fn erased_files(&self, township: &RegionCode, household: &HouseholdNo) -> Result<Vec<Sha256>>;
    /// Whether text that was erased may still stand in files beside the database.
    fn is_unsettled(&self) -> Result<bool>;
    /// Leaves nothing of what was erased in files beside the database. Readers of an older state (an export, a backup)
    /// hold that up: it is tried for `patience`. Answers whether it is done.
    fn settle(&self, patience: Duration) -> Result<bool>;
}

/// A visit's household and its village.
pub type Visited = (HouseholdNo, Option<RegionCode>);

/// What the desk reads and writes within a ledger's transaction.
pub trait DeskTx {
    /// Every record of this kind that the township itself wrote, as compact JWS, the oldest first; erased ones are left
    /// out.
    fn written(&mut self, kind: &str) -> Result<Vec<String>>;
    /// The policy of this id is in force no more.
    fn withdraw_policy(&mut self, id: &PolicyId) -> Result<()>;
    /// A cadre of this township.
    fn cadre(&mut self, id: &CadreId) -> Result<Option<Cadre>>;
    /// A cadre's assignments, by household, then first day.
    fn assignments_of(&mut self, cadre: &CadreId) -> Result<Vec<Assignment>>;
    /// Every waiver of the township, by first day.
    fn waivers(&mut self) -> Result<Vec<Granted>>;
    /// Whether a village with this code is known, listed or by its households.
    fn knows_village(&mut self, code: &RegionCode) -> Result<bool>;
    /// When and by whom a household was erased.
    fn erased(&mut self, no: &HouseholdNo) -> Result<Option<Erased>>;
    /// The records that tell of a household, of its visits, or of a waiver of its own, by number in the log: all but
    /// tombstones and imports.
    fn records_of(&mut self, no: &HouseholdNo) -> Result<Vec<ToErase>>;
    /// Takes the text and the salt of a record about a household away; its leaf stays.
    fn erase_record(&mut self, no: &HouseholdNo, sha256: &Sha256) -> Result<()>;
    /// Takes the personal part of a household away: its person's row, places, positions and reasons of its visits.
    /// What coverage counts by stays. It leaves the programme that day.
    fn erase_household(&mut self, no: &HouseholdNo, erased: &Erased) -> Result<()>;
}

/// An erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// When.
    pub at: Moment,
    /// By whose decision.
    pub by: String,
}

/// A record to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToErase {
    /// Its hash.
    pub sha256: Sha256,
    /// Whose.
    pub device: KeyId,
    /// Its number in that chain.
    pub seq: u64,
}
