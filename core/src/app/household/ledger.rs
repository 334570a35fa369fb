//! What stands beside visits: problems, the yearly plan, consent, and what a household was told.

use crate::app::write::body_of;
use crate::app::{Answer, App, AppError, bounds};
use crate::domain::{Consent, HelpKind, Measure, Notice, Plan, Problem, ProblemOrigin, ProblemState};
use crate::error::Error;
use crate::ids::{HouseholdNo, ProblemId, RecordId};
use crate::record::Kind;
use crate::time::Day;

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
    /// Opens a problem.
    pub fn problem(&self, found: ProblemFound) -> Answer<ProblemId> {
        let me = self.may_sign()?;
        self.known_household(&found.household)?;
        let problem = Problem {
            problem: ProblemId::new(self.clock.now().wall),
            household: found.household,
            cadre: me.cadre.id,
            origin: found.origin,
            kind: found.kind,
            state: ProblemState::Open,
            text: words(&found.text)?,
            follow_up: found.follow_up,
        };
        let about = Some(*problem.problem.as_bytes());
        self.write_one(Kind::Problem, Some(&problem.household), about, &problem)?;
        Ok(problem.problem)
    }

    /// Moves a problem on: being mended, or mended and to be verified. Closing it (销号) is the township's.
    pub fn move_problem(
        &self,
        problem: ProblemId,
        state: ProblemState,
        text: &str,
        follow_up: Option<Day>,
    ) -> Answer<RecordId> {
        let me = self.may_sign()?;
        if state == ProblemState::Closed {
            return Err(AppError::fix(
                "closing_is_the_townships",
                "销号由镇里验收后办，您可以先写“已整改”。",
                "Closing a problem is the township's: say that it is mended.",
            ));
        }
        let written = self.store.records_about(problem.as_bytes())?;
        let last = written
            .iter()
            .rev()
            .find(|record| record.envelope.kind == Kind::Problem);
        let last = last.ok_or_else(|| Error::NotFound {
            what: "problem of this phone",
            id: problem.to_string(),
        })?;
        let next = Problem {
            cadre: me.cadre.id,
            state,
            text: words(text)?,
            follow_up,
            ..body_of::<Problem>(last)?
        };
        self.write_one(Kind::Problem, Some(&next.household), Some(*problem.as_bytes()), &next)
    }

    /// Writes the yearly plan, whole; a later one stands in place of an earlier.
    pub fn plan(&self, household: &HouseholdNo, year: i32, measures: Vec<Measure>) -> Answer<RecordId> {
        let me = self.may_sign()?;
        self.known_household(household)?;
        if measures.is_empty() {
            return Err(AppError::fix(
                "plan_empty",
                "请至少写一条帮扶措施。",
                "Write at least one measure.",
            ));
        }
        bounds::measures(&measures)?;
        let plan = Plan {
            household: household.clone(),
            cadre: me.cadre.id,
            year,
            measures,
        };
        self.write_one(Kind::Plan, Some(household), None, &plan)
    }

    /// The cadre consents to what the app collects, in this version of the text.
    pub fn consent(&self, version: &str) -> Answer<RecordId> {
        self.write_consent(version, Consents::Given)
    }
    /// The cadre takes the consent back.
    pub fn withdraw_consent(&self, version: &str) -> Answer<RecordId> {
        self.write_consent(version, Consents::Withdrawn)
    }
    fn write_consent(&self, version: &str, given: Consents) -> Answer<RecordId> {
        let consent = Consent {
            cadre: self.may_sign()?.cadre.id,
            version: name(version)?,
            given: matches!(given, Consents::Given),
        };
        self.write_one(Kind::Consent, None, None, &consent)
    }
    /// The version last consented to by the cadre whose phone this is, when the consent stands. Another cadre's consent,
    /// given on this phone before it was handed on, is not theirs.
    pub fn consented(&self) -> Answer<Option<String>> {
        let Some(me) = self.store.enrolment()? else {
            return Ok(None);
        };
        let mut written = self.store.records_of_kind("consent")?;
        written.sort_by_key(|record| record.envelope.id);
        let all = written.iter().map(body_of::<Consent>);
        let mut all = all.collect::<Result<Vec<_>, _>>()?.into_iter();
        let last = all.rfind(|consent| consent.cadre == me.cadre.id);
        Ok(last.filter(|consent| consent.given).map(|consent| consent.version))
    }

    /// Writes what the household was told, today: which version of the text, and how (`read_aloud`, `paper`, ...).
    pub fn notice(&self, household: &HouseholdNo, version: &str, how: &str) -> Answer<RecordId> {
        let me = self.may_sign()?;
        self.known_household(household)?;
        let notice = Notice {
            household: household.clone(),
            cadre: me.cadre.id,
            version: name(version)?,
            day: self.on()?,
            how: words(how)?,
        };
        self.write_one(Kind::Notice, Some(household), None, &notice)
    }
}

enum Consents {
    Given,
    Withdrawn,
}

/// The name of a version.
fn name(said: &str) -> Answer<String> {
    bounds::name("版本", "version", said)?;
    words(said)
}

/// A text that says something.
pub(super) fn words(text: &str) -> Answer<String> {
    match text.trim() {
        "" => Err(AppError::fix("text_missing", "请写一句话。", "Write a line.")),
        said => {
            bounds::text("说明", "text", said)?;
            Ok(said.to_owned())
        }
    }
}
