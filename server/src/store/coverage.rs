//! What the desk's pages read: coverage inputs, one household's file, phones that are silent.

use super::model::PolicyRow;
use super::roster::Person;
use crate::Result;
use ruhu_core::domain::{
    Assignment, Cadre, Household, Judgement, Mode, PhotoEntry, PlaceVersion, Ruling, Statements, Tenure, Verdict,
    VisitFact, Waiver,
};
use ruhu_core::ids::{CadreId, HouseholdNo, KeyId, RegionCode, Sha256, VisitId};
use ruhu_core::time::{Day, Moment, SettledTime};

use super::model::{ChainMark, Why};

/// Reading for pages. A scope is a region code; what lies in it is answered.
pub trait Coverage {
    /// The policies that hold for a township, by first day.
    fn policies(&self, township: &RegionCode) -> Result<Vec<PolicyRow>>;
    /// Villages with households in the scope, by code.
    fn villages_in(&self, scope: &RegionCode) -> Result<Vec<VillageRow>>;
    /// Every household in the scope with what coverage is worked out from, by village, then number.
    fn households(&self, scope: &RegionCode) -> Result<Vec<HouseholdState>>;
    /// One household's file.
    fn household_file(&self, township: &RegionCode, no: &HouseholdNo) -> Result<Option<HouseholdFile>>;
    /// Who lives there, with all that is masked elsewhere, and in which village.
    fn person(&self, township: &RegionCode, no: &HouseholdNo) -> Result<Option<(RegionCode, Person)>>;
    /// The township's phones, those not revoked first, then by cadre's name.
    fn phones(&self, township: &RegionCode) -> Result<Vec<PhoneState>>;
}

/// A village on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageRow {
    /// 12 digits.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
    /// How many households it ever had on the roster.
    pub households: u64,
}

/// A household with what coverage reads of it.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdState {
    /// Its township.
    pub township: RegionCode,
    /// Its number.
    pub household: HouseholdNo,
    /// Its village.
    pub village: RegionCode,
    /// The householder's name: mask it unless the reader may see it.
    pub head: String,
    /// 自然村、组
    pub group: String,
    /// Days in the programme and classes.
    pub tenure: Tenure,
    /// Assignments, each with its cadre's name.
    pub assignments: Vec<(Assignment, String)>,
    /// Waivers that touch it.
    pub waivers: Vec<Waiver>,
    /// Every visit's fact, by (day, id).
    pub visits: Vec<VisitFact>,
}

/// One household's file.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdFile {
    /// The household as the roster describes it.
    pub household: Household,
    /// Every version of its place.
    pub places: Vec<PlaceVersion>,
    /// Every assignment with its cadre.
    pub assignments: Vec<(Assignment, Cadre)>,
    /// Waivers that touch it.
    pub waivers: Vec<Waiver>,
    /// Its visits, newest first.
    pub visits: Vec<VisitShown>,
}

/// A visit on a household's page.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitShown {
    /// Which.
    pub id: VisitId,
    /// Whom it names: the phone's own cadre first. A name is empty when the roster does not know the cadre.
    pub cadres: Vec<(CadreId, String)>,
    /// What the others said of it from phones of their own, in that order; `None`: nothing yet.
    pub words: Vec<Option<bool>>,
    /// How.
    pub mode: Mode,
    /// Written through the late form.
    pub late: bool,
    /// Its day.
    pub day: Day,
    /// When it began.
    pub started: Moment,
    /// When it ended.
    pub ended: Moment,
    /// How its beginning was settled from the record's clocks; `None` after an erasure.
    pub settled: Option<SettledTime>,
    /// When the server had it.
    pub received: Moment,
    /// Verdict and codes, as of now.
    pub judgement: Judgement,
    /// The verdict rule 5 reads.
    pub base: Verdict,
    /// Counted.
    pub counted: bool,
    /// What a reviewer decided, by whom and why.
    pub decision: Option<(Ruling, String, String)>,
    /// What the phone said at the door.
    pub phone: Judgement,
    /// Every judgement it had, oldest first; the last is the present one.
    pub history: Vec<JudgementPast>,
    /// What is odd about its record's place in the chain.
    pub mark: Option<ChainMark>,
    /// The statements that hold; `None` after an erasure.
    pub statements: Option<Statements>,
    /// Why they were corrected, oldest first.
    pub corrected: Vec<String>,
    /// Its photos.
    pub photos: Vec<PhotoShown>,
}

impl VisitShown {
    /// The companions' names, each with what he or she said of it.
    pub fn companions(&self) -> impl Iterator<Item = (&str, Option<bool>)> {
        let names = self.cadres.iter().skip(1).map(|(_, name)| name.as_str());
        names.zip(self.words.iter().copied())
    }
    /// The names of those who made it: the phone's own cadre, and the companions who said so.
    pub fn made_by(&self) -> Vec<&str> {
        let own = self.cadres.iter().take(1).map(|(_, name)| name.as_str());
        let there = self.companions().filter(|(_, word)| *word == Some(true));
        own.chain(there.map(|(name, _)| name)).collect()
    }
}

/// A judgement of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementPast {
    /// When.
    pub at: Moment,
    /// Why it was judged then.
    pub why: Why,
    /// Verdict and codes.
    pub judgement: Judgement,
}

/// A photo of a visit. Whether its file has arrived is the uploads' to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoShown {
    /// The record that names it.
    pub record: Sha256,
    /// The photo.
    pub entry: PhotoEntry,
}

/// A phone as the desk sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneState {
    /// Its key's thumbprint.
    pub kid: KeyId,
    /// Whose phone.
    pub cadre: CadreId,
    /// The cadre's name.
    pub cadre_name: String,
    /// The cadre's unit.
    pub cadre_unit: String,
    /// What kind of phone.
    pub model: String,
    /// The app's version at its last sync; absent for an app that does not say it.
    pub app_version: Option<String>,
    /// When it was enrolled.
    pub enrolled: Moment,
    /// When it was revoked.
    pub revoked: Option<Moment>,
    /// When it last synced.
    pub last_seen: Option<Moment>,
    /// Since when it has said that records wait and do not get fewer.
    pub waiting_since: Option<Moment>,
    /// Records still on it after that.
    pub waiting_records: u64,
    /// Photos still on it after that.
    pub waiting_photos: u64,
}
