//! Great-circle distance and the pass radius: max(`near_m`, 2 x accuracy), at most `far_m`.

use super::VisitRules;
use crate::domain::{Fix, LatLon};

/// The mean radius of the earth in metres (IUGG), as the rules page fixes it.
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// What an accuracy that is missing or not above 0 is taken for, in metres.
pub(super) const UNKNOWN_ACCURACY_M: f64 = 100.0;

/// Haversine distance in metres on a sphere of 6,371,008.8 m. WGS-84 degrees in; never GCJ-02.
pub fn distance_m(a: LatLon, b: LatLon) -> f64 {
    let half_lat = (b.lat - a.lat).to_radians() / 2.0;
    let half_lon = (b.lon - a.lon).to_radians() / 2.0;
    let chord = half_lat.sin().powi(2) + a.lat.to_radians().cos() * b.lat.to_radians().cos() * half_lon.sin().powi(2);
    // Rounding can carry the chord a hair over 1 for points opposite each other, where asin knows no answer.
    2.0 * EARTH_RADIUS_M * chord.sqrt().min(1.0).asin()
}

/// max(near_m, 2 x accuracy), never above far_m; an accuracy missing or not above 0 is 100 m.
pub fn pass_radius_m(rules: &VisitRules, accuracy_m: Option<f64>) -> f64 {
    rules.near_m.max(2.0 * radius_m(accuracy_m)).min(rules.far_m)
}

/// The accuracy radius the rules reckon with, in metres.
pub(super) fn radius_m(accuracy_m: Option<f64>) -> f64 {
    accuracy_m.filter(|metres| *metres > 0.0).unwrap_or(UNKNOWN_ACCURACY_M)
}

/// Whether a fix is of the visit's time: not taken more than 120 s before it began or after it ended.
pub(super) fn is_usable(fix: &Fix, started: crate::time::Moment, ended: crate::time::Moment) -> bool {
    const SLACK_MS: i64 = 120_000;
    started.since(fix.at) <= SLACK_MS && fix.at.since(ended) <= SLACK_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> LatLon {
        LatLon { lat, lon }
    }

    #[test]
    fn a_quarter_of_the_meridian_is_ten_thousand_kilometres() {
        let quarter = distance_m(at(0.0, 108.0), at(90.0, 108.0));
        assert!(
            (quarter - EARTH_RADIUS_M * std::f64::consts::FRAC_PI_2).abs() < 0.001,
            "{quarter}"
        );
        let half = distance_m(at(32.0, 108.0), at(-32.0, -72.0));
        assert!((half - EARTH_RADIUS_M * std::f64::consts::PI).abs() < 1.0, "{half}");
    }

    #[test]
    fn the_distance_is_the_same_both_ways_and_nothing_to_itself() {
        let (a, b) = (at(32.63, 108.72), at(32.6302, 108.7201));
        assert_eq!(distance_m(a, b).to_bits(), distance_m(b, a).to_bits());
        assert!(distance_m(a, a) < 1e-9);
    }
}
