//! Opening the app: one call says what comes first.

use super::*;

fn step(phone: &Phone) -> FirstStep {
    phone.app.front().expect("a front").step
}

#[test]
fn a_new_phone_enrols_first_then_asks_for_consent_and_then_shows_the_list() {
    let clock = SetClock::at("2026-05-03T09:00:00+08:00");
    let town = Arc::new(Township::new(clock.clone(), Vec::new()));
    let dir = tempfile::tempdir().expect("a folder");
    let signer = Arc::new(MemorySigner::generate());
    let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens");
    let front = app.front().expect("a front");
    assert_eq!(
        (front.step, front.opened, front.me),
        (FirstStep::Enrol, Opened::Fresh, None)
    );
    assert_eq!(front.settings, Settings::default());

    let me = app.enrol(&town.code(), "test").expect("enrols");
    let front = app.front().expect("a front");
    assert_eq!((front.step, front.me), (FirstStep::Consent, Some(me)));
    app.consent("2026-1").expect("consents");
    let consented = "2026-1".to_owned();
    assert_eq!(app.front().expect("a front").step, FirstStep::Ready { consented });
    clock.minutes(1);
    app.withdraw_consent("2026-1").expect("takes it back");
    assert_eq!(app.front().expect("a front").step, FirstStep::Consent);
}

#[test]
fn a_key_that_the_township_does_not_know_has_to_be_enrolled_and_the_old_name_is_still_shown() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.app.consent("2026-1").expect("consents");
    let me = phone.app.me().expect("reads");
    let Phone {
        dir, clock, town, app, ..
    } = phone;
    drop(app);
    let signer = Arc::new(MemorySigner::generate());
    let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens");
    let front = app.front().expect("a front");
    assert_eq!((front.step, front.me), (FirstStep::Enrol, me));
}

#[test]
fn consent_given_by_the_cadre_before_is_not_the_next_ones() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.app.consent("2026-1").expect("consents");
    phone
        .town
        .with(|town| town.cadre.id = crate::ids::CadreId::from_bytes([9; 16]));
    phone.app.enrol(&phone.town.code(), "test").expect("enrols for another");
    assert_eq!(step(&phone), FirstStep::Consent);
}
