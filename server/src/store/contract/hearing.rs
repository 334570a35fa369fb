//! What phones hear, by cursor.

use super::town::{Town, cadre, day, good_visit, household, now};
use crate::town::decide;
use ruhu_core::domain::Assignment;

pub fn a_first_sync_is_whole_and_the_next_is_empty(town: &Town) {
    let phone = town.phone(cadre(1));
    let first = town.hear(&phone, 0);
    let numbers: Vec<_> = first
        .households
        .iter()
        .map(|down| down.household.household.clone())
        .collect();
    assert_eq!(numbers, [household(1), household(2)]);
    assert_eq!(first.households[0].household.village_name, "一村");
    assert_eq!(first.policies.as_ref().map(Vec::len), Some(1));
    let cadres = first.cadres.as_ref().expect("the cadres");
    assert!(cadres.len() == 2 && cadres.iter().all(|cadre| cadre.phone.is_empty()));
    let next = town.hear(&phone, first.cursor);
    assert_eq!((next.cursor, next.households.len()), (first.cursor, 0));
    assert_eq!((next.policies, next.cadres), (None, None));
}

pub fn a_visit_of_one_cadre_is_told_to_the_other_without_content(town: &Town) {
    let (one, other) = (town.phone(cadre(1)), town.phone(cadre(2)));
    let before = town.hear(&one, 0).cursor;
    let visit = other.visits(1, &good_visit(1, cadre(2), "2026-03-01T09:00:00+08:00"));
    town.send(&other, &[&visit]);
    let heard = town.hear(&one, before);
    assert_eq!(heard.households.len(), 1);
    assert_eq!(heard.households[0].visits, [town.visit(&visit).fact()]);
    assert_eq!(town.hear(&other, 0).households.len(), 1);
}

pub fn a_household_that_moved_on_is_removed_and_told_to_its_new_cadre(town: &Town) {
    let (one, other) = (town.phone(cadre(1)), town.phone(cadre(2)));
    let (before, others) = (town.hear(&one, 0).cursor, town.hear(&other, 0).cursor);
    let moved = |by, from: &str, to: Option<&str>| Assignment {
        household: household(1),
        cadre: cadre(by),
        from: day(from),
        to: to.map(day),
    };
    for assignment in [moved(1, "2021-01-01", Some("2026-06-29")), moved(2, "2026-06-30", None)] {
        decide::assign(&*town.store, &town.code, &assignment, now()).expect("an assignment");
    }
    let heard = town.hear(&one, before);
    assert_eq!((heard.removed, heard.households.len()), (vec![household(1)], 0));
    let told = town.hear(&other, others);
    assert_eq!(told.households.len(), 1);
    assert_eq!(told.households[0].assignments.len(), 2);
    assert_eq!(town.hear(&one, 0).removed, []);
}

pub fn a_cursor_from_another_life_is_answered_whole(town: &Town) {
    let phone = town.phone(cadre(1));
    let whole = town.hear(&phone, 0);
    assert_eq!(town.hear(&phone, 1_000_000), whole);
}
