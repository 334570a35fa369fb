//! Photo files that no row names go in the end; what a draft, a record or a set-aside needs never does.

use super::*;
use crate::ids::Sha256;
use crate::shelf::Shelf;
use std::fs;
use std::time::{Duration, SystemTime};

fn on_the_shelf(phone: &Phone) -> usize {
    fs::read_dir(phone.dir.path().join("photos")).expect("a folder").count()
}

/// A file whose row was never written: the process was killed between the two.
fn orphan(phone: &Phone, bytes: &[u8], written: &str) -> Sha256 {
    let shelf = Shelf::open(&phone.dir.path().join("photos"), KEY).expect("opens");
    let name = shelf.put(bytes).expect("puts");
    dated(phone, &name, written);
    name
}

fn dated(phone: &Phone, name: &Sha256, written: &str) {
    let path = phone.dir.path().join("photos").join(format!("{name}.photo"));
    let since = Duration::from_millis(moment(written).millis().unsigned_abs());
    let file = fs::File::options().write(true).open(path).expect("opens");
    file.set_modified(SystemTime::UNIX_EPOCH + since).expect("dates it");
}

fn phone() -> Phone {
    Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "王大山", Class::Lifted),
    ])
}

#[test]
fn a_file_without_a_row_goes_at_an_opening_after_a_day_and_not_before() {
    let phone = phone();
    phone.visit(1, PHOTO);
    let draft = phone.at_the_door(2);
    phone
        .app
        .attach_photo(draft, phone.photo(OTHER_PHOTO))
        .expect("takes the photo");
    let old = orphan(&phone, b"old", "2026-04-20T09:00:00+08:00");
    let new = orphan(&phone, b"new", "2026-05-03T08:00:00+08:00");
    for name in phone.app.shelf.list().expect("lists") {
        if name != new {
            dated(&phone, &name, "2026-04-20T09:00:00+08:00");
        }
    }
    let phone = phone.again();
    assert_eq!(phone.app.shelf.size(&old).expect("looks"), None, "it goes");
    assert_eq!(
        phone.app.shelf.size(&new).expect("looks"),
        Some(3),
        "it may still get its row"
    );
    assert_eq!(on_the_shelf(&phone), 5, "what a record or a draft shows stays");
    phone.clock.days(2);
    let phone = phone.again();
    assert_eq!(on_the_shelf(&phone), 4);
    phone.app.finish(draft).expect("finishes with its photo");
    phone.sync();
    phone.town.with(|town| assert_eq!(town.photos.len(), 4));
}

#[test]
fn one_picture_taken_in_twice_leaves_no_second_copy() {
    let phone = phone();
    let draft = phone.at_the_door(1);
    let stamped = |shade: u8| PhotoTaken {
        stamp: Some(StampPicture {
            rgba: [shade, shade, shade, 255].repeat(64 * 64),
            width: 64,
            height: 64,
        }),
        ..phone.photo(PHOTO)
    };
    let first = phone.app.attach_photo(draft, stamped(10)).expect("takes it");
    let again = phone.app.attach_photo(draft, stamped(240)).expect("takes it again");
    assert_eq!(first.entry, again.entry);
    assert_eq!(on_the_shelf(&phone), 2);
    assert_eq!(phone.app.store.file_names().expect("reads").len(), 2);
    // In another draft it has a copy of its own, which goes with that draft.
    let other = phone.app.start(&number(2), Mode::OnSite).expect("starts").draft.id;
    phone.app.attach_photo(other, stamped(240)).expect("takes it");
    assert_eq!(on_the_shelf(&phone), 3);
    phone.app.cancel(other).expect("throws it away");
    assert_eq!(on_the_shelf(&phone), 2);
    assert_eq!(phone.app.store.file_names().expect("reads").len(), 2);
    phone.app.cancel(draft).expect("throws it away");
    assert_eq!(on_the_shelf(&phone), 0);
}

#[test]
fn a_draft_is_thrown_away_though_its_file_cannot_be_removed_now_and_the_file_is_swept() {
    let phone = phone();
    let draft = phone.at_the_door(1);
    let photo = phone
        .app
        .attach_photo(draft, phone.photo(PHOTO))
        .expect("takes it")
        .entry;
    let path = |name: &Sha256| phone.dir.path().join("photos").join(format!("{name}.photo"));
    // A folder in the file's place: it cannot be unlinked.
    let (file, kept) = (path(&photo.original.sha256), phone.dir.path().join("kept"));
    fs::rename(&file, &kept).expect("moves");
    fs::create_dir(&file).expect("a folder");
    phone
        .app
        .cancel(draft)
        .expect("it is thrown away: nobody is told the contrary");
    assert!(phone.app.drafts().expect("lists").is_empty());
    fs::remove_dir(&file).expect("removes");
    fs::rename(&kept, &file).expect("moves back");
    dated(&phone, &photo.original.sha256, "2026-04-20T09:00:00+08:00");
    assert_eq!(on_the_shelf(&phone.again()), 0);
}

#[test]
fn an_erasure_takes_every_file_that_no_row_names() {
    let phone = phone();
    phone.visit(2, OTHER_PHOTO);
    phone.sync();
    // A picture of the household, whose row was never written.
    orphan(&phone, b"her kitchen", "2026-05-03T09:00:00+08:00");
    assert_eq!(on_the_shelf(&phone), 3);
    phone.town.with(|town| {
        town.households.retain(|down| down.household.household != number(1));
        town.erased = vec![number(1)];
    });
    phone.sync();
    assert_eq!(on_the_shelf(&phone), 2, "the neighbours' stay");
}

#[test]
fn what_a_set_aside_store_may_need_is_never_swept() {
    let phone = phone();
    let draft = phone.at_the_door(1);
    let photo = phone
        .app
        .attach_photo(draft, phone.photo(PHOTO))
        .expect("takes it")
        .entry;
    for file in [photo.original.sha256, photo.copy.sha256] {
        dated(&phone, &file, "2026-04-20T09:00:00+08:00");
    }
    let Phone {
        dir,
        clock,
        town,
        signer,
        app,
    } = phone;
    drop(app);
    // The whole database is unreadable: no row of it can be carried over.
    let db = dir.path().join("ruhu.db");
    let length = fs::metadata(&db).expect("there").len();
    fs::write(&db, vec![0x55; usize::try_from(length).expect("small")]).expect("writes");
    for _ in 0..2 {
        let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens");
        assert!(matches!(app.opened(), Opened::SetAside { .. }));
        assert_eq!(app.shelf.list().expect("lists").len(), 2);
        clock.days(3);
    }
}
