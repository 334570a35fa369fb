//! Two of the three codes that need a cadre's other visits: `two_places_at_once` and `travel_too_fast` (the third,
//! `one_spot`, is in `spot`).
//! Visits are sorted by their beginning once for each cadre, so a cadre's whole year is looked through in one pass.

use super::distance::{UNKNOWN_ACCURACY_M, distance_m, radius_m};
use super::judge::usable_fix;
use crate::domain::{Fix, LatLon, ReasonCode, VisitFacts};
use crate::ids::{CadreId, VisitId};
use crate::time::Moment;
use std::collections::BTreeMap;

/// Metres in an hour that no road in the hills allows: 150 km/h.
const TOO_FAST_M_PER_H: f64 = 150_000.0;
/// Milliseconds in an hour.
const HOUR_MS: f64 = 3_600_000.0;
/// The least time reckoned between two visits, in milliseconds: phones round.
const LEAST_TRAVEL_MS: i64 = 60_000;

/// A visit as the look across visits sees it: only visits on site, not late, not decided against, are handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct AcrossVisit {
    /// Which visit.
    pub id: VisitId,
    /// Its cadres: the phone's own and the companions.
    pub cadres: Vec<CadreId>,
    /// When it began.
    pub started: Moment,
    /// When it ended.
    pub ended: Moment,
    /// A usable fix that is not mock, with its accuracy in metres; else the household's place with 100 m; else nothing.
    /// `across_position` finds it.
    pub position: Option<(LatLon, f64)>,
    /// `far_m` of the policy in force on its day.
    pub far_m: f64,
}

/// Where a visit was, with a radius in metres, as the look across visits takes it: its fix when usable and not mock,
/// else the household's place with 100 m, else nothing.
pub fn across_position(facts: &VisitFacts) -> Option<(LatLon, f64)> {
    match usable_fix(facts) {
        Some(fix) if !fix.mock => Some((fix.point(), radius_m(fix.accuracy_m))),
        Some(_) | None => facts.place.map(|place| (place, UNKNOWN_ACCURACY_M)),
    }
}

/// The fix that `one_spot` goes by: a usable one that is not mock.
pub fn spot_fix(facts: &VisitFacts) -> Option<LatLon> {
    usable_fix(facts).filter(|fix| !fix.mock).map(Fix::point)
}

/// For each visit (same order) the codes it gets from the others. Order of arrival never matters.
pub fn judge_across(visits: &[AcrossVisit]) -> Vec<Vec<ReasonCode>> {
    let mut by_cadre: BTreeMap<CadreId, Vec<usize>> = BTreeMap::new();
    for (index, visit) in visits.iter().enumerate() {
        for cadre in &visit.cadres {
            let theirs = by_cadre.entry(*cadre).or_default();
            // A cadre named twice in one visit is still one cadre.
            if theirs.last() != Some(&index) {
                theirs.push(index);
            }
        }
    }
    let mut two_places = vec![false; visits.len()];
    let mut too_fast = vec![false; visits.len()];
    for theirs in by_cadre.values_mut() {
        theirs.sort_by_key(|index| (visits[*index].started, visits[*index].id));
        for (place, &earlier) in theirs.iter().enumerate() {
            let later = &theirs[place + 1..];
            if let Some(&next) = later.first() {
                too_fast[next] |= is_too_fast(&visits[earlier], &visits[next]);
            }
            for &other in later {
                // Sorted by beginning: once one begins after this one's end, all that follow do.
                if visits[other].started >= visits[earlier].ended {
                    break;
                }
                if visits[earlier].started < visits[other].ended
                    && let Some(metres) = apart_m(&visits[earlier], &visits[other])
                {
                    two_places[earlier] |= metres > visits[earlier].far_m;
                    two_places[other] |= metres > visits[other].far_m;
                }
            }
        }
    }
    two_places
        .into_iter()
        .zip(too_fast)
        .map(|(two_places, too_fast)| {
            let mut codes = Vec::new();
            if two_places {
                codes.push(ReasonCode::TwoPlacesAtOnce);
            }
            if too_fast {
                codes.push(ReasonCode::TravelTooFast);
            }
            codes
        })
        .collect()
}

fn apart_m(a: &AcrossVisit, b: &AcrossVisit) -> Option<f64> {
    Some(distance_m(a.position?.0, b.position?.0))
}

/// (distance - both accuracies) / (time between, at least a minute) over 150 km/h. An unknown position is not judged.
fn is_too_fast(before: &AcrossVisit, after: &AcrossVisit) -> bool {
    let (Some((_, radius_a)), Some((_, radius_b)), Some(metres)) =
        (before.position, after.position, apart_m(before, after))
    else {
        return false;
    };
    let millis = after.started.since(before.ended).max(LEAST_TRAVEL_MS);
    // A visit's milliseconds are far below 2^53, so the float is exact.
    #[allow(clippy::cast_precision_loss)]
    let millis = millis as f64;
    (metres - radius_a - radius_b) * HOUR_MS > TOO_FAST_M_PER_H * millis
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReasonCode::{TravelTooFast, TwoPlacesAtOnce};

    fn visit(id: u8, cadre: u8, from: &str, to: &str, lat: f64) -> AcrossVisit {
        let at = |clock: &str| format!("2026-05-03T{clock}:00+08:00").parse().expect("a written time");
        AcrossVisit {
            id: VisitId::from_bytes([id; 16]),
            cadres: vec![CadreId::from_bytes([cadre; 16])],
            started: at(from),
            ended: at(to),
            position: Some((LatLon { lat, lon: 108.0 }, 10.0)),
            far_m: 300.0,
        }
    }

    #[test]
    fn two_far_visits_that_overlap_are_both_told_and_the_later_one_was_too_fast_as_well() {
        let visits = [
            visit(1, 1, "09:00", "09:30", 32.0),
            visit(2, 1, "09:20", "09:40", 32.1),
            visit(3, 2, "09:20", "09:40", 33.0),
        ];
        let codes = judge_across(&visits);
        assert_eq!(
            codes,
            [vec![TwoPlacesAtOnce], vec![TwoPlacesAtOnce, TravelTooFast], vec![]]
        );
    }

    #[test]
    fn a_visit_that_begins_as_another_ends_does_not_overlap_it() {
        let visits = [
            visit(1, 1, "09:00", "09:30", 32.0),
            visit(2, 1, "09:30", "09:40", 32.01),
        ];
        // 1,112 m less 20 m in the minute that is reckoned at least: 65 km/h.
        assert_eq!(judge_across(&visits), [vec![], vec![]]);
    }

    #[test]
    fn a_companion_in_two_places_is_found_and_an_unknown_position_is_not_judged() {
        let mut visits = [visit(1, 1, "09:00", "09:30", 32.0), visit(2, 2, "09:10", "09:40", 32.1)];
        visits[1].cadres.push(CadreId::from_bytes([1; 16]));
        assert_eq!(
            judge_across(&visits),
            [vec![TwoPlacesAtOnce], vec![TwoPlacesAtOnce, TravelTooFast]]
        );
        visits[0].position = None;
        assert_eq!(judge_across(&visits), [vec![], vec![]]);
    }

    #[test]
    fn order_of_arrival_does_not_matter() {
        let visits = [
            visit(1, 1, "09:00", "12:30", 32.0),
            visit(2, 1, "09:10", "09:40", 32.1),
            visit(3, 1, "12:00", "12:10", 32.9),
            visit(4, 1, "12:31", "12:40", 33.9),
        ];
        let codes = judge_across(&visits);
        let mut turned = visits.to_vec();
        turned.reverse();
        let mut codes_turned = judge_across(&turned);
        codes_turned.reverse();
        assert_eq!(codes, codes_turned);
        assert_eq!(codes[3], [TravelTooFast]);
    }
}
