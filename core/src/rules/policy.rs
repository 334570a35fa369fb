//! A policy: an effective-dated set of requirements and what a visit must be to count. `read` makes one of its TOML file.

use crate::domain::{Class, Mode, ReasonCode};
use crate::ids::PolicyId;
use crate::time::Day;
use std::collections::BTreeMap;

/// An effective-dated set of requirements.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// Its name.
    pub name: String,
    /// The first day in force.
    pub from: Day,
    /// The last day in force.
    pub until: Option<Day>,
    /// The document it comes from.
    pub source: Option<String>,
    /// What a visit must be to count.
    pub visit: VisitRules,
    /// How often.
    pub require: Vec<Requirement>,
}

/// `[visit]`
#[derive(Clone, Debug, PartialEq)]
pub struct VisitRules {
    /// Modes that count by themselves.
    pub modes: Vec<Mode>,
    /// Modes that count on a day under a `remote` waiver.
    pub remote_modes: Vec<Mode>,
    /// Days from the last counted visit.
    pub min_gap_days: u32,
    /// Photos wanted.
    pub photos: u32,
    /// Minutes wanted.
    pub min_minutes: u32,
    /// Metres that pass.
    pub near_m: f64,
    /// Metres beyond which a visit is flagged.
    pub far_m: f64,
    /// Days within which a late entry counts.
    pub late_days: u32,
    /// Whose visit counts.
    pub who: Who,
    /// Whether a position is asked.
    pub position: Position,
    /// Whether somebody of the household must have been met.
    pub met: MetRule,
    /// `[visit.effect]`
    pub effect: BTreeMap<ReasonCode, Effect>,
}

/// Whose visit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Assigned cadres'.
    Assigned,
    /// Anybody's.
    Any,
}

/// Whether a position is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Asked.
    Required,
    /// Not asked.
    Off,
}

/// Whether somebody of the household must have been met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetRule {
    /// Asked: `nobody_met` is given.
    Required,
    /// Not asked.
    Off,
}

/// What a code does to the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing.
    Note,
    /// Needs review.
    Review,
    /// Does not count.
    No,
}

/// `[[require]]`
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The classes it is asked of; `None` = every class.
    pub classes: Option<Vec<Class>>,
    /// How many visits.
    pub times: u32,
    /// In which windows.
    pub every: Every,
    /// Advice when false.
    pub binding: bool,
    /// How a part of a window is rounded.
    pub prorate: Prorate,
    /// Days before the latest safe day on which it becomes `due`.
    pub warn_days: u32,
}

/// Calendar windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// January to December.
    Year,
    /// Half years.
    Half,
    /// Quarters.
    Quarter,
    /// Jan-Feb, Mar-Apr, ...
    TwoMonths,
    /// Months.
    Month,
}

/// Rounding of a pro-rated need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prorate {
    /// Down.
    Floor,
    /// Up.
    Ceil,
    /// `times`, whatever the days.
    Whole,
}

impl Policy {
    /// Whether it is in force on this day.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
    /// Whether some day has both in force.
    pub fn overlaps(&self, other: &Policy) -> bool {
        self.holds(other.from) || other.holds(self.from)
    }
    /// Both names, the first day they share, and how to mend it.
    pub(crate) fn clash_message(&self, other: &Policy) -> String {
        format!(
            "policies \"{}\" and \"{}\" are both in force on {}: let one's `until` be the day before the other's `from`",
            self.id,
            other.id,
            self.from.max(other.from)
        )
    }
}

impl Requirement {
    /// Whether it is asked of this class.
    pub fn asks(&self, class: Class) -> bool {
        self.classes.as_ref().is_none_or(|classes| classes.contains(&class))
    }
    /// Whether it stands unchanged in the next policy (id, times, every, classes, binding, prorate), so that both are one
    /// line. Title and warning may change; classes are compared as a set.
    pub fn continues(&self, next: &Requirement) -> bool {
        self.id == next.id
            && self.times == next.times
            && self.every == next.every
            && self.binding == next.binding
            && self.prorate == next.prorate
            && Class::ALL.iter().all(|class| self.asks(*class) == next.asks(*class))
    }
}

impl Every {
    /// How many months a window has.
    pub fn months(self) -> u32 {
        match self {
            Every::Year => 12,
            Every::Half => 6,
            Every::Quarter => 3,
            Every::TwoMonths => 2,
            Every::Month => 1,
        }
    }
}
