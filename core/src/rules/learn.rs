//! A place that learns: the robust centre of good past fixes. One fix alone teaches nothing, and a few stray ones
//! do not move the rest.

use super::distance::distance_m;
use crate::domain::{Fix, LatLon};

/// A fix worse than this, in metres, teaches nothing; nor are fixes farther apart of one place.
const GOOD_M: f64 = 100.0;

/// The place learnt from these fixes, in their visits' order (`started`, id). The caller hands in those of counted on-site
/// visits (not late), usable, not mock; this keeps those that state an accuracy of 100 m or better.
pub fn learn_place(fixes: &[Fix]) -> Option<LatLon> {
    let good: Vec<LatLon> = fixes
        .iter()
        .filter(|fix| fix.accuracy_m.is_some_and(|metres| metres > 0.0 && metres <= GOOD_M))
        .map(Fix::point)
        .collect();
    let near = |centre: LatLon| {
        good.iter()
            .copied()
            .filter(move |other| distance_m(centre, *other) <= GOOD_M)
    };
    let mut best: Option<(usize, LatLon)> = None;
    for fix in &good {
        let company = near(*fix).count();
        // Only more company wins, so that the earliest of equals stays.
        if best.is_none_or(|(most, _)| company > most) {
            best = Some((company, *fix));
        }
    }
    let (_, centre) = best.filter(|(company, _)| *company >= 2)?;
    Some(LatLon {
        lat: median(near(centre).map(|point| point.lat))?,
        lon: median(near(centre).map(|point| point.lon))?,
    })
}

/// The middle value; of an even number the mean of the middle two.
fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    Some((values[values.len() / 2 - 1] + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(lat: f64, accuracy_m: Option<f64>) -> Fix {
        Fix {
            lat,
            lon: 108.0,
            accuracy_m,
            at: crate::time::Moment::from_millis(0),
            mock: false,
            provider: None,
        }
    }

    #[test]
    fn one_fix_alone_teaches_nothing() {
        assert_eq!(learn_place(&[]), None);
        assert_eq!(learn_place(&[fix(32.0, Some(5.0)), fix(32.5, Some(5.0))]), None);
    }

    #[test]
    fn the_median_of_the_largest_company_is_the_place() {
        let fixes = [32.5, 32.0, 32.0004, 32.0001, 32.5001].map(|lat| fix(lat, Some(8.0)));
        assert_eq!(learn_place(&fixes).map(|place| place.lat), Some(32.0001));
    }

    #[test]
    fn of_equal_companies_the_earliest_fix_decides_and_two_are_averaged() {
        let fixes = [32.5, 32.0, 32.5002, 32.0002].map(|lat| fix(lat, Some(8.0)));
        assert_eq!(learn_place(&fixes).map(|place| place.lat), Some((32.5 + 32.5002) / 2.0));
    }

    #[test]
    fn a_fix_that_states_no_good_accuracy_teaches_nothing() {
        for accuracy in [None, Some(0.0), Some(100.1), Some(f64::NAN)] {
            assert_eq!(learn_place(&[fix(32.0, accuracy), fix(32.0, Some(8.0))]), None);
        }
        assert!(learn_place(&[fix(32.0, Some(100.0)), fix(32.0, Some(8.0))]).is_some());
    }
}
