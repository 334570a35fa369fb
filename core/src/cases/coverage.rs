//! `ruhu rules try`: households in, coverage out, so that a policy can be tried before it is in force and two programs
//! can be compared. Ids of visits are any texts here, compared by code point.

use super::file::{CaseError, CaseFile};
use super::lines_of_json;
use crate::coverage::{Line, NextVisit, State, Timeline, tally};
use crate::domain::{Class, ClassFrom, Mode, Ruling, Tenure, Verdict, VisitFact, Waiver, WaiverKind};
use crate::ids::VisitId;
use crate::rules::{Policy, PolicyError};
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// The coverage of every case of a file under one policy: both as texts, with their names for errors. The answer is the
/// JSON list that `docs/rules.md` shows, one case a line.
///
/// # Errors
/// A wrong policy or a wrong case: file, line, column, which case, what is wrong.
pub fn try_cases(
    policy_text: &str,
    policy_file: &str,
    cases_text: &str,
    cases_file: &str,
) -> Result<String, CaseError> {
    let timeline = Timeline::one(Policy::parse(policy_text, policy_file)?);
    let file = CaseFile::new(cases_text, cases_file);
    let mut answers = Vec::new();
    for text in file.list("cases")? {
        let case: HouseholdCase = file.case(text)?;
        let id = case.id.clone();
        let answer = case.answer(&timeline);
        answers.push(answer.map_err(|message| file.wrong(text, &id, &message))?);
    }
    Ok(lines_of_json(&answers))
}

/// A real household, to be asked the same question.
#[derive(Clone, Debug)]
pub struct RealHousehold {
    /// Its number.
    pub id: String,
    /// Days in the programme and classes.
    pub tenure: Tenure,
    /// Waivers that touch it.
    pub waivers: Vec<Waiver>,
    /// Every visit's fact.
    pub visits: Vec<VisitFact>,
}

/// As [`try_cases`], for households that are there: what a policy would have said of them as of `on`.
///
/// # Errors
/// A wrong policy: file, line, column.
pub fn try_households(
    policy_text: &str,
    policy_file: &str,
    households: &[RealHousehold],
    on: Day,
) -> Result<String, PolicyError> {
    let timeline = Timeline::one(Policy::parse(policy_text, policy_file)?);
    let answers: Vec<Answer> = households
        .iter()
        .map(|household| {
            let coverage = tally(&timeline, &household.tenure, &household.waivers, &household.visits, on);
            Answer {
                id: household.id.clone(),
                state: coverage.state,
                date: coverage.date,
                suggested: coverage.suggested,
                next: coverage.next,
                plan: coverage.plan,
                counted: coverage.counted.iter().map(VisitId::to_string).collect(),
                lines: coverage.lines,
            }
        })
        .collect();
    Ok(lines_of_json(&answers))
}

#[derive(Serialize)]
struct Answer {
    id: String,
    state: State,
    date: Option<Day>,
    suggested: Option<Day>,
    next: Option<NextVisit>,
    plan: Option<NextVisit>,
    counted: Vec<String>,
    lines: Vec<Line>,
}

/// `left`, `waivers`, `visits`, `decision` may be left out or null; unknown keys are ignored.
#[derive(Deserialize)]
struct HouseholdCase {
    id: String,
    on: Day,
    household: TenureCase,
    waivers: Option<Vec<WaiverCase>>,
    visits: Option<Vec<VisitCase>>,
}

#[derive(Deserialize)]
struct TenureCase {
    entered: Day,
    left: Option<Day>,
    classes: Vec<ClassCase>,
}

#[derive(Deserialize)]
struct ClassCase {
    class: Class,
    from: Day,
}

#[derive(Deserialize)]
struct WaiverCase {
    kind: WaiverKind,
    from: Day,
    to: Day,
}

#[derive(Deserialize)]
struct VisitCase {
    id: String,
    day: Day,
    mode: Mode,
    verdict: Verdict,
    decision: Option<Ruling>,
}

impl HouseholdCase {
    fn answer(self, timeline: &Timeline) -> Result<Answer, String> {
        let tenure = self.household.tenure()?;
        let waivers = self.waivers.unwrap_or_default().into_iter().enumerate();
        let waivers = waivers
            .map(|(index, waiver)| waiver.checked(index))
            .collect::<Result<Vec<_>, _>>()?;
        let visits = self.visits.unwrap_or_default();
        let ids = ranked(&visits)?;
        let facts: Vec<VisitFact> = visits.iter().map(|visit| visit.fact(&ids)).collect();
        let coverage = tally(timeline, &tenure, &waivers, &facts, self.on);
        Ok(Answer {
            id: self.id,
            state: coverage.state,
            date: coverage.date,
            suggested: coverage.suggested,
            next: coverage.next,
            plan: coverage.plan,
            counted: coverage
                .counted
                .iter()
                .filter_map(|id| ids.get(rank_of(*id)))
                .map(|id| (*id).to_owned())
                .collect(),
            lines: coverage.lines,
        })
    }
}

impl TenureCase {
    fn tenure(self) -> Result<Tenure, String> {
        if let Some(left) = self.left
            && left < self.entered
        {
            return Err(format!("`left` ({left}) is before `entered` ({})", self.entered));
        }
        let class = |case: ClassCase| ClassFrom {
            class: case.class,
            from: case.from,
        };
        Ok(Tenure {
            entered: self.entered,
            left: self.left,
            classes: self.classes.into_iter().map(class).collect(),
        })
    }
}

impl WaiverCase {
    fn checked(self, index: usize) -> Result<Waiver, String> {
        let Self { kind, from, to } = self;
        if to < from {
            return Err(format!("waiver {}: `to` ({to}) is before `from` ({from})", index + 1));
        }
        Ok(Waiver { kind, from, to })
    }
}

impl VisitCase {
    fn fact(&self, ids: &[&str]) -> VisitFact {
        VisitFact {
            id: id_of(ids.partition_point(|id| *id < self.id.as_str())),
            day: self.day,
            mode: self.mode,
            verdict: self.verdict,
            decision: self.decision,
        }
    }
}

/// The ids in order of their code points (UTF-8 bytes stand in the same order). Twice the same one is an error.
fn ranked(visits: &[VisitCase]) -> Result<Vec<&str>, String> {
    let mut ids: Vec<&str> = visits.iter().map(|visit| visit.id.as_str()).collect();
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("two visits have the id \"{}\"", pair[0].escape_debug())),
        None => Ok(ids),
    }
}

/// The id of this rank: ids so made stand in the order of the texts they are for.
fn id_of(rank: usize) -> VisitId {
    let mut bytes = [0; 16];
    let rank = rank.to_be_bytes();
    bytes[16 - rank.len()..].copy_from_slice(&rank);
    VisitId::from_bytes(bytes)
}

fn rank_of(id: VisitId) -> usize {
    let mut rank = [0; size_of::<usize>()];
    rank.copy_from_slice(&id.as_bytes()[16 - size_of::<usize>()..]);
    usize::from_be_bytes(rank)
}
