//! The server time that records lean on, held against the log: what a changed client says of it is found at intake and by
//! `verify`, and the township's pack is not accused for it.

use super::forge::{copy, json, sign_again};
use super::world::*;
use ruhu_core::domain::Visit;
use ruhu_core::ids::VisitId;
use ruhu_core::record::{Anchor, Kind, SignedRecord};
use ruhu_core::time::{Day, Moment};
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::Code;
use ruhu_server::store::{Evidence, Ledger, VisitRow};
use ruhu_server::town::judge::{StandingClock, finish, queue_older};
use serde_json::json as body;
use std::path::Path;

/// A township on whose log something happened on 10 January, 10 February and 10 March.
fn town() -> World {
    let mut world = World::new();
    for month in ["01", "02", "03"] {
        let at = format!("2026-{month}-10T08:00:00+08:00");
        world.record(1, Kind::Consent, &at, body!({"given": true, "version": "1"}));
        world.sync(1, &format!("2026-{month}-10T08:10:00+08:00"));
        world.sync(0, &format!("2026-{month}-10T08:20:00+08:00"));
    }
    world
}

fn row(world: &World, id: VisitId) -> VisitRow {
    let mut found = None;
    let store = &world.folder.store;
    store
        .transact(&code(TOWNSHIP), &mut |tx| {
            found = tx.visit(&id)?;
            Ok(())
        })
        .expect("reads");
    found.expect("taken")
}

/// The first phone visits on `at`; its record names what `change` makes of its anchor.
fn visit(world: &mut World, to: u8, at: &str, change: impl FnOnce(&mut Anchor)) -> (VisitId, SignedRecord) {
    let visit: Visit = world.good_visit(0, to, at);
    world.phones[0].change_anchor(change);
    let made = world.visit(0, &visit);
    let day: Moment = moment(at);
    world.sync(0, &day.plus_ms(3_600_000).to_string());
    made
}

/// As a folder that an older program judged, opened by this one.
fn judged_by_newer_rules(world: &World) {
    let store = &world.folder.store;
    store
        .transact(&code(TOWNSHIP), &mut |tx| tx.set_rules(0))
        .expect("noted");
    queue_older(store).expect("queued");
    let left_out = finish(store, &StandingClock(world.now), &mut |_| ()).expect("judged again");
    assert_eq!(left_out, []);
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn untrue(world: &World, row: &VisitRow) -> bool {
    let found = world.folder.store.untrue_anchors(&code(TOWNSHIP)).expect("reads");
    found.contains(&row.record)
}

/// The pack says of the visit what the server found, verifies, and is found out when it does not say so.
fn told_and_checked(world: &World, record: &SignedRecord) {
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    assert_eq!(
        codes(&check(&pack)),
        [],
        "an honest township is not accused for a phone"
    );
    let copied = copy(world, &pack, "kept-quiet");
    // Dated by the anchor, the visit is of another day than its record says.
    json(&copied, "data/coverage.json", |file| {
        for household in file["households"].as_array_mut().expect("a list") {
            for visit in household["visits"].as_array_mut().expect("a list") {
                if visit["record"] == record.sha256.to_string() {
                    visit["day"] = body!("2026-01-14");
                }
            }
        }
    });
    sign_again(&copied, &world.folder.signer, |_| {});
    assert!(codes(&check(&copied)).contains(&Code::VisitDiffers));
    remove(&pack);
    remove(&copied);
}

fn remove(pack: &Path) {
    std::fs::remove_dir_all(pack).expect("removed");
}

#[test]
fn a_true_anchor_settles_the_day_and_says_nothing() {
    let mut world = town();
    let (id, _) = visit(&mut world, 0, "2026-03-12T09:00:00+08:00", |_| {});
    assert!(!untrue(&world, &row(&world, id)));
    assert_eq!(row(&world, id).day, day("2026-03-12"));
}

#[test]
fn an_anchor_whose_time_was_changed_is_found_and_dates_nothing() {
    // A phone whose clocks say March claims that the server's newest checkpoint was of January, or of the summer.
    for (time, to) in [("2026-01-12T08:20:00+08:00", 0), ("2026-07-01T08:20:00+08:00", 2)] {
        let mut world = town();
        let (id, record) = visit(&mut world, to, "2026-03-12T09:00:00+08:00", |anchor| {
            anchor.time.time = moment(time);
        });
        let row = row(&world, id);
        assert!(untrue(&world, &row), "{time}");
        assert_eq!(row.day, day("2026-03-12"), "settled without it");
        judged_by_newer_rules(&world);
        assert_eq!(
            self::row(&world, id).day,
            day("2026-03-12"),
            "and so it stays under newer rules"
        );
        told_and_checked(&world, &record);
    }
}

#[test]
fn a_checkpoint_of_another_month_is_found_by_its_root_size_or_log() {
    let changes: [fn(&mut Anchor); 4] = [
        |anchor| anchor.root = ruhu_core::ids::Sha256::of(b"another"),
        |anchor| anchor.size += 100,
        |anchor| anchor.size = 0,
        |anchor| anchor.log = "610924102-another".parse().expect("a log id"),
    ];
    for change in changes {
        let mut world = town();
        let (id, record) = visit(&mut world, 0, "2026-03-12T09:00:00+08:00", change);
        assert!(untrue(&world, &row(&world, id)));
        told_and_checked(&world, &record);
    }
}

#[test]
fn an_anchor_that_steps_back_along_its_chain_is_found() {
    let mut world = town();
    let kept = world.phones[0].anchor().clone();
    visit(&mut world, 0, "2026-03-12T09:00:00+08:00", |_| {});
    // The log goes on; the phone shows the older checkpoint again, as it was.
    world.record(
        1,
        Kind::Consent,
        "2026-03-13T08:00:00+08:00",
        body!({"given": true, "version": "1"}),
    );
    world.sync(1, "2026-03-13T08:10:00+08:00");
    world.sync(0, "2026-03-13T08:20:00+08:00");
    visit(&mut world, 2, "2026-03-14T09:00:00+08:00", |_| {});
    let (id, record) = visit(&mut world, 4, "2026-03-20T09:00:00+08:00", |anchor| *anchor = kept);
    assert!(untrue(&world, &row(&world, id)));
    told_and_checked(&world, &record);
    // The next one, with what the server said last, is true again.
    let (id, _) = visit(&mut world, 0, "2026-03-22T09:00:00+08:00", |_| {});
    assert!(!untrue(&world, &row(&world, id)));
}

#[test]
fn a_record_of_another_kind_with_an_untrue_anchor_accuses_nobody() {
    let mut world = town();
    world.phones[0].change_anchor(|anchor| anchor.root = ruhu_core::ids::Sha256::of(b"another"));
    world.record(
        0,
        Kind::Consent,
        "2026-03-12T08:00:00+08:00",
        body!({"given": true, "version": "1"}),
    );
    world.sync(0, "2026-03-12T08:10:00+08:00");
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    assert_eq!(codes(&check(&pack)), []);
    // Said nowhere, it is a state that the log never had: a phone was shown another log, or this one was written anew.
    json(&pack, "data/coverage.json", |file| file["anchors_untrue"] = body!([]));
    sign_again(&pack, &world.folder.signer, |_| {});
    assert_eq!(codes(&check(&pack)), [Code::CheckpointDiffers]);
}

#[test]
fn packs_of_a_village_and_of_another_year_hold_the_checkpoints_that_their_visits_lean_on() {
    let mut world = town();
    // The anchor is of December, the visit of January.
    world.sync(0, "2026-12-20T08:00:00+08:00");
    let (id, _) = visit(&mut world, 0, "2027-01-03T09:00:00+08:00", |_| {});
    assert!(!untrue(&world, &row(&world, id)));
    let (forged, record) = visit(&mut world, 2, "2027-01-09T09:00:00+08:00", |anchor| {
        anchor.time.time = moment("2026-12-28T08:00:00+08:00");
    });
    assert!(untrue(&world, &row(&world, forged)));
    for (scope, year) in [(TOWNSHIP, 2027), (VILLAGE, 2027), (TOWNSHIP, 2026), (VILLAGE, 2026)] {
        let (pack, _) = world.export(scope, year, "pack", Form::Folder);
        assert_eq!(codes(&check(&pack)), [], "{scope} {year} {}", record.sha256);
        remove(&pack);
    }
}

#[test]
fn a_server_whose_clock_was_put_back_makes_no_honest_anchor_untrue() {
    let mut world = town();
    // For an hour the server's clock stood a year ahead; a phone synced then and another record came in.
    world.record(
        1,
        Kind::Consent,
        "2026-03-11T08:00:00+08:00",
        body!({"given": true, "version": "1"}),
    );
    world.sync(1, "2027-03-11T08:00:00+08:00");
    world.sync(0, "2026-03-11T08:10:00+08:00");
    let (id, _) = visit(&mut world, 0, "2026-03-12T09:00:00+08:00", |_| {});
    assert!(!untrue(&world, &row(&world, id)));
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    assert_eq!(codes(&check(&pack)), []);
}

#[test]
fn an_anchor_heard_while_the_servers_clock_stood_ahead_makes_no_later_one_step_back() {
    let mut world = town();
    let at = "2026-03-11T08:00:00+08:00";
    world.record(1, Kind::Consent, at, body!({"given": true, "version": "1"}));
    world.sync(1, "2027-03-11T08:00:00+08:00");
    world.sync(0, "2027-03-11T08:01:00+08:00");
    world.record(0, Kind::Consent, at, body!({"given": true, "version": "1"}));
    // The clock was put back. The phone heard the checkpoint of the same log before its two records were taken in.
    let (id, _) = visit(&mut world, 0, "2026-03-12T09:00:00+08:00", |anchor| {
        anchor.time.time = moment("2026-03-11T08:10:00+08:00");
    });
    assert!(!untrue(&world, &row(&world, id)));
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    assert_eq!(codes(&check(&pack)), []);
}
