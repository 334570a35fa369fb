//! Proxies that take headers away or change them: what still works goes on, what does not is named, nothing is lost.

use super::tools::Behind;
use ruhu_core::app::SyncEnd;
use ruhu_tests::road::Habit;

/// What a phone makes of a missing header.
enum Then {
    /// Everything goes all the same.
    Goes,
    /// It waits, and names this header.
    Names(&'static str),
}

#[test]
fn a_token_taken_on_the_way_signs_nobody_out() {
    let behind = Behind::enrolled();
    for habit in [
        Habit::TakesFromRequests("Authorization"),
        Habit::ChangesInRequests("Authorization", "Basic d2FuZzpnZWhlaW0="),
        Habit::ChangesInRequests("Authorization", ""),
    ] {
        behind.meets(vec![habit]);
        let why = behind.why();
        assert!(why.contains("Authorization"), "{why}");
        behind.recovers();
    }
}

#[test]
fn a_header_taken_from_calls_is_named_and_the_photo_waits() {
    let behind = Behind::enrolled();
    for (header, then) in [
        ("Tus-Resumable", Then::Names("Tus-Resumable")),
        ("Upload-Length", Then::Names("Upload-Length")),
        ("Upload-Metadata", Then::Names("Upload-Metadata")),
        ("Upload-Offset", Then::Names("Upload-Offset")),
        ("Content-Type", Then::Names("Content-Type")),
        ("Upload-Checksum", Then::Goes),
        ("User-Agent", Then::Goes),
        ("Accept", Then::Goes),
    ] {
        check(&behind, Habit::TakesFromRequests(header), then);
    }
}

#[test]
fn a_header_changed_in_calls_is_named_and_the_photo_waits() {
    let behind = Behind::enrolled();
    for (header, value) in [
        ("Tus-Resumable", "0.2.2"),
        ("Upload-Length", "many"),
        ("Upload-Metadata", "x"),
        ("Upload-Offset", "-1"),
        ("Upload-Checksum", "md5 x"),
        ("Content-Type", "application/octet-stream"),
    ] {
        check(&behind, Habit::ChangesInRequests(header, value), Then::Names(header));
    }
}

#[test]
fn a_header_taken_from_answers_is_named_or_not_needed() {
    let behind = Behind::enrolled();
    for (header, then) in [
        ("Upload-Offset", Then::Names("Upload-Offset")),
        ("Location", Then::Names("Location")),
        ("Ruhu-Receipt", Then::Goes),
        ("Tus-Resumable", Then::Goes),
        ("Upload-Expires", Then::Goes),
        ("Content-Type", Then::Goes),
        ("Content-Length", Then::Goes),
    ] {
        check(&behind, Habit::TakesFromAnswers(header), then);
    }
}

fn check(behind: &Behind, habit: Habit, then: Then) {
    let what = format!("{habit:?}");
    behind.meets(vec![habit]);
    match then {
        Then::Goes => assert_eq!(behind.send().end, SyncEnd::Done, "{what}"),
        Then::Names(header) => {
            let why = behind.why();
            assert!(why.contains(header), "{what}: {why}");
        }
    }
    behind.recovers();
}
