//! A wrong key, a damaged file, an older schema: nothing is deleted, nobody is left in the dark.

use super::*;
use crate::sqlite::{Database, Key, carry_over, schema_of};
use crate::store::MIGRATIONS;
use std::fs;

/// Spoils a run of bytes in the middle of the database.
fn spoil(file: &Path) {
    let mut bytes = fs::read(file).expect("reads");
    let middle = bytes.len() / 2;
    for byte in bytes.iter_mut().skip(middle).take(4096) {
        *byte ^= 0x55;
    }
    fs::write(file, bytes).expect("writes");
}

#[test]
fn a_wrong_key_is_said_and_changes_nothing() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    let Phone {
        dir,
        clock,
        town,
        signer,
        app,
    } = phone;
    drop(app);
    let wrong = open(dir.path(), [6; 32], &town, &signer, &clock).map(|_| ());
    assert_eq!(code(wrong), "wrong_key");
    let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens");
    assert_eq!(app.outbox().expect("a box").waiting, 1);
}

#[test]
fn a_damaged_store_is_set_aside_and_what_was_not_sent_still_arrives_under_a_new_key() {
    let homes = (0..40).map(|n| household(n, "李秀英", Class::Lifted)).collect();
    let phone = Phone::with(homes);
    for n in 0..40 {
        phone
            .app
            .notice(&number(n), "2026-1", &"read_aloud ".repeat(40))
            .expect("tells");
    }
    phone.visit(1, PHOTO);
    phone.app.pause().expect("pauses");
    let Phone {
        dir,
        clock,
        town,
        signer,
        app,
    } = phone;
    drop(app);
    spoil(&dir.path().join("ruhu.db"));

    let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens all the same");
    let Opened::SetAside { file, rows, .. } = app.opened() else {
        panic!("{:?}", app.opened())
    };
    assert!(dir.path().join(&file).exists() && file.contains("2026-05-03"), "{file}");
    assert!(rows > 40, "{rows}");
    assert_eq!(code(app.consent("2026-1")), "new_key_needed");
    assert_eq!(code(app.enrol(&town.code(), "test")), "new_key_needed");
    drop(app);
    let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens");
    assert!(
        matches!(app.opened(), Opened::SetAside { .. }),
        "it is told until there is a new key"
    );
    drop(app);

    let new = Arc::new(MemorySigner::from_bytes(&[8; 32]).expect("another key"));
    let phone = Phone {
        app: open(dir.path(), KEY, &town, &new, &clock).expect("opens with the new key"),
        dir,
        clock,
        town,
        signer: new,
    };
    phone.app.enrol(&phone.town.code(), "test").expect("enrols anew");
    let unsent = phone.app.outbox().expect("a box").waiting;
    assert!(unsent > 10, "{unsent}");
    phone.app.consent("2026-1").expect("the new chain begins");
    phone.sync();
    phone.town.with(|town| {
        assert_eq!(u32::try_from(town.records.len()).expect("small"), unsent + 1);
        let last = town
            .records
            .iter()
            .max_by_key(|record| record.envelope.id)
            .expect("some");
        assert_eq!((last.envelope.seq, last.envelope.prev), (1, None));
    });
    assert_eq!(phone.app.today(&TodayAsk::default()).expect("a list").households, 40);
}

#[test]
fn an_upgraded_store_equals_a_fresh_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let schema = |name: &str, steps: &[usize]| {
        let path = dir.path().join(name);
        let mut last = None;
        for step in steps {
            drop(last.take());
            last = Some(Database::open(&path, &Key::raw(KEY), &MIGRATIONS[..*step]).expect("opens"));
        }
        last.expect("at least one step").read(schema_of).expect("reads")
    };
    let fresh = schema("fresh.db", &[MIGRATIONS.len()]);
    assert!(fresh.len() > 15, "{}", fresh.len());
    for old in 0..MIGRATIONS.len() {
        assert_eq!(schema(&format!("{old}.db"), &[old, MIGRATIONS.len()]), fresh);
    }
}

#[test]
fn a_damaged_store_of_an_older_schema_is_carried_over_without_the_tables_it_lacks() {
    let dir = tempfile::tempdir().expect("a folder");
    let (old, key) = (dir.path().join("old.db"), Key::raw(KEY));
    let put = "INSERT INTO own (name, value) VALUES ('settings', '{}')";
    let first = Database::open(&old, &key, &MIGRATIONS[..1]).expect("opens");
    let written: Result<(), crate::Error> = first.write(|tx| {
        tx.execute(put, [])?;
        Ok(())
    });
    written.expect("writes");
    drop(first);
    let new = Database::open(&dir.path().join("new.db"), &key, MIGRATIONS).expect("opens");
    let carried = carry_over(&old, &key, &new, &["own", "help_draft"]).expect("carries over");
    let told: Vec<_> = carried.iter().map(|table| (table.rows, table.whole)).collect();
    assert_eq!(told, [(1, true), (0, true)]);
}

#[test]
fn a_phone_opened_again_is_as_it_was_left() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let draft = phone.at_the_door(1);
    phone.app.pause().expect("pauses");
    let phone = phone.again();
    assert_eq!(phone.app.opened(), Opened::AsLeft);
    assert_eq!(phone.app.drafts().expect("lists")[0].id, draft);
    assert_eq!(
        phone.app.today(&TodayAsk::default()).expect("a list").rows[0].draft,
        Some(draft)
    );
}
