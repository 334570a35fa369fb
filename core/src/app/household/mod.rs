//! A household: [`App::household`] answers its file: who lives there, what is promised, what was done.
//!
//! What a cadre writes of it beside visits: problems, the yearly plan, consent and notices (`ledger`), and help with its photos,
//! from [`App::help_photo`] to [`App::help`] (`help`).

mod help;
mod ledger;

pub use help::{HelpBegun, HelpGiven, HelpPage};
pub use ledger::ProblemFound;

use super::write::body_of;
use super::{Answer, App, DueRow, Text};
use crate::coverage::{Line, tally};
use crate::domain::{
    Cadre, HelpLog, Household, Mode, Notice, Plan, Problem, ReasonCode, Ruling, Statements, Verdict, Visit, Waiver,
};
use crate::ids::{HouseholdNo, ProblemId, VisitId};
use crate::outbox::SendState;
use crate::record::{Correction, Kind};
use crate::store::{HouseholdHistory, KeptRecord};
use crate::time::Day;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap};

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
    pub fn household(&self, number: &HouseholdNo) -> Answer<HouseholdFile> {
        let on = self.on()?;
        self.refresh(on)?;
        let known = self.known(number)?;
        let timeline = self.timeline()?;
        let due = self.row_of(&known, on)?;
        let down = &known.down;
        let coverage = tally(&timeline, &down.household.tenure, &down.waivers, &down.visits, on);
        let written = self.store.records_of(number)?;
        let names = self.store.cadres()?;
        let assigned = |cadre: &&Cadre| down.assignments.iter().any(|a| a.cadre == cadre.id && a.holds(on));
        Ok(HouseholdFile {
            due,
            cadres: names.iter().filter(assigned).cloned().collect(),
            waivers: down.waivers.clone(),
            visits: visit_lines(&known, &coverage.counted, &written)?,
            help: newest_first(&written, &Kind::Help)?,
            problems: problems(&written)?,
            plans: plans(&written)?,
            notices: newest_first(&written, &Kind::Notice)?,
            lines: coverage.lines,
            household: known.down.household,
        })
    }
}

/// "✓ 有效", "⋯ 待审核", "× 不算"; a reviewer's decision stands over the verdict.
pub(super) fn verdict_tag(verdict: Verdict, decision: Option<Ruling>) -> Text {
    let (mark, zh, en) = match (decision, verdict) {
        (Some(Ruling::Counts), _) => ("✓", Ruling::Counts.zh(), Ruling::Counts.en()),
        (Some(Ruling::DoesNotCount), _) => ("×", Ruling::DoesNotCount.zh(), Ruling::DoesNotCount.en()),
        (None, Verdict::Counts) => ("✓", verdict.zh(), verdict.en()),
        (None, Verdict::NeedsReview) => ("⋯", verdict.zh(), verdict.en()),
        (None, Verdict::DoesNotCount) => ("×", verdict.zh(), verdict.en()),
    };
    Text::new(format!("{mark} {zh}"), format!("{mark} {en}"))
}

fn of_kind<'a>(written: &'a [KeptRecord], kind: &'a Kind) -> impl Iterator<Item = &'a KeptRecord> {
    written.iter().filter(move |record| record.envelope.kind == *kind)
}

fn newest_first<T: DeserializeOwned>(written: &[KeptRecord], kind: &Kind) -> Answer<Vec<T>> {
    let mut all = of_kind(written, kind).map(body_of).collect::<Result<Vec<T>, _>>()?;
    all.reverse();
    Ok(all)
}

/// The plan of each year as it stands, newest year first.
fn plans(written: &[KeptRecord]) -> Answer<Vec<Plan>> {
    let mut by_year: BTreeMap<i32, Plan> = BTreeMap::new();
    for record in of_kind(written, &Kind::Plan) {
        let plan: Plan = body_of(record)?;
        by_year.insert(plan.year, plan);
    }
    Ok(by_year.into_values().rev().collect())
}

/// Each problem where it stands, the newest first.
fn problems(written: &[KeptRecord]) -> Answer<Vec<ProblemNow>> {
    let mut by_id: BTreeMap<ProblemId, ProblemNow> = BTreeMap::new();
    for record in of_kind(written, &Kind::Problem) {
        let problem: Problem = body_of(record)?;
        match by_id.get_mut(&problem.problem) {
            Some(known) => known.before.push(std::mem::replace(&mut known.now, problem)),
            None => {
                let now = ProblemNow {
                    now: problem,
                    before: Vec::new(),
                };
                by_id.insert(now.now.problem, now);
            }
        }
    }
    Ok(by_id.into_values().rev().collect())
}

fn visit_lines(known: &HouseholdHistory, counted: &[VisitId], written: &[KeptRecord]) -> Answer<Vec<VisitLine>> {
    let mut own: HashMap<VisitId, (Visit, bool)> = HashMap::new();
    for record in of_kind(written, &Kind::Visit) {
        let sent = matches!(record.state, SendState::Sent { .. });
        own.insert(VisitId::from(record.envelope.id), (body_of(record)?, sent));
    }
    for record in of_kind(written, &Kind::Correction) {
        let correction: Correction = body_of(record)?;
        if let Some((visit, _)) = own.get_mut(&correction.visit) {
            visit.statements = correction.statements;
        }
    }
    let mut lines: Vec<VisitLine> = known
        .down
        .visits
        .iter()
        .map(|fact| {
            let (mine, uploaded) = own
                .remove(&fact.id)
                .map_or((None, true), |(visit, sent)| (Some(visit), sent));
            let (codes, statements) = mine.map(|visit| (visit.judged.codes, visit.statements)).unzip();
            VisitLine {
                visit: fact.id,
                day: fact.day,
                mode: fact.mode,
                verdict: fact.verdict,
                decision: fact.decision,
                counted: counted.contains(&fact.id),
                uploaded,
                codes: codes.unwrap_or_default(),
                statements,
                tag: verdict_tag(fact.verdict, fact.decision),
            }
        })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.day, line.visit)));
    Ok(lines)
}
