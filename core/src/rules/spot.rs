//! `one_spot`: four homes or more written down at one spot on one day, while the township has set no place for them.
//! Ten homes recorded at a desk are no places, so nothing is learnt from such visits; a building's homes get their
//! places from the township.

use super::distance::distance_m;
use crate::domain::LatLon;
use crate::ids::{CadreId, HouseholdNo};
use crate::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Fixes no farther apart than this, in metres, are one spot.
const SPOT_M: f64 = 30.0;
/// How many other households make a visit one of a spot.
const OTHERS: usize = 3;

/// A visit as this code sees it: only visits on site, not late, not decided against, with a usable fix that is not mock
/// (`spot_fix`) are handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotVisit {
    /// Whose home.
    pub household: HouseholdNo,
    /// Its cadres: the phone's own and the companions that are believed.
    pub cadres: Vec<CadreId>,
    /// Its China day.
    pub day: Day,
    /// The fix.
    pub fix: LatLon,
    /// Whether the township has set a place for the household, in any version.
    pub place_set: bool,
}

/// Which visits (same order) get `one_spot`: a visit, and visits of a same cadre on the same day to three or more other
/// households within 30 m of it, none of these households with a place that the township set. All of them get it.
pub fn one_spot(visits: &[SpotVisit]) -> Vec<bool> {
    let mut days: BTreeMap<(CadreId, Day), BTreeSet<usize>> = BTreeMap::new();
    for (index, visit) in visits.iter().enumerate().filter(|(_, visit)| !visit.place_set) {
        for cadre in &visit.cadres {
            days.entry((*cadre, visit.day)).or_default().insert(index);
        }
    }
    let mut found = vec![false; visits.len()];
    for theirs in days.values() {
        for &centre in theirs {
            let near = |other: &&usize| is_near(&visits[centre], &visits[**other]);
            let households: BTreeSet<&HouseholdNo> =
                theirs.iter().filter(near).map(|i| &visits[*i].household).collect();
            if households.len() >= OTHERS {
                found[centre] = true;
                theirs.iter().filter(near).for_each(|other| found[*other] = true);
            }
        }
    }
    found
}

/// A visit to another household, within 30 m.
fn is_near(centre: &SpotVisit, other: &SpotVisit) -> bool {
    centre.household != other.household && distance_m(centre.fix, other.fix) <= SPOT_M
}

#[cfg(test)]
#[path = "spot_tests.rs"]
mod tests;
