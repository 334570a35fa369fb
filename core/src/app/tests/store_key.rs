//! The store's key, sealed beside the store: the township opens what a phone's keystore cannot open any more.

use super::*;
use crate::sqlite::{Database, Key};
use crate::wire::store_key::open_store_key;
use std::fs;

fn sealed(phone: &Phone) -> std::path::PathBuf {
    phone.dir.path().join("store-key.sealed")
}

fn opened(phone: &Phone) -> [u8; 32] {
    open_store_key(&township::BACKUP_KEY, &fs::read(sealed(phone)).expect("it is there"))
        .expect("the township opens it")
}

#[test]
fn the_township_opens_a_store_whose_key_the_phone_has_lost() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    let key = opened(&phone);
    assert_eq!(key, KEY);
    assert!(open_store_key(&[12; 32], &fs::read(sealed(&phone)).expect("reads")).is_err());
    let path = phone.dir.path().join("ruhu.db");
    let Phone { dir: _kept, app, .. } = phone;
    drop(app);
    let (store, _) = Database::look(&path, &Key::raw(key)).expect("the store opens with it");
    let visits: crate::Result<i64> = store
        .read(|conn| Ok(conn.query_row("SELECT count(*) FROM record WHERE kind = 'visit'", [], |row| row.get(0))?));
    assert_eq!(visits.expect("reads"), 1);
}

#[test]
fn a_phone_enrolled_by_an_earlier_version_gets_the_file_when_it_is_opened() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let made = fs::read(sealed(&phone)).expect("it is there");
    let phone = phone.again();
    assert_eq!(
        fs::read(sealed(&phone)).expect("it is there"),
        made,
        "opened again it is not made again"
    );
    for gone in ["store-key.sealed", "store-key.for"] {
        fs::remove_file(phone.dir.path().join(gone)).expect("goes");
        phone.app.pause().expect("pauses");
        assert_eq!(opened(&phone), KEY, "{gone}");
    }
    fs::write(phone.dir.path().join("store-key.for"), "another store's").expect("writes");
    let phone = phone.again();
    assert_eq!(opened(&phone), KEY);
}

#[test]
fn before_enrolment_and_after_a_sign_out_there_is_none() {
    let clock = SetClock::at("2026-05-03T09:00:00+08:00");
    let town = Arc::new(Township::new(clock.clone(), Vec::new()));
    let dir = tempfile::tempdir().expect("a folder");
    let signer = Arc::new(MemorySigner::from_bytes(&[7; 32]).expect("a key"));
    drop(open(dir.path(), KEY, &town, &signer, &clock).expect("opens"));
    assert!(!dir.path().join("store-key.sealed").exists());

    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.app.sign_out().expect("signs out");
    assert!(sealed(&phone).exists(), "until the store is set aside");
    let Phone {
        dir, clock, town, app, ..
    } = phone;
    drop(app);
    let other = Arc::new(MemorySigner::from_bytes(&[8; 32]).expect("a key"));
    drop(open(dir.path(), [6; 32], &town, &other, &clock).expect("opens anew"));
    assert!(
        !dir.path().join("store-key.sealed").exists(),
        "nobody reads what was signed out of"
    );
}
