//! One cadre with two phones: an old one and a new one, both in use.

use super::world::{World, agree, at};
use ruhu_core::domain::{ReasonCode, Verdict};

#[test]
fn two_phones_of_one_cadre_tell_one_story() {
    let world = World::of(&[("王建军", 0..4)], "2026-06-01T08:00:00+08:00");
    let old = world.phone("王建军", 1, 0);
    let new = world.phone("王建军", 2, 0);
    assert_ne!(old.app.me().expect("me"), None);

    // In the morning the old one visits two homes; in the afternoon the new one another, and one of them again.
    for (phone, from) in [(&old, "2026-06-03T09:00:00+08:00"), (&new, "2026-06-03T15:00:00+08:00")] {
        phone.clock.reach(at(from));
    }
    let morning = old.visit(0, 1);
    old.clock.pass_minutes(40);
    old.visit(1, 2);
    new.visit(2, 3);
    new.clock.pass_minutes(40);
    let again = new.visit(0, 4);
    // Neither knows of the other yet: each says what it sees.
    assert_eq!((morning.verdict, again.verdict), (Verdict::Counts, Verdict::Counts));

    // The later one comes to the township first; the order of arrival does not matter.
    old.clock.reach(new.clock.true_time());
    new.send(&world);
    old.send(&world);
    new.send(&world);
    for n in 0..4 {
        agree(&old, &world, n);
        agree(&new, &world, n);
    }
    let shown = world.visits(0);
    assert_eq!(shown.len(), 2);
    let of = |id| shown.iter().find(|visit| visit.id == id).expect("shown");
    assert!(
        of(morning.visit).counted && !of(again.visit).counted,
        "one visit a day counts: the first"
    );
    assert!(of(again.visit).judgement.codes.contains(&ReasonCode::SameDay));
    for phone in [&old, &new] {
        assert_eq!(phone.file(0).visits.len(), 2, "each phone sees both");
        assert_eq!(phone.file(2).visits.len(), 1);
    }

    // The old one is lost. What it had sent stays; the new one goes on.
    drop(old);
    new.clock.reach(at("2026-06-20T09:00:00+08:00"));
    let next = new.visit(0, 5);
    assert_eq!(next.verdict, Verdict::Counts);
    new.send(&world);
    agree(&new, &world, 0);
    assert_eq!(new.file(0).due.have, 2);
}
