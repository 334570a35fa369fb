//! Due rows: made from a household's facts by the pure rules when something changes, read as they are kept.

use crate::app::open::lock;
use crate::app::{Answer, App};
use crate::coverage::{Cell, Coverage, Line, Mark, Timeline, strip, tally};
use crate::error::{Error, Result};
use crate::rules::Policy;
use crate::store::{CoverRow, HouseholdHistory};
use crate::time::{Day, settle};
use crate::wire::PolicyDown;
use std::sync::Arc;

/// The policies as one timeline; an error names the policy and the place in it.
pub(in crate::app) fn timeline_of(policies: &[PolicyDown]) -> Result<Timeline> {
    let read = |policy: &PolicyDown| {
        Policy::parse(&policy.toml, policy.id.as_str())
            .map_err(|e| Error::unusable("policy", &e.to_string(), "update Ruhu, or tell the township"))
    };
    Timeline::new(policies.iter().map(read).collect::<Result<_>>()?)
}

/// The line a row's numbers are of: the binding one with the longest span, else the longest of all.
fn main_line(coverage: &Coverage) -> Option<&Line> {
    let mut best: Option<&Line> = None;
    for line in &coverage.lines {
        let longer =
            best.is_none_or(|best| (line.binding, line.to.since(line.from)) > (best.binding, best.to.since(best.from)));
        if longer {
            best = Some(line);
        }
    }
    best
}

/// The strip; a cell that is ✓ only by visits the township has not confirmed yet is ⋯.
fn strip_of(timeline: &Timeline, known: &HouseholdHistory, coverage: &Coverage, day: Day) -> Vec<Cell> {
    let down = &known.down;
    let (tenure, waivers) = (&down.household.tenure, &down.waivers);
    let mut cells = strip(timeline, tenure, waivers, &down.visits, coverage, day.year(), day);
    if !known.unsent.is_empty() {
        let confirmed: Vec<_> = down
            .visits
            .iter()
            .filter(|v| !known.unsent.contains(&v.id))
            .copied()
            .collect();
        let coverage = tally(timeline, tenure, waivers, &confirmed, day);
        let sure = strip(timeline, tenure, waivers, &confirmed, &coverage, day.year(), day);
        for (cell, sure) in cells.iter_mut().zip(sure) {
            if cell.mark == Mark::Met && sure.mark != Mark::Met {
                cell.mark = Mark::Waiting;
            }
        }
    }
    cells
}

/// A household's due row as of a day.
pub(in crate::app) fn cover_of(timeline: &Timeline, known: &HouseholdHistory, day: Day) -> CoverRow {
    let down = &known.down;
    let coverage = tally(timeline, &down.household.tenure, &down.waivers, &down.visits, day);
    let line = main_line(&coverage);
    CoverRow {
        household: down.household.household.clone(),
        day,
        state: coverage.state,
        date: coverage.date,
        suggested: coverage.suggested,
        have: line.map_or(0, |line| line.have),
        need: line.map_or(0, |line| line.need),
        pending: line.map_or(0, |line| line.pending),
        unsent: u32::try_from(known.unsent.len()).unwrap_or(u32::MAX),
        strip: strip_of(timeline, known, &coverage, day),
        next: coverage.next,
        plan: coverage.plan,
    }
}

impl App {
    /// The policies in force, read once and until the township tells of others.
    pub(in crate::app) fn timeline(&self) -> Answer<Arc<Timeline>> {
        let mut kept = lock(&self.timeline);
        if let Some(timeline) = &*kept {
            return Ok(Arc::clone(timeline));
        }
        let timeline = Arc::new(timeline_of(&self.store.policies()?)?);
        *kept = Some(Arc::clone(&timeline));
        Ok(timeline)
    }

    /// Today, by the best clock there is.
    pub(in crate::app) fn on(&self) -> Answer<Day> {
        let seen = self.store.server_seen()?;
        let anchor = seen.anchor.as_ref().map(|anchor| &anchor.time);
        Ok(settle(&self.clock.now(), anchor, anchor.map(|a| a.time), None).at.day())
    }

    /// Makes anew the rows that something has changed, or that are as of another day.
    pub(in crate::app) fn refresh(&self, day: Day) -> Answer<()> {
        let _changing = self.changing();
        let stale = self.store.stale(day)?;
        if stale.is_empty() {
            return Ok(());
        }
        let timeline = self.timeline()?;
        let rows: Vec<CoverRow> = stale.iter().map(|known| cover_of(&timeline, known, day)).collect();
        Ok(self.store.keep_covers(&rows)?)
    }
}
