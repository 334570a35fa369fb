//! A township's year at a glance, from the stored facts: villages by windows of two months, how every household stands,
//! and the list of those about to be missed. Pages and commands read it; the numbers are the pure rules' own.

use crate::Result;
use crate::judge::timeline_of;
use crate::store::{HouseholdState, Store};
use ruhu_core::coverage::{Coverage, Standing, State, Timeline, tally};
use ruhu_core::ids::{RegionCode, VisitId};
use ruhu_core::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// A scope as of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The day.
    pub on: Day,
    /// The windows of the day's year, first and last day: January and February, and so on.
    pub windows: Vec<(Day, Day)>,
    /// Its villages, by code.
    pub villages: Vec<VillageLine>,
    /// Every household with its coverage, in the order of a due list: lost and missed first, then by the suggested day.
    pub households: Vec<(HouseholdState, Coverage)>,
}

/// A village's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageLine {
    /// 12 digits.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
    /// For each window how many households were in the programme, and how many of them had a counted visit.
    pub windows: Vec<WindowCount>,
    /// How many households stand how.
    pub states: BTreeMap<State, u32>,
}

/// One cell of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WindowCount {
    /// Households in the programme on some day of the window.
    pub households: u32,
    /// Of these, with a counted visit in it.
    pub visited: u32,
}

/// The overview of a scope: a township's, a village's, or that of a region with several townships.
pub fn overview(store: &dyn Store, scope: &RegionCode, on: Day) -> Result<Overview> {
    let mut timelines: BTreeMap<RegionCode, Timeline> = BTreeMap::new();
    let windows = windows_of(on.year());
    let mut villages: BTreeMap<RegionCode, VillageLine> = BTreeMap::new();
    for row in store.villages_in(scope)? {
        villages.insert(
            row.code.clone(),
            VillageLine {
                code: row.code,
                name: row.name,
                windows: vec![WindowCount::default(); windows.len()],
                states: BTreeMap::new(),
            },
        );
    }
    let mut households = Vec::new();
    for state in store.households(scope)? {
        if !timelines.contains_key(&state.township) {
            timelines.insert(state.township.clone(), timeline_of(&store.policies(&state.township)?)?);
        }
        let coverage = tally(
            &timelines[&state.township],
            &state.tenure,
            &state.waivers,
            &state.visits,
            on,
        );
        if let Some(line) = villages.get_mut(&state.village) {
            line.add(&windows, &state, &coverage);
        }
        households.push((state, coverage));
    }
    households.sort_by_key(|(state, coverage)| (due_order(coverage), state.household.clone()));
    Ok(Overview {
        on,
        windows,
        villages: villages.into_values().collect(),
        households,
    })
}

impl VillageLine {
    fn add(&mut self, windows: &[(Day, Day)], state: &HouseholdState, coverage: &Coverage) {
        let counted: BTreeSet<VisitId> = coverage.counted.iter().copied().collect();
        for ((first, last), cell) in windows.iter().zip(&mut self.windows) {
            let tenure = &state.tenure;
            if tenure.entered > *last || tenure.left.is_some_and(|left| left < *first) {
                continue;
            }
            cell.households += 1;
            let inside = |day: Day| (*first..=*last).contains(&day);
            if state
                .visits
                .iter()
                .any(|visit| inside(visit.day) && counted.contains(&visit.id))
            {
                cell.visited += 1;
            }
        }
        *self.states.entry(coverage.state).or_default() += 1;
    }
}

/// The order of a due list (docs/rules.md).
fn due_order(coverage: &Coverage) -> (u8, Option<Day>) {
    Standing {
        state: coverage.state,
        date: coverage.date,
        suggested: coverage.suggested,
    }
    .due_order()
}

/// January and February, March and April, ...
fn windows_of(year: i32) -> Vec<(Day, Day)> {
    let firsts = [1, 3, 5, 7, 9, 11].map(|month| Day::new(year, month, 1));
    let next_year = Day::new(year + 1, 1, 1);
    let ends = firsts.iter().skip(1).copied().chain([next_year]);
    firsts
        .iter()
        .zip(ends)
        .filter_map(|(first, next)| Some(((*first)?, next?.plus(-1))))
        .collect()
}
