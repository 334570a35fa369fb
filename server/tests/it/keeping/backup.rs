//! A backup is made while the server works, and comes back whole or is refused.

use super::ruhu::{Serving, json, plain, refused};
use super::township::full;
use super::world::*;
use ruhu_core::ids::Sha256;
use ruhu_server::backup::{MANIFEST, Order, restore, take};
use ruhu_server::command::export::make;
use ruhu_server::folder::Folder;
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::verify;
use ruhu_server::shelf::local_file;
use ruhu_server::store::{Evidence, Ledger};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Every file below a folder, by its path in it, with its bytes.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let inside = path.strip_prefix(folder).expect("in it").to_owned();
                    found.push((inside, fs::read(path).expect("readable")));
                }
            }
        }
    }
    found.sort();
    found
}

fn records(folder: &Folder) -> BTreeSet<Sha256> {
    let mut hashes = BTreeSet::new();
    folder
        .store
        .each_record(&code(TOWNSHIP), &mut |record| {
            hashes.insert(record.sha256);
            Ok(())
        })
        .expect("readable");
    hashes
}

#[test]
fn a_backup_comes_back_whole_and_the_log_says_so() {
    let world = full();
    let outside = tempfile::tempdir().expect("a temporary folder");
    let (backup, data) = (outside.path().join("backup"), outside.path().join("data"));
    let before = records(&world.folder);
    let (exit, taken) = json(&[
        "backup",
        "--data",
        plain(world.data.path()),
        "--out",
        plain(&backup),
        "--json",
    ]);
    assert_eq!(
        (exit, &taken["photos"], &taken["encrypted"]),
        (0, &3.into(), &false.into()),
        "{taken}"
    );
    assert_eq!(taken["examination"]["ok"], true);
    let names: Vec<String> = everything(&backup)
        .iter()
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert_eq!(names[..2], ["backup.json", "keys/server.key"]);
    assert_eq!((names.len(), names[5].as_str()), (6, "ruhu.db"));
    let (exit, restored) = json(&["restore", plain(&backup), "--data", plain(&data), "--json"]);
    assert_eq!((exit, &restored["examination"]["ok"]), (0, &true.into()), "{restored}");
    let (exit, _) = json(&["doctor", "--data", plain(&data), "--json"]);
    assert_eq!(exit, 0);
    let again = Folder::open_existing(&data, None).expect("it opens");
    let after = records(&again);
    assert!(after.is_superset(&before) && after.len() == before.len() + 1);
    assert_eq!(again.signer.public().id(), world.folder.signer.public().id());
    let mut said = Vec::new();
    again
        .store
        .each_record(&code(TOWNSHIP), &mut |record| {
            said.extend((record.kind == "restored").then_some(record.jws));
            Ok(())
        })
        .expect("readable");
    assert_eq!(said.len(), 1);
    let pack = outside.path().join("pack");
    make(
        &again,
        code(TOWNSHIP),
        2026,
        &pack,
        Form::Folder,
        moment("2026-12-31T12:00:00+08:00"),
    )
    .expect("exported");
    let report = verify(&pack, Some(&world.folder.signer.public().id())).expect("a pack");
    assert!(report.ok, "{:?}", report.findings);
}

#[test]
fn doctor_and_backup_work_while_the_server_runs_and_what_is_restored_is_served() {
    let World { data, folder, .. } = full();
    drop(folder);
    let outside = tempfile::tempdir().expect("a temporary folder");
    let (backup, restored) = (outside.path().join("backup"), outside.path().join("restored"));
    let serving = Serving::on(data.path());
    let (exit, told) = json(&["doctor", "--data", plain(data.path()), "--json"]);
    assert_eq!(exit, 0, "{told}");
    let (exit, told) = json(&[
        "backup",
        "--data",
        plain(data.path()),
        "--out",
        plain(&backup),
        "--json",
    ]);
    assert_eq!(exit, 0, "{told}");
    drop(serving);
    let (exit, told) = json(&["restore", plain(&backup), "--data", plain(&restored), "--json"]);
    assert_eq!(exit, 0, "{told}");
    let serving = Serving::on(&restored);
    let (exit, told) = json(&["doctor", "--data", plain(&restored), "--json"]);
    assert_eq!(exit, 0, "{told}");
    drop(serving);
    // Killed, not stopped: the folder it leaves is whole all the same.
    assert_eq!(json(&["doctor", "--data", plain(&restored), "--json"]).0, 0);
}

#[test]
fn backups_made_while_phones_sync_are_each_a_state_that_the_log_had() {
    let mut world = full();
    let outside = tempfile::tempdir().expect("a temporary folder");
    let data = world.data.path().to_owned();
    let done = AtomicBool::new(false);
    let backups = std::thread::scope(|scope| {
        let backing_up = scope.spawn(|| {
            let mut backups = Vec::new();
            // At least three; more while the phones go on.
            while backups.len() < 3 || !done.load(Ordering::SeqCst) {
                let out = outside.path().join(format!("backup{}", backups.len()));
                let taken = take(&Order {
                    data: &data,
                    key: None,
                    out: &out,
                    now: moment("2026-12-31T12:00:00+08:00"),
                });
                let taken = taken.expect("made");
                assert!(taken.examination.ok, "{:?}", taken.examination.findings);
                backups.push((out, taken.manifest));
            }
            backups
        });
        for hour in 0..40 {
            let at = moment("2026-06-01T00:00:00+08:00").plus_ms(hour * 3_600_000);
            let visit = world.good_visit(0, 2, &at.to_string());
            let picture = Picture::new(&format!("2 {at}"));
            world.visit(0, &visit);
            world.sync(0, &at.plus_ms(1_000_000).to_string());
            world.upload(0, &picture.copy);
        }
        done.store(true, Ordering::SeqCst);
        backing_up.join().expect("no panic")
    });
    let heads = world.folder.store.heads(&code(TOWNSHIP)).expect("readable");
    for (_, manifest) in &backups {
        let state = &manifest.logs[0];
        assert!(
            heads
                .iter()
                .any(|head| (head.size, head.root) == (state.size, state.root))
        );
    }
    let (last, manifest) = backups.last().expect("three at least");
    let target = outside.path().join("restored");
    let restored = restore(last, &target, None, moment("2026-12-31T13:00:00+08:00")).expect("restored");
    assert!(
        restored.examination.ok && manifest.photos > 3,
        "{:?}",
        restored.examination.findings
    );
}

#[test]
fn what_is_wrong_in_the_folder_is_told_and_the_backup_is_made_all_the_same() {
    let world = full();
    let outside = tempfile::tempdir().expect("a temporary folder");
    let picture = Picture::new("0 2026-01-10T09:00:00+08:00");
    let photos = world.data.path().join("photos");
    fs::remove_file(local_file(&photos, &code(TOWNSHIP), &Sha256::of(&picture.copy))).expect("removed");
    let backup = outside.path().join("backup");
    let (exit, taken) = json(&[
        "backup",
        "--data",
        plain(world.data.path()),
        "--out",
        plain(&backup),
        "--json",
    ]);
    assert_eq!(
        (exit, &taken["examination"]["findings"][0]["code"]),
        (1, &"photo_missing".into()),
        "{taken}"
    );
    assert!(backup.join(MANIFEST).is_file());
}

#[test]
fn what_cannot_be_backed_up_or_restored_is_refused_in_words_and_nothing_is_left() {
    let world = full();
    let outside = tempfile::tempdir().expect("a temporary folder");
    let (backup, full_folder) = (outside.path().join("backup"), outside.path().join("full"));
    let from = plain(world.data.path());
    json(&["backup", "--data", from, "--out", plain(&backup), "--json"]);
    fs::create_dir(&full_folder).expect("made");
    fs::write(full_folder.join("x"), "x").expect("written");
    let honest = everything(&backup);
    let new = outside.path().join("new");
    let new = plain(&new);
    let key = outside.path().join("key");
    fs::write(&key, [7; 32]).expect("written");
    for (words, what) in [
        (
            &["backup", "--data", from, "--out", plain(&backup)][..],
            "there already",
        ),
        (&["backup", "--data", plain(&full_folder), "--out", new], "no ruhu.db"),
        (&["backup", "--data", from, "--out", new, "--key", plain(&key)], "--key"),
        (&["restore", plain(&backup), "--data", plain(&full_folder)], "not empty"),
        (&["restore", plain(&full_folder), "--data", new], "no backup"),
        (
            &["restore", plain(&backup), "--data", new, "--key", plain(&key)],
            "not encrypted",
        ),
        (&["restore", plain(&backup), "--data", from], "not empty"),
    ] {
        let (exit, said) = refused(words);
        assert_eq!(exit, 2, "{words:?}: {said}");
        assert!(said.contains(what) && said.contains("to mend it"), "{words:?}: {said}");
    }
    let manifest = fs::read_to_string(backup.join(MANIFEST)).expect("there");
    fs::write(backup.join(MANIFEST), manifest.replace("\"schema\": ", "\"schema\": 9")).expect("written");
    let (exit, said) = refused(&["restore", plain(&backup), "--data", new]);
    assert!(exit == 2 && said.contains("newer"), "{said}");
    fs::write(backup.join(MANIFEST), &manifest).expect("written");
    let database = backup.join("ruhu.db");
    let mut bytes = fs::read(&database).expect("there");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&database, &bytes).expect("written");
    let (exit, said) = refused(&["restore", plain(&backup), "--data", new]);
    assert!(exit == 2 && said.contains("damaged"), "{said}");
    bytes[middle] ^= 1;
    fs::write(&database, &bytes).expect("written");
    assert!(everything(&backup) == honest, "the backup was changed");
    let mut left: Vec<_> = fs::read_dir(outside.path())
        .expect("there")
        .flatten()
        .map(|e| e.file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["backup", "full", "key"]);
}

#[test]
fn a_photo_that_the_backup_has_lost_is_told_after_restoring() {
    let world = full();
    let outside = tempfile::tempdir().expect("a temporary folder");
    let (backup, data) = (outside.path().join("backup"), outside.path().join("data"));
    json(&[
        "backup",
        "--data",
        plain(world.data.path()),
        "--out",
        plain(&backup),
        "--json",
    ]);
    let picture = Picture::new("0 2026-01-10T09:00:00+08:00");
    fs::remove_file(local_file(
        &backup.join("photos"),
        &code(TOWNSHIP),
        &Sha256::of(&picture.copy),
    ))
    .expect("removed");
    let (exit, told) = json(&["restore", plain(&backup), "--data", plain(&data), "--json"]);
    assert_eq!(
        (exit, &told["examination"]["findings"][0]["code"]),
        (1, &"photo_missing".into())
    );
    assert_eq!(world.folder.store.townships().expect("readable").len(), 1);
}
