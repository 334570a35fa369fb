//! Help and its photos: kept before anything is signed, taken by the record, sent like a visit's.

use super::*;
use crate::domain::{HelpKind, HelpLog};
use crate::ids::Sha256;

fn two() -> Phone {
    Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "陈明德", Class::Lifted),
    ])
}

fn given(n: u32, text: &str) -> HelpGiven {
    HelpGiven {
        household: number(n),
        visit: None,
        kind: HelpKind::Housing,
        day: day("2026-05-03"),
        text: text.into(),
        amount_fen: Some(120_000),
        follow_up: None,
    }
}

fn shelf(phone: &Phone) -> usize {
    phone.app.shelf.list().expect("lists").len()
}

fn begun(phone: &Phone) -> Vec<HelpBegun> {
    phone.app.today(&TodayAsk::default()).expect("a list").help_begun
}

fn photos(phone: &Phone, n: u32) -> Vec<PhotoView> {
    phone.app.help_page(&number(n)).expect("a page").photos
}

#[test]
fn photos_of_help_survive_the_app_and_go_with_its_record() {
    let phone = two();
    let first = phone.app.help_photo(&number(1), phone.photo(PHOTO)).expect("takes it");
    let phone = phone.again();
    phone
        .app
        .help_photo(&number(1), phone.photo(OTHER_PHOTO))
        .expect("takes it");
    let again = phone.app.help_photo(&number(1), phone.photo(PHOTO)).expect("takes it");
    assert_eq!(first, again);
    let kept = photos(&phone, 1);
    assert_eq!(kept.len(), 2);
    assert!(photos(&phone, 2).is_empty());
    let line = HelpBegun {
        household: number(1),
        head: "李秀英".into(),
        photos: 2,
    };
    assert_eq!(begun(&phone), [line]);
    assert_eq!(
        phone.app.outbox().expect("a box").photos,
        0,
        "nothing is sent before it is signed"
    );

    assert_eq!(code(phone.app.help(given(1, " "))), "text_missing");
    assert_eq!(photos(&phone, 1), kept);
    phone.app.help(given(1, "修了屋顶")).expect("helps");
    assert!(photos(&phone, 1).is_empty());
    assert!(begun(&phone).is_empty());
    let entries: Vec<_> = kept.into_iter().map(|photo| photo.entry).collect();
    assert_eq!(phone.app.household(&number(1)).expect("a file").help[0].photos, entries);

    phone.clock.minutes(1);
    phone.app.help(given(1, "又去看了一次")).expect("helps");
    phone.sync();
    phone.town.with(|town| {
        let logs: Vec<HelpLog> = town
            .records
            .iter()
            .map(|record| serde_json::from_value(record.envelope.body.clone()).expect("help"))
            .collect();
        assert_eq!(logs.iter().map(|log| log.photos.len()).collect::<Vec<_>>(), [2, 0]);
        assert_eq!(town.photos.len(), 4);
        assert_eq!(town.photos[&Sha256::of(PHOTO)], PHOTO);
    });
    assert_eq!(phone.app.storage().expect("reads").originals, 2);
}

#[test]
fn a_removed_photo_and_help_thrown_away_leave_no_file_unless_a_visit_shows_it() {
    let phone = two();
    let draft = phone.at_the_door(1);
    phone.app.attach_photo(draft, phone.photo(PHOTO)).expect("takes it");
    phone.app.help_photo(&number(1), phone.photo(PHOTO)).expect("takes it");
    let other = phone
        .app
        .help_photo(&number(1), phone.photo(OTHER_PHOTO))
        .expect("takes it");
    assert_eq!(shelf(&phone), 4);
    phone
        .app
        .remove_help_photo(&number(1), other.entry.original.sha256)
        .expect("removes");
    assert_eq!(shelf(&phone), 2);
    phone.app.cancel_help(&number(1)).expect("throws away");
    assert_eq!((shelf(&phone), begun(&phone).len()), (2, 0));
    phone.app.cancel(draft).expect("cancels");
    assert_eq!(shelf(&phone), 0);
    phone
        .app
        .cancel_help(&number(1))
        .expect("there is nothing to throw away");
}

#[test]
fn a_photo_that_cannot_be_used_or_a_home_that_is_not_known_keeps_nothing() {
    let phone = two();
    let torn = phone.photo(&PHOTO[..PHOTO.len() / 2]);
    assert_eq!(code(phone.app.help_photo(&number(1), torn)), "photo_truncated");
    assert_eq!(code(phone.app.help_photo(&number(9), phone.photo(PHOTO))), "not_found");
    assert_eq!((shelf(&phone), begun(&phone).len()), (0, 0));
}

#[test]
fn an_original_sent_for_a_visit_stays_while_help_being_written_shows_it() {
    let phone = two();
    phone.visit(1, PHOTO);
    phone.sync();
    phone.app.help_photo(&number(2), phone.photo(PHOTO)).expect("takes it");
    assert_eq!(phone.app.storage().expect("reads").originals, 0);
    phone.app.cancel_help(&number(2)).expect("throws away");
    assert_eq!(phone.app.storage().expect("reads").originals, 1);
}

#[test]
fn a_home_given_to_somebody_else_stays_readable_until_its_help_is_written() {
    let phone = two();
    phone.app.help_photo(&number(1), phone.photo(PHOTO)).expect("takes it");
    phone.town.with(|town| {
        town.households.retain(|down| down.household.household != number(1));
        town.removed = vec![number(1)];
    });
    phone.sync();
    assert_eq!(begun(&phone)[0].head, "李秀英");
    phone.app.help(given(1, "修了屋顶")).expect("helps");
    phone.sync();
    assert_eq!(phone.town.with(|town| (town.records.len(), town.photos.len())), (1, 2));
}

#[test]
fn the_photos_of_an_erased_households_help_leave_the_phone() {
    let phone = two();
    phone.app.help_photo(&number(1), phone.photo(PHOTO)).expect("takes it");
    phone.app.help(given(1, "修了屋顶")).expect("helps");
    phone.sync();
    phone
        .app
        .help_photo(&number(1), phone.photo(OTHER_PHOTO))
        .expect("takes it");
    assert_eq!(shelf(&phone), 4);
    phone.town.with(|town| {
        town.households.retain(|down| down.household.household != number(1));
        town.erased = vec![number(1)];
    });
    phone.clock.minutes(5);
    phone.sync();
    assert_eq!((shelf(&phone), begun(&phone).len()), (0, 0));
}
