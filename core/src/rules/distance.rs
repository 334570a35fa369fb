//! Great-circle distance and the pass radius.

use super::VisitRules;
use crate::domain::LatLon;

/// Haversine distance in metres on a sphere of 6,371,008.8 m.
pub fn distance_m(_a: LatLon, _b: LatLon) -> f64 {
    todo!()
}

/// max(near_m, 2 x accuracy), never above far_m; an accuracy missing or not above 0 is 100 m.
pub fn pass_radius_m(_rules: &VisitRules, _accuracy_m: Option<f64>) -> f64 {
    todo!()
}
