//! Enrolling by typing: the address, the six words to compare, the code.

use super::*;

fn new_phone() -> (tempfile::TempDir, Arc<Township>, App) {
    let clock = SetClock::at("2026-05-03T09:00:00+08:00");
    let town = Arc::new(Township::new(clock.clone(), Vec::new()));
    let dir = tempfile::tempdir().expect("a folder");
    let signer = Arc::new(MemorySigner::generate());
    let app = open(dir.path(), KEY, &town, &signer, &clock).expect("opens");
    (dir, town, app)
}

#[test]
fn a_cadre_types_the_address_compares_six_words_and_types_the_code() {
    let (_dir, town, app) = new_phone();
    let scanned: crate::wire::EnrolCode = serde_json::from_str(&town.code()).expect("a code");
    let typed = format!(" {}/ ", scanned.address.to_uppercase().replace(':', "："));
    let shown = app.look_up(&typed).expect("answers");
    assert_eq!((&shown.address, &shown.server), (&scanned.address, &scanned.server));
    assert_eq!(shown.words.split(' ').count(), 6);
    assert_eq!(shown.township_name.as_deref(), Some("蒿坪镇"));
    assert_eq!(
        app.front().expect("a front").step,
        FirstStep::Enrol,
        "nothing is kept yet"
    );

    assert_eq!(code(app.enrol_at(&shown, "01ABC", "test")), "enrol_code");
    let spoken = crate::wire::spoken_code(&scanned.code).to_lowercase();
    let me = app.enrol_at(&shown, &spoken, "test").expect("enrols");
    assert_eq!((me.server_words, me.address), (shown.words, shown.address));
}

#[test]
fn an_address_that_is_none_and_a_silent_one_are_said_in_words() {
    let (_dir, town, app) = new_phone();
    for typed in ["", "https://ruhu.example/sign-in", "ftp://ruhu.example"] {
        assert_eq!(code(app.look_up(typed)), "address", "{typed}");
    }
    town.with(|town| town.signal = false);
    let silent = app.look_up("ruhu.example").expect_err("nobody answers");
    assert!(
        matches!(&silent, AppError::TryLater { text } if text.zh.contains("地址")),
        "{silent:?}"
    );
}

#[test]
fn a_server_with_another_key_than_the_one_compared_enrols_nobody() {
    let (_dir, town, app) = new_phone();
    let mut shown = app.look_up("ruhu.example").expect("answers");
    shown.server = "k".repeat(43).parse().expect("43 characters");
    let scanned: crate::wire::EnrolCode = serde_json::from_str(&town.code()).expect("a code");
    assert_eq!(code(app.enrol_at(&shown, &scanned.code, "test")), "other_server");
    assert_eq!(app.me().expect("reads"), None);
}
