//! What a policy file may and may not say, and where its errors point.

use super::super::{Effect, Every, MetRule, Policy, Position, Prorate, Who};
use crate::domain::{Mode, ReasonCode};

const LEAST: &str =
    "id = \"p\"\nname = \"试行\"\nfrom = 2026-01-01\n[[require]]\nid = \"year\"\ntimes = 6\nevery = \"year\"\n";

/// Line, column and message of the error.
fn error(text: &str) -> (usize, usize, String) {
    let error = Policy::parse(text, "a.toml").expect_err("the policy is wrong");
    assert!(!error.to_string().contains('\n'), "one line: {error}");
    (error.line, error.column, error.message)
}

#[test]
fn whatever_is_left_out_has_the_value_the_page_shows() {
    let policy = Policy::parse(LEAST, "a.toml").expect("a good policy");
    let visit = &policy.visit;
    assert_eq!(
        (&visit.modes[..], &visit.remote_modes[..]),
        (&[Mode::OnSite][..], &[Mode::Phone, Mode::Video][..])
    );
    assert_eq!(
        (visit.min_gap_days, visit.photos, visit.min_minutes, visit.late_days),
        (1, 1, 0, 7)
    );
    assert_eq!((visit.near_m, visit.far_m), (60.0, 300.0));
    assert_eq!((visit.who, visit.position), (Who::Assigned, Position::Required));
    assert_eq!(visit.met, MetRule::Required);
    let require = &policy.require[0];
    assert_eq!(
        (require.title.as_str(), require.classes.is_none(), require.every),
        ("year", true, Every::Year)
    );
    assert_eq!(
        (require.binding, require.prorate, require.warn_days),
        (true, Prorate::Floor, 14)
    );
    assert_eq!((policy.until, policy.source), (None, None));
}

#[test]
fn whether_somebody_must_be_met_is_one_of_two_words() {
    let met = |word: &str| Policy::parse(&format!("{LEAST}[visit]\nmet = \"{word}\"\n"), "a.toml");
    assert_eq!(met("off").expect("a good policy").visit.met, MetRule::Off);
    assert_eq!(met("required").expect("a good policy").visit.met, MetRule::Required);
    let error = met("sometimes").expect_err("no such word");
    assert_eq!((error.line, error.column), (9, 7));
    assert!(
        error.message.contains("\"required\"") && error.message.contains("\"off\""),
        "{error}"
    );
}

#[test]
fn a_policy_without_any_requirement_is_allowed() {
    let policy = Policy::parse("id='p'\nname='n'\nfrom=2026-01-01", "a.toml").expect("any number of them");
    assert!(policy.require.is_empty());
}

#[test]
fn an_effect_is_read_and_one_that_cannot_be_set_is_refused_at_its_line() {
    let good = format!("{LEAST}[visit.effect]\nmock_fix = \"no\"\n");
    let policy = Policy::parse(&good, "a.toml").expect("a good effect");
    assert_eq!(policy.visit.effect.get(&ReasonCode::MockFix), Some(&Effect::No));
    for code in ["mode_not_allowed", "mode_needs_waiver", "same_day", "gap_too_short"] {
        let (line, column, message) = error(&format!("{LEAST}[visit.effect]\n  {code} = \"no\"\n"));
        assert_eq!((line, column), (9, 3));
        assert!(message.contains(code), "{message}");
    }
    assert_eq!(error(&format!("{LEAST}[visit.effect]\nmock = \"no\"\n")).0, 9);
    assert_eq!(
        error(&format!("{LEAST}[visit.effect]\nmock_fix = \"bad\"\n")),
        (9, 12, "`mock_fix` is one of \"note\", \"review\", \"no\"".to_owned())
    );
}

#[test]
fn each_wrong_value_is_told_with_its_line_and_column() {
    // (what stands in the file's place, line, column, a word of the message)
    let cases = [
        ("from = 2026-01-01", "from = \"2026-01-01\"", 3, 8, "quotation marks"),
        ("from = 2026-01-01", "from = 2026-01-01T00:00:00", 3, 8, "day"),
        (
            "from = 2026-01-01",
            "from = 2026-01-01\nuntil = 2025-12-31",
            4,
            9,
            "before",
        ),
        (
            "from = 2026-01-01",
            "from = 2026-01-01\nuntill = 2026-12-31",
            4,
            1,
            "unknown key `untill`",
        ),
        ("name = \"试行\"\n", "", 1, 1, "needs `name`"),
        ("\"试行\"", "\"试行\" x", 2, 13, "not TOML"),
        ("times = 6", "times = 0", 6, 9, "at least 1"),
        ("times = 6", "times = -6", 6, 9, "whole number"),
        ("times = 6", "times = 6.0", 6, 9, "whole number"),
        ("times = 6", "times = 99999999999", 6, 9, "whole number"),
        ("times = 6\n", "", 4, 1, "needs `times`"),
        ("every = \"year\"", "every = \"week\"", 7, 9, "two_months"),
        (
            "every = \"year\"",
            "classes = [\"lifted\", \"poor\"]\nevery = \"year\"",
            7,
            22,
            "sudden",
        ),
        (
            "every = \"year\"",
            "every = \"year\"\nbinding = \"no\"",
            8,
            11,
            "true or false",
        ),
        (
            "every = \"year\"",
            "every = \"year\"\n[[require]]\nid = \"year\"\ntimes = 1\nevery = \"month\"",
            9,
            6,
            "\"year\"",
        ),
        (
            "[[require]]",
            "[visit]\nmodes = [\"phone\"]\nremote_modes = [\"phone\"]\n[[require]]",
            6,
            16,
            "phone",
        ),
        (
            "[[require]]",
            "[visit]\nmodes = [\"phone\"]\n[[require]]",
            5,
            9,
            "phone",
        ),
        ("[[require]]", "[visit]\nnear_m = 400\n[[require]]", 5, 10, "far_m"),
        ("[[require]]", "[visit]\nfar_m = inf\n[[require]]", 5, 9, "metres"),
        (
            "[[require]]",
            "[visit]\nphoto = 1\n[[require]]",
            5,
            1,
            "unknown key `photo`",
        ),
        ("[[require]]", "[visit]\nwho = \"all\"\n[[require]]", 5, 7, "assigned"),
        ("id = \"p\"", "id = \"p p\"", 1, 6, "letters"),
    ];
    for (good, bad, line, column, word) in cases {
        let (found_line, found_column, message) = error(&LEAST.replacen(good, bad, 1));
        assert!(message.contains(word), "{bad}: {message}");
        assert_eq!((found_line, found_column), (line, column), "{bad}: {message}");
    }
}

#[test]
fn columns_are_characters_not_bytes() {
    let (line, column, _) = error("id = \"p\"\nname = \"试行\"; from = 1\n");
    assert_eq!((line, column), (2, 12));
}

#[test]
fn a_policy_in_force_with_another_is_told_at_its_from() {
    let old = Policy::parse(LEAST, "a.toml").expect("a good policy");
    let text = LEAST
        .replace("id = \"p\"", "id = \"q\"")
        .replace("2026-01-01", "2026-07-01");
    let new = Policy::parse(&text, "b.toml").expect("a good policy");
    let clash = new.clash(&old, &text, "b.toml").expect("both hold in July");
    assert_eq!(
        clash.to_string(),
        "b.toml:3:8: policies \"q\" and \"p\" are both in force on 2026-07-01: let one's `until` be the day before the other's `from`"
    );
    let ended = LEAST.replace("2026-01-01", "2026-01-01\nuntil = 2026-06-30");
    assert!(
        new.clash(&Policy::parse(&ended, "a.toml").expect("good"), &text, "b.toml")
            .is_none()
    );
}
