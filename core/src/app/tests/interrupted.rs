//! A store that is set aside, by a process that is killed or whose disk is full at any step: the next start has the old store
//! or finishes what was begun, tells of it, and the retired key never signs again.

use super::*;
use crate::sqlite::tests::traced::{Fate, Outcome, run};
use crate::sqlite::{Database, Key, carry_over};
use crate::store::MIGRATIONS;
use std::fs;

const NEW_KEY: [u8; 32] = [6; 32];

/// A phone opened anew in this folder, by the key it was enrolled with.
fn start(dir: &Path, key: [u8; 32]) -> Answer<App> {
    let clock = SetClock::at("2026-05-04T09:00:00+08:00");
    let town = Arc::new(Township::new(clock.clone(), Vec::new()));
    let signer = Arc::new(MemorySigner::from_bytes(&[7; 32]).expect("a key"));
    open(dir, key, &town, &signer, &clock)
}

/// Not tests by themselves: what is killed. Without a folder they do nothing.
#[test]
fn the_process_that_opens_a_damaged_store() {
    let Ok(dir) = std::env::var("RUHU_TEST_TRACED") else {
        return;
    };
    match start(Path::new(&dir), KEY) {
        Ok(_) | Err(AppError::PhoneFull { .. } | AppError::TryLater { .. }) => {}
        Err(other) => panic!("{other:?}"),
    }
}
#[test]
fn the_process_that_opens_after_a_sign_out() {
    let Ok(dir) = std::env::var("RUHU_TEST_TRACED") else {
        return;
    };
    match start(Path::new(&dir), NEW_KEY) {
        Ok(_) | Err(AppError::PhoneFull { .. } | AppError::TryLater { .. }) => {}
        Err(other) => panic!("{other:?}"),
    }
}

/// The files of a phone that was killed: visits in the database, the last ones in its write-ahead log alone.
fn killed_phone(sign_out: bool) -> tempfile::TempDir {
    let homes = (0..12).map(|n| household(n, "李秀英", Class::Lifted)).collect();
    let phone = Phone::with(homes);
    for n in 0..12 {
        let how = "read_aloud ".repeat(15);
        phone.app.notice(&number(n), "2026-1", &how).expect("tells");
    }
    phone.visit(1, PHOTO);
    phone.app.pause().expect("pauses");
    let begun = phone.at_the_door(2);
    phone
        .app
        .change(begun, DraftChange::Statements { statements: note("x") })
        .expect("saves");
    if sign_out {
        phone.app.cancel(begun).expect("throws it away");
        phone.sync();
        phone.app.sign_out().expect("signs out");
    } else {
        phone.app.finish(begun).expect("finishes");
    }
    let copy = tempfile::tempdir().expect("a folder");
    copy_all(phone.dir.path(), copy.path());
    assert!(fs::metadata(copy.path().join("ruhu.db-wal")).expect("a log").len() > 0);
    copy
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        match source.is_dir() {
            true => copy_all(&source, &target),
            false => drop(fs::copy(&source, &target).expect("copies")),
        }
    }
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The one database that was set aside, with its log if it has one; nothing unfinished is beside it.
fn the_one_aside(dir: &Path, why: &str) -> std::path::PathBuf {
    let all = names(dir);
    let unfinished = |name: &&String| name.contains(".part") || name.ends_with(".next");
    assert!(!all.iter().any(|name| unfinished(&name)), "{all:?}");
    let aside: Vec<_> = all
        .iter()
        .filter(|name| name.starts_with(&format!("ruhu.db.{why}-")))
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    assert_eq!(aside.len(), 1, "{all:?}");
    for log in all.iter().filter(|name| name.ends_with("-wal")) {
        let of = log.trim_end_matches("-wal");
        assert!(all.iter().any(|name| name == of), "a log without its database: {all:?}");
    }
    dir.join(aside[0])
}

/// How many records can be read of a database that was set aside.
fn records_in(aside: &Path) -> u64 {
    let dir = tempfile::tempdir().expect("a folder");
    let key = Key::raw(KEY);
    let fresh = Database::open(&dir.path().join("a.db"), &key, MIGRATIONS).expect("opens");
    carry_over(aside, &key, &fresh, &["record"]).expect("carries over")[0].rows
}

/// Runs the test at every step until none is left; answers how many there were.
fn at_every_step(template: &Path, test: &str, fate: Fate, check: &dyn Fn(&Path, u64)) -> u64 {
    let mut step = 0;
    loop {
        step += 1;
        let dir = tempfile::tempdir().expect("a folder");
        copy_all(template, dir.path());
        let outcome = run(test, dir.path(), step, fate);
        if outcome == Outcome::CannotTrace {
            eprintln!("not tried: this system does not let a process be traced in this way ({fate:?})");
            return 0;
        }
        check(dir.path(), step);
        if outcome == Outcome::EndedBefore {
            return step - 1;
        }
    }
}

/// Where the first page of a table is that nothing in the write-ahead log stands in for.
fn page(dir: &Path) -> usize {
    let (database, _) = Database::look(&dir.join("ruhu.db"), &Key::raw(KEY)).expect("opens");
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'policy'";
    let root: i64 = database
        .read(|conn| Ok::<_, crate::Error>(conn.query_row(sql, [], |row| row.get(0))?))
        .expect("reads");
    usize::try_from(root - 1).expect("a page") * 4096
}

/// Spoils that page.
fn spoil(dir: &Path) {
    let (file, at) = (dir.join("ruhu.db"), page(dir));
    let mut bytes = fs::read(&file).expect("reads");
    bytes[at..at + 4096].iter_mut().for_each(|byte| *byte ^= 0x55);
    fs::write(&file, bytes).expect("writes");
}

fn a_damaged_store(fate: Fate) {
    let template = killed_phone(false);
    spoil(template.path());
    let whole = tempfile::tempdir().expect("a folder");
    copy_all(template.path(), whole.path());
    let expected = start(whole.path(), KEY)
        .expect("opens")
        .outbox()
        .expect("a box")
        .waiting;
    let readable = records_in(&the_one_aside(whole.path(), "damaged"));
    assert!(
        expected > 8 && readable >= u64::from(expected),
        "{expected} of {readable}"
    );
    let steps = at_every_step(
        template.path(),
        "app::tests::interrupted::the_process_that_opens_a_damaged_store",
        fate,
        &|dir, step| {
            let app = start(dir, KEY).expect("opens after it");
            assert!(
                matches!(app.opened(), Opened::SetAside { .. }),
                "step {step}: nobody is told"
            );
            assert_eq!(code(app.consent("2026-1")), "new_key_needed", "step {step}");
            assert_eq!(app.outbox().expect("a box").waiting, expected, "step {step}");
            drop(app);
            let aside = the_one_aside(dir, "damaged");
            assert_eq!(records_in(&aside), readable, "step {step}");
            assert!(matches!(
                start(dir, KEY).expect("opens").opened(),
                Opened::SetAside { .. }
            ));
        },
    );
    eprintln!("{steps} steps");
    assert!(steps == 0 || steps > 40, "{steps}");
}

fn a_sign_out(fate: Fate) {
    let template = killed_phone(true);
    let whole = tempfile::tempdir().expect("a folder");
    copy_all(template.path(), whole.path());
    drop(start(whole.path(), NEW_KEY).expect("opens"));
    let readable = records_in(&the_one_aside(whole.path(), "signed-out"));
    assert!(readable > 12, "{readable}");
    let steps = at_every_step(
        template.path(),
        "app::tests::interrupted::the_process_that_opens_after_a_sign_out",
        fate,
        &|dir, step| {
            let app = start(dir, NEW_KEY).expect("opens after it");
            assert_eq!(app.front().expect("a front").step, FirstStep::NewKey, "step {step}");
            assert_eq!(code(app.consent("2026-1")), "new_key_needed", "step {step}");
            assert_eq!(app.me().expect("reads"), None, "step {step}");
            drop(app);
            let aside = the_one_aside(dir, "signed-out");
            assert_eq!(records_in(&aside), readable, "step {step}");
            let all = names(dir);
            assert!(!all.iter().any(|name| name.starts_with("signed-out")), "{all:?}");
            assert_eq!(
                all.iter().filter(|name| name.starts_with("photos.")).count(),
                1,
                "{all:?}"
            );
        },
    );
    eprintln!("{steps} steps");
    assert!(steps == 0 || steps > 40, "{steps}");
}

/// Not a test by itself: one page of its store cannot be read, which says nothing about what is in it.
#[test]
fn the_process_whose_disk_has_a_bad_block() {
    let Ok(dir) = std::env::var("RUHU_TEST_TRACED") else {
        return;
    };
    let app = start(Path::new(&dir), KEY).expect("opens all the same");
    assert_eq!(app.opened(), Opened::AsLeft, "nothing is set aside, no key is retired");
    assert!(app.outbox().expect("a box").waiting > 8);
    match app.store.policies() {
        // SQLite takes EIO on a read for a damaged file system.
        Err(crate::Error::DiskIo(_) | crate::Error::Damaged { .. }) => {}
        other => panic!("the page can be read: {other:?}"),
    }
}

#[test]
fn an_error_of_the_disk_in_the_look_at_start_keeps_the_app_open() {
    let template = killed_phone(false);
    let at = u64::try_from(page(template.path())).expect("small");
    let test = "app::tests::interrupted::the_process_whose_disk_has_a_bad_block";
    match run(test, template.path(), u64::MAX, Fate::BadBlock("ruhu.db", at)) {
        Outcome::CannotTrace => eprintln!("not tried: this system does not let a process be traced in this way"),
        // The disk answers again: everything is as it was.
        _ => assert_eq!(start(template.path(), KEY).expect("opens").opened(), Opened::AsLeft),
    }
}

#[test]
fn a_damaged_store_is_set_aside_whole_however_the_process_is_killed() {
    a_damaged_store(Fate::Killed);
}
#[test]
fn a_damaged_store_is_set_aside_whole_however_full_the_disk_is() {
    a_damaged_store(Fate::DiskFull);
}
#[test]
fn a_sign_out_is_finished_however_the_process_is_killed() {
    a_sign_out(Fate::Killed);
}
#[test]
fn a_sign_out_is_finished_however_full_the_disk_is() {
    a_sign_out(Fate::DiskFull);
}
