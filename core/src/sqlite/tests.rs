//! The door holds: keys, damage, kills, migrations.

#[cfg(target_os = "linux")]
pub(crate) mod traced;

use super::*;
use crate::error::Error;
use crate::time::Moment;
use std::path::Path;

const FIRST: Migration = Migration {
    number: 1,
    name: "notes",
    sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
};
const SECOND: Migration = Migration {
    number: 2,
    name: "days",
    sql: "ALTER TABLE note ADD COLUMN day INTEGER;",
};
const SECRET: &str = "李秀英家的情况 plain-secret-text";

fn key() -> Key {
    Key::raw([7; 32])
}

fn put(database: &Database, text: &str) -> Result<(), Error> {
    database.write(|tx| {
        tx.execute("INSERT INTO note (text) VALUES (?1)", [text])?;
        Ok(())
    })
}

fn count(database: &Database) -> Result<i64, Error> {
    database.read(|c| Ok(c.query_row("SELECT count(*) FROM note", [], |row| row.get(0))?))
}

fn files_with(folder: &Path, needle: &[u8]) -> Vec<String> {
    std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            let bytes = std::fs::read(path).expect("a file");
            bytes.windows(needle.len()).any(|window| window == needle)
        })
        .map(|path| path.display().to_string())
        .collect()
}

#[test]
fn nothing_readable_is_in_any_file_of_an_encrypted_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::open(&folder.path().join("a.db"), &key(), &[FIRST]).expect("opens");
    for _ in 0..200 {
        put(&database, SECRET).expect("written");
    }
    database.checkpoint().expect("checkpoint");
    put(&database, SECRET).expect("written");
    for needle in [
        SECRET.as_bytes(),
        b"plain-secret-text",
        b"SQLite format 3",
        b"CREATE TABLE",
    ] {
        assert_eq!(files_with(folder.path(), needle), Vec::<String>::new());
    }
    // The same text is found where it is not encrypted: the search itself works.
    let plain = Database::open(&folder.path().join("plain.db"), &Key::Plain, &[FIRST]).expect("opens");
    put(&plain, SECRET).expect("written");
    assert!(!files_with(folder.path(), SECRET.as_bytes()).is_empty());
}

#[test]
fn a_wrong_or_missing_key_is_its_own_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let (locked, plain) = (folder.path().join("a.db"), folder.path().join("b.db"));
    put(&Database::open(&locked, &key(), &[FIRST]).expect("opens"), "x").expect("written");
    put(&Database::open(&plain, &Key::Plain, &[FIRST]).expect("opens"), "x").expect("written");
    let error = |path: &Path, key: Key| Database::open(path, &key, &[FIRST]).err();
    assert!(matches!(error(&locked, Key::raw([8; 32])), Some(Error::WrongKey)));
    assert!(matches!(error(&locked, Key::Plain), Some(Error::WrongKey)));
    assert!(matches!(error(&plain, key()), Some(Error::WrongKey)));
    assert!(error(&locked, key()).is_none());
}

#[test]
fn an_upgraded_database_equals_a_fresh_one_and_a_newer_one_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    // As a release with one migration left it.
    put(&Database::open(&path, &key(), &[FIRST]).expect("opens"), "kept").expect("written");
    let upgraded = Database::open(&path, &key(), &[FIRST, SECOND]).expect("opens");
    let fresh = Database::open(&folder.path().join("b.db"), &key(), &[FIRST, SECOND]).expect("opens");
    assert_eq!(
        upgraded.read(schema_of).expect("schema"),
        fresh.read(schema_of).expect("schema")
    );
    assert_eq!(count(&upgraded).expect("count"), 1);
    drop(upgraded);
    assert!(matches!(
        Database::open(&path, &key(), &[FIRST]).err(),
        Some(Error::NewerSchema { found: 2, known: 1 })
    ));
}

#[test]
fn an_error_in_the_work_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::open(&folder.path().join("a.db"), &key(), &[FIRST]).expect("opens");
    let refused: Result<(), Error> = database.write(|tx| {
        tx.execute("INSERT INTO note (text) VALUES ('half')", [])?;
        Err(Error::DiskFull)
    });
    assert!(matches!(refused, Err(Error::DiskFull)));
    assert_eq!(count(&database).expect("count"), 0);
}

#[test]
fn a_damaged_database_is_set_aside_and_what_can_be_read_is_carried_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let database = Database::open(&path, &key(), &[FIRST]).expect("opens");
    for i in 0..2_000 {
        put(&database, &format!("{i} {SECRET}")).expect("written");
    }
    database.checkpoint().expect("checkpoint");
    drop(database);
    let mut bytes = std::fs::read(&path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).expect("written");

    let damaged = Database::open(&path, &key(), &[FIRST]).expect("its first pages are good");
    assert!(matches!(damaged.check(), Err(Error::Damaged { .. })));
    drop(damaged);
    let now = Moment::from_millis(1_795_000_000_000);
    let replacement = Replacement::begin(&path, Because::Damaged, now).expect("begins");
    let new = Database::open(replacement.part(), &key(), &[FIRST]).expect("opens");
    let carried = carry_over(&path, &key(), &new, &["note"]).expect("carried");
    replacement.commit(new).expect("decided");
    assert!(path.exists(), "the old one stays until the new one is whole");
    let aside = finish(&path, || Ok(())).expect("finished").expect("there was one");
    assert_eq!(finish(&path, || Ok(())).expect("finished"), None);
    assert!(aside.exists() && path.exists());
    let fresh = Database::open(&path, &key(), &[FIRST]).expect("opens");
    let rows = count(&fresh).expect("count");
    assert_eq!(carried[0].rows, u64::try_from(rows).expect("not negative"));
    assert!(!carried[0].whole && (1_900..2_000).contains(&rows), "{rows}");
    fresh.check().expect("the new one is sound");
}

/// Not a test of its own: what the next one runs while its database file takes no byte more, and its log does.
#[test]
fn child_whose_checkpoint_fails() {
    let Some(folder) = std::env::var_os("RUHU_TEST_TRACED") else {
        return;
    };
    let database = Database::open(&Path::new(&folder).join("a.db"), &key(), &[FIRST]).expect("opens");
    let large = "x".repeat(17 * 1024 * 1024);
    put(&database, &large).expect("what is committed is never answered as failed");
    assert!(
        database.take_untidy().is_some(),
        "the checkpoint after it was tried, and failed"
    );
    assert!(database.checkpoint().is_err(), "who asks for one alone is told");
    put(&database, "next").expect("the door stays open");
    assert_eq!(count(&database).expect("count"), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn a_checkpoint_that_fails_after_the_commit_fails_no_write() {
    use traced::{Fate, Outcome, run};
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    put(&Database::open(&path, &key(), &[FIRST]).expect("opens"), "first").expect("written");
    let test = "sqlite::tests::child_whose_checkpoint_fails";
    match run(test, folder.path(), u64::MAX, Fate::NoRoomFor("a.db")) {
        Outcome::CannotTrace => eprintln!("not tried: this system does not let a process be traced in this way"),
        _ => {
            let database = Database::open(&path, &key(), &[FIRST]).expect("opens");
            assert_eq!(count(&database).expect("count"), 3, "each stands once");
            database.tidy();
            assert!(database.take_untidy().is_none(), "there is room again");
        }
    }
}

#[test]
fn a_backup_is_a_whole_database_under_its_own_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::open(&folder.path().join("a.db"), &key(), &[FIRST]).expect("opens");
    put(&database, "x").expect("written");
    let copy = folder.path().join("copy.db");
    database.backup_to(&copy, &Key::raw([9; 32])).expect("backed up");
    let copy = Database::open(&copy, &Key::raw([9; 32]), &[FIRST]).expect("opens");
    assert_eq!(count(&copy).expect("count"), 1);
}

/// Not a test of its own: what the next one starts and kills. Without its variable there is nothing to do.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Some(path) = std::env::var_os("RUHU_KILL_TEST_DB") else {
        return;
    };
    let database = Database::open(Path::new(&path), &key(), &[FIRST]).expect("opens");
    for i in 0u64.. {
        put(&database, &i.to_string()).expect("written");
        // The parent reads what was acknowledged.
        println!("\nack {i}");
    }
}

#[test]
fn a_kill_loses_no_committed_row() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    for round in 0..4usize {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let mut child = Command::new(std::env::current_exe().expect("this test's binary"))
            .args([
                "sqlite::tests::child_that_writes_until_it_is_killed",
                "--exact",
                "--nocapture",
            ])
            .env("RUHU_KILL_TEST_DB", &path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut acknowledged = 0i64;
        for line in lines {
            if line.expect("text").starts_with("ack ") {
                acknowledged += 1;
            }
            if acknowledged >= 20 + i64::try_from(round).expect("small") * 37 {
                break;
            }
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        let database = Database::open(&path, &key(), &[FIRST]).expect("opens after a kill");
        database.check().expect("sound");
        assert!(acknowledged >= 20 && count(&database).expect("count") >= acknowledged);
    }
}
