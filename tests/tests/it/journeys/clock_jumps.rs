//! Clocks that are wrong, and clocks that somebody sets.

use super::world::{World, agree, at};
use ruhu_core::domain::{ReasonCode, Verdict};
use ruhu_core::time::Day;

const NOON: &str = "2026-05-06T12:00:00+08:00";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn a_clock_that_was_always_wrong_harms_nothing() {
    let world = World::of(&[("王建军", 0..2)], NOON);
    // Nine hours ahead: its wall clock says that it is tomorrow.
    let phone = world.phone("王建军", 1, 9 * 60);
    phone.clock.reach(at("2026-05-06T15:30:00+08:00"));
    let finished = phone.visit(0, 1);
    assert_eq!(finished.verdict, Verdict::Counts, "{:?}", finished.codes);
    assert_eq!(
        phone.file(0).visits[0].day,
        day("2026-05-06"),
        "the phone knows the day from the township"
    );
    phone.send(&world);
    let shown = &world.visits(0)[0];
    assert_eq!(
        (shown.day, shown.judgement.verdict),
        (day("2026-05-06"), Verdict::Counts)
    );
    agree(&phone, &world, 0);
}

#[test]
fn a_clock_set_during_a_visit_is_seen_and_does_not_move_its_day() {
    let world = World::of(&[("王建军", 0..2)], NOON);
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-05-06T15:30:00+08:00"));
    let draft = phone.begin(0);
    phone.picture(draft, 0, 1);
    phone.clock.set_wall_by_minutes(3 * 60);
    let finished = phone.end(draft);
    assert!(finished.codes.contains(&ReasonCode::ClockMoved), "{:?}", finished.codes);
    phone.clock.set_wall_by_minutes(-3 * 60);
    phone.send(&world);
    let shown = &world.visits(0)[0];
    assert!(shown.judgement.codes.contains(&ReasonCode::ClockMoved));
    assert_eq!(
        (shown.judgement.verdict, shown.day),
        (finished.verdict, day("2026-05-06"))
    );
    agree(&phone, &world, 0);
}

#[test]
fn a_clock_set_back_to_last_month_does_not_make_a_visit_of_last_month() {
    let world = World::of(&[("王建军", 0..2)], NOON);
    let phone = world.phone("王建军", 1, 0);
    // A promise was missed in April; the cadre sets the clock back and visits "in April".
    phone.clock.set_wall_by_minutes(-20 * 24 * 60);
    let finished = phone.visit(0, 1);
    phone.clock.set_wall_by_minutes(20 * 24 * 60);
    phone.send(&world);
    let shown = &world.visits(0)[0];
    assert_eq!(shown.id, finished.visit);
    assert_eq!(
        shown.day,
        day("2026-05-06"),
        "the monotonic clock and the last anchor know better"
    );
    agree(&phone, &world, 0);
}

#[test]
fn a_clock_set_back_on_a_phone_switched_off_in_between_cannot_go_before_what_the_township_said() {
    let world = World::of(&[("王建军", 0..2)], NOON);
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-05-20T10:00:00+08:00"));
    phone.clock.reboot();
    phone.clock.set_wall_by_minutes(-40 * 24 * 60);
    phone.visit(0, 1);
    phone.clock.set_wall_by_minutes(40 * 24 * 60);
    phone.send(&world);
    let shown = &world.visits(0)[0];
    let (first, last) = (day("2026-05-06"), day("2026-05-20"));
    assert!((first..=last).contains(&shown.day), "{:?}", shown.day);
    agree(&phone, &world, 0);
}
