//! A household that is lawfully erased: server, phones and packs.

use super::world::{World, agree, at, hidden, number};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Clock;
use ruhu_server::command::export;
use ruhu_server::pack::{Form, verify};
use ruhu_server::shelf::PhotoShelf;
use ruhu_server::town::decide;
use std::path::Path;

fn erase(world: &World, n: u32) -> u64 {
    let (store, now) = (&world.town.folder.store, world.town.clock.now().wall);
    let records = decide::erase(store, &world.town.code, &number(n), "镇长", Some("本人申请"), now).expect("erased");
    let shelf = PhotoShelf::local(&world.town.folder.path.join("photos")).expect("a shelf");
    decide::remove_erased_photos(store, &shelf).expect("removed");
    records
}

/// The pack of the year, verified: its tombstones.
fn verified(world: &World, out: &Path) -> u64 {
    let (now, code) = (world.town.clock.now().wall, world.town.code.clone());
    export::make(&world.town.folder, code, 2026, out, Form::Folder, now).expect("a pack");
    let report = verify::verify(out, None).expect("verifies");
    assert!(report.ok, "{:#?}", report.findings);
    report.checked.tombstones
}

#[test]
fn an_erased_household_leaves_no_trace_but_its_counts() {
    let world = World::of(&[("王建军", 0..3)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-07-02T09:00:00+08:00"));
    phone.visit(0, 1);
    phone.clock.pass_minutes(60);
    phone.visit(1, 2);
    phone.send(&world);
    let photos: Vec<Sha256> = world.visits(0)[0]
        .photos
        .iter()
        .map(|photo| photo.entry.copy.sha256)
        .collect();
    let before = world.dir.path().join("before");
    assert_eq!(verified(&world, &before), 0);
    let coverage = world.coverage(0, "2026-07-02".parse().expect("a day"));
    // Its name lies in the open in the server's files until then.
    let data = world.town.folder.path.clone();
    assert!(!hidden(&data, "户主0".as_bytes()));

    assert!(erase(&world, 0) >= 1);
    assert!(hidden(&data, "户主0".as_bytes()), "the name is still in a file");
    assert!(!hidden(&data, "户主1".as_bytes()));
    let after = world.coverage(0, "2026-07-02".parse().expect("a day"));
    assert_eq!(after.counted, coverage.counted);
    let shelf = PhotoShelf::local(&data.join("photos")).expect("a shelf");
    for photo in photos {
        assert_eq!(shelf.read(&world.town.code, &photo).expect("reads"), None);
    }
    // The old pack and a new one verify.
    assert!(verify::verify(&before, None).expect("verifies").ok);
    assert!(verified(&world, &world.dir.path().join("after")) >= 1);

    phone.send(&world);
    assert!(phone.app.household(&number(0)).is_err(), "the phone let it go");
    agree(&phone, &world, 1);
    phone.clock.reach(at("2026-07-20T09:00:00+08:00"));
    phone.visit(1, 3);
    phone.send(&world);
    agree(&phone, &world, 1);
    verified(&world, &world.dir.path().join("later"));
}

#[test]
fn what_an_offline_phone_brings_later_is_taken_as_a_number_and_its_photos_are_not() {
    let world = World::of(&[("王建军", 0..3)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-07-02T09:00:00+08:00"));
    let late = phone.visit(0, 1);
    phone.clock.pass_minutes(60);
    phone.visit(1, 2);
    world.town.clock.reach(phone.clock.true_time());
    erase(&world, 0);
    phone.send(&world);
    phone.send(&world);
    assert!(world.visits(0).is_empty(), "it is no visit any more");
    agree(&phone, &world, 1);
    assert!(phone.app.photos(late.visit).expect("a list").is_empty());
    let outbox = phone.app.outbox().expect("an upload box");
    assert_eq!(
        (outbox.waiting, outbox.stuck.len()),
        (0, 0),
        "nothing is stuck for ever"
    );
    assert_eq!(verified(&world, &world.dir.path().join("pack")), 1);
}

#[test]
fn a_phone_enrolled_again_after_an_erasure_offers_nothing_empty_and_may_sign_out() {
    let world = World::of(&[("王建军", 0..3)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-07-02T09:00:00+08:00"));
    phone.visit(0, 1);
    phone.clock.pass_minutes(60);
    phone.visit(1, 2);
    phone.send(&world);
    erase(&world, 0);
    phone.send(&world);
    let code = world
        .town
        .code_for(world.cadre("王建军"), phone.road.url())
        .expect("a code");
    phone.app.enrol(&code, "journey").expect("enrols again");
    phone.send(&world);
    let outbox = phone.app.outbox().expect("an upload box");
    assert_eq!((outbox.waiting, outbox.stuck.len()), (0, 0));
    phone.clock.pass_minutes(60);
    phone.visit(2, 3);
    phone.send(&world);
    agree(&phone, &world, 2);
    assert_eq!(
        verified(&world, &world.dir.path().join("pack")),
        1,
        "no hole in the chain"
    );
    phone.app.sign_out().expect("nothing waits");
}
