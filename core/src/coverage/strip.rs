//! The strip: a household's year in six cells, or twelve where the household is asked for by the month. It looks the same
//! on the phone, the desk, the household's file and the ledger, so its marks are decided here, once.

use super::line::{Figures, State};
use super::tally::History;
use super::window::{Span, windows};
use super::{Coverage, Timeline};
use crate::domain::{Tenure, VisitFact, Waiver};
use crate::rules::Every;
use crate::time::Day;
use serde::{Deserialize, Serialize};

crate::domain::words! {
    /// A cell's mark.
    Mark {
        /// ✓ visited
        Met = "met", "✓", "visited";
        /// ⋯ waiting for review or upload
        Waiting = "waiting", "⋯", "waiting";
        /// ! now
        Now = "now", "!", "now";
        /// × missed
        Missed = "missed", "×", "missed";
        /// – not asked, or not yet begun
        Rest = "rest", "–", "not asked";
    }
}

/// One cell of the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Cell {
    /// The window's first day.
    pub from: Day,
    /// The window's last day.
    pub to: Day,
    /// Counted visits in it.
    pub visits: u32,
    /// Its mark.
    pub mark: Mark,
}

/// The strip of `year` as of `on`; `coverage` is the household's as of `on`. Twelve cells when a requirement by the month
/// is asked of the household in that year, else six.
///
/// A cell's mark comes from the lines of its own window; of several the worst decides:
/// - × the window is over, or out of reach, and too few visits counted; ⋯ instead when those under review would do;
/// - ! a visit is due in it (`due`), and none waits that would do;
/// - ✓ as many visits counted as are needed;
/// - – there is time yet (`on_track`), it has not begun, or nothing is asked.
///
/// Where its window is asked nothing, a cell is ✓ when a visit counted in it, else ⋯ when one is under review, else –.
/// The cell of today then shows the longer windows too: ! when the household is due, × when it is lost.
pub fn strip(
    timeline: &Timeline,
    household: &Tenure,
    waivers: &[Waiver],
    visits: &[VisitFact],
    coverage: &Coverage,
    year: i32,
    on: Day,
) -> Vec<Cell> {
    cells(
        &History::new(timeline, household, waivers, visits, on),
        coverage.state,
        year,
        on,
    )
}

/// The strip of a history as of `on`, for a household in this state.
pub(super) fn cells(history: &History<'_>, state: State, year: i32, on: Day) -> Vec<Cell> {
    let mut lines: Vec<(Every, Span, Option<Mark>)> = Vec::new();
    history.each_line(year, |requirement, figures| {
        lines.push((requirement.every, figures.window, mark_of(figures)));
    });
    let by_month = lines.iter().any(|(every, _, _)| *every == Every::Month);
    let every = if by_month { Every::Month } else { Every::TwoMonths };
    windows(every, year)
        .map(|window| {
            let (have, pending) = history.have(window);
            let asked = lines.iter().filter(|(_, of, _)| *of == window);
            let mark = asked.filter_map(|(_, _, mark)| *mark).min_by_key(|mark| gravity(*mark));
            Cell {
                from: Day::from_number(window.first),
                to: Day::from_number(window.last),
                visits: have,
                mark: mark.unwrap_or_else(|| unasked(have, pending, window.holds(on.number()), state)),
            }
        })
        .collect()
}

/// What a line says of its window; nothing when nothing is needed.
fn mark_of(figures: &Figures) -> Option<Mark> {
    let would_do = figures.pending > 0 && figures.have.saturating_add(figures.pending) >= figures.need;
    match figures.state {
        State::NotRequired => None,
        State::Met => Some(Mark::Met),
        State::Missed | State::Lost | State::Due | State::OnTrack if would_do => Some(Mark::Waiting),
        State::Missed | State::Lost => Some(Mark::Missed),
        State::Due => Some(Mark::Now),
        State::OnTrack => Some(Mark::Rest),
    }
}

fn unasked(have: u32, pending: u32, today: bool, household: State) -> Mark {
    if have > 0 {
        return Mark::Met;
    }
    if pending > 0 {
        return Mark::Waiting;
    }
    match household {
        State::Due if today => Mark::Now,
        State::Lost if today => Mark::Missed,
        State::Missed | State::Lost | State::Due | State::OnTrack | State::Met | State::NotRequired => Mark::Rest,
    }
}

/// The worst first: missed before due, both before the rest.
fn gravity(mark: Mark) -> u8 {
    match mark {
        Mark::Missed => 0,
        Mark::Now => 1,
        Mark::Waiting => 2,
        Mark::Rest => 3,
        Mark::Met => 4,
    }
}

#[cfg(test)]
#[path = "strip_tests.rs"]
mod tests;
