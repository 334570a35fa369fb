//! Signing out, and what must not be lost by it.

use super::*;
use crate::domain::HelpKind;
use crate::ids::Sha256;
use std::fs;

const NEW_KEY: [u8; 32] = [6; 32];

fn files(phone_dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(phone_dir)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The app is let go of, both keys are destroyed, and it is opened with new ones.
fn with_new_keys(phone: Phone) -> Phone {
    let Phone {
        dir, clock, town, app, ..
    } = phone;
    drop(app);
    let signer = Arc::new(MemorySigner::from_bytes(&[8; 32]).expect("another key"));
    let app = open(dir.path(), NEW_KEY, &town, &signer, &clock).expect("opens with new keys");
    Phone {
        dir,
        clock,
        town,
        signer,
        app,
    }
}

fn unsent(phone: &Phone) -> (u32, u32, u32) {
    let unsent = phone.app.unsent().expect("reads");
    (unsent.records, unsent.photos, unsent.begun)
}

#[test]
fn a_phone_with_everything_sent_signs_out_and_can_be_anothers() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    assert_eq!(unsent(&phone), (1, 2, 0));
    assert!(phone.app.unsent().expect("reads").bytes > PHOTO.len() as u64);
    assert_eq!(code(phone.app.sign_out()), "unsent");
    phone.sync();
    assert_eq!(unsent(&phone), (0, 0, 0));
    phone.app.sign_out().expect("signs out");
    assert_eq!(
        code(phone.app.consent("2026-1")),
        "new_key_needed",
        "nothing is signed any more"
    );
    assert_eq!(code(phone.app.enrol(&phone.town.code(), "test")), "new_key_needed");

    let phone = with_new_keys(phone);
    let front = phone.app.front().expect("a front");
    assert_eq!(
        (front.step, front.opened, front.me),
        (FirstStep::Enrol, Opened::Fresh, None)
    );
    let names = files(phone.dir.path());
    let aside = |what: &str| {
        names
            .iter()
            .any(|name| name.starts_with(&format!("{what}.signed-out-2026-05-03T")))
    };
    assert!(aside("ruhu.db") && aside("photos"), "{names:?}");
    assert!(!names.iter().any(|name| name.starts_with("signed-out")), "{names:?}");
    let photos = names
        .iter()
        .find(|name| name.starts_with("photos."))
        .expect("set aside");
    assert!(
        files(&phone.dir.path().join(photos)).is_empty(),
        "the township has receipts for all of them"
    );

    phone.town.with(|town| {
        town.cadre.id = crate::ids::CadreId::from_bytes([9; 16]);
        town.households[0].assignments[0].cadre = town.cadre.id;
        town.records.clear();
    });
    phone.app.enrol(&phone.town.code(), "test").expect("enrols for another");
    phone.sync();
    phone.clock.days(1);
    phone.visit(1, PHOTO);
    assert_eq!(
        phone.app.photo_bytes(Sha256::of(PHOTO)).expect("under the new key"),
        PHOTO
    );
    phone.sync();
    phone
        .town
        .with(|town| assert_eq!(town.records[0].envelope.seq, 1, "a new chain"));
}

#[test]
fn an_old_key_cannot_begin_its_chain_again() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.app.sign_out().expect("signs out");
    let Phone {
        dir,
        clock,
        town,
        signer,
        app,
    } = phone;
    drop(app);
    let app = open(dir.path(), NEW_KEY, &town, &signer, &clock).expect("opens");
    assert_eq!(app.front().expect("a front").step, FirstStep::NewKey);
    let error = app.enrol(&town.code(), "test").expect_err("refused");
    assert!(
        matches!(&error, AppError::FixThis { code, text } if code == "new_key_needed" && text.zh.contains("退出")),
        "{error:?}"
    );
}

#[test]
fn what_is_begun_is_finished_or_thrown_away_first() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    let draft = phone.at_the_door(1);
    phone.app.help_photo(&number(1), phone.photo(PHOTO)).expect("takes it");
    assert_eq!(unsent(&phone), (0, 0, 2));
    assert_eq!(code(phone.app.sign_out()), "begun");
    phone.app.cancel(draft).expect("cancels");
    assert_eq!(code(phone.app.sign_out()), "begun");
    phone.app.cancel_help(&number(1)).expect("throws away");
    phone.app.sign_out().expect("signs out");
}

#[test]
fn a_backup_of_everything_unsent_lets_a_phone_without_signal_go_and_keeps_its_files() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    phone.app.backup(&phone.dir.path().join("one.backup")).expect("writes");
    let made = |phone: &Phone| {
        phone
            .app
            .settings_page()
            .expect("a page")
            .last_backup
            .expect("a backup")
    };
    assert_eq!(
        (made(&phone).records, made(&phone).photos, made(&phone).covers),
        (1, 2, BackupCovers::Everything)
    );
    phone.clock.minutes(5);
    let help = HelpGiven {
        household: number(1),
        visit: None,
        kind: HelpKind::Water,
        day: day("2026-05-03"),
        text: "接了水管".into(),
        amount_fen: None,
        follow_up: None,
    };
    phone.app.help(help).expect("helps");
    assert_eq!(made(&phone).covers, BackupCovers::NotEverything);
    assert_eq!(code(phone.app.sign_out()), "unsent", "help came after the backup");
    phone.app.backup(&phone.dir.path().join("two.backup")).expect("writes");
    phone.app.sign_out().expect("signs out");
    let phone = with_new_keys(phone);
    let names = files(phone.dir.path());
    let photos = names
        .iter()
        .find(|name| name.starts_with("photos."))
        .expect("set aside");
    assert_eq!(
        files(&phone.dir.path().join(photos)).len(),
        2,
        "nothing without a receipt is deleted"
    );
}

#[test]
fn a_sign_out_cut_short_is_finished_at_the_next_opening() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    phone.sync();
    phone.app.sign_out().expect("signs out");
    // Killed: the keys were not destroyed yet. The decision stands.
    let phone = phone.again();
    assert_eq!(phone.app.me().expect("reads"), None);
    assert_eq!(phone.app.front().expect("a front").step, FirstStep::NewKey);
    assert_eq!(phone.app.opened(), Opened::Fresh);
    // It is finished once: what comes after stays.
    assert_eq!(phone.again().app.opened(), Opened::AsLeft);
}

#[test]
fn the_settings_screen_is_one_call() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.app.consent("2026-1").expect("consents");
    let page = phone.app.settings_page().expect("a page");
    assert_eq!(page.me, phone.app.me().expect("reads"));
    assert_eq!(page.consented.as_deref(), Some("2026-1"));
    assert_eq!((page.settings, page.last_backup), (Settings::default(), None));
    assert_eq!(page.unsent, phone.app.unsent().expect("reads"));
    assert_eq!(page.storage, Storage::default());
}
