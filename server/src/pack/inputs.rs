//! `inputs.json`: what verdicts and coverage are worked out from, beside the records themselves.

use super::bag::Bag;
use super::by_household::by_household;
use super::json::ObjectOut;
use super::names;
use super::place::Place;
use crate::Result;
use crate::store::{EvidenceInputs, HouseholdInputs, Store};
use ruhu_core::domain::{Assignment, PlaceVersion, Ruling, Tenure, VisitFact, Waiver, WaiverKind, WaiverScope};
use ruhu_core::ids::{CadreId, HouseholdNo, LogId, PolicyId, RegionCode, Sha256, VisitId};
use ruhu_core::rules::RULES_VERSION;
use ruhu_core::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The whole file, as it is read.
#[derive(Clone, Debug, Deserialize)]
pub struct Inputs {
    /// The place.
    pub scope: RegionCode,
    /// The year.
    pub year: i32,
    /// The day coverage is told for.
    pub on: Day,
    /// The version of the rules it was judged by (`rules::RULES_VERSION`). Packs of version 1 do not say it.
    #[serde(default = "first_rules")]
    pub rules: u32,
    /// A demo's.
    pub simulated: bool,
    /// The township's log.
    pub log: LogId,
    /// Which of the township's own records the pack holds; older packs do not say.
    #[serde(default)]
    pub desk_records: DeskRecords,
    /// Villages.
    pub villages: Vec<VillageNamed>,
    /// The cadres that the assignments name.
    pub cadres: Vec<CadreNamed>,
    /// Waivers that touch the place.
    pub waivers: Vec<WaiverIn>,
    /// Every policy of the township.
    pub policies: Vec<PolicyIn>,
    /// Every household of the place.
    pub households: Vec<HouseholdIn>,
    /// What reviewers decided about the year's visits.
    pub decisions: Vec<DecisionIn>,
}

fn first_rules() -> u32 {
    1
}

/// Which of the records that a township signs itself (imports, assignments, places, policies, waivers, decisions) are in
/// a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskRecords {
    /// It is not said: an older version wrote the pack.
    #[default]
    Unsaid,
    /// Assignments and places of the pack's households, whatever their year.
    OfHouseholds,
    /// Every one, from the first on.
    All,
}

/// A village by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VillageNamed {
    /// 12 digits.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
}

/// A cadre by name. Telephones stay at the township.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CadreNamed {
    /// Who.
    pub id: CadreId,
    /// The name, whole.
    pub name: String,
    /// The unit.
    pub unit: String,
}

/// A household with what holds for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseholdIn {
    /// Its number.
    pub household: HouseholdNo,
    /// Its village.
    pub village: RegionCode,
    /// The householder's name, whole.
    pub head: String,
    /// Entered, left, classes.
    #[serde(flatten)]
    pub tenure: Tenure,
    /// Every version of its place.
    pub places: Vec<PlaceVersion>,
    /// Every assignment.
    pub assignments: Vec<Assignment>,
    /// Visits before the year, as facts: they can hold a visit of the year back. Taken as told.
    pub before: Vec<VisitFact>,
}

/// A waiver with the record that grants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverIn {
    /// The hash of that record.
    pub record: Sha256,
    /// Where.
    pub scope: WaiverScope,
    /// What.
    pub kind: WaiverKind,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl WaiverIn {
    /// The waiver, when it touches this household.
    pub fn of(&self, household: &HouseholdNo, village: &RegionCode) -> Option<Waiver> {
        let touches = match &self.scope {
            WaiverScope::Household(no) => no == household,
            WaiverScope::Region(region) => region.contains(village),
        };
        touches.then_some(Waiver {
            kind: self.kind,
            from: self.from,
            to: self.to,
        })
    }
}

/// A policy with the record that put it in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyIn {
    /// Its id.
    pub id: PolicyId,
    /// Where.
    pub scope: RegionCode,
    /// The first day in force.
    pub from: Day,
    /// The file's text, byte for byte.
    pub toml: String,
    /// The hash of that record.
    pub record: Sha256,
}

/// What holds of a reviewer's decisions about one visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionIn {
    /// The visit.
    pub visit: VisitId,
    /// What was decided.
    pub ruling: Ruling,
}

/// The policies of the township, as the file has them.
pub(super) fn policies(inputs: &EvidenceInputs, place: &Place) -> Vec<PolicyIn> {
    let own = inputs.policies.iter().filter(|(code, _)| *code == place.township.code);
    own.map(|(_, policy)| PolicyIn {
        id: policy.id.clone(),
        scope: policy.scope.clone(),
        from: policy.from,
        toml: policy.toml.clone(),
        record: policy.record,
    })
    .collect()
}

/// The waivers that touch the place.
pub(super) fn waivers(inputs: &EvidenceInputs, place: &Place) -> Vec<WaiverIn> {
    let households: BTreeSet<&HouseholdNo> = inputs.households.iter().map(|h| &h.household).collect();
    let touches = |scope: &WaiverScope| match scope {
        WaiverScope::Household(no) => households.contains(no),
        WaiverScope::Region(region) => region.contains(&place.scope) || place.scope.contains(region),
    };
    let own = inputs.waivers.iter().filter(|(code, _)| *code == place.township.code);
    own.filter(|(_, granted)| touches(&granted.scope))
        .map(|(_, granted)| WaiverIn {
            record: granted.record,
            scope: granted.scope.clone(),
            kind: granted.kind,
            from: granted.from,
            to: granted.to,
        })
        .collect()
}

/// Writes `inputs.json`.
pub(super) fn write(
    bag: &mut Bag,
    store: &dyn Store,
    place: &Place,
    inputs: &EvidenceInputs,
    simulated: bool,
) -> Result<()> {
    let assigned: BTreeSet<CadreId> = inputs
        .households
        .iter()
        .flat_map(|household| household.assignments.iter().map(|assignment| assignment.cadre))
        .collect();
    let cadres: Vec<CadreNamed> = store
        .cadres(&place.township.code)?
        .into_iter()
        .filter(|cadre| assigned.contains(&cadre.id))
        .map(|cadre| CadreNamed {
            id: cadre.id,
            name: cadre.name,
            unit: cadre.unit,
        })
        .collect();
    let villages: Vec<VillageNamed> = store
        .villages_in(&place.scope)?
        .into_iter()
        .map(|village| VillageNamed {
            code: village.code,
            name: village.name,
        })
        .collect();
    let first = place.days().0;
    let mut decisions: Vec<DecisionIn> = Vec::new();
    bag.file(names::INPUTS, &mut |out| {
        decisions.clear();
        let mut object = ObjectOut::new(out)?;
        object.field("scope", &place.scope)?;
        object.field("year", &place.year)?;
        object.field("on", &place.on)?;
        object.field("rules", &RULES_VERSION)?;
        object.field("simulated", &simulated)?;
        object.field("log", &place.township.log)?;
        let desk_records = match place.is_whole_township() {
            true => DeskRecords::All,
            false => DeskRecords::OfHouseholds,
        };
        object.field("desk_records", &desk_records)?;
        object.field("villages", &villages)?;
        object.field("cadres", &cadres)?;
        object.field("waivers", &waivers(inputs, place))?;
        object.field("policies", &policies(inputs, place))?;
        object.list("households", |list| {
            by_household(store, place, inputs, &mut |household, rows| {
                let (before, year): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.day < first);
                decisions.extend(year.iter().filter_map(|row| {
                    let ruling = row.decision?;
                    Some(DecisionIn { visit: row.id, ruling })
                }));
                let before = before.iter().map(|row| row.fact()).collect();
                list.item(&household_in(household, before))
            })
        })?;
        object.field("decisions", &decisions)?;
        object.end()
    })
}

fn household_in(household: &HouseholdInputs, before: Vec<VisitFact>) -> HouseholdIn {
    HouseholdIn {
        household: household.household.clone(),
        village: household.village.clone(),
        head: household.head.clone(),
        tenure: household.tenure.clone(),
        places: household.places.clone(),
        assignments: household.assignments.clone(),
        before,
    }
}
