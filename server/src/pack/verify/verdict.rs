//! Every visit judged again, from its record and the inputs, by the rules that judged it at the door and at the township.
//!
//! Four codes look at other visits: a photo used before, two places at once, one spot, travel too fast. What the pack
//! itself shows must be told; what may come from visits outside the pack is taken as told, and counted as not rechecked.

use super::companions::confirmed;
use super::finding::{Code, Findings};
use super::records::{CorrectionSeen, Seen, VisitSeen};
use super::told::Told;
use crate::pack::place::year_days;
use crate::pack::{HouseholdIn, VisitCovered, names};
use crate::store::CorrectionRow;
use crate::store::applied_corrections;
use ruhu_core::domain::Judgement;
use ruhu_core::domain::{Mode, PlaceVersion, ReasonCode, Ruling, Verdict, Visit, VisitFacts};
use ruhu_core::ids::{CadreId, KeyId, Sha256, VisitId};
use ruhu_core::rules::{
    AcrossVisit, HouseholdContext, SpotVisit, VisitContext, across_position, base_of, day_of, facts_of, given_since,
    judge, judge_across, one_spot, place_of_version, spot_fix, weigh,
};
use ruhu_core::time::{Day, Moment};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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
    /// It was corrected from a phone of which the pack does not tell whose it is.
    Correction,
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
            Self::Correction => (
                "更正它的手机是谁的，包里看不出",
                "whose phone corrected it does not stand in the pack",
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
    /// The version of the place that it is judged with.
    place_version: Option<u32>,
    facts: VisitFacts,
    day: Day,
    /// A correction that may hold comes from a phone of which the pack does not tell whose it is.
    unsure_correction: bool,
    /// Who made it: the phone's own cadre, and the companions who said so.
    cadres: Vec<CadreId>,
}

/// Judges every visit again. Answers those of the coverage, by record; `whole` is true for a pack of a whole township.
pub(super) fn weigh_all(told: &Told, seen: &Seen, scope: Scope, findings: &mut Findings) -> BTreeMap<Sha256, Weighed> {
    let stated = told.visits();
    let cases = cases(
        told,
        seen,
        &stated.iter().map(|(record, (_, visit))| (*record, *visit)).collect(),
        findings,
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

fn cases<'a>(
    told: &'a Told,
    seen: &'a Seen,
    stated: &BTreeMap<Sha256, &VisitCovered>,
    findings: &mut Findings,
) -> Vec<Case<'a>> {
    let households = told.households();
    let corrections = Corrections::of(seen);
    let judged = seen
        .visits
        .iter()
        .filter(|(record, _)| !told.not_judged.contains(record));
    judged
        .map(|(record, visit)| {
            let household = households.get(&visit.visit.household).copied();
            let anchor = seen.anchor_of(record, visit);
            let anchor_untrue = seen.untrue.untrue.contains(record);
            let mut cadres = vec![visit.visit.cadre];
            cadres.extend(confirmed(record, visit, stated.get(record).copied(), seen, findings));
            let seen = visit;
            let day = day_of(&seen.visit, anchor, seen.received);
            let place = household.and_then(|household| place_known(household, seen, day, stated.get(record).copied()));
            let waivers = household.map(|household| told.waivers(household)).unwrap_or_default();
            let context = VisitContext {
                received: seen.received,
                anchor_untrue,
                day,
                cadres: &cadres,
                household: household.map(|household| HouseholdContext {
                    place,
                    assignments: &household.assignments,
                    waivers: &waivers,
                }),
                // What the pack shows of it is added once every visit is read.
                used_before: Vec::new(),
            };
            let (visit, unsure_correction) = corrections.applied(record, seen);
            let (facts, day) = facts_of(&visit, &seen.written, anchor, context.into());
            Case {
                record: *record,
                seen,
                household,
                place_version: place.map(|place| place.version),
                facts,
                day,
                unsure_correction,
                cadres,
            }
        })
        .collect()
}

/// The pack's corrections by visit, and whose phones wrote them.
struct Corrections<'a> {
    by_visit: BTreeMap<VisitId, Vec<&'a CorrectionSeen>>,
    /// The cadre of a phone, where a visit of the pack tells it.
    cadres: BTreeMap<&'a KeyId, CadreId>,
}

impl<'a> Corrections<'a> {
    fn of(seen: &'a Seen) -> Self {
        let mut by_visit: BTreeMap<VisitId, Vec<&CorrectionSeen>> = BTreeMap::new();
        for correction in &seen.corrections {
            by_visit.entry(correction.visit).or_default().push(correction);
        }
        let visits = seen.visits.iter();
        let cadres = visits.filter_map(|(record, visit)| Some((&seen.records.get(record)?.device, visit.visit.cadre)));
        Self {
            by_visit,
            cadres: cadres.collect(),
        }
    }

    /// The visit with the statements that hold, and whether that hangs on a phone whose cadre is not known.
    fn applied<'v>(&self, record: &Sha256, seen: &'v VisitSeen) -> (Cow<'v, Visit>, bool) {
        let Some(all) = self.by_visit.get(&seen.id) else {
            return (Cow::Borrowed(&seen.visit), false);
        };
        let rows: Vec<CorrectionRow> = all
            .iter()
            .map(|correction| CorrectionRow {
                visit: correction.visit,
                record: correction.record,
                corrects: correction.corrects,
                cadre: self.cadres.get(&correction.device).copied().unwrap_or(seen.visit.cadre),
                why: String::new(),
            })
            .collect();
        let unsure = all
            .iter()
            .any(|correction| !self.cadres.contains_key(&correction.device));
        let holds = applied_corrections(*record, seen.visit.cadre, &rows)
            .last()
            .map(|row| row.record);
        let mut visit = seen.visit.clone();
        if let Some(correction) = all.iter().find(|correction| Some(correction.record) == holds) {
            visit.statements = correction.statements.clone();
        }
        (Cow::Owned(visit), unsure)
    }
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
    let in_force = |version: u32| place_of_version(&household.places, version, day);
    in_force(named).or_else(|| in_force(stated?.place_version?))
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
        for cadre in &case.cadres {
            let at = (case.facts.started, case.seen.id);
            let first = first_of.entry(*cadre).or_insert(at);
            *first = at.min(*first);
        }
        beside.push(AcrossVisit {
            id: case.seen.id,
            cadres: case.cadres.clone(),
            started: case.facts.started,
            ended: case.facts.ended,
            position: across_position(&case.facts),
            far_m: policy.visit.far_m,
        });
    }
    let codes = judge_across(&beside);
    let of_spot = of_spot(cases.iter().filter(looked_at), told);
    let (first_day, last_day) = year_days(told.inputs.year);
    let whole = scope == Scope::WholeTownship && seen.tombstones.is_empty();
    cases
        .iter()
        .map(|case| {
            let at = (case.facts.started, case.seen.id);
            let follows = case
                .cadres
                .iter()
                .all(|cadre| first_of.get(cadre).is_some_and(|first| *first < at));
            let place = place_of.get(&case.record);
            let mut codes = place.map(|place| codes[*place].clone()).unwrap_or_default();
            codes.extend(of_spot.contains(&case.record).then_some(ReasonCode::OneSpot));
            codes.retain(|code| given_since(*code) <= told.inputs.rules);
            codes.sort_unstable();
            Across {
                codes,
                // Not looked at: no other visit can give it a code.
                sure: place.is_none() || whole && follows && first_day < case.day && case.day < last_day,
            }
        })
        .collect()
}

/// The visits that are of one spot.
fn of_spot<'a>(cases: impl Iterator<Item = &'a Case<'a>>, told: &Told) -> BTreeSet<Sha256> {
    let (records, visits): (Vec<Sha256>, Vec<SpotVisit>) = cases
        .filter(|case| told.timeline.judging(case.day).is_some())
        .filter_map(|case| {
            let visit = SpotVisit {
                household: case.seen.visit.household.clone(),
                cadres: case.cadres.clone(),
                day: case.day,
                fix: spot_fix(&case.facts)?,
                place_set: case
                    .household
                    .is_some_and(|household| household.places.iter().any(|place| !place.learned)),
            };
            Some((case.record, visit))
        })
        .unzip();
    let found = records.into_iter().zip(one_spot(&visits));
    found.filter_map(|(record, is)| is.then_some(record)).collect()
}

/// What the coverage says of a visit is what its record says.
fn check_told(case: &Case<'_>, visit: &VisitCovered, seen: &Seen, findings: &mut Findings) {
    let household = &case.seen.visit.household;
    let place = || format!("{} {household} visit {}", names::COVERAGE, visit.id);
    let judged = &case.seen.visit.judged;
    let same = visit.id == case.seen.id
        && visit.day == case.day
        && visit.mode == case.seen.visit.mode
        && visit.place_version == case.place_version
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
    let nobody = ReasonCode::NobodyMet;
    if case.unsure_correction && visit.codes.contains(&nobody) != codes.contains(&nobody) {
        codes.retain(|code| *code != nobody);
        codes.extend(visit.codes.contains(&nobody).then_some(nobody));
        unsure = Some(NotRechecked::Correction);
    }
    let of_others = |code: &ReasonCode| {
        matches!(
            code,
            ReasonCode::TwoPlacesAtOnce | ReasonCode::OneSpot | ReasonCode::TravelTooFast
        )
    };
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
    codes.retain(|code| given_since(*code) <= told.inputs.rules);
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
