//! The roster: what an import compares itself with, and the plan it carries out. `roster` makes a plan from a file and
//! [`RosterNow`]; `desk::import` carries it out in one transaction with its record, the first policy and re-judging.

use crate::Result;
use ruhu_core::domain::{Assignment, Cadre, ClassFrom, LatLon, PlaceVersion};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode, Sha256};
use ruhu_core::time::Day;
use std::collections::BTreeSet;
use std::fmt;

/// Reading for imports and villages.
pub trait Roster {
    /// The township's roster as it stands; empty when there is no such township yet.
    fn roster_now(&self, township: &RegionCode) -> Result<RosterNow>;
    /// Villages of a region, by code.
    fn villages(&self, region: &RegionCode) -> Result<Vec<Village>>;
    /// Every village and every region's name that this folder knows, whatever the township: what a roster's village
    /// names are looked up in before its township is known.
    fn every_village(&self) -> Result<KnownVillages>;
    /// Adds or renames villages, and names of regions above them, in one transaction. Answers how many were new.
    fn put_villages(&self, villages: &[Village], regions: &[(RegionCode, String)]) -> Result<u64>;
    /// The name of a region that `ruhu villages` told of.
    fn region_name(&self, code: &RegionCode) -> Result<Option<String>>;
    /// The township's cadres, by name, telephone included.
    fn cadres(&self, township: &RegionCode) -> Result<Vec<Cadre>>;
}

/// The rows an import writes, within a ledger's transaction.
pub trait RosterTx {
    /// Writes the plan's villages, cadres, households, classes, assignments and places, marks each household that
    /// changed (and the cadres' list) for phones, and nothing else. Appends no record.
    fn apply(&mut self, plan: &ImportPlan) -> Result<()>;
    /// How much the township has decided so far (imports, handovers, assignments, waivers, erasures, decisions, policies,
    /// places it set): one more with each. What phones bring, and places that are learnt from it, count for nothing.
    fn decided(&mut self) -> Result<u64>;
}

/// Every village, and every region's code and name.
pub type KnownVillages = (Vec<Village>, Vec<(RegionCode, String)>);

/// A village's name and code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// 12 digits.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
    /// Told by `ruhu villages`; otherwise made up from household numbers.
    pub listed: bool,
}

/// The personal part of a household.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The householder's name.
    pub head: String,
    /// The ID number as the roster has it; empty when there is none.
    pub id_number: String,
    /// The check digit is wrong, or there is no 18-digit number.
    pub id_suspect: bool,
    /// Telephone.
    pub phone: String,
    /// 自然村、组
    pub group: String,
    /// How many live there.
    pub people: Option<u32>,
    /// 致贫返贫风险
    pub risk: String,
}

impl fmt::Debug for Person {
    /// Personal data stays out of every log line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(..)")
    }
}

/// A roster as it stands.
#[derive(Clone, Debug, Default)]
pub struct RosterNow {
    /// The township's cadres.
    pub cadres: Vec<Cadre>,
    /// Its households, by number.
    pub households: Vec<RosterHousehold>,
    /// Numbers of households that were lawfully erased: nothing may bring them back.
    pub erased: BTreeSet<HouseholdNo>,
    /// How much the township had decided: what is planned from this roster holds while the number is the same.
    pub decided: u64,
}

/// A household as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct RosterHousehold {
    /// Its number.
    pub household: HouseholdNo,
    /// Its village.
    pub village: RegionCode,
    /// The first day in the programme.
    pub entered: Day,
    /// The last day in the programme.
    pub left: Option<Day>,
    /// The personal part.
    pub person: Person,
    /// Classes, by date.
    pub classes: Vec<ClassFrom>,
    /// Assignments, by first day.
    pub assignments: Vec<Assignment>,
    /// Places, oldest first.
    pub places: Vec<PlaceVersion>,
}

/// Everything an import is about to do. An empty one changes nothing and writes no record.
#[derive(Clone, Debug)]
pub struct ImportPlan {
    /// The township.
    pub township: RegionCode,
    /// Its name, for a first import.
    pub township_name: String,
    /// SHA-256 of the file.
    pub file: Sha256,
    /// How many household rows it had.
    pub rows: u64,
    /// The day a second import's changes hold from; absent for a first.
    pub effective: Option<Day>,
    /// Villages to add.
    pub villages: Vec<Village>,
    /// Cadres to add or change.
    pub cadres: Vec<CadrePlan>,
    /// Households to add or change.
    pub households: Vec<HouseholdPlan>,
    /// Households that left.
    pub gone: Vec<Gone>,
}

impl ImportPlan {
    /// Whether it would change nothing.
    pub fn is_empty(&self) -> bool {
        self.villages.is_empty() && self.cadres.is_empty() && self.households.is_empty() && self.gone.is_empty()
    }
}

/// A cadre to write, new or changed.
#[derive(Clone, Debug)]
pub struct CadrePlan {
    /// The cadre; its id is new or the one it has.
    pub cadre: Cadre,
}

/// A household to write, new or changed. Rows of classes, assignments and places not named here stay.
#[derive(Clone, Debug)]
pub struct HouseholdPlan {
    /// Its number.
    pub household: HouseholdNo,
    /// Its village.
    pub village: RegionCode,
    /// The first day in the programme.
    pub entered: Day,
    /// The last day in the programme; `None` brings a household that left back in.
    pub left: Option<Day>,
    /// The personal part.
    pub person: Person,
    /// Classes to add.
    pub classes: Vec<ClassFrom>,
    /// Assignments to add, and those to end (same household, cadre and first day, now with `to`).
    pub assignments: Vec<Assignment>,
    /// A place the township sets, in force from that day, as the next version.
    pub place: Option<(LatLon, Day)>,
}

/// A household that left the programme.
#[derive(Clone, Debug)]
pub struct Gone {
    /// Its number.
    pub household: HouseholdNo,
    /// Its last day.
    pub left: Day,
    /// Assignments that end with it.
    pub ended: Vec<(CadreId, Day)>,
}
