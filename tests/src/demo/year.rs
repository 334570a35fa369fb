//! Which days a demo plays: from January 1 to today, week by week; early in January the last twelve months.

use ruhu_core::time::{Day, Moment};

/// Until this day of January there is too little of the new year to show.
const EARLY: u32 = 15;
/// The last sending is so long before now, so that waits on a bad road end before the clock goes live.
const BEFORE_NOW_MS: i64 = 2 * 3_600_000;

/// The days played.
#[derive(Clone, Debug)]
pub struct Played {
    /// The first day.
    pub first: Day,
    /// The year the pack is of.
    pub year: i32,
    /// When each week ends and phones may send: Sundays at eight in the evening, at last shortly before now.
    pub weeks: Vec<Moment>,
}

impl Played {
    /// The year up to now.
    pub fn until(now: Moment) -> Self {
        let today = now.day();
        let early = today.month() == 1 && today.day_of_month() < EARLY;
        let year = if early { today.year() - 1 } else { today.year() };
        let first = match early {
            true => today.plus(-365),
            false => Day::new(year, 1, 1).unwrap_or(today),
        };
        let end = now.plus_ms(-BEFORE_NOW_MS);
        let mut weeks = Vec::new();
        let mut sunday = first.plus(sunday_after(first));
        loop {
            let evening = sunday.start().plus_ms(20 * 3_600_000);
            // The last week is not cut into a whole one and a few hours.
            if evening.plus_ms(24 * 3_600_000) >= end {
                break;
            }
            weeks.push(evening);
            sunday = sunday.plus(7);
        }
        weeks.push(end);
        Self { first, year, weeks }
    }
    /// The last moment played.
    pub fn end(&self) -> Moment {
        self.weeks.last().copied().unwrap_or(self.first.start())
    }
}

/// Days from this one to the next Sunday; 1970-01-01 was a Thursday.
fn sunday_after(day: Day) -> i32 {
    (3 - day.number()).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(now: &str) -> Played {
        Played::until(now.parse().expect("a time"))
    }

    #[test]
    fn the_year_is_played_from_its_first_day_to_now() {
        let played = played("2026-11-24T22:30:00+08:00");
        assert_eq!((played.first.to_string(), played.year), ("2026-01-01".into(), 2026));
        assert_eq!(played.weeks[0].to_string(), "2026-01-04T20:00:00.000+08:00");
        assert_eq!(played.end().to_string(), "2026-11-24T20:30:00.000+08:00");
    }

    #[test]
    fn early_in_january_the_last_twelve_months_are_played() {
        let played = played("2027-01-09T08:00:00+08:00");
        assert_eq!((played.first.to_string(), played.year), ("2026-01-09".into(), 2026));
    }
}
