//! Unusable cases are refused with their place; what may be left out may be left out.

use super::{judge_cases, try_cases};

const POLICY: &str = "id='p'\nname='n'\nfrom=2026-01-01\n[[require]]\nid='year'\ntimes=6\nevery='year'";
const CASE: &str = r#"{"cases":[
 {"id":"c1","on":"2026-05-03",
  "household":{"entered":"2021-01-01","classes":[{"class":"lifted","from":"2021-01-01"}]},
  "waivers":[{"kind":"remote","from":"2026-02-01","to":"2026-02-28"}],
  "visits":[{"id":"v1","day":"2026-01-10","mode":"on_site","verdict":"counts"},{"id":"v2","day":"2026-01-11","mode":"on_site","verdict":"counts"}]}]}"#;
const VISIT: &str = r#"{"visits":[
 {"id":"v1","mode":"on_site","started":"2026-05-03T09:10:00+08:00","ended":"2026-05-03T09:25:00+08:00"},
 {"id":"v2","mode":"phone","started":"2026-05-03T09:10:00+08:00","ended":"2026-05-03T09:25:00+08:00"}]}"#;

#[test]
fn what_is_left_out_or_null_or_unknown_is_no_error() {
    let full = CASE
        .replace(r#""on":"#, r#""why":null,"x":{},"on":"#)
        .replace(r#""entered":"2021-01-01""#, r#""entered":"2021-01-01","left":null"#);
    let least = try_cases(POLICY, "p", CASE, "c").expect("a good case");
    assert_eq!(try_cases(POLICY, "p", &full, "c").expect("a good case"), least);
    assert!(least.contains(r#""counted":["v1","v2"]"#), "{least}");
    let judged = judge_cases(POLICY, "p", VISIT, "v").expect("good visits");
    assert_eq!(
        judged,
        "[{\"id\":\"v1\",\"verdict\":\"needs_review\",\"codes\":[\"no_fix\",\"photos_missing\"]},\n\
         {\"id\":\"v2\",\"verdict\":\"does_not_count\",\"codes\":[\"mode_needs_waiver\"]}]\n"
    );
    assert_eq!(try_cases(POLICY, "p", r#"{"cases":[]}"#, "c").expect("no case"), "[]\n");
}

/// Where an error points.
enum At {
    /// Somewhere in this line.
    Line(usize),
    /// Exactly there: a case as a whole.
    Place(usize, usize),
    /// The end of the bad word in this line.
    Word(usize),
}

#[test]
fn an_unusable_case_is_refused_with_its_place() {
    // (what stands in the file, what stands there instead, where the error points, a word of its message)
    let cases = [
        ("2026-05-03", "2026-02-29", At::Word(2), "2026-02-29"),
        ("\"lifted\"", "\"poor\"", At::Word(3), "poor"),
        ("\"remote\"", "\"other\"", At::Word(4), "other"),
        ("2026-02-28", "2026-01-31", At::Place(2, 2), "`to`"),
        (
            "\"classes\"",
            "\"left\":\"2020-12-31\",\"classes\"",
            At::Place(2, 2),
            "`left`",
        ),
        ("\"v2\"", "\"v1\"", At::Place(2, 2), "\"v1\""),
        ("\"mode\":\"on_site\"", "\"mode\":\"walk\"", At::Word(5), "walk"),
        ("\"verdict\":\"counts\"", "\"verdict\":\"maybe\"", At::Word(5), "maybe"),
        ("\"mode\"", "\"decision\":\"perhaps\",\"mode\"", At::Word(5), "perhaps"),
        ("\"on\":", "\"in\":", At::Line(5), "`on`"),
        ("}]}]}", "}]}]", At::Line(5), "EOF"),
        ("\"cases\"", "\"case\"", At::Place(1, 1), "`cases`"),
    ];
    for (good, bad, at, word) in cases {
        let wrong = CASE.replacen(good, bad, 1);
        let error = try_cases(POLICY, "p", &wrong, "c.json").expect_err("it is unusable");
        let text = error.to_string();
        assert!(text.contains(word) && !text.contains('\n'), "{bad}: {text}");
        let place = match at {
            At::Line(line) => format!("c.json:{line}:"),
            At::Place(line, column) => format!("c.json:{line}:{column}: "),
            At::Word(line) => {
                let text = wrong.lines().nth(line - 1).expect("the line is there");
                let column = text.find(word).expect("the word is there") + word.len() + 1;
                format!("c.json:{line}:{column}: ")
            }
        };
        assert!(text.starts_with(&place), "{bad}: {text}, not {place}");
    }
    let error = try_cases("id = 1", "p.toml", CASE, "c.json").expect_err("the policy is none");
    assert!(error.to_string().starts_with("p.toml:1:6: "), "{error}");
}

#[test]
fn an_unusable_visit_is_refused_with_its_place() {
    let cases = [
        ("2026-05-03T09:25:00+08:00", "2026-05-03T09:09:59+08:00", 2, "`ended`"),
        ("\"id\":\"v1\"", "\"id\":\"v1\",\"late\":true", 2, "`written`"),
        ("2026-05-03T09:10:00+08:00", "2026-05-03T09:10:00", 2, "offset"),
        ("\"id\":\"v2\"", "\"id\":\"v1\"", 3, "same id"),
        ("\"phone\"", "\"post\"", 3, "post"),
        (
            "\"id\":\"v2\"",
            "\"id\":\"v2\",\"place\":{\"lat\":108.7,\"lon\":32.6}",
            3,
            "`lat`",
        ),
    ];
    for (good, bad, line, word) in cases {
        let error = judge_cases(POLICY, "p", &VISIT.replacen(good, bad, 1), "v.json").expect_err("it is unusable");
        let text = error.to_string();
        assert!(
            text.starts_with(&format!("v.json:{line}:")) && text.contains(word),
            "{bad}: {text}"
        );
    }
}

#[test]
fn ids_compare_by_code_point() {
    let turned = CASE
        .replace("\"id\":\"v1\"", "\"id\":\"\u{1F600}\"")
        .replace("\"id\":\"v2\"", "\"id\":\"\u{FF5E}\"")
        .replace("2026-01-11", "2026-01-10");
    let answer = try_cases(POLICY, "p", &turned, "c").expect("a good case");
    // U+FF5E comes before U+1F600, though its UTF-16 form does not: of two on one day it is the counted one.
    assert!(answer.contains("\"counted\":[\"\u{FF5E}\"]"), "{answer}");
}
