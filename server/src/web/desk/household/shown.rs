//! What a household's page and its text show: the file, and what the rules say of it.

use crate::store::{HouseholdFile, Person, Reach, Township, VisitShown};
use crate::web::desk::reader::{Language, Reader};
use crate::web::desk::standing::main_line;
use crate::web::desk::when::When;
use ruhu_core::coverage::{Ahead, Cell, Coverage, Timeline};
use ruhu_core::ids::Sha256;
use std::collections::{BTreeMap, BTreeSet};

/// A household's file with what the rules say of it.
pub(super) struct Shown {
    pub township: Township,
    pub others: bool,
    pub file: HouseholdFile,
    pub person: Person,
    pub reach: Reach,
    pub timeline: Timeline,
    pub coverage: Coverage,
    pub strip: Vec<Cell>,
    /// The copies of its photos that are here.
    pub here: BTreeSet<Sha256>,
    pub when: When,
    /// Households of the township within reach that wait to be judged again.
    pub to_judge: u64,
    /// This one does.
    pub waits: bool,
}

impl Shown {
    /// The page's address, without a day.
    pub fn base(&self) -> String {
        format!("/households/{}/{}", self.township.code, self.file.household.household)
    }
    /// The visits of the day's year, up to the day, newest first.
    pub fn visits(&self) -> Vec<&VisitShown> {
        let on = self.when.on;
        let visits = self.file.visits.iter();
        visits
            .filter(|visit| visit.day <= on && visit.day.year() == on.year())
            .collect()
    }
    /// The other years that have visits, newest first, with how many.
    pub fn other_years(&self) -> Vec<(i32, usize)> {
        let mut years: BTreeMap<i32, usize> = BTreeMap::new();
        for visit in &self.file.visits {
            *years.entry(visit.day.year()).or_default() += 1;
        }
        years.remove(&self.when.on.year());
        years.into_iter().rev().collect()
    }
}

/// How many are made, how many are to go, and when to go next.
pub(super) fn to_go(reader: &Reader, shown: &Shown) -> String {
    let counted = match (main_line(&shown.coverage.lines), reader.language) {
        (None, _) => String::new(),
        (Some(line), Language::Zh) => format!("已 {} 次 · 还差 {} 次", line.have, line.need.saturating_sub(line.have)),
        (Some(line), Language::En) => format!("{} made · {} to go", line.have, line.need.saturating_sub(line.have)),
    };
    let pending = main_line(&shown.coverage.lines).map_or(0, |line| line.pending);
    let counted = match (pending, reader.language) {
        (0, _) => counted,
        (_, Language::Zh) => format!("{counted} · {pending} 次待审核"),
        (_, Language::En) => format!("{counted} · {pending} waiting for review"),
    };
    match next_words(reader, shown) {
        None => counted,
        Some(next) if counted.is_empty() => next,
        Some(next) => format!("{counted} · {next}"),
    }
}

/// When to go next, the rhythm first and the limit with it. Of a year that is over nothing is ahead.
fn next_words(reader: &Reader, shown: &Shown) -> Option<String> {
    let ahead = Ahead {
        next: shown.coverage.next.clone(),
        plan: shown.coverage.plan.clone(),
    };
    let words = ahead.words(shown.when.on, reader.language)?;
    (!shown.when.is_year_over()).then_some(words)
}
