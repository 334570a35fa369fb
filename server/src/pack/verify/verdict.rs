//! Every visit judged again, from its record and the inputs, by the rules that judged it at the door and at the township.
//!
//! Three codes look at other visits: a photo used before, two places at once, travel too fast. What the pack itself shows
//! must be told; what may come from visits outside the pack is taken as told, and counted as not rechecked.

use super::finding::{Code, Findings};
use super::records::{Seen, VisitSeen};
use super::told::Told;
use crate::pack::place::year_days;
use crate::pack::{HouseholdIn, VisitCovered, names};
use ruhu_core::domain::Judgement;
use ruhu_core::domain::{Mode, PlaceVersion, ReasonCode, Ruling, Verdict, VisitFacts, WaiverKind};
use ruhu_core::ids::{CadreId, Sha256, VisitId};
use ruhu_core::record::{FactsContext, day_of, facts_of};
use ruhu_core::rules::{AcrossVisit, across_position, base_of, judge, judge_across, weigh};
use ruhu_core::time::{Day, Moment};
use serde::Serialize;
use std::collections::BTreeMap;

/// Why a verdict could not be wholly worked out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotRechecked {
    /// The record was lawfully erased.
    Erased,
    /// A photo is said to stand in an earlier visit, which is not in the pack.
    PhotoElsewhere,
    /// It hangs on visits of the same cadre outside the pack.
    OtherVisits,
    /// No policy was ever in force.
    NoPolicy,
    /// Its receipt is missing or not genuine.
    NoReceipt,
}

impl NotRechecked {
    /// In Chinese and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Erased => ("记录已依法删除", "the record was lawfully erased"),
            Self::PhotoElsewhere => ("照片在包外的走访里用过", "a photo stands in a visit outside the pack"),
            Self::OtherVisits => (
                "要看同一人在包外的走访",
                "it hangs on the cadre's visits outside the pack",
            ),
            Self::NoPolicy => ("没有规则", "no policy"),
            Self::NoReceipt => ("没有回执", "no receipt"),
        }
    }
}

/// A visit weighed again, as far as it goes without the household's other visits.
pub(super) struct Weighed {
    /// Codes of the visit by itself and of the same cadres' other visits.
    pub codes: Vec<ReasonCode>,
    /// What rule 5 reads.
    pub base: Verdict,
    /// A reason for being far was given.
    pub far_reason: Option<&'static str>,
    /// Why not all of it is sure.
    pub unsure: Option<NotRechecked>,
}

/// A visit's record with what holds for it.
struct Case<'a> {
    record: Sha256,
    seen: &'a VisitSeen,
    household: Option<&'a HouseholdIn>,
    facts: VisitFacts,
    /// The version of the household's place that it is judged with.
    place: Option<u32>,
    day: Day,
}

/// Judges every visit again. Answers those of the coverage, by record; `whole` is true for a pack of a whole township.
pub(super) fn weigh_all(told: &Told, seen: &Seen, scope: Scope, findings: &mut Findings) -> BTreeMap<Sha256, Weighed> {
    let stated = told.visits();
    let cases = cases(
        told,
        seen,
        &stated.iter().map(|(record, (_, visit))| (*record, *visit)).collect(),
    );
    let first_use = first_use(&cases);
    let across = across(told, seen, &cases, scope);
    let mut weighed = BTreeMap::new();
    for (case, across) in cases.iter().zip(across) {
        match (stated.get(&case.record), case.household) {
            (Some((_, visit)), Some(_)) => {
                check_told(case, visit, seen, findings);
                let one = weigh_one(told, case, visit, &first_use, across, findings);
                weighed.insert(case.record, one);
            }
            (None, Some(household)) if case.day.year() == told.inputs.year => {
                let place = format!("{} {} visit {}", names::COVERAGE, household.household, case.seen.id);
                findings.add(Code::VisitLeftOut, place);
            }
            (None, _) => {}
            (Some((household, visit)), None) => {
                let place = format!("{} {} visit {}", names::COVERAGE, household.household, visit.id);
                findings.say(
                    Code::VisitDiffers,
                    place,
                    "its record is about a household that is not of the place",
                );
            }
        }
    }
    weighed
}

/// How much of the township the pack holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of it.
    WholeTownship,
    /// A village.
    Part,
}

fn cases<'a>(told: &'a Told, seen: &'a Seen, stated: &BTreeMap<Sha256, &VisitCovered>) -> Vec<Case<'a>> {
    let households = told.households();
    let judged = seen
        .visits
        .iter()
        .filter(|(record, _)| !told.not_judged.contains(record));
    judged
        .map(|(record, seen)| {
            let household = households.get(&seen.visit.household).copied();
            let day = day_of(&seen.visit, seen.anchor.as_ref(), seen.received);
            let place = household.and_then(|household| place_known(household, seen, day, stated.get(record).copied()));
            let context = FactsContext {
                received: seen.received,
                place: place.map(|place| place.point()),
                used_before: Vec::new(),
                assigned: household.is_some_and(|household| assigned(household, seen, day)),
                remote_waiver: household.is_some_and(|household| {
                    let mut waivers = told.waivers(household).into_iter();
                    waivers.any(|waiver| waiver.kind == WaiverKind::Remote && waiver.holds(day))
                }),
            };
            let (facts, day) = facts_of(&seen.visit, &seen.written, seen.anchor.as_ref(), context);
            Case {
                record: *record,
                seen,
                household,
                facts,
                place: place.map(|place| place.version),
                day,
            }
        })
        .collect()
}

/// The version the record names, if that was in force on the day. A phone that knew none is judged without one. When the
/// one it names was not in force, the township took another that was, and the coverage says which.
fn place_known(
    household: &HouseholdIn,
    seen: &VisitSeen,
    day: Day,
    stated: Option<&VisitCovered>,
) -> Option<PlaceVersion> {
    let named = seen.visit.judged.place_version?;
    let in_force = |version: u32| {
        let mut places = household.places.iter();
        places
            .find(|place| place.version == version && place.from <= day)
            .copied()
    };
    in_force(named).or_else(|| in_force(stated?.place_version?))
}

fn assigned(household: &HouseholdIn, seen: &VisitSeen, day: Day) -> bool {
    let cadres = cadres(seen);
    let mut assignments = household.assignments.iter();
    assignments.any(|assignment| assignment.holds(day) && cadres.contains(&assignment.cadre))
}

fn cadres(seen: &VisitSeen) -> Vec<CadreId> {
    std::iter::once(seen.visit.cadre)
        .chain(seen.visit.companions.iter().copied())
        .collect()
}

/// The first visit of the pack in which each original stands.
fn first_use(cases: &[Case<'_>]) -> BTreeMap<Sha256, (Moment, VisitId)> {
    let mut first = BTreeMap::new();
    for case in cases {
        let at = (case.facts.started, case.seen.id);
        for photo in &case.facts.photos {
            let earliest = first.entry(photo.sha256).or_insert(at);
            *earliest = at.min(*earliest);
        }
    }
    first
}

/// What the other visits of the pack give each case, and whether visits outside it could give another answer.
struct Across {
    codes: Vec<ReasonCode>,
    sure: bool,
}

fn across(told: &Told, seen: &Seen, cases: &[Case<'_>], scope: Scope) -> Vec<Across> {
    let looked_at = |case: &&Case<'_>| {
        let decided = seen.rulings.get(&case.seen.id).and_then(|(_, ruling)| *ruling);
        case.seen.visit.mode == Mode::OnSite && !case.seen.visit.late && decided != Some(Ruling::DoesNotCount)
    };
    let mut beside: Vec<AcrossVisit> = Vec::new();
    let mut place_of: BTreeMap<Sha256, usize> = BTreeMap::new();
    let mut first_of: BTreeMap<CadreId, (Moment, VisitId)> = BTreeMap::new();
    for case in cases.iter().filter(looked_at) {
        let Some(policy) = told.timeline.judging(case.day) else {
            continue;
        };
        place_of.insert(case.record, beside.len());
        for cadre in cadres(case.seen) {
            let at = (case.facts.started, case.seen.id);
            let first = first_of.entry(cadre).or_insert(at);
            *first = at.min(*first);
        }
        beside.push(AcrossVisit {
            id: case.seen.id,
            cadres: cadres(case.seen),
            started: case.facts.started,
            ended: case.facts.ended,
            position: across_position(&case.facts),
            far_m: policy.visit.far_m,
        });
    }
    let codes = judge_across(&beside);
    let (first_day, last_day) = year_days(told.inputs.year);
    let whole = scope == Scope::WholeTownship && seen.tombstones.is_empty();
    cases
        .iter()
        .map(|case| {
            let at = (case.facts.started, case.seen.id);
            let follows = cadres(case.seen)
                .iter()
                .all(|cadre| first_of.get(cadre).is_some_and(|first| *first < at));
            let place = place_of.get(&case.record);
            Across {
                codes: place.map(|place| codes[*place].clone()).unwrap_or_default(),
                // Not looked at: no other visit can give it a code.
                sure: place.is_none() || whole && follows && first_day < case.day && case.day < last_day,
            }
        })
        .collect()
}

/// What the coverage says of a visit is what its record says.
fn check_told(case: &Case<'_>, visit: &VisitCovered, seen: &Seen, findings: &mut Findings) {
    let household = &case.seen.visit.household;
    let place = || format!("{} {household} visit {}", names::COVERAGE, visit.id);
    let judged = &case.seen.visit.judged;
    let same = visit.id == case.seen.id
        && visit.day == case.day
        && visit.mode == case.seen.visit.mode
        && visit.place_version == case.place
        && (visit.phone.verdict, &visit.phone.codes) == (judged.verdict, &judged.codes);
    if !same {
        findings.say(
            Code::VisitDiffers,
            place(),
            "id, day, mode, place, or what the phone said",
        );
    }
    let signed = seen.rulings.get(&case.seen.id).and_then(|(_, ruling)| *ruling);
    if visit.decision != signed {
        findings.add(Code::DecisionDiffers, place());
    }
}

fn weigh_one(
    told: &Told,
    case: &Case<'_>,
    visit: &VisitCovered,
    first_use: &BTreeMap<Sha256, (Moment, VisitId)>,
    across: Across,
    findings: &mut Findings,
) -> Weighed {
    let reason = case.seen.visit.far_reason.as_deref();
    let far_reason = reason
        .is_some_and(|reason| !reason.trim().is_empty())
        .then_some("given");
    let Some(policy) = told.timeline.judging(case.day) else {
        return as_told(visit, NotRechecked::NoPolicy);
    };
    if case.seen.received.is_none() {
        return as_told(visit, NotRechecked::NoReceipt);
    }
    let mut unsure = None;
    let at = (case.facts.started, case.seen.id);
    let mut facts = case.facts.clone();
    let photos = facts.photos.iter().map(|photo| photo.sha256);
    facts.used_before = photos
        .filter(|photo| first_use.get(photo).is_some_and(|first| *first < at))
        .collect();
    let mut codes = judge(policy, &facts).codes;
    let used = ReasonCode::PhotoUsedBefore;
    if visit.codes.contains(&used) && !codes.contains(&used) && !facts.photos.is_empty() {
        codes.push(used);
        unsure = Some(NotRechecked::PhotoElsewhere);
    }
    let of_others = |code: &ReasonCode| matches!(code, ReasonCode::TwoPlacesAtOnce | ReasonCode::TravelTooFast);
    let told_across: Vec<ReasonCode> = visit.codes.iter().copied().filter(of_others).collect();
    if told_across == across.codes {
        codes.extend(across.codes);
    } else if across.sure {
        let place = format!("{} {} visit {}", names::COVERAGE, case.seen.visit.household, visit.id);
        findings.say(
            Code::VerdictDiffers,
            place,
            "the same cadre's other visits give other codes",
        );
        codes.extend(told_across);
    } else {
        codes.extend(told_across);
        unsure = Some(NotRechecked::OtherVisits);
    }
    let judgement = weigh(policy, codes, far_reason);
    Weighed {
        base: base_of(policy, &judgement, far_reason),
        codes: judgement.codes,
        far_reason,
        unsure,
    }
}

/// A visit that cannot be judged again, taken as the coverage tells it.
pub(super) fn as_told(visit: &VisitCovered, why: NotRechecked) -> Weighed {
    let spacing = |code: &ReasonCode| matches!(code, ReasonCode::SameDay | ReasonCode::GapTooShort);
    Weighed {
        codes: visit.codes.iter().copied().filter(|code| !spacing(code)).collect(),
        base: visit.base,
        far_reason: None,
        unsure: Some(why),
    }
}

/// The whole judgement of a visit, once the household's other visits are known.
pub(super) fn whole(
    told: &Told,
    visit: &VisitCovered,
    weighed: &Weighed,
    spacing: Option<ReasonCode>,
) -> Option<Judgement> {
    let policy = told.timeline.judging(visit.day)?;
    let codes = weighed.codes.iter().copied().chain(spacing).collect();
    Some(weigh(policy, codes, weighed.far_reason))
}
