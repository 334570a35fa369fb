//! The place and the year a pack is about.

use crate::Result;
use crate::store::{Store, Township};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::RegionCode;
use ruhu_core::time::{Day, Moment};

/// What is exported.
pub(super) struct Place {
    /// The township: a pack is always of one.
    pub township: Township,
    /// The township's code, or a village's of it.
    pub scope: RegionCode,
    /// The year.
    pub year: i32,
    /// The day coverage is told for: today, or 31 December of a past year.
    pub on: Day,
    /// When the pack is made, the server's clock.
    pub made: Moment,
}

impl Place {
    /// Finds the place. A code above a township's will do when one township of it is served here.
    pub fn find(store: &dyn Store, code: &RegionCode, year: i32, made: Moment) -> Result<Self> {
        let townships = store.townships()?;
        let fitting: Vec<&Township> = townships
            .iter()
            .filter(|township| code.contains(&township.code) || township.code.contains(code))
            .collect();
        let [township] = fitting[..] else {
            return Err(which(code, &fitting, &townships).into());
        };
        let scope = match township.code.contains(code) {
            true => code.clone(),
            false => township.code.clone(),
        };
        if scope != township.code && store.villages_in(&scope)?.is_empty() {
            let mend = "no household of this village is on the roster: look at the code, or import the roster";
            return Err(CoreError::unusable("--scope", code.as_str(), mend).into());
        }
        Ok(Self {
            township: township.clone(),
            scope,
            year,
            on: day_of_coverage(year, made)?,
            made,
        })
    }
    /// The whole township, or a part of it.
    pub fn is_whole_township(&self) -> bool {
        self.scope == self.township.code
    }
    /// The first and the last day of the year.
    pub fn days(&self) -> (Day, Day) {
        year_days(self.year)
    }
}

/// The first and the last day of a year from 1 to 9999.
pub(super) fn year_days(year: i32) -> (Day, Day) {
    let day = |month, day| Day::new(year.clamp(1, 9999), month, day).expect("every year has its first and last day");
    (day(1, 1), day(12, 31))
}

fn day_of_coverage(year: i32, made: Moment) -> Result<Day> {
    let today = made.day();
    if !(1..=9999).contains(&year) || year > today.year() {
        let mend = format!("the year has not begun: give a year up to {}", today.year());
        return Err(CoreError::unusable("--year", &year.to_string(), &mend).into());
    }
    Ok(year_days(year).1.min(today))
}

fn which(code: &RegionCode, fitting: &[&Township], all: &[Township]) -> CoreError {
    let list = |townships: &mut dyn Iterator<Item = &Township>| {
        let named: Vec<String> = townships.take(20).map(|t| format!("{} {}", t.code, t.name)).collect();
        named.join(", ")
    };
    let mend = match (fitting.len(), all.is_empty()) {
        (_, true) => "no township is served from this folder yet: import its roster first (ruhu import)".to_owned(),
        (0, false) => format!("served here: {}", list(&mut all.iter())),
        (_, false) => format!(
            "a pack is of one township; give one of {}",
            list(&mut fitting.iter().copied())
        ),
    };
    // The list of townships is what helps here, so it stands in the remedy, which is never cut.
    CoreError::unusable("--scope", code.as_str(), &mend)
}
