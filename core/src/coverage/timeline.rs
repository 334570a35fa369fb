//! Policies that follow one another, and the requirements that run on unchanged from one to the next.

use super::window::Span;
use crate::Error;
use crate::rules::{Policy, Requirement};
use crate::time::Day;

/// Policies that follow one another; at most one is in force on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    policies: Vec<Policy>,
    runs: Vec<Run>,
}

/// A requirement and the policies it stands in unchanged, one directly after the other: (policy, place in it).
#[derive(Clone, Debug, PartialEq)]
struct Run(Vec<(usize, usize)>);

impl Timeline {
    /// In order of `from`. Two in force on one day are an error that names both; `Policy::clash` gives it with its place
    /// in the file.
    pub fn new(mut policies: Vec<Policy>) -> crate::Result<Self> {
        policies.sort_by_key(|policy| policy.from);
        for pair in policies.windows(2) {
            if pair[0].overlaps(&pair[1]) {
                return Err(Error::unusable(
                    "policy",
                    pair[1].id.as_str(),
                    &pair[1].clash_message(&pair[0]),
                ));
            }
        }
        let runs = runs(&policies);
        Ok(Self { policies, runs })
    }
    /// One policy alone: it judges the whole history.
    pub fn one(policy: Policy) -> Self {
        let policies = vec![policy];
        let runs = runs(&policies);
        Self { policies, runs }
    }
    /// The policy in force on a day.
    pub fn on(&self, day: Day) -> Option<&Policy> {
        self.judging(day).filter(|policy| policy.holds(day))
    }
    /// The policy that a visit of this day is held to: the one in force, else the last before, else the first of all.
    /// One policy alone so judges the whole history.
    pub fn judging(&self, day: Day) -> Option<&Policy> {
        let begun = self.policies.partition_point(|policy| policy.from <= day);
        self.policies.get(begun.saturating_sub(1))
    }
    /// All of them.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// Each requirement with the days it is in force, in the order of the policies and of their requirements.
    /// The requirement's title and warning are those that hold on `on`, or nearest before it.
    pub(super) fn requirements(&self, on: Day) -> impl Iterator<Item = (&Requirement, Span)> {
        self.runs.iter().filter_map(move |run| {
            let (first, last) = (run.0.first()?, run.0.last()?);
            let begun = run.0.partition_point(|(policy, _)| self.policies[*policy].from <= on);
            let (policy, place) = run.0[begun.saturating_sub(1)];
            let span = Span {
                first: self.policies[first.0].from.number(),
                last: self.policies[last.0].until.map_or(i32::MAX, Day::number),
            };
            Some((&self.policies[policy].require[place], span))
        })
    }
    /// The gap in days (1 or more) a visit is held to, and the days on which; in order, without a hole.
    pub(super) fn gaps(&self) -> Vec<(Span, i32)> {
        let last = self.policies.len().saturating_sub(1);
        let of = |(index, policy): (usize, &Policy)| {
            let span = Span {
                first: if index == 0 { i32::MIN } else { policy.from.number() },
                last: if index == last {
                    i32::MAX
                } else {
                    self.policies[index + 1].from.number() - 1
                },
            };
            (span, gap_days(policy))
        };
        self.policies.iter().enumerate().map(of).collect()
    }
}

/// `max(1, min_gap_days)`, kept below what a day number could overflow by: such a gap no calendar holds.
pub(super) fn gap_days(policy: &Policy) -> i32 {
    const LONGER_THAN_ANY_CALENDAR: i32 = 10_000_000;
    i32::try_from(policy.visit.min_gap_days)
        .map_or(LONGER_THAN_ANY_CALENDAR, |gap| gap.clamp(1, LONGER_THAN_ANY_CALENDAR))
}

fn runs(policies: &[Policy]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (number, policy) in policies.iter().enumerate() {
        for (place, requirement) in policy.require.iter().enumerate() {
            let follows = |run: &&mut Run| {
                run.0.last().is_some_and(|(before, place)| {
                    *before + 1 == number
                        && policies[*before]
                            .until
                            .is_some_and(|until| until.number() + 1 == policy.from.number())
                        && policies[*before].require[*place].continues(requirement)
                })
            };
            match runs.iter_mut().find(follows) {
                Some(run) => run.0.push((number, place)),
                None => runs.push(Run(vec![(number, place)])),
            }
        }
    }
    runs
}
