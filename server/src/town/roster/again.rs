//! A roster that comes again: what changes, from which day, and whose households they are.

use super::diff::{Occasion, diff};
use super::tests::{HAOPING, codes, csv, day, no_list, row};
use super::*;
use crate::store::RosterNow;
use ruhu_core::domain::Class;
use ruhu_core::ids::HouseholdNo;
use ruhu_core::ids::{CadreId, Sha256};

/// The store's half, as the plan asks for it, without a store.
fn applied(mut now: RosterNow, plan: &crate::store::ImportPlan) -> RosterNow {
    for c in &plan.cadres {
        now.cadres.retain(|k| k.id != c.cadre.id);
        now.cadres.push(c.cadre.clone());
    }
    for h in &plan.households {
        let old = now
            .households
            .iter()
            .position(|o| o.household == h.household)
            .map(|at| now.households.remove(at));
        let (mut classes, mut assignments, mut places) =
            old.map_or_else(Default::default, |o| (o.classes, o.assignments, o.places));
        for a in &h.assignments {
            assignments.retain(|o| (o.cadre, o.from) != (a.cadre, a.from));
            assignments.push(a.clone());
        }
        for c in &h.classes {
            classes.retain(|o| o.from != c.from);
            classes.push(*c);
        }
        if let Some((place, from)) = h.place {
            let version = u32::try_from(places.len() + 1).expect("few places");
            places.push(ruhu_core::domain::PlaceVersion {
                version,
                lat: place.lat,
                lon: place.lon,
                from,
                learned: false,
            });
        }
        now.households.push(crate::store::RosterHousehold {
            household: h.household.clone(),
            village: h.village.clone(),
            entered: h.entered,
            left: h.left,
            person: h.person.clone(),
            classes,
            assignments,
            places,
        });
    }
    now
}

fn compare(roster: &Roster, now: &RosterNow, effective: &str) -> super::diff::Diff {
    let mut last = u8::try_from(now.cadres.len()).expect("few cadres");
    let mut new_id = || {
        last += 1;
        CadreId::from_bytes([last; 16])
    };
    let occasion = Occasion {
        effective: day(effective),
        file: Sha256([0; 32]),
        known_villages: &[],
    };
    diff(roster, now, &occasion, &mut new_id)
}

#[test]
fn the_same_file_again_changes_nothing() {
    let roster = read(HAOPING, &no_list(), None).expect("the real roster");
    let first = compare(&roster, &RosterNow::default(), "2026-11-24");
    assert_eq!(
        (first.added, first.changed, first.unchanged, first.gone.len()),
        (568, 0, 0, 0)
    );
    assert_eq!(
        (first.plan.cadres.len(), first.plan.villages.len(), first.plan.effective),
        (45, 16, None)
    );
    let now = applied(RosterNow::default(), &first.plan);
    let again = compare(&roster, &now, "2026-11-25");
    assert_eq!(
        (again.added, again.changed, again.unchanged, again.gone.len()),
        (0, 0, 568, 0)
    );
    assert!(again.plan.cadres.is_empty() && again.plan.households.is_empty() && again.warnings.is_empty());
}

#[test]
fn a_later_roster_is_a_diff_that_holds_from_its_day() {
    let now = applied(
        RosterNow::default(),
        &compare(
            &csv(&[row("61092410100100001", "王,局,1"), row("61092410100100002", "王,局,1")].concat()),
            &RosterNow::default(),
            "2026-01-01",
        )
        .plan,
    );
    let later = csv(&row("61092410100100001", "李,局,2").replace("脱贫户", "脱贫不稳定户"));
    let diff = compare(&later, &now, "2026-11-24");
    assert_eq!((diff.added, diff.changed, diff.unchanged), (0, 1, 0));
    assert_eq!(
        diff.gone.iter().map(HouseholdNo::as_str).collect::<Vec<_>>(),
        ["61092410100100002"]
    );
    assert!(diff.plan.gone.is_empty(), "a household never leaves by itself");
    let plan = &diff.plan.households[0];
    let days: Vec<_> = plan.assignments.iter().map(|a| (a.from, a.to)).collect();
    assert_eq!(
        days,
        [(day("2021-06-01"), Some(day("2026-11-23"))), (day("2026-11-24"), None)]
    );
    assert_eq!(
        plan.classes,
        [ruhu_core::domain::ClassFrom {
            class: Class::Unstable,
            from: day("2026-11-24")
        }]
    );
    let again = compare(&later, &applied(now, &diff.plan), "2026-12-01");
    assert_eq!((again.changed, again.unchanged), (0, 1));
}

#[test]
fn an_assignment_put_right_on_its_first_day_is_taken_back() {
    let first = csv(&row("61092410100100001", "王,局,1").replace("2021-06-01", "2026-11-24"));
    let now = applied(
        RosterNow::default(),
        &compare(&first, &RosterNow::default(), "2026-11-24").plan,
    );
    let right = csv(&row("61092410100100001", "李,局,2").replace("2021-06-01", "2026-11-24"));
    let plan = compare(&right, &now, "2026-11-24").plan;
    let assignments = &plan.households[0].assignments;
    let today = day("2026-11-24");
    assert_eq!(
        assignments.iter().map(|a| a.holds(today)).collect::<Vec<_>>(),
        [false, true]
    );
    assert_eq!(assignments[0].to, Some(day("2026-11-23")), "it never held");
}

#[test]
fn a_cadre_is_merged_only_when_exactly_one_fits() {
    let first = csv(&[
        row("61092410100100001", "王,局,1"),
        row("61092410100100002", "王,局,2"),
        row("61092410100100003", "李,局,3"),
    ]
    .concat());
    let now = applied(
        RosterNow::default(),
        &compare(&first, &RosterNow::default(), "2026-01-01").plan,
    );
    let one = compare(&csv(&row("61092410100100003", "李,局,")), &now, "2026-02-01");
    assert_eq!((one.unchanged, one.plan.cadres.len()), (1, 0));
    let moved = compare(&csv(&row("61092410100100003", "李,局,9")), &now, "2026-02-01");
    assert_eq!((moved.changed, codes(&moved.warnings).len()), (0, 0));
    let cadre = &moved.plan.cadres[0].cadre;
    let was = now.cadres.iter().find(|known| known.name == "李").expect("known");
    assert_eq!(
        (cadre.id, cadre.phone.as_str()),
        (was.id, "9"),
        "one person with a new telephone"
    );
    let two = compare(&csv(&row("61092410100100001", "王,局,")), &now, "2026-02-01");
    assert_eq!(
        (codes(&two.warnings), two.plan.cadres.len(), two.changed),
        (vec![(2, "cadre_ambiguous")], 1, 1)
    );
}
