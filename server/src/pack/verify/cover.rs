//! Coverage worked out again, household by household, from the visits as they were judged again.

use super::finding::{Code, Findings};
use super::records::Seen;
use super::told::Told;
use super::verdict::{NotRechecked, Scope, Weighed, as_told, weigh_all, whole};
use crate::pack::{HouseholdCovered, HouseholdIn, names};
use ruhu_core::coverage::{Coverage, spacing, tally};
use ruhu_core::domain::{ReasonCode, Ruling, VisitFact, Waiver};
use ruhu_core::ids::{RegionCode, Sha256, VisitId};
use ruhu_core::rules::qualifies;
use std::collections::BTreeMap;

/// What was worked out again.
#[derive(Debug, Default)]
pub(super) struct Recheck {
    /// Households.
    pub households: u64,
    /// Visits.
    pub visits: u64,
    /// Verdicts that were wholly worked out again.
    pub verdicts: u64,
    /// Verdicts that were not, by why.
    pub not: BTreeMap<NotRechecked, u64>,
    /// Visits before the year, which are taken as told.
    pub before: u64,
}

/// Works every verdict and every household's coverage out again.
pub(super) fn check(told: &Told, seen: &Seen, findings: &mut Findings) -> Recheck {
    let scope = match told.inputs.scope.township().as_ref() == Some(&told.inputs.scope) {
        true => Scope::WholeTownship,
        false => Scope::Part,
    };
    let weighed = weigh_all(told, seen, scope, findings);
    let mut recheck = Recheck::default();
    check_decisions(told, findings);
    let mut stated = told.coverage.households.iter();
    for household in &told.inputs.households {
        let place = format!("{} {}", names::COVERAGE, household.household);
        let Some(covered) = stated.next().filter(|covered| covered.household == household.household) else {
            findings.say(
                Code::CoverageDiffers,
                place,
                "households do not stand as in inputs.json",
            );
            return recheck;
        };
        if covered.village != household.village || !in_scope(&told.inputs.scope, &household.village) {
            findings.say(Code::ScopeDiffers, place.as_str(), "the village");
        }
        recheck.households += 1;
        recheck.before += len(household.before.len());
        check_household(told, household, covered, &weighed, seen, &mut recheck, findings);
    }
    if let Some(more) = stated.next() {
        let place = format!("{} {}", names::COVERAGE, more.household);
        findings.say(Code::CoverageDiffers, place, "inputs.json does not name the household");
    }
    check_states(told, findings);
    recheck
}

fn in_scope(scope: &RegionCode, village: &RegionCode) -> bool {
    scope.contains(village)
}

fn check_household(
    told: &Told,
    household: &HouseholdIn,
    covered: &HouseholdCovered,
    weighed: &BTreeMap<Sha256, Weighed>,
    seen: &Seen,
    recheck: &mut Recheck,
    findings: &mut Findings,
) {
    let place = |id: &VisitId| format!("{} {} visit {id}", names::COVERAGE, household.household);
    let waivers = told.waivers(household);
    let mut facts = household.before.clone();
    if facts.iter().any(|fact| fact.day.year() >= told.inputs.year) {
        findings.say(
            Code::VisitDiffers,
            format!("{} {}", names::INPUTS, household.household),
            "a visit of the year among those before it",
        );
    }
    let erased: Vec<Option<Weighed>> = covered
        .visits
        .iter()
        .map(|visit| match weighed.contains_key(&visit.record) {
            true => None,
            false => {
                if !seen.tombstones.contains_key(&visit.record) {
                    findings.add(Code::VisitUnknown, place(&visit.id));
                }
                Some(as_told(visit, NotRechecked::Erased))
            }
        })
        .collect();
    let again: Vec<&Weighed> = covered
        .visits
        .iter()
        .zip(&erased)
        .filter_map(|(visit, erased)| erased.as_ref().or_else(|| weighed.get(&visit.record)))
        .collect();
    facts.extend(covered.visits.iter().zip(&again).map(|(visit, weighed)| VisitFact {
        id: visit.id,
        day: visit.day,
        mode: visit.mode,
        verdict: weighed.base,
        decision: visit.decision,
    }));
    let held_back: BTreeMap<VisitId, ReasonCode> = spacing(&told.timeline, &waivers, &facts).into_iter().collect();
    let year = facts.iter().skip(household.before.len());
    for ((visit, weighed), fact) in covered.visits.iter().zip(again).zip(year) {
        recheck.visits += 1;
        match weighed.unsure {
            None => recheck.verdicts += 1,
            Some(why) => *recheck.not.entry(why).or_default() += 1,
        }
        let spacing = held_back.get(&visit.id).copied();
        let counted = spacing.is_none() && counts(told, fact, &waivers);
        if visit.counted != counted || visit.base != weighed.base {
            findings.say(Code::VerdictDiffers, place(&visit.id), "whether it counts");
        }
        // An erased record's reasons cannot be weighed again: what was given for them is gone with it.
        if weighed.unsure == Some(NotRechecked::Erased) {
            continue;
        }
        if let Some(judgement) = whole(told, visit, weighed, spacing)
            && (judgement.verdict, &judgement.codes) != (visit.verdict, &visit.codes)
        {
            let words: Vec<&str> = judgement.codes.iter().map(|code| code.word()).collect();
            let detail = format!("{} [{}]", judgement.verdict.word(), words.join(" "));
            findings.say(Code::VerdictDiffers, place(&visit.id), detail);
        }
    }
    let mut again = without_binding(tally(
        &told.timeline,
        &household.tenure,
        &waivers,
        &facts,
        told.inputs.on,
    ));
    if told.inputs.rules < 2 {
        // The next visit stands in packs since the second rules.
        (again.next, again.plan) = (covered.coverage.next.clone(), covered.coverage.plan.clone());
    }
    if again != without_binding(covered.coverage.clone()) {
        let detail = differs(&again, &covered.coverage);
        findings.say(
            Code::CoverageDiffers,
            format!("{} {}", names::COVERAGE, household.household),
            detail,
        );
    }
}

fn counts(told: &Told, fact: &VisitFact, waivers: &[Waiver]) -> bool {
    let policy = told.timeline.judging(fact.day);
    policy.is_some_and(|policy| qualifies(policy, fact, waivers))
}

/// Whether a line binds is the policy's to say, and is not written.
fn without_binding(mut coverage: Coverage) -> Coverage {
    for line in &mut coverage.lines {
        line.binding = false;
    }
    coverage
}

/// The first thing that differs.
fn differs(again: &Coverage, told: &Coverage) -> String {
    if again.state != told.state {
        return format!("state {}, told {}", again.state.word(), told.state.word());
    }
    if again.counted != told.counted {
        return format!("{} counted, told {}", again.counted.len(), told.counted.len());
    }
    let lines = again.lines.iter().zip(&told.lines);
    for (place, (line, told)) in lines.enumerate() {
        if (line.need, line.have, line.pending, line.state, line.latest_safe)
            != (told.need, told.have, told.pending, told.state, told.latest_safe)
        {
            return format!(
                "line {} ({} from {}): need {} have {} {}, told {} {} {}",
                place + 1,
                line.require,
                line.from,
                line.need,
                line.have,
                line.state.word(),
                told.need,
                told.have,
                told.state.word()
            );
        }
    }
    "its dates or lines".to_owned()
}

/// Both files tell the same decisions.
fn check_decisions(told: &Told, findings: &mut Findings) {
    let inputs: BTreeMap<VisitId, Ruling> = told.inputs.decisions.iter().map(|d| (d.visit, d.ruling)).collect();
    let households = told.coverage.households.iter();
    let coverage: BTreeMap<VisitId, Ruling> = households
        .flat_map(|household| &household.visits)
        .filter_map(|visit| Some((visit.id, visit.decision?)))
        .collect();
    if inputs != coverage || inputs.len() != told.inputs.decisions.len() {
        findings.add(Code::DecisionDiffers, names::INPUTS);
    }
}

fn check_states(told: &Told, findings: &mut Findings) {
    let mut states: BTreeMap<String, u64> = BTreeMap::new();
    for household in &told.coverage.households {
        *states.entry(household.coverage.state.word().to_owned()).or_default() += 1;
    }
    if states != told.coverage.states {
        findings.say(
            Code::CoverageDiffers,
            names::COVERAGE,
            "how many households are in each state",
        );
    }
}

fn len(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
