//! Help given with photos, over a real road: the township has the files, its doctor and its pack find nothing wrong, and an
//! erasure lets them go.

use super::world::{PICTURES, Phone, World, at, home, number};
use ruhu_core::app::{HelpGiven, PhotoFrom, PhotoTaken, TodayAsk};
use ruhu_core::domain::{HelpKind, PhotoEntry};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Clock;
use ruhu_server::command::export;
use ruhu_server::pack::{Form, verify};
use ruhu_server::shelf::PhotoShelf;
use ruhu_server::town::decide;
use std::ffi::OsString;
use std::path::Path;

/// Takes a photo of help being written.
fn picture(phone: &Phone, n: u32, seed: u64) -> PhotoEntry {
    phone.clock.pass_minutes(2);
    let taken = phone.clock.now().wall;
    let photo = PhotoTaken {
        bytes: PICTURES.shoot(seed, 320, taken, Some(home(n))).expect("a photo"),
        taken,
        from: PhotoFrom::Camera,
        stamp: None,
    };
    phone.app.help_photo(&number(n), photo).expect("takes it in").entry
}

fn help(phone: &Phone, n: u32) {
    phone.clock.pass_minutes(2);
    let given = HelpGiven {
        household: number(n),
        visit: None,
        kind: HelpKind::Purchase,
        day: phone.clock.now().wall.day(),
        text: "买了 20 斤土豆".into(),
        amount_fen: Some(6_000),
        follow_up: None,
    };
    phone.app.help(given).expect("writes it");
}

/// What the doctor says of the folder, in which it finds nothing wrong.
fn doctor(world: &World) -> String {
    let words = ["ruhu", "doctor", "--data"].map(OsString::from).into_iter();
    let words = words.chain([world.town.folder.path.clone().into_os_string()]);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = ruhu_server::cli::run(words, &mut out, &mut err);
    let said = format!("{}{}", String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
    assert_eq!(code, std::process::ExitCode::SUCCESS, "{said}");
    said
}

/// The pack of the year, verified: photos in it, and photos it says have not arrived.
fn verified(world: &World, out: &Path) -> (u64, u64) {
    let (now, code) = (world.town.clock.now().wall, world.town.code.clone());
    export::make(&world.town.folder, code, 2026, out, Form::Folder, now).expect("a pack");
    let report = verify::verify(out, None).expect("verifies");
    assert!(report.ok, "{:#?}", report.findings);
    (report.checked.photos, report.checked.photos_not_arrived)
}

#[test]
fn photos_of_help_reach_the_township_and_neither_doctor_nor_pack_complains() {
    let world = World::of(&[("王建军", 0..3)], "2026-07-01T08:00:00+08:00");
    let mut phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-07-02T09:00:00+08:00"));
    let first = picture(&phone, 0, 1);
    phone.reopen();
    let begun = phone.app.today(&TodayAsk::default()).expect("today").help_begun;
    assert_eq!((begun.len(), begun[0].photos), (1, 1), "the app may end in between");
    let second = picture(&phone, 0, 2);
    help(&phone, 0);
    let files: Vec<Sha256> = [&first, &second]
        .into_iter()
        .flat_map(|photo| [photo.original.sha256, photo.copy.sha256])
        .collect();
    phone.send(&world);
    let outbox = phone.app.outbox().expect("an upload box");
    assert_eq!((outbox.waiting, outbox.stuck.len()), (0, 0), "{outbox:?}");
    let shelf = PhotoShelf::local(&world.town.folder.path.join("photos")).expect("a shelf");
    for file in &files {
        let there = shelf.read(&world.town.code, file).expect("reads");
        assert_eq!(
            there.expect("on the server's shelf"),
            phone.app.photo_bytes(*file).expect("on the phone")
        );
    }
    let said = doctor(&world);
    assert!(said.contains("照片 photos 4"), "{said}");
    assert_eq!(verified(&world, &world.dir.path().join("pack")), (4, 0));

    let (store, now) = (&world.town.folder.store, world.town.clock.now().wall);
    decide::erase(store, &world.town.code, &number(0), "镇长", Some("本人申请"), now).expect("erased");
    decide::remove_erased_photos(store, &shelf).expect("removed");
    phone.send(&world);
    for file in &files {
        assert_eq!(shelf.read(&world.town.code, file).expect("reads"), None);
        assert!(phone.app.photo_bytes(*file).is_err(), "the phone let it go");
    }
    assert_eq!(verified(&world, &world.dir.path().join("later")), (0, 0));
}

#[test]
fn a_pack_made_before_the_photos_of_help_arrived_says_so() {
    let world = World::of(&[("王建军", 0..3)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-07-02T09:00:00+08:00"));
    picture(&phone, 0, 1);
    help(&phone, 0);
    world.town.clock.reach(phone.clock.true_time());
    let stop = |progress: &ruhu_core::sync::Progress| match progress.photos_sent {
        0 => std::ops::ControlFlow::Continue(()),
        _ => std::ops::ControlFlow::Break(()),
    };
    phone
        .app
        .sync_now(ruhu_tests::handset::GOOD_ROAD, &stop)
        .expect("sends a part");
    let (here, missing) = verified(&world, &world.dir.path().join("pack"));
    assert_eq!(here + missing, 2);
    assert!(missing >= 1, "{here} are here");
    phone.send(&world);
    assert_eq!(verified(&world, &world.dir.path().join("later")), (2, 0));
}
