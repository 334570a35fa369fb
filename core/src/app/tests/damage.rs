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

/// A phone's folder and what opens it, the app closed.
struct Closed {
    dir: tempfile::TempDir,
    clock: Arc<SetClock>,
    town: Arc<Township>,
    signer: Arc<MemorySigner>,
}

impl Closed {
    fn of(phone: Phone) -> Self {
        let Phone {
            dir,
            clock,
            town,
            signer,
            app,
        } = phone;
        drop(app);
        Self {
            dir,
            clock,
            town,
            signer,
        }
    }
    fn open(&self) -> App {
        open(self.dir.path(), KEY, &self.town, &self.signer, &self.clock).expect("opens")
    }
    fn file(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }
    /// Changes rows as no version of Ruhu does.
    fn write(&self, sql: &str) {
        let db = Database::open(&self.file("ruhu.db"), &Key::raw(KEY), MIGRATIONS).expect("opens");
        let written: Result<(), crate::Error> = db.write(|tx| Ok(tx.execute_batch(sql)?));
        written.expect("writes");
    }
}

fn visited() -> Phone {
    let phone = Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "王大山", Class::Lifted),
    ]);
    phone.visit(1, PHOTO);
    phone
}

#[test]
fn a_damaged_first_page_is_no_wrong_key() {
    for bytes in [0..16, 16..40, 2000..2010, 0..4096] {
        let closed = Closed::of(visited());
        let file = closed.file("ruhu.db");
        let mut spoilt = fs::read(&file).expect("reads");
        spoilt[bytes.clone()].iter_mut().for_each(|byte| *byte ^= 0x55);
        fs::write(&file, spoilt).expect("writes");
        let wrong = open(closed.dir.path(), [6; 32], &closed.town, &closed.signer, &closed.clock).map(|_| ());
        assert_eq!(
            code(wrong),
            "wrong_key",
            "{bytes:?}: nothing is set aside for another key"
        );
        let app = closed.open();
        assert!(
            matches!(app.opened(), Opened::SetAside { .. }),
            "{bytes:?}: {:?}",
            app.opened()
        );
        assert_eq!(code(app.consent("2026-1")), "new_key_needed");
    }
}

#[test]
fn a_database_that_is_gone_or_empty_is_told_and_its_key_signs_no_more() {
    for leave in [
        |file: &Path| fs::remove_file(file).expect("removes"),
        |file: &Path| fs::write(file, b"").expect("empties"),
    ] {
        let closed = Closed::of(visited());
        leave(&closed.file("ruhu.db"));
        for _ in 0..2 {
            let app = closed.open();
            assert!(matches!(app.opened(), Opened::SetAside { .. }), "{:?}", app.opened());
            assert_eq!(
                code(app.enrol(&closed.town.code(), "test")),
                "new_key_needed",
                "no second seq 1"
            );
        }
    }
}

#[test]
fn files_that_records_name_get_their_rows_again_and_are_sent() {
    let phone = visited();
    let draft = phone.at_the_door(2);
    phone
        .app
        .attach_photo(draft, phone.photo(OTHER_PHOTO))
        .expect("takes the photo");
    let closed = Closed::of(phone);
    // The table of files cannot be read; the rest can. Its first page is spoilt, which a query names.
    closed.write("DELETE FROM file; CREATE TABLE x (a); DROP TABLE x");
    fs::write(closed.file("spoilt"), b"").expect("writes");
    let db = Database::open(&closed.file("ruhu.db"), &Key::raw(KEY), MIGRATIONS).expect("opens");
    let root: u64 = db
        .read(|conn| {
            let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'cadre'";
            Ok::<i64, crate::Error>(conn.query_row(sql, [], |row| row.get(0))?)
        })
        .expect("reads")
        .try_into()
        .expect("a page");
    db.close().expect("closes");
    let file = closed.file("ruhu.db");
    let mut bytes = fs::read(&file).expect("reads");
    let at = usize::try_from((root - 1) * 4096 + 100).expect("small");
    bytes[at] ^= 0x55;
    fs::write(&file, bytes).expect("writes");

    let app = closed.open();
    assert!(
        matches!(app.opened(), Opened::SetAside { torn: 1, .. }),
        "{:?}",
        app.opened()
    );
    let unsent = app.unsent().expect("reads");
    assert_eq!((unsent.records, unsent.photos, unsent.begun), (1, 2, 1));
    assert_eq!(app.store.file_names().expect("reads").len(), 4, "the draft's photo too");
    drop(app);
    let signer = Arc::new(MemorySigner::from_bytes(&[8; 32]).expect("another key"));
    let app = open(closed.dir.path(), KEY, &closed.town, &signer, &closed.clock).expect("opens");
    app.enrol(&closed.town.code(), "test").expect("enrols anew");
    let road = RoadNow {
        network: Network::Unmetered,
        battery: Battery::Fine,
        urgency: Urgency::Asked,
    };
    app.sync_now(road, &|_| ControlFlow::Continue(())).expect("syncs");
    closed
        .town
        .with(|town| assert_eq!(town.photos.len(), 2, "the visit's photo arrives"));
}

#[test]
fn a_draft_that_does_not_read_breaks_no_list_and_is_kept_until_it_is_thrown_away() {
    let phone = visited();
    let (one, other) = (phone.at_the_door(1), phone.at_the_door(2));
    phone
        .app
        .attach_photo(one, phone.photo(OTHER_PHOTO))
        .expect("takes the photo");
    let closed = Closed::of(phone);
    closed.write(&format!(
        "UPDATE draft SET body = '{{\"household\":7}}' WHERE id = x'{}'",
        hex::encode(one.as_bytes())
    ));
    let app = closed.open();
    let today = app.today(&TodayAsk::default()).expect("a list");
    assert_eq!(today.households, 2);
    let lines: Vec<_> = today
        .drafts
        .iter()
        .map(|line| (line.id, line.unreadable, line.head.as_str()))
        .collect();
    assert_eq!(lines, [(other, false, "王大山"), (one, true, "李秀英")]);
    assert_eq!(today.drafts[1].started, one.born());
    assert_eq!(code(app.judge(one)), "draft_unreadable");
    assert_eq!(code(app.finish(one)), "draft_unreadable");
    assert_eq!(code(app.sign_out()), "begun", "it is still there");
    assert_eq!(app.photos(one.into()).expect("its photo").len(), 1);
    app.cancel(one).expect("throws it away");
    assert_eq!(app.drafts().expect("lists").len(), 1);
    app.start(&number(1), Mode::OnSite).expect("begins anew");
}

#[test]
fn what_a_draft_of_another_version_lacks_has_its_default() {
    let phone = visited();
    let draft = phone.at_the_door(1);
    let closed = Closed::of(phone);
    let id = hex::encode(draft.as_bytes());
    for field in [
        "late",
        "companions",
        "fixes",
        "no_fix_reason",
        "statements",
        "signature",
    ] {
        closed.write(&format!(
            "UPDATE draft SET body = json_remove(body, '$.{field}') WHERE id = x'{id}'"
        ));
    }
    let app = closed.open();
    assert!(!app.drafts().expect("lists")[0].unreadable);
    app.judge(draft).expect("judges");
}

#[test]
fn a_household_that_does_not_read_costs_its_own_row_and_is_asked_for_again() {
    let closed = Closed::of(visited());
    closed.write("UPDATE household SET body = '{}' WHERE household LIKE '%2'; DELETE FROM cover");
    let app = closed.open();
    assert_eq!(app.today(&TodayAsk::default()).expect("a list").households, 1);
    let road = RoadNow {
        network: Network::Unmetered,
        battery: Battery::Fine,
        urgency: Urgency::Asked,
    };
    app.sync_now(road, &|_| ControlFlow::Continue(())).expect("syncs");
    assert_eq!(app.today(&TodayAsk::default()).expect("a list").households, 2);
}

#[test]
fn an_index_that_does_not_fit_is_made_anew_while_the_phone_charges() {
    let closed = Closed::of(visited());
    let app = closed.open();
    app.check_store().expect("nothing is wrong");
    drop(app);
    // A row less in the table than in its index.
    closed.write(
        "PRAGMA writable_schema = on;
         CREATE TABLE spare AS SELECT * FROM sqlite_schema WHERE name = 'record_unsent';
         DELETE FROM sqlite_schema WHERE name = 'record_unsent';
         PRAGMA writable_schema = reset;",
    );
    closed.write(
        "UPDATE record SET step = 'stuck';
         PRAGMA writable_schema = on;
         INSERT INTO sqlite_schema SELECT * FROM spare;
         DROP TABLE spare;
         PRAGMA writable_schema = reset;",
    );
    let app = closed.open();
    assert_eq!(app.opened(), Opened::AsLeft, "a start has no time for it");
    app.check_store().expect("mended");
    let db = Database::open(&closed.file("ruhu.db"), &Key::raw(KEY), MIGRATIONS).expect("opens");
    db.check().expect("sound");
}
