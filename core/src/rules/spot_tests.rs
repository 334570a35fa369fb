//! The edges of `one_spot`, and a search over all groups that it must agree with.

use super::*;
use proptest::prelude::*;

/// A visit so many metres north of a point.
fn visit(home: u8, cadre: u8, metres: f64) -> SpotVisit {
    SpotVisit {
        household: format!("6109241020010{home:02}").parse().expect("a number"),
        cadres: vec![CadreId::from_bytes([cadre; 16])],
        day: Day::from_number(20_000),
        fix: LatLon {
            lat: 32.0 + metres / 111_195.08,
            lon: 108.0,
        },
        place_set: false,
    }
}

fn at_one_desk(homes: u8) -> Vec<SpotVisit> {
    (0..homes).map(|home| visit(home, 1, f64::from(home))).collect()
}

#[test]
fn four_homes_from_one_spot_get_it_and_three_do_not() {
    assert_eq!(one_spot(&at_one_desk(3)), [false; 3]);
    assert_eq!(one_spot(&at_one_desk(4)), [true; 4]);
    assert_eq!(one_spot(&at_one_desk(10)), [true; 10]);
}

#[test]
fn visits_to_one_home_are_one_home() {
    let mut visits = at_one_desk(3);
    visits.extend(at_one_desk(3));
    assert_eq!(one_spot(&visits), [false; 6]);
    visits.push(visit(7, 1, 0.0));
    assert_eq!(one_spot(&visits), [true; 7]);
}

#[test]
fn another_day_another_cadre_or_more_than_thirty_metres_is_another_spot() {
    let with = |change: fn(&mut SpotVisit)| {
        let mut visits = at_one_desk(4);
        change(&mut visits[3]);
        one_spot(&visits)
    };
    assert_eq!(with(|visit| visit.day = visit.day.plus(1)), [false; 4]);
    assert_eq!(
        with(|visit| visit.cadres = vec![CadreId::from_bytes([2; 16])]),
        [false; 4]
    );
    assert_eq!(with(|visit| visit.fix.lat = 32.0 + 29.9 / 111_195.08), [true; 4]);
    assert_eq!(with(|visit| visit.fix.lat = 32.0 + 33.0 / 111_195.08), [false; 4]);
    // A companion is one of the visit's cadres.
    let together = with(|visit| visit.cadres = vec![CadreId::from_bytes([2; 16]), CadreId::from_bytes([1; 16])]);
    assert_eq!(together, [true; 4]);
}

#[test]
fn all_who_stand_by_the_visit_in_the_middle_get_it() {
    // The two ends are 50 m apart: only the middle one has three others within 30 m.
    let visits = [
        visit(0, 1, 0.0),
        visit(1, 1, 25.0),
        visit(2, 1, 50.0),
        visit(3, 1, 50.0),
        visit(4, 1, 200.0),
    ];
    assert_eq!(one_spot(&visits), [true, true, true, true, false]);
}

#[test]
fn a_home_whose_place_the_township_set_neither_gets_it_nor_makes_it() {
    let mut visits = at_one_desk(4);
    visits[0].place_set = true;
    assert_eq!(one_spot(&visits), [false; 4]);
    visits.push(visit(8, 1, 2.0));
    assert_eq!(one_spot(&visits), [false, true, true, true, true]);
}

proptest! {
    #[test]
    fn it_is_what_a_look_at_every_visit_and_its_others_finds(
        all in prop::collection::vec((0u8..6, 1u8..3, prop::option::of(1u8..3), 0i32..2, 0u8..12, any::<bool>()), 0..14)
    ) {
        let visits: Vec<SpotVisit> = all
            .into_iter()
            .map(|(home, cadre, companion, day, metres, set)| {
                let mut visit = visit(home, cadre, f64::from(metres) * 10.0);
                visit.cadres.extend(companion.map(|id| CadreId::from_bytes([id; 16])));
                visit.day = visit.day.plus(day);
                visit.place_set = set && home % 2 == 0;
                visit
            })
            .collect();
        // Whether `b` is one of those that make `a` a visit of a spot, by cadre `cadre`.
        let beside = |a: &SpotVisit, b: &SpotVisit, cadre: &CadreId| {
            !a.place_set && !b.place_set && a.day == b.day && a.household != b.household
                && a.cadres.contains(cadre) && b.cadres.contains(cadre) && distance_m(a.fix, b.fix) <= 30.0
        };
        let cadres = [1u8, 2].map(|id| CadreId::from_bytes([id; 16]));
        let is_centre = |a: &SpotVisit, cadre: &CadreId| {
            let others: BTreeSet<_> = visits.iter().filter(|b| beside(a, b, cadre)).map(|b| &b.household).collect();
            others.len() >= 3
        };
        let wanted: Vec<bool> = visits
            .iter()
            .map(|visit| {
                cadres.iter().any(|cadre| {
                    is_centre(visit, cadre)
                        || visits.iter().any(|centre| is_centre(centre, cadre) && beside(centre, visit, cadre))
                })
            })
            .collect();
        prop_assert_eq!(one_spot(&visits), wanted);
    }
}
