//! What is kept of a household's visits for each year, so that a page of thousands never reads a visit. Which visits count
//! depends on the whole history and not on today: so their days are kept. What depends on today (due, lost, missed, the
//! latest safe day) is worked out from them for the day that is asked.

use super::Timeline;
use super::count::{PendingReviews, counted, in_order};
use super::line::Line;
use super::next::Ahead;
use super::strip::{Cell, cells};
use super::tally::{CountedDays, History, Standing, waits};
use crate::domain::{Tenure, VisitFact, Waiver};
use crate::time::Day;

/// One year of a household's visits, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptYear {
    /// The calendar year.
    pub year: i32,
    /// The year's days with a counted visit, in order.
    pub counted: Vec<Day>,
    /// The same if every visit under review were decided `counts`.
    pub supposed: Vec<Day>,
    /// The last day with a counted visit before the year.
    pub before: Option<Day>,
}

/// How a household stands on a day, and its year: `tally` and `strip` without the visits' names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearView {
    /// State and dates.
    pub standing: Standing,
    /// As `Coverage::lines`.
    pub lines: Vec<Line>,
    /// As `Coverage::next` and `Coverage::plan`.
    pub ahead: Ahead,
    /// The strip of the day's year.
    pub strip: Vec<Cell>,
}

/// What is kept of a household: each year in which a visit counts or would, in order.
pub fn keep(timeline: &Timeline, waivers: &[Waiver], visits: &[VisitFact]) -> Vec<KeptYear> {
    let all = in_order(visits, Day::from_number(i32::MAX));
    let days = |pending| -> Vec<Day> {
        let counted = counted(timeline, waivers, &all, pending);
        counted.iter().map(|visit| visit.day).collect()
    };
    let counted = days(PendingReviews::Excluded);
    let supposed = match all.iter().any(waits) {
        true => days(PendingReviews::Included),
        false => counted.clone(),
    };
    let mut years: Vec<i32> = counted.iter().chain(&supposed).map(|day| day.year()).collect();
    years.sort_unstable();
    years.dedup();
    let of = |days: &[Day], year| days.iter().copied().filter(|day| day.year() == year).collect();
    years
        .into_iter()
        .map(|year| KeptYear {
            year,
            counted: of(&counted, year),
            supposed: of(&supposed, year),
            before: counted.iter().copied().rfind(|day| day.year() < year),
        })
        .collect()
}

/// How a household stands on `on`, from what is kept of it. Only the newest year up to that of `on` is looked at: a
/// store need not hand in the others. The waivers are those that touch that year or the next, which the next visit may be
/// in.
pub fn view(timeline: &Timeline, household: &Tenure, waivers: &[Waiver], kept: &[KeptYear], on: Day) -> YearView {
    let newest = kept.iter().filter(|kept| kept.year <= on.year());
    let days = days_of(newest.max_by_key(|kept| kept.year), on);
    let history = History::of(timeline, household, waivers, days, on);
    let (standing, lines, ahead) = history.lines();
    YearView {
        standing,
        lines,
        ahead,
        strip: cells(&history, standing.state, on.year(), on),
    }
}

/// The days up to `on`. Visits are counted in their order, so what counts up to a day depends on none after it.
fn days_of(kept: Option<&KeptYear>, on: Day) -> CountedDays {
    let until = |days: &[Day]| -> Vec<i32> {
        let known = days.iter().filter(|day| day.year() == on.year() && **day <= on);
        known.map(|day| day.number()).collect()
    };
    let Some(kept) = kept else {
        return CountedDays {
            counted: Vec::new(),
            supposed: None,
            before: None,
        };
    };
    let before = match kept.year == on.year() {
        true => kept.before,
        false => kept.counted.last().copied().or(kept.before),
    };
    CountedDays {
        counted: until(&kept.counted),
        supposed: Some(until(&kept.supposed)),
        before: before.map(Day::number),
    }
}
