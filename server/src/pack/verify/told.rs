//! `inputs.json` and `coverage.json` as they are told, held against what was signed: the statement, and the township's
//! own records of policies and waivers.

use super::finding::{Code, Findings};
use super::lines::{LARGEST_JSON, json};
use super::records::Seen;
use super::source::Source;
use crate::pack::place::year_days;
use crate::pack::{CoverageFile, HouseholdCovered, HouseholdIn, Inputs, VisitCovered, names};
use ruhu_core::coverage::Timeline;
use ruhu_core::domain::{PlaceVersion, Waiver, WaiverScope};
use ruhu_core::ids::{HouseholdNo, PolicyId, Sha256};
use ruhu_core::record::PackStatement;
use ruhu_core::rules::{Policy, RULES_VERSION};
use std::collections::{BTreeMap, BTreeSet};

/// What the pack tells, ready to be worked out again.
pub(super) struct Told {
    pub inputs: Inputs,
    pub coverage: CoverageFile,
    pub timeline: Timeline,
    /// Records of visits that are kept and not judged.
    pub not_judged: BTreeSet<Sha256>,
}

/// Reads both files. Nothing when they cannot be worked with; then that is a finding.
pub(super) fn read(
    source: &mut Source,
    statement: Option<&PackStatement>,
    simulated: bool,
    seen: &Seen,
    findings: &mut Findings,
) -> Option<Told> {
    let inputs: Option<Inputs> = json(source, names::INPUTS, LARGEST_JSON, Code::InputsUnusable, findings);
    let coverage: Option<CoverageFile> = json(source, names::COVERAGE, LARGEST_JSON, Code::CoverageUnusable, findings);
    let (inputs, coverage) = (inputs?, coverage?);
    if !(1..=RULES_VERSION).contains(&inputs.rules) {
        let newer = format!(
            "it was judged by version {} of the rules, this program knows {RULES_VERSION}: verify it with a newer ruhu",
            inputs.rules
        );
        findings.say(Code::InputsUnusable, format!("{} rules", names::INPUTS), newer);
        return None;
    }
    check_scope(&inputs, &coverage, statement, findings);
    for (file, told) in [(names::INPUTS, inputs.simulated), (names::COVERAGE, coverage.simulated)] {
        if told != simulated {
            findings.add(Code::SimulatedDiffers, file);
        }
    }
    check_recorded(&inputs, seen, findings);
    let timeline = timeline(&inputs, findings)?;
    let not_judged = coverage.not_judged.iter().map(|visit| visit.record).collect();
    Some(Told {
        inputs,
        coverage,
        timeline,
        not_judged,
    })
}

impl Told {
    /// Households by number; of two with one number the first, which is a finding elsewhere.
    pub fn households(&self) -> BTreeMap<&HouseholdNo, &HouseholdIn> {
        let pairs = self.inputs.households.iter().rev();
        pairs.map(|household| (&household.household, household)).collect()
    }
    /// What is told of each visit, by its record.
    pub fn visits(&self) -> BTreeMap<Sha256, (&HouseholdCovered, &VisitCovered)> {
        let pairs = self.coverage.households.iter();
        pairs
            .flat_map(|household| {
                household
                    .visits
                    .iter()
                    .map(move |visit| (visit.record, (household, visit)))
            })
            .collect()
    }
    /// The waivers that touch a household.
    pub fn waivers(&self, household: &HouseholdIn) -> Vec<Waiver> {
        let all = self.inputs.waivers.iter();
        all.filter_map(|waiver| waiver.of(&household.household, &household.village))
            .collect()
    }
}

fn check_scope(inputs: &Inputs, coverage: &CoverageFile, statement: Option<&PackStatement>, findings: &mut Findings) {
    if (&coverage.scope, coverage.year, coverage.on) != (&inputs.scope, inputs.year, inputs.on) {
        findings.say(
            Code::ScopeDiffers,
            names::COVERAGE,
            "inputs.json says another place, year or day",
        );
    }
    let Some(statement) = statement else { return };
    let on = year_days(statement.year).1.min(statement.made.day());
    if (&inputs.scope, inputs.year, inputs.on, &inputs.log) != (&statement.scope, statement.year, on, &statement.log) {
        findings.add(Code::ScopeDiffers, names::INPUTS);
    }
}

/// Policies, waivers and places are those that the township signed.
fn check_recorded(inputs: &Inputs, seen: &Seen, findings: &mut Findings) {
    for policy in &inputs.policies {
        let signed = seen.policies.get(&policy.record);
        if !signed.is_some_and(|(_, signed)| signed.toml == policy.toml && signed.scope == policy.scope) {
            findings.add(
                Code::InputNotRecorded,
                format!("{} policy {}", names::INPUTS, policy.id),
            );
        }
    }
    let told: BTreeSet<Sha256> = inputs.policies.iter().map(|policy| policy.record).collect();
    let hold = policies_that_hold(seen);
    for record in told.symmetric_difference(&hold) {
        findings.say(
            Code::InputNotRecorded,
            format!("{} policies", names::INPUTS),
            format_args!("record {record}: the newest of each policy's records holds, unless it withdraws it"),
        );
    }
    for waiver in &inputs.waivers {
        // A household's own waiver goes with the household; its days are then taken as told.
        if seen.tombstones.contains_key(&waiver.record) {
            continue;
        }
        let same = seen.waivers.get(&waiver.record).is_some_and(|signed| {
            (&signed.scope, signed.kind, signed.from, signed.to) == (&waiver.scope, waiver.kind, waiver.from, waiver.to)
        });
        if !same {
            findings.add(
                Code::InputNotRecorded,
                format!("{} waiver {}", names::INPUTS, waiver.record),
            );
        }
    }
    check_waivers_left_out(inputs, seen, findings);
    check_places(inputs, seen, findings);
}

fn check_waivers_left_out(inputs: &Inputs, seen: &Seen, findings: &mut Findings) {
    let told: BTreeSet<Sha256> = inputs.waivers.iter().map(|waiver| waiver.record).collect();
    for (record, waiver) in seen.waivers.iter().filter(|(record, _)| !told.contains(record)) {
        let touches = inputs.households.iter().any(|household| match &waiver.scope {
            WaiverScope::Household(no) => *no == household.household,
            WaiverScope::Region(region) => region.contains(&household.village),
        });
        if touches {
            findings.add(Code::InputLeftOut, format!("{} waiver {record}", names::INPUTS));
        }
    }
}

fn check_places(inputs: &Inputs, seen: &Seen, findings: &mut Findings) {
    let told: BTreeMap<(&HouseholdNo, u32), &PlaceVersion> = inputs
        .households
        .iter()
        .flat_map(|household| {
            let places = household.places.iter();
            places.map(|place| ((&household.household, place.version), place))
        })
        .collect();
    let known: BTreeSet<&HouseholdNo> = inputs.households.iter().map(|household| &household.household).collect();
    for signed in seen.places.iter().filter(|signed| known.contains(&signed.household)) {
        let same = told
            .get(&(&signed.household, signed.version))
            .is_some_and(|told| (told.point(), told.from, told.learned) == (signed.point, signed.from, signed.learned));
        if !same {
            let place = format!("{} {} place {}", names::INPUTS, signed.household, signed.version);
            findings.add(Code::InputNotRecorded, place);
        }
    }
}

/// Of the records of each policy's id the newest holds; a policy that it withdraws is in force on no day. One whose text
/// does not read is a finding where it is told.
fn policies_that_hold(seen: &Seen) -> BTreeSet<Sha256> {
    let mut newest: BTreeMap<PolicyId, (u64, Sha256, bool)> = BTreeMap::new();
    for (record, (seq, body)) in &seen.policies {
        let Ok(policy) = Policy::parse(&body.toml, "policy") else {
            continue;
        };
        let this = (*seq, *record, body.withdrawn);
        let holds = newest.entry(policy.id).or_insert(this);
        if *seq > holds.0 {
            *holds = this;
        }
    }
    newest
        .into_values()
        .filter(|(_, _, withdrawn)| !withdrawn)
        .map(|(_, record, _)| record)
        .collect()
}

fn timeline(inputs: &Inputs, findings: &mut Findings) -> Option<Timeline> {
    let mut policies = Vec::new();
    for told in &inputs.policies {
        match Policy::parse(&told.toml, told.id.as_str()) {
            Ok(policy) => {
                if (&policy.id, policy.from) != (&told.id, told.from) {
                    let place = format!("{} policy {}", names::INPUTS, told.id);
                    findings.say(Code::InputNotRecorded, place, "its text has another id or first day");
                }
                policies.push(policy);
            }
            Err(error) => {
                findings.say(
                    Code::InputsUnusable,
                    format!("{} policy {}", names::INPUTS, told.id),
                    error,
                );
                return None;
            }
        }
    }
    match Timeline::new(policies) {
        Ok(timeline) => Some(timeline),
        Err(error) => {
            findings.say(Code::InputsUnusable, format!("{} policies", names::INPUTS), error);
            None
        }
    }
}
