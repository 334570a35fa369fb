//! Calendar windows in day numbers: the year's halves, quarters, two-month pieces and months.

use crate::rules::Every;
use crate::time::Day;

/// First and last day, both included, as day numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub first: i32,
    pub last: i32,
}

impl Span {
    /// What both have in common.
    pub fn cut(self, other: Span) -> Option<Span> {
        let first = self.first.max(other.first);
        let last = self.last.min(other.last);
        (first <= last).then_some(Span { first, last })
    }
    /// How many days.
    pub fn days(self) -> i32 {
        self.last - self.first + 1
    }
    /// Whether it holds a day.
    pub fn holds(self, day: i32) -> bool {
        self.first <= day && day <= self.last
    }
}

/// The windows of a year, in order. A year outside 1 to 9999 has none.
pub(super) fn windows(every: Every, year: i32) -> impl Iterator<Item = Span> {
    let months = every.months();
    (0..12 / months).filter_map(move |index| {
        let first = Day::new(year, index * months + 1, 1)?.number();
        let next = (index + 1) * months + 1;
        let last = if next > 12 {
            Day::new(year, 12, 31)?.number()
        } else {
            Day::new(year, next, 1)?.number() - 1
        };
        Some(Span { first, last })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_windows_of_every_kind_fill_the_year_without_a_hole() {
        for every in [Every::Year, Every::Half, Every::Quarter, Every::TwoMonths, Every::Month] {
            for (year, days) in [(1, 365), (2024, 366), (2026, 365), (9999, 365)] {
                let spans: Vec<Span> = windows(every, year).collect();
                assert_eq!(spans.iter().map(|span| span.days()).sum::<i32>(), days);
                assert!(spans.windows(2).all(|pair| pair[0].last + 1 == pair[1].first));
            }
        }
        assert_eq!(windows(Every::Month, 10_000).count(), 0);
    }
}
