//! Rule 8: the latest safe day. Found from the end of the span backwards: the last visit as late as can be, the one before
//! it a gap earlier, and so on. Where policies with other gaps follow one another, each stretch is tried.

use super::scope::Scope;
use super::window::Span;

/// What is asked: so many visits in the span, none before `on`.
pub(super) struct Remaining<'a> {
    /// The gap of each day, see `Timeline::gaps`.
    pub gaps: &'a [(Span, i32)],
    pub scope: &'a Scope,
    pub span: Span,
    pub on: i32,
    /// The last counted visit of the whole history.
    pub last_counted: Option<i32>,
    /// `need - have`, at least 1.
    pub visits: u32,
}

impl Remaining<'_> {
    /// The last day on which the first of the remaining visits can be made so that all of them still can.
    pub fn latest_safe(&self) -> Option<i32> {
        let mut open = self.span.cut(Span {
            first: self.on,
            last: i32::MAX,
        })?;
        // Each step moves the end at least a day back, so this ends within the span's days whatever is needed.
        for _ in 1..self.visits {
            let before_next = self.stretches(open).map(|(day, gap)| day - gap).max()?;
            open = open.cut(Span {
                first: i32::MIN,
                last: before_next,
            })?;
        }
        self.stretches(open)
            .filter(|(day, gap)| self.last_counted.is_none_or(|last| day - last >= *gap))
            .map(|(day, _)| day)
            .max()
    }

    /// The first day of the span, from `on`, that is not excused and so long after the last counted visit.
    pub fn first_day(&self) -> Option<i32> {
        let open = self.span.cut(Span {
            first: self.on,
            last: i32::MAX,
        })?;
        self.gaps.iter().find_map(|(stretch, gap)| {
            let allowed = Span {
                first: self.last_counted.map_or(i32::MIN, |last| last + gap),
                last: i32::MAX,
            };
            self.scope.first_open(stretch.cut(open)?.cut(allowed)?)
        })
    }

    /// For each stretch of one gap: its last day in the span that is not excused, and the gap.
    fn stretches(&self, span: Span) -> impl Iterator<Item = (i32, i32)> {
        self.gaps.iter().filter_map(move |(stretch, gap)| {
            let day = self.scope.last_open(stretch.cut(span)?)?;
            Some((day, *gap))
        })
    }
}
