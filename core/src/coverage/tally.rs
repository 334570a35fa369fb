//! Need, have, pending, state and latest safe day of every requirement and window.

use super::Timeline;
use super::count::{PendingReviews, counted, in_order};
use super::latest::Remaining;
use super::line::{Figures, Line, State};
use super::next::{Ahead, NextVisit};
use super::scope::Scope;
use super::window::{Span, windows};
use crate::domain::{Tenure, Verdict, VisitFact, Waiver};
use crate::ids::VisitId;
use crate::rules::{Prorate, Requirement};
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// A household's coverage as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Coverage {
    /// The worst of the binding lines.
    pub state: State,
    /// The earliest latest safe day of the binding lines: after it a requirement is missed.
    pub date: Option<Day>,
    /// The earliest latest safe day of all lines, advice too.
    pub suggested: Option<Day>,
    /// When to go next, by what binds: the limit.
    pub next: Option<NextVisit>,
    /// When to go next by all requirements, advice too: the rhythm.
    pub plan: Option<NextVisit>,
    /// Every counted visit up to the day, in order of (day, id).
    pub counted: Vec<VisitId>,
    /// In the order of the policy's requirements, then of their windows.
    pub lines: Vec<Line>,
}

/// What a list of households needs of each: its coverage without the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// As `Coverage::state`.
    pub state: State,
    /// As `Coverage::date`.
    pub date: Option<Day>,
    /// As `Coverage::suggested`.
    pub suggested: Option<Day>,
}

/// The coverage of one household as of `on`.
pub fn tally(timeline: &Timeline, household: &Tenure, waivers: &[Waiver], visits: &[VisitFact], on: Day) -> Coverage {
    let facts = Facts::new(timeline, waivers, visits, on);
    let history = History::of(timeline, household, waivers, facts.days(), on);
    let (standing, lines, ahead) = history.lines();
    Coverage {
        state: standing.state,
        date: standing.date,
        suggested: standing.suggested,
        next: ahead.next,
        plan: ahead.plan,
        counted: facts.counted.iter().map(|visit| visit.id).collect(),
        lines,
    }
}

/// The same numbers as `tally`'s, without the lines: for lists of thousands.
pub fn stand(timeline: &Timeline, household: &Tenure, waivers: &[Waiver], visits: &[VisitFact], on: Day) -> Standing {
    let mut standing = Standing::nothing_asked();
    History::new(timeline, household, waivers, visits, on).each_line(on.year(), |requirement, figures| {
        standing.add(requirement, figures);
    });
    standing
}

impl Standing {
    fn nothing_asked() -> Self {
        Self {
            state: State::NotRequired,
            date: None,
            suggested: None,
        }
    }
    fn add(&mut self, requirement: &Requirement, figures: &Figures) {
        let safe = figures.latest_safe.map(Day::from_number);
        self.suggested = earlier(self.suggested, safe);
        if requirement.binding {
            self.date = earlier(self.date, safe);
            // The states stand in the order from worst to best.
            self.state = self.state.min(figures.state);
        }
    }
    /// The order of a due list: lost and missed households first, then by the suggested day, then the rest.
    pub fn due_order(&self) -> (u8, Option<Day>) {
        match (self.state, self.suggested) {
            (State::Missed | State::Lost, suggested) => (0, suggested),
            (State::Due | State::OnTrack | State::Met | State::NotRequired, Some(day)) => (1, Some(day)),
            (State::Due | State::OnTrack | State::Met | State::NotRequired, None) => (2, None),
        }
    }
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (only, None) | (None, only) => only,
    }
}

/// The visits up to a day that rule 5 counts, and those it would count after review.
struct Facts {
    /// In order of (day, id).
    counted: Vec<VisitFact>,
    /// What would be counted if every visit under review were decided `counts`; `None`: nothing is under review.
    supposed: Option<Vec<VisitFact>>,
}

impl Facts {
    fn new(timeline: &Timeline, waivers: &[Waiver], visits: &[VisitFact], on: Day) -> Self {
        let known = in_order(visits, on);
        Self {
            counted: counted(timeline, waivers, &known, PendingReviews::Excluded),
            supposed: known
                .iter()
                .any(waits)
                .then(|| counted(timeline, waivers, &known, PendingReviews::Included)),
        }
    }
    fn days(&self) -> CountedDays {
        let days = |visits: &Vec<VisitFact>| -> Vec<i32> { visits.iter().map(|visit| visit.day.number()).collect() };
        CountedDays {
            counted: days(&self.counted),
            supposed: self.supposed.as_ref().map(days),
            before: None,
        }
    }
}

/// Whether a visit waits for a reviewer.
pub(super) fn waits(visit: &VisitFact) -> bool {
    visit.verdict == Verdict::NeedsReview && visit.decision.is_none()
}

/// The days of counted visits, in order: all that lines are worked out from. Of a whole history, or of one year of it.
pub(super) struct CountedDays {
    /// Days with a counted visit.
    pub counted: Vec<i32>,
    /// The same after review; `None`: no different.
    pub supposed: Option<Vec<i32>>,
    /// The last counted one before the first of these.
    pub before: Option<i32>,
}

/// A household's history, worked out once for all its lines.
pub(super) struct History<'a> {
    timeline: &'a Timeline,
    scope: Scope,
    gaps: Vec<(Span, i32)>,
    on: Day,
    days: CountedDays,
}

impl<'a> History<'a> {
    pub fn new(timeline: &'a Timeline, household: &Tenure, waivers: &[Waiver], visits: &[VisitFact], on: Day) -> Self {
        let days = Facts::new(timeline, waivers, visits, on).days();
        Self::of(timeline, household, waivers, days, on)
    }

    /// Of days counted already, none after `on`.
    pub fn of(timeline: &'a Timeline, household: &Tenure, waivers: &[Waiver], days: CountedDays, on: Day) -> Self {
        Self {
            timeline,
            scope: Scope::new(household, waivers),
            gaps: timeline.gaps(),
            on,
            days,
        }
    }

    /// How the household stands, every line of the day's year, and the next visit (rule 10): the begun windows of that year
    /// and, of each requirement, the first that begins later.
    pub fn lines(&self) -> (Standing, Vec<Line>, Ahead) {
        let mut standing = Standing::nothing_asked();
        let mut lines = Vec::new();
        let mut ahead = Ahead::default();
        let year = self.on.year();
        for (requirement, in_force) in self.timeline.requirements(self.on) {
            let all = windows(requirement.every, year).chain(windows(requirement.every, year.saturating_add(1)));
            for window in all {
                let begun = window.first <= self.on.number();
                if let Some(figures) = self.line(requirement, in_force, window) {
                    ahead.consider(requirement, &figures, |figures| self.first_day(figures.span));
                    if begun {
                        standing.add(requirement, &figures);
                        lines.push(figures.line(requirement));
                    }
                }
                if !begun {
                    break;
                }
            }
        }
        (standing, lines, ahead)
    }

    /// The first day of the span, not before `on`, on which a visit can count.
    fn first_day(&self, span: Span) -> Option<i32> {
        let from = Span {
            first: self.on.number(),
            last: i32::MAX,
        };
        self.remaining(span.cut(from)?, 1).first_day()
    }

    /// Tells every line of the year's windows that have begun, in the order of requirements, then of windows.
    pub fn each_line(&self, year: i32, mut tell: impl FnMut(&Requirement, &Figures)) {
        for (requirement, in_force) in self.timeline.requirements(self.on) {
            for window in windows(requirement.every, year) {
                if window.first <= self.on.number()
                    && let Some(figures) = self.line(requirement, in_force, window)
                {
                    tell(requirement, &figures);
                }
            }
        }
    }

    /// Counted visits in a span, and how many more there would be after review.
    pub fn have(&self, span: Span) -> (u32, u32) {
        let have = within(&self.days.counted, span);
        let supposed = self.days.supposed.as_ref();
        let supposed = supposed.map_or(have, |supposed| within(supposed, span));
        (have, supposed.saturating_sub(have))
    }

    /// So many visits, still to be made in the span.
    fn remaining(&self, span: Span, visits: u32) -> Remaining<'_> {
        Remaining {
            gaps: &self.gaps,
            scope: &self.scope,
            span,
            on: self.on.number(),
            last_counted: self.days.counted.last().copied().or(self.days.before),
            visits,
        }
    }

    fn line(&self, requirement: &Requirement, in_force: Span, window: Span) -> Option<Figures> {
        let on = self.on.number();
        let span = window.cut(in_force)?.cut(self.scope.stay)?;
        let days = self.scope.days_asked(requirement, span);
        if days < 1 {
            return None;
        }
        let need = need(requirement, days, window.days());
        let (have, pending) = self.have(span);
        let mut latest_safe = None;
        let state = if need == 0 {
            State::NotRequired
        } else if have >= need {
            State::Met
        } else if span.last < on {
            State::Missed
        } else {
            latest_safe = self.remaining(span, need - have).latest_safe();
            match latest_safe {
                None => State::Lost,
                Some(day) if i64::from(day - on) <= i64::from(requirement.warn_days) => State::Due,
                Some(_) => State::OnTrack,
            }
        };
        Some(Figures {
            window,
            span,
            need,
            have,
            pending,
            state,
            latest_safe,
        })
    }
}

/// Rule 4, in whole numbers.
fn need(requirement: &Requirement, days: i32, window_days: i32) -> u32 {
    let parts = i64::from(requirement.times) * i64::from(days);
    let window_days = i64::from(window_days);
    let need = match requirement.prorate {
        Prorate::Floor => parts / window_days,
        Prorate::Ceil => (parts + window_days - 1) / window_days,
        Prorate::Whole => i64::from(requirement.times),
    };
    u32::try_from(need)
        .expect("a part of `times` is no more than `times`, for days of a window are never more than it has")
}

fn within(in_order: &[i32], span: Span) -> u32 {
    let before = in_order.partition_point(|day| *day < span.first);
    let until = in_order.partition_point(|day| *day <= span.last);
    u32::try_from(until - before).expect("a household has fewer than four thousand million visits")
}
