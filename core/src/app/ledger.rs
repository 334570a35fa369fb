//! What stands beside visits: help, problems, the yearly plan, consent, and what a household was told.

use super::{Answer, App};
use crate::domain::{Amount, HelpKind, Measure, ProblemOrigin, ProblemState};
use crate::ids::{HouseholdNo, ProblemId, RecordId, VisitId};
use crate::time::Day;

/// Help given to a household.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct HelpGiven {
    /// Whom.
    pub household: HouseholdNo,
    /// The visit it was given on, if any.
    pub visit: Option<VisitId>,
    /// The kind.
    pub kind: HelpKind,
    /// The day.
    pub day: Day,
    /// In words.
    pub text: String,
    /// Money in fen, if any.
    pub amount_fen: Option<Amount>,
    /// When to look again.
    pub follow_up: Option<Day>,
}

/// A problem found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ProblemFound {
    /// Whose.
    pub household: HouseholdNo,
    /// How it came to be known.
    pub origin: ProblemOrigin,
    /// What it concerns.
    pub kind: HelpKind,
    /// In words.
    pub text: String,
    /// When to look again.
    pub follow_up: Option<Day>,
}

impl App {
    /// Writes help given.
    pub fn help(&self, _help: HelpGiven) -> Answer<RecordId> {
        todo!()
    }
    /// Opens a problem.
    pub fn problem(&self, _found: ProblemFound) -> Answer<ProblemId> {
        todo!()
    }
    /// Moves a problem on: being mended, or mended and to be verified. Closing it (销号) is the township's.
    pub fn move_problem(
        &self,
        _problem: ProblemId,
        _state: ProblemState,
        _text: &str,
        _follow_up: Option<Day>,
    ) -> Answer<RecordId> {
        todo!()
    }
    /// Writes the yearly plan, whole; a later one stands in place of an earlier.
    pub fn plan(&self, _household: &HouseholdNo, _year: i32, _measures: Vec<Measure>) -> Answer<RecordId> {
        todo!()
    }
    /// The cadre consents to what the app collects, in this version of the text.
    pub fn consent(&self, _version: &str) -> Answer<RecordId> {
        todo!()
    }
    /// The cadre takes the consent back.
    pub fn withdraw_consent(&self, _version: &str) -> Answer<RecordId> {
        todo!()
    }
    /// The version last consented to, when the consent stands.
    pub fn consented(&self) -> Answer<Option<String>> {
        todo!()
    }
    /// Writes what the household was told, today: which version of the text, and how (`read_aloud`, `paper`, ...).
    pub fn notice(&self, _household: &HouseholdNo, _version: &str, _how: &str) -> Answer<RecordId> {
        todo!()
    }
}
