//! One folder, many writers: `ruhu serve` taking records in, and commands in processes of their own beside it.

use ruhu_core::app::App;
use ruhu_core::ids::RegionCode;
use ruhu_core::time::{Clock, SystemClock};
use ruhu_server::command::enrol;
use ruhu_server::folder::Folder;
use ruhu_server::store::{Evidence, Ledger, Roster};
use ruhu_tests::clock::{PhoneClock, TownClock};
use ruhu_tests::handset::{open, send_all};
use ruhu_tests::process::{Served, ruhu};
use ruhu_tests::town::Town;
use ruhu_tests::village::{number, roster, visit};
use std::path::Path;
use std::sync::{Arc, Barrier};

const RUHU: &str = env!("CARGO_BIN_EXE_ruhu");
const ROUNDS: u32 = 12;

/// A phone enrolled by a code of this cadre.
fn phone(dir: &Path, seed: u8, qr: &str) -> (App, Arc<PhoneClock>) {
    let clock = Arc::new(PhoneClock::new(SystemClock.now().wall, 0));
    let app = open(&dir.join(format!("phone-{seed}")), [seed; 32], clock.clone()).expect("opens");
    app.enrol(qr, "journey").expect("enrols");
    send_all(&app).expect("hears of its households");
    (app, clock)
}

#[test]
fn three_writers_on_one_folder_lose_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("server");
    let now = SystemClock.now().wall;
    let first = roster(&[("王建军", 0..4)]);
    let (town, _) = Town::open(&data, Arc::new(TownClock::at(now)), first.as_bytes()).expect("a township");
    let code: RegionCode = town.code.clone();
    drop(town);
    let served = Served::start(Path::new(RUHU), &data, "127.0.0.1:0", &[]);
    let folder = Folder::open_existing(&data, None).expect("opens beside it");
    let made = enrol::make(&folder, "王建军", served.fact("address").to_owned(), now).expect("a code");
    let (app, clock) = phone(dir.path(), 1, &made.qr);

    let start = Barrier::new(3);
    let codes = std::thread::scope(|scope| {
        // The first writer: the server, taking visits with photos in.
        scope.spawn(|| {
            start.wait();
            for round in 0..ROUNDS {
                clock.pass_minutes(1500);
                visit(&app, &clock, round % 4, round.into());
                send_all(&app).expect("sends beside the commands");
            }
        });
        // The second: rosters, each with one household more.
        scope.spawn(|| {
            start.wait();
            for round in 0..ROUNDS {
                let file = dir.path().join("roster.csv");
                std::fs::write(&file, roster(&[("王建军", 0..5 + round)])).expect("written");
                ruhu(
                    Path::new(RUHU),
                    &["import", file.to_str().expect("a plain path")],
                    &data,
                );
            }
        });
        // The third: enrolment codes.
        let third = scope.spawn(|| {
            start.wait();
            let code = |_| ruhu(Path::new(RUHU), &["enrol", "--cadre", "王建军"], &data);
            (0..ROUNDS).map(code).collect::<Vec<_>>()
        });
        third.join().expect("no panic")
    });

    let known = folder.store.roster_now(&code).expect("reads");
    for n in 0..4 + ROUNDS {
        assert!(
            known.households.iter().any(|known| known.household == number(n)),
            "household {n} of an import"
        );
    }
    let mut visits = 0;
    let days = (
        "2020-01-01".parse().expect("a day"),
        "2099-01-01".parse().expect("a day"),
    );
    folder
        .store
        .each_visit(&code, days, &mut |_| {
            visits += 1;
            Ok(())
        })
        .expect("reads");
    assert_eq!(visits, ROUNDS, "every visit");
    let outbox = app.outbox().expect("a box");
    assert_eq!((outbox.waiting, outbox.stuck.len()), (0, 0));
    for (seed, made) in (2u8..).zip(&codes) {
        // Each code that a command printed works: none was lost.
        phone(dir.path(), seed, made["qr"].as_str().expect("its QR text"));
    }
    // Imports are records of the township, visits of the phone: one log, no number twice and none missing.
    let log = folder.store.log(&code, None).expect("reads");
    let mut numbers = Vec::new();
    folder
        .store
        .each_leaf(&code, &mut |n, _| {
            numbers.push(n);
            Ok(())
        })
        .expect("reads");
    assert_eq!(numbers, (0..log.size).collect::<Vec<_>>());
    served.stop();
}
