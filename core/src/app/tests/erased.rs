//! A household that the township erased, lawfully: what a phone held of it is gone at the next sync.

use super::*;

fn two() -> Phone {
    Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "王大山", Class::Lifted),
    ])
}

/// The township erases the first household.
fn erase(phone: &Phone) {
    phone.town.with(|town| {
        town.households.retain(|down| down.household.household != number(1));
        town.erased = vec![number(1)];
    });
    phone.clock.minutes(5);
    phone.sync();
}

fn shelf(phone: &Phone) -> usize {
    std::fs::read_dir(phone.dir.path().join("photos"))
        .expect("a folder")
        .count()
}

#[test]
fn everything_of_an_erased_household_leaves_the_phone_and_the_chain_goes_on() {
    let phone = two();
    let gone = phone.visit(1, PHOTO);
    phone.clock.minutes(30);
    let kept = phone.visit(2, OTHER_PHOTO);
    // A visit that was begun there and not finished.
    phone.clock.days(1);
    let draft = phone.at_the_door(1);
    phone
        .app
        .attach_photo(draft, phone.photo(PHOTO))
        .expect("takes the photo");
    phone.sync();
    // The draft's photo is the first one's file again: its copy bears the time of its own day.
    assert_eq!(shelf(&phone), 5);

    erase(&phone);
    assert_eq!(shelf(&phone), 2, "the neighbours' photos stay");
    assert!(phone.app.household(&number(1)).is_err());
    assert!(phone.app.start(&number(1), Mode::OnSite).is_err());
    assert!(phone.app.photos(gone.visit).expect("a list").is_empty());
    assert!(phone.app.drafts().expect("a list").is_empty());
    assert_eq!(phone.app.photos(kept.visit).expect("a list").len(), 1);
    let outbox = phone.app.outbox().expect("an upload box");
    assert_eq!((outbox.waiting, outbox.stuck.len()), (0, 0));

    phone.clock.days(1);
    phone.visit(2, PHOTO);
    phone.sync();
    phone.town.with(|town| {
        let last = town.records.last().expect("a record");
        let before = &town.records[town.records.len() - 2];
        assert_eq!((last.envelope.seq, last.envelope.prev), (3, Some(before.sha256)));
    });
    let again = phone.again();
    again.app.household(&number(2)).expect("the neighbours are there");
}

#[test]
fn a_photo_that_another_household_shows_too_stays() {
    let phone = two();
    phone.visit(1, PHOTO);
    phone.clock.minutes(30);
    let both = phone.visit(2, PHOTO);
    phone.sync();
    erase(&phone);
    let photos = phone.app.photos(both.visit).expect("a list");
    assert_eq!(photos.len(), 1);
    phone
        .app
        .photo_bytes(photos[0].entry.original.sha256)
        .expect("still here");
}

#[test]
fn what_was_not_sent_yet_is_sent_once_more_and_then_goes_too() {
    let phone = two();
    phone.visit(1, PHOTO);
    phone.clock.minutes(30);
    phone.visit(2, OTHER_PHOTO);
    // The township erases it before the phone has a signal; the first answer tells.
    erase(&phone);
    phone
        .town
        .with(|town| assert_eq!(town.records.len(), 2, "the chain has no hole"));
    phone.clock.minutes(5);
    phone.sync();
    let outbox = phone.app.outbox().expect("an upload box");
    assert_eq!((outbox.waiting, outbox.stuck.len()), (0, 0));
    assert_eq!(shelf(&phone), 2);
}

#[test]
fn erased_and_then_enrolled_again_nothing_empty_is_offered_and_nothing_bars_the_way_out() {
    let phone = two();
    phone.visit(1, PHOTO);
    phone.clock.minutes(30);
    phone.visit(2, OTHER_PHOTO);
    phone.sync();
    erase(&phone);
    let sent = phone.town.with(|town| town.records.len());
    phone.app.enrol(&phone.town.code(), "test").expect("enrols again");
    phone.clock.minutes(5);
    phone.sync();
    let outbox = phone.app.outbox().expect("an upload box");
    assert_eq!((outbox.waiting, outbox.stuck.len()), (0, 0));
    phone
        .town
        .with(|town| assert_eq!(town.records.len(), sent, "the neighbours' are the same"));
    // The chain goes on after the record whose text is gone.
    phone.app.notice(&number(2), "2026-1", "paper").expect("tells");
    phone.sync();
    phone.app.sign_out().expect("signs out");
}

#[test]
fn a_phone_that_offers_an_empty_record_for_ever_is_mended_by_the_update() {
    let phone = two();
    phone.visit(1, PHOTO);
    phone.sync();
    erase(&phone);
    let Phone {
        dir,
        clock,
        town,
        signer,
        app,
    } = phone;
    drop(app);
    // As an earlier version left it after a new enrolment.
    let path = dir.path().join("ruhu.db");
    let db =
        crate::sqlite::Database::open(&path, &crate::sqlite::Key::raw(KEY), crate::store::MIGRATIONS).expect("opens");
    let written: Result<(), crate::Error> = db.write(|tx| {
        tx.execute_batch(
            "UPDATE record SET step = 'waiting', send = '{\"waiting\":{\"next_try\":null,\"tries\":0}}' WHERE jws = '';
             DROP TABLE unread; DROP INDEX mine_day;
             ALTER TABLE mine DROP COLUMN household; ALTER TABLE mine DROP COLUMN day;
             ALTER TABLE mine DROP COLUMN fix_lat; ALTER TABLE mine DROP COLUMN fix_lon;
             PRAGMA user_version = 2;",
        )?;
        Ok(())
    });
    written.expect("writes");
    drop(db);
    let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens");
    assert_eq!(app.unsent().expect("reads").records, 0);
    app.sign_out().expect("signs out");
}
