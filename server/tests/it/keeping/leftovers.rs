//! What a cut-off call leaves behind: photo files without a row, text of an erased household in the database's log file.

use super::ruhu::{Serving, json, plain, refused, ruhu};
use super::township::full;
use super::world::*;
use ruhu_core::ids::Sha256;
use ruhu_server::folder::Folder;
use ruhu_server::shelf::local_file;
use ruhu_server::store::{Coverage, Uploads};
use rusqlite::Connection;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Longer than a sweep at the start takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Puts a file on the shelf without a row, as old as that.
fn orphan(data: &Path, name: &[u8], age: Duration, suffix: &str) -> PathBuf {
    let path = local_file(&data.join("photos"), &code(TOWNSHIP), &Sha256::of(name));
    let path = PathBuf::from(format!("{}{suffix}", plain(&path)));
    fs::create_dir_all(path.parent().expect("in a folder")).expect("made");
    fs::write(&path, name).expect("written");
    age_by(&path, age);
    path
}

fn age_by(path: &Path, age: Duration) {
    let file = File::options().write(true).open(path).expect("there");
    file.set_modified(SystemTime::now() - age).expect("set");
}

/// Files with a row, made old too.
fn named(folder: &Folder) -> Vec<PathBuf> {
    let mut files = Vec::new();
    folder
        .store
        .each_photo(&code(TOWNSHIP), &mut |photo| {
            files.push(local_file(&folder.path.join("photos"), &photo.township, &photo.sha256));
            Ok(())
        })
        .expect("reads");
    assert!(!files.is_empty());
    for file in &files {
        age_by(file, Duration::from_secs(7200));
    }
    files
}

const HOURS: Duration = Duration::from_secs(2 * 3600);
const JUST_NOW: Duration = Duration::from_secs(60);

#[test]
fn the_doctor_removes_photo_files_without_a_row_and_nothing_else() {
    let world = full();
    let data = world.data.path();
    let files = named(&world.folder);
    let old = orphan(data, b"left by a crash", HOURS, "");
    let cut = orphan(data, b"being written", HOURS, "#1");
    let fresh = orphan(data, b"an upload that finishes", JUST_NOW, "");
    let other = data.join("photos/notes.txt");
    fs::write(&other, b"somebody's").expect("written");
    age_by(&other, HOURS);
    let (exit, told) = json(&["doctor", "--data", plain(data), "--json"]);
    assert_eq!(
        (exit, told["findings"].as_array().map(Vec::len)),
        (1, Some(4)),
        "{told}"
    );
    assert!(old.exists(), "it only looks");
    let (exit, told) = json(&["doctor", "--mend", "--data", plain(data), "--json"]);
    assert_eq!((exit, told["mended"]["photo_files"].as_u64()), (1, Some(2)), "{told}");
    assert!(!old.exists() && !cut.exists() && fresh.exists() && other.exists());
    assert!(files.iter().all(|file| file.exists()));
    age_by(&fresh, HOURS);
    fs::remove_file(&other).expect("removed");
    let (exit, told) = json(&["doctor", "--mend", "--data", plain(data), "--json"]);
    assert_eq!((exit, told["mended"]["photo_files"].as_u64()), (0, Some(1)), "{told}");
}

#[test]
fn a_server_that_starts_removes_photo_files_without_a_row_and_the_doctor_leaves_them_to_it() {
    let world = full();
    let data = world.data.path();
    let files = named(&world.folder);
    let (old, fresh) = (
        orphan(data, b"left", HOURS, ""),
        orphan(data, b"finishing", JUST_NOW, ""),
    );
    let _serving = Serving::on(data);
    let begun = Instant::now();
    while old.exists() {
        assert!(begun.elapsed() < PATIENCE, "it was not swept");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(fresh.exists() && files.iter().all(|file| file.exists()));
    let old = orphan(data, b"left again", HOURS, "");
    let (_, told) = json(&["doctor", "--mend", "--data", plain(data), "--json"]);
    assert_eq!(told["mended"]["served"].as_bool(), Some(true), "{told}");
    assert!(old.exists());
}

/// Whether a text stands in any file of the folder.
fn stands_in(data: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in ["ruhu.db", "ruhu.db-wal", "ruhu.db-shm"] {
        let bytes = fs::read(data.join(name)).unwrap_or_default();
        if bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(name.to_owned());
        }
    }
    found
}

#[test]
fn an_erasure_that_readers_hold_up_says_so_and_is_done_later() {
    let world = full();
    let data = world.data.path();
    let no = household(1);
    let head = world
        .folder
        .store
        .person(&code(TOWNSHIP), &no)
        .expect("reads")
        .expect("on the roster")
        .1
        .head;
    assert!(!stands_in(data, &head).is_empty(), "the test looks for the right text");
    // A program that reads an older state, as an export does.
    let reader = Connection::open(data.join("ruhu.db")).expect("opens");
    reader.execute_batch("BEGIN").expect("begun");
    let rows: i64 = reader
        .query_row("SELECT count(*) FROM visit", [], |row| row.get(0))
        .expect("reads");
    assert!(rows > 0);
    let out = ruhu(&["erase", no.as_str(), "--by", "镇长", "--json", "--data", plain(data)]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(3), "{said}");
    assert!(said.contains("ruhu.db-wal") && said.contains("doctor --mend"), "{said}");
    let (exit, told) = json(&["doctor", "--data", plain(data), "--json"]);
    assert!(exit == 1 && told.to_string().contains("erasure_unfinished"), "{told}");
    reader.execute_batch("ROLLBACK").expect("ended");
    drop(reader);
    drop(world.folder);
    let (exit, told) = json(&["doctor", "--mend", "--data", plain(data), "--json"]);
    assert_eq!(exit, 0, "{told}");
    assert_eq!(stands_in(data, &head), Vec::<String>::new());
    let (exit, said) = refused(&["erase", no.as_str(), "--by", "镇长", "--data", plain(data)]);
    assert!(exit == 2 && said.contains("lawfully erased"), "{said}");
}
