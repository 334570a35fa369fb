//! Every worked case of the rules page, answered exactly.

use super::{CaseError, judge_cases, try_cases};
use serde_json::Value;

type Answer = fn(&str, &str, &str, &str) -> Result<String, CaseError>;

fn read(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/rules");
    std::fs::read_to_string(format!("{folder}/{name}")).expect("the worked cases are part of the project")
}

fn every_case_is_answered_exactly(name: &str, cases: &str, answer: Answer) {
    let text = answer(
        &read(&format!("{name}.policy.toml")),
        "policy",
        &read(&format!("{name}.{cases}.json")),
        "cases",
    );
    let answers: Vec<Value> = serde_json::from_str(&text.expect("the worked cases are good")).expect("a JSON list");
    let expected: Vec<Value> =
        serde_json::from_str(&read(&format!("{name}.expected.json"))).expect("the expected answers are a JSON list");
    assert!(!expected.is_empty());
    assert_eq!(answers.len(), expected.len(), "{name}");
    for (answer, expected) in answers.iter().zip(&expected) {
        assert_eq!(answer, expected, "{name}");
    }
}

#[test]
fn coverage_answers_every_worked_case() {
    for name in ["default", "edges", "random11", "random12", "random14"] {
        every_case_is_answered_exactly(name, "cases", try_cases);
    }
}

#[test]
fn the_judge_answers_every_worked_case() {
    for name in ["judge", "judge2", "judge3", "judge4"] {
        every_case_is_answered_exactly(name, "visits", judge_cases);
    }
}

#[test]
fn the_keys_of_an_answer_stand_as_the_page_shows_them() {
    let policy = "id='p'\nname='n'\nfrom=2026-01-01\n[[require]]\nid='year'\ntimes=6\nevery='year'";
    let cases = r#"{"cases":[{"id":"c1","on":"2026-05-03","household":{"entered":"2021-01-01","left":null,
        "classes":[{"class":"lifted","from":"2021-01-01"}]},"waivers":[{"kind":"excuse","from":"2026-02-01","to":"2026-02-28"}],
        "visits":[{"id":"v1","day":"2026-01-10","mode":"on_site","verdict":"counts","decision":null}]}]}"#;
    assert_eq!(
        try_cases(policy, "p", cases, "c").expect("a good case"),
        concat!(
            r#"[{"id":"c1","state":"on_track","date":"2026-12-28","suggested":"2026-12-28","#,
            r#""next":{"require":"year","from":"2026-05-03","by":"2026-12-28"},"#,
            r#""plan":{"require":"year","from":"2026-05-03","by":"2026-12-28"},"counted":["v1"],"#,
            r#""lines":[{"require":"year","from":"2026-01-01","to":"2026-12-31","need":5,"have":1,"pending":0,"#,
            r#""state":"on_track","latest_safe":"2026-12-28"}]}]"#,
            "\n"
        )
    );
}
