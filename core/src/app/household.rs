//! A household's file: who lives there, what is promised, what was done.

use super::{Answer, App, DueRow, Text};
use crate::coverage::Line;
use crate::domain::{
    Cadre, HelpLog, Household, Mode, Notice, Plan, Problem, ReasonCode, Ruling, Statements, Verdict, Waiver,
};
use crate::ids::{HouseholdNo, VisitId};
use crate::time::Day;

/// A household's file.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct HouseholdFile {
    /// As the roster describes it.
    pub household: Household,
    /// As the due list shows it.
    pub due: DueRow,
    /// Every requirement and window of this year.
    pub lines: Vec<Line>,
    /// Who is responsible today, as far as this phone knows their names.
    pub cadres: Vec<Cadre>,
    /// Waivers that touch it.
    pub waivers: Vec<Waiver>,
    /// All visits, whoever made them, newest first.
    pub visits: Vec<VisitLine>,
    /// Help given, written on this phone, newest first.
    pub help: Vec<HelpLog>,
    /// Problems found on this phone, each where it stands.
    pub problems: Vec<ProblemNow>,
    /// The yearly plans written on this phone, newest first.
    pub plans: Vec<Plan>,
    /// What the household was told, newest first.
    pub notices: Vec<Notice>,
}

/// A problem and the states it went through.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ProblemNow {
    /// Where it stands.
    pub now: Problem,
    /// What it was before, oldest first.
    pub before: Vec<Problem>,
}

/// A visit in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct VisitLine {
    /// Which.
    pub visit: VisitId,
    /// Its day.
    pub day: Day,
    /// How.
    pub mode: Mode,
    /// What it is worth.
    pub verdict: Verdict,
    /// What a reviewer decided.
    pub decision: Option<Ruling>,
    /// Whether it is among those that count.
    pub counted: bool,
    /// Whether the township has it.
    pub uploaded: bool,
    /// Reasons, as this phone saw them at the door; empty for others' visits.
    pub codes: Vec<ReasonCode>,
    /// What was stated, corrections applied; absent for others' visits.
    pub statements: Option<Statements>,
    /// In one line: "✓ 有效", "⋯ 待审核".
    pub tag: Text,
}

impl App {
    /// The household's file.
    pub fn household(&self, _household: &HouseholdNo) -> Answer<HouseholdFile> {
        todo!()
    }
}
