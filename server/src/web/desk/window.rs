//! The six two-month windows (期) that the coverage page has for columns.

use ruhu_core::coverage::{Cell, Mark};
use ruhu_core::rules::Language;
use ruhu_core::time::Day;

/// A two-month window of the year, by its number, 1 to 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window(u32);

impl Window {
    /// January-February to November-December.
    pub const ALL: [Window; 6] = [Window(1), Window(2), Window(3), Window(4), Window(5), Window(6)];

    /// The window a day lies in.
    pub fn of(day: Day) -> Self {
        Self(day.month().div_ceil(2))
    }
    /// The window with this number.
    pub fn numbered(number: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|window| window.0.to_string() == number)
    }
    /// 1 to 6.
    pub fn number(self) -> u32 {
        self.0
    }
    /// Its last day in this year.
    pub fn last(self, year: i32) -> Day {
        let next = Day::new(year, self.0 * 2 + 1, 1).map(|first| first.plus(-1));
        next.or_else(|| Day::new(year, 12, 31))
            .expect("a year that a day was read from has a December")
    }
    /// "11–12月", "Nov–Dec".
    pub fn months(self, language: Language) -> String {
        const EN: [&str; 6] = ["Jan–Feb", "Mar–Apr", "May–Jun", "Jul–Aug", "Sep–Oct", "Nov–Dec"];
        match language {
            Language::Zh => format!("{}–{}月", self.0 * 2 - 1, self.0 * 2),
            Language::En => Self::ALL
                .iter()
                .zip(EN)
                .find(|(window, _)| **window == self)
                .map_or_else(String::new, |(_, months)| months.to_owned()),
        }
    }
    /// What a household's strip says of this window. A strip by the month has two cells for it: the gravest that has
    /// begun speaks, so that a ✓ means that both months are.
    pub fn mark(self, strip: &[Cell], today: Day) -> Mark {
        strip
            .iter()
            .filter(|cell| Self::of(cell.from) == self && cell.from <= today)
            .map(|cell| cell.mark)
            .min_by_key(|mark| match mark {
                Mark::Missed => 0,
                Mark::Now => 1,
                Mark::Waiting => 2,
                Mark::Rest => 3,
                Mark::Met => 4,
            })
            .unwrap_or(Mark::Rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn november_lies_in_the_sixth_window_which_ends_with_the_year() {
        let window = Window::of(day("2026-11-24"));
        assert_eq!((window.number(), window.last(2026)), (6, day("2026-12-31")));
        assert_eq!(Window::of(day("2028-01-01")).last(2028), day("2028-02-29"));
        assert_eq!(window.months(Language::Zh), "11–12月");
        assert_eq!(window.months(Language::En), "Nov–Dec");
        assert_eq!((Window::numbered("0"), Window::numbered("7")), (None, None));
    }

    #[test]
    fn a_window_of_two_months_is_met_when_both_begun_are() {
        let cell = |from: &str, mark| Cell {
            from: day(from),
            to: day(from).plus(27),
            visits: 0,
            mark,
        };
        let strip = [cell("2026-01-01", Mark::Met), cell("2026-02-01", Mark::Missed)];
        let window = Window::of(day("2026-01-01"));
        assert_eq!(window.mark(&strip, day("2026-03-01")), Mark::Missed);
        assert_eq!(window.mark(&strip, day("2026-01-31")), Mark::Met);
        assert_eq!(window.mark(&[], day("2026-01-31")), Mark::Rest);
    }
}
