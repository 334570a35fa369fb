//! `coverage.json`: every household's coverage, and what each of the year's visits is worth.

use super::bag::Bag;
use super::by_household::by_household;
use super::inputs::{WaiverIn, policies, waivers};
use super::json::ObjectOut;
use super::ledger::{Ledger, LedgerLine};
use super::names;
use super::photos::PhotoOf;
use super::place::Place;
use super::records::Wrote;
use crate::store::{EvidenceInputs, HouseholdInputs, Store, VisitRow};
use crate::{Error, Result};
use ruhu_core::coverage::{Coverage, Standing, Timeline, strip, tally};
use ruhu_core::domain::{Judgement, Mode, ReasonCode, Ruling, Verdict, VisitFact, Waiver};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode, Sha256, VisitId};
use ruhu_core::rules::Policy;
use ruhu_core::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The whole file, as it is read.
#[derive(Clone, Debug, Deserialize)]
pub struct CoverageFile {
    /// The place.
    pub scope: RegionCode,
    /// The year.
    pub year: i32,
    /// The day it is told for.
    pub on: Day,
    /// A demo's.
    pub simulated: bool,
    /// Every household of the place, by number.
    pub households: Vec<HouseholdCovered>,
    /// How many households are in each state.
    pub states: BTreeMap<String, u64>,
    /// Visits that the township keeps and does not judge.
    pub not_judged: Vec<NotJudged>,
    /// Photos that a record names and that have not arrived.
    pub photos_not_here: Vec<PhotoNotHere>,
    /// Records whose anchor the township found untrue; packs of earlier versions do not say.
    #[serde(default)]
    pub anchors_untrue: Vec<Sha256>,
}

/// A household's coverage with the year's visits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdCovered {
    /// Its number.
    pub household: HouseholdNo,
    /// Its village.
    pub village: RegionCode,
    /// State, dates, counted visits, lines.
    #[serde(flatten)]
    pub coverage: Coverage,
    /// The year's visits, by (day, id).
    pub visits: Vec<VisitCovered>,
}

/// What one visit is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitCovered {
    /// Which.
    pub id: VisitId,
    /// The hash of its record.
    pub record: Sha256,
    /// Its day.
    pub day: Day,
    /// How it was made.
    pub mode: Mode,
    /// The version of the place it was judged with.
    pub place_version: Option<u32>,
    /// The verdict coverage counts by.
    pub base: Verdict,
    /// The whole verdict.
    pub verdict: Verdict,
    /// Its codes.
    pub codes: Vec<ReasonCode>,
    /// What a reviewer decided.
    pub decision: Option<Ruling>,
    /// Whether it counts.
    pub counted: bool,
    /// What the phone said at the door.
    pub phone: Judgement,
    /// The companions who said, from phones of their own, that they were there; packs of earlier versions do not say, and
    /// took every companion for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Vec<CadreId>>,
}

/// A visit that is kept, chained and receipted, and not judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotJudged {
    /// The hash of its record.
    pub record: Sha256,
    /// Why, one word.
    pub reason: String,
}

/// A photo that has not arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoNotHere {
    /// A record that names it.
    pub record: Sha256,
    /// The photo.
    pub sha256: Sha256,
    /// Which of its two files.
    pub of: PhotoOf,
}

/// What writing the coverage learnt.
#[derive(Default)]
pub(super) struct Covered {
    pub households: u64,
    pub visits: u64,
    pub photos_not_here: u64,
}

/// The ledger being filled, and the names that its cadres' ids have.
pub(super) struct Sheet {
    pub ledger: Ledger,
    pub cadres: BTreeMap<CadreId, String>,
}

/// Writes `coverage.json` and fills the ledger from the same figures.
pub(super) fn write(
    bag: &mut Bag,
    store: &dyn Store,
    place: &Place,
    inputs: &EvidenceInputs,
    wrote: &Wrote,
    simulated: bool,
    sheet: &mut Sheet,
) -> Result<Covered> {
    let timeline = timeline(inputs, place)?;
    let waivers = waivers(inputs, place);
    let mut covered = Covered::default();
    bag.file(names::COVERAGE, &mut |out| {
        let mut states: BTreeMap<String, u64> = BTreeMap::new();
        let mut object = ObjectOut::new(out)?;
        object.field("scope", &place.scope)?;
        object.field("year", &place.year)?;
        object.field("on", &place.on)?;
        object.field("simulated", &simulated)?;
        object.list("households", |list| {
            by_household(store, place, inputs, &mut |household, rows| {
                let one = cover(&timeline, &waivers, household, &rows, place, sheet);
                covered.households += 1;
                covered.visits += u64::try_from(one.visits.len()).unwrap_or(u64::MAX);
                *states.entry(one.coverage.state.word().to_owned()).or_default() += 1;
                list.item(&one)
            })
        })?;
        object.field("states", &states)?;
        object.list("not_judged", |list| {
            for (record, unread) in &wrote.unread {
                list.item(&NotJudged {
                    record: *record,
                    reason: unread.word().to_owned(),
                })?;
            }
            Ok(())
        })?;
        object.field("anchors_untrue", &wrote.anchors_untrue)?;
        object.list("photos_not_here", |list| {
            for (sha256, naming) in wrote
                .photos
                .iter()
                .filter(|(sha256, _)| !wrote.arrived.contains(sha256))
            {
                covered.photos_not_here += 1;
                list.item(&PhotoNotHere {
                    record: naming.record,
                    sha256: *sha256,
                    of: naming.of,
                })?;
            }
            Ok(())
        })?;
        object.end()
    })?;
    Ok(covered)
}

/// The township's policies on one timeline. They were checked when they were put in force.
fn timeline(inputs: &EvidenceInputs, place: &Place) -> Result<Timeline> {
    let policies = policies(inputs, place)
        .iter()
        .map(|policy| {
            Policy::parse(&policy.toml, policy.id.as_str()).map_err(|e| Error::inconsistent("policy.toml", e))
        })
        .collect::<Result<Vec<_>>>()?;
    Timeline::new(policies).map_err(|e| Error::inconsistent("policy", e))
}

fn cover(
    timeline: &Timeline,
    waivers: &[WaiverIn],
    household: &HouseholdInputs,
    rows: &[VisitRow],
    place: &Place,
    sheet: &mut Sheet,
) -> HouseholdCovered {
    let waivers: Vec<Waiver> = waivers
        .iter()
        .filter_map(|waiver| waiver.of(&household.household, &household.village))
        .collect();
    let facts: Vec<VisitFact> = rows.iter().map(VisitRow::fact).collect();
    let coverage = tally(timeline, &household.tenure, &waivers, &facts, place.on);
    let cells = strip(
        timeline,
        &household.tenure,
        &waivers,
        &facts,
        &coverage,
        place.year,
        place.on,
    );
    let first = place.days().0;
    let visits: Vec<VisitCovered> = rows.iter().filter(|row| row.day >= first).map(visit_covered).collect();
    let holding = household.assignments.iter().filter(|one| one.holds(place.on));
    sheet.ledger.household(LedgerLine {
        household: &household.household,
        village: &household.village,
        head: &household.head,
        tenure: &household.tenure,
        cadres: holding
            .filter_map(|one| sheet.cadres.get(&one.cadre).map(String::as_str))
            .collect(),
        standing: Standing {
            state: coverage.state,
            date: coverage.date,
            suggested: coverage.suggested,
        },
        strip: &cells,
        counted: visits
            .iter()
            .filter(|visit| visit.counted && visit.day <= place.on)
            .map(|visit| visit.day)
            .collect(),
    });
    HouseholdCovered {
        household: household.household.clone(),
        village: household.village.clone(),
        coverage,
        visits,
    }
}

fn visit_covered(row: &VisitRow) -> VisitCovered {
    let judgement = row.judgement();
    VisitCovered {
        id: row.id,
        record: row.record,
        day: row.day,
        mode: row.mode,
        place_version: row.place,
        base: row.base,
        verdict: judgement.verdict,
        codes: judgement.codes,
        decision: row.decision,
        counted: row.counted,
        phone: row.phone.clone(),
        confirmed: Some(row.cadres().into_iter().skip(1).collect()),
    }
}
