//! What leaves the folder: a pack is one state of the township, noted before it is made, for its owner's eyes; and neither
//! a pack nor a backup goes into the folder it is of.

use super::ruhu::{json, plain, refused, ruhu};
use super::township::full;
use super::world::*;
use ruhu_server::folder::Folder;
use ruhu_server::pack::verify::verify;
use ruhu_server::store::{Audit, Instant as _, Ledger};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn audit_rows(folder: &Folder) -> usize {
    let mut rows = 0;
    folder
        .store
        .audit(&mut |_| {
            rows += 1;
            Ok(())
        })
        .expect("reads");
    rows
}

fn modes(at: &Path, found: &mut Vec<(String, u32)>) {
    let mode = fs::metadata(at).expect("there").permissions().mode() & 0o777;
    found.push((plain(at).to_owned(), mode));
    if at.is_dir() {
        for entry in fs::read_dir(at).expect("a folder") {
            modes(&entry.expect("an entry").path(), found);
        }
    }
}

#[test]
fn a_pack_is_its_owners_alone_in_both_forms() {
    let world = full();
    let outside = tempfile::tempdir().expect("a folder");
    for form in [&["--full"][..], &["--zip"]] {
        let out = outside.path().join(form[0]);
        let call = [
            "export",
            "--data",
            plain(world.data.path()),
            "--scope",
            TOWNSHIP,
            "--year",
            "2026",
            "--json",
            "--out",
        ];
        let (exit, told) = json(&[&call[..], &[plain(&out)], form].concat());
        assert_eq!(exit, 0, "{told}");
        let mut found = Vec::new();
        modes(&out, &mut found);
        for (path, mode) in found {
            let wanted = if Path::new(&path).is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode, wanted, "{path}");
        }
    }
}

#[test]
fn an_export_that_is_killed_was_noted_and_leaves_nothing_that_looks_whole() {
    let world = full();
    let outside = tempfile::tempdir().expect("a folder");
    let before = audit_rows(&world.folder);
    for turn in 0..4u64 {
        let out = outside.path().join(format!("pack-{turn}"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_ruhu"))
            .args([
                "export",
                "--data",
                plain(world.data.path()),
                "--scope",
                TOWNSHIP,
                "--year",
                "2026",
                "--out",
            ])
            .arg(&out)
            .stdout(Stdio::null())
            .spawn()
            .expect("it runs");
        let partial = outside.path().join(format!("pack-{turn}.partial"));
        let begun = Instant::now();
        while !partial.exists() && !out.exists() {
            assert!(begun.elapsed() < Duration::from_secs(60), "no pack was begun");
            std::thread::yield_now();
        }
        assert!(audit_rows(&world.folder) > before, "noted before it was begun");
        // Not to wait for anything: the moment of the kill differs from turn to turn.
        std::thread::sleep(Duration::from_millis(turn * 3));
        let _ = child.kill();
        child.wait().expect("it ended");
        match out.exists() {
            true => assert!(verify(&out, None).expect("a pack").ok),
            false => {
                let out = ruhu(&["verify", plain(&partial)]);
                assert_ne!(out.status.code(), Some(0), "a part of a pack does not verify");
            }
        }
    }
}

#[test]
fn an_export_reads_one_instant_and_holds_no_writer_up() {
    let world = full();
    let store = &world.folder.store;
    let instant = store.instant().expect("an instant");
    let before = store.log(&code(TOWNSHIP), None).expect("the log");
    world.waive(
        ruhu_core::domain::WaiverScope::Household(household(2)),
        ruhu_core::domain::WaiverKind::Excuse,
        "2027-01-01",
        "2027-01-31",
    );
    assert!(
        store.log(&code(TOWNSHIP), None).expect("the log").size > before.size,
        "a writer went on"
    );
    assert_eq!(instant.log(&code(TOWNSHIP), None).expect("the log"), before);
    assert_eq!(
        instant
            .heads(&code(TOWNSHIP))
            .expect("heads")
            .last()
            .map(|head| head.size),
        Some(before.size)
    );
    assert!(
        instant.transact(&code(TOWNSHIP), &mut |_| Ok(())).is_err(),
        "nothing is written through it"
    );
    // A read in the middle of a read sees the same instant.
    instant
        .each_record(&code(TOWNSHIP), &mut |_| {
            assert_eq!(instant.township(&code(TOWNSHIP))?.log_size, before.size);
            Ok(())
        })
        .expect("reads");
}

#[test]
fn neither_a_backup_nor_a_pack_goes_into_a_data_folder_by_whatever_way() {
    let world = full();
    let outside = tempfile::tempdir().expect("a folder");
    let data = world.data.path();
    symlink(data, outside.path().join("link")).expect("made");
    let by_link = outside.path().join("link/backup");
    let by_dots = outside.path().join("new/../link/pack");
    for target in [data.join("backup"), data.join("photos/deep/backup"), by_link, by_dots] {
        for call in [
            &["backup", "--data", plain(data), "--out"][..],
            &[
                "export",
                "--data",
                plain(data),
                "--scope",
                TOWNSHIP,
                "--year",
                "2026",
                "--out",
            ],
        ] {
            let (exit, said) = refused(&[call, &[plain(&target)]].concat());
            assert!(exit == 2 && said.contains("lies in"), "{call:?} {target:?}: {said}");
            assert!(!target.exists());
        }
    }
    let backup = outside.path().join("backup");
    let (exit, told) = json(&["backup", "--data", plain(data), "--out", plain(&backup), "--json"]);
    assert_eq!(exit, 0, "{told}");
    for target in [
        backup.join("data"),
        backup.join("photos/../data"),
        data.join("restored"),
    ] {
        let (exit, said) = refused(&["restore", plain(&backup), "--data", plain(&target)]);
        assert!(exit == 2 && !target.exists(), "{target:?}: {said}");
    }
}
