//! `ruhu import` and its small neighbours as they are called: exit codes, JSON, and what is left in the folder.

use ruhu_server::folder::Folder;
use ruhu_server::store::{Coverage as _, Ledger as _, Roster as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const HAOPING: &str = "haoping-roster.xlsx";

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name)
}
fn roster(name: &str) -> String {
    data("rosters").join(name).display().to_string()
}
fn ruhu(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruhu"))
        .args(args)
        .output()
        .expect("the binary was built")
}
fn import(file: &str, folder: &Path, more: &[&str]) -> Output {
    let folder = folder.display().to_string();
    ruhu(&[&["import", file, "--data", &folder, "--json"], more].concat())
}
fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("one JSON value on standard output")
}
fn numbers(report: &serde_json::Value) -> [u64; 7] {
    ["rows", "households", "cadres", "added", "changed", "unchanged", "gone"]
        .map(|f| report[f].as_u64().expect("a number"))
}

#[test]
fn a_dry_run_reports_and_makes_nothing() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("data");
    let done = import(&roster(HAOPING), &folder, &["--dry-run"]);
    assert_eq!(done.status.code(), Some(3));
    assert_eq!(numbers(&json(&done)), [569, 568, 45, 568, 0, 0, 0]);
    assert!(!folder.exists());
}

#[test]
fn an_import_fills_the_folder_and_the_same_again_changes_nothing() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let first = import(&roster(HAOPING), place.path(), &[]);
    assert_eq!(
        (first.status.code(), numbers(&json(&first))),
        (Some(3), [569, 568, 45, 568, 0, 0, 0])
    );
    let report = json(&first);
    let mut fields: Vec<&String> = report.as_object().expect("an object").keys().collect();
    fields.sort();
    assert_eq!(
        fields,
        [
            "added",
            "cadres",
            "changed",
            "gone",
            "gone_households",
            "households",
            "mended",
            "refused",
            "rows",
            "unchanged",
            "warnings"
        ]
    );
    assert_eq!(report["refused"][0]["row"], 529);
    assert_eq!(report["refused"][0]["code"], "household_number_missing");
    let town = "610924101".parse().expect("nine digits");
    let state = || {
        let folder = Folder::open_existing(place.path(), None).expect("the folder is there");
        let now = folder.store.roster_now(&town).expect("the roster reads back");
        (folder.store.township(&town).expect("the township").log_size, now)
    };
    let (log, now) = state();
    assert_eq!((now.households.len(), now.cadres.len()), (568, 45));
    let again = import(&roster(HAOPING), place.path(), &[]);
    assert_eq!(numbers(&json(&again)), [569, 568, 45, 0, 0, 568, 0]);
    let (log_after, after) = state();
    assert_eq!((log_after, after.households), (log, now.households));
}

#[test]
fn a_list_of_villages_gives_names_their_codes() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().display().to_string();
    let told = ruhu(&["villages", &roster("ziyang-villages.csv"), "--data", &folder, "--json"]);
    assert_eq!(told.status.code(), Some(0));
    assert_eq!(json(&told)["new"], json(&told)["villages"]);
    let done = import(&roster("huishui-roster-gbk.csv"), place.path(), &[]);
    assert_eq!(
        (done.status.code(), numbers(&json(&done))),
        (Some(0), [242, 242, 45, 242, 0, 0, 0])
    );
    assert_eq!(json(&done)["warnings"], serde_json::json!([]));
    let town = "610924106".parse().expect("nine digits");
    let opened = Folder::open_existing(place.path(), None).expect("the folder is there");
    assert_eq!(
        opened.store.region_name(&town).expect("readable").as_deref(),
        Some("洄水镇")
    );
    let households: usize = opened
        .store
        .villages_in(&town)
        .expect("readable")
        .iter()
        .map(|v| usize::try_from(v.households).expect("few"))
        .sum();
    assert_eq!(households, 242);
}

#[test]
fn an_unusable_roster_is_exit_2_and_leaves_no_folder() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("data");
    let files: [(&str, &[u8], &str); 4] = [
        (
            "a.xlsx",
            include_bytes!("../../../tests/data/rosters/encrypted.xlsx"),
            "encrypted",
        ),
        ("b.xlsx", b"PK\x03\x04nothing", "damaged"),
        ("c.csv", "姓名,年龄\n甲,1\n".as_bytes(), "wrong sheet"),
        ("d.csv", b"", "empty"),
    ];
    for (name, bytes, word) in files {
        let file = place.path().join(name);
        std::fs::write(&file, bytes).expect("a temporary file");
        let done = import(&file.display().to_string(), &folder, &[]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{name}");
        assert!(
            said.contains(word) && said.contains(name) && done.stdout.is_empty(),
            "{said}"
        );
        assert!(!folder.exists());
    }
}

#[test]
fn the_rules_answer_the_worked_cases() {
    for (question, name, cases) in [("try", "default", "cases"), ("judge", "judge", "visits")] {
        let file = |kind: &str| data("rules").join(format!("{name}.{kind}")).display().to_string();
        let done = ruhu(&[
            "rules",
            question,
            "--policy",
            &file("policy.toml"),
            &file(&format!("{cases}.json")),
        ]);
        let expected = std::fs::read(file("expected.json")).expect("the worked cases");
        let expected: serde_json::Value = serde_json::from_slice(&expected).expect("JSON");
        assert_eq!((done.status.code(), json(&done)), (Some(0), expected), "{name}");
    }
}

#[test]
fn a_roster_of_thousands_goes_in_whole() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut csv =
        "行政村,户编号,户主姓名,户主证件号码,户类型,帮扶责任人姓名,帮扶责任人单位,帮扶责任人联系电话,帮扶开始时间\n"
            .to_owned();
    for n in 0..20_000 {
        csv += &format!(
            "街道社区,610924101001{n:06},户主{n},11010519491231002X,脱贫户,王建军,县医院,13800000000,2021-06-01\n"
        );
    }
    let file = place.path().join("large.csv");
    std::fs::write(&file, csv).expect("a temporary file");
    let folder = place.path().join("data");
    let done = import(&file.display().to_string(), &folder, &[]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{said}");
    assert_eq!(numbers(&json(&done)), [20_000, 20_000, 1, 20_000, 0, 0, 0]);

    // Next month three have another cadre, and the last one is not in the roster any more.
    let csv = std::fs::read_to_string(&file).expect("as it was written");
    let lines: Vec<String> = csv
        .lines()
        .take(20_000)
        .enumerate()
        .map(|(n, line)| match n {
            1..=3 => line.replace("王建军", "李红梅"),
            _ => line.to_owned(),
        })
        .collect();
    std::fs::write(&file, lines.join("\n")).expect("a temporary file");
    let done = import(&file.display().to_string(), &folder, &["--effective", "2026-12-01"]);
    let report = json(&done);
    assert_eq!(numbers(&report), [19_999, 19_999, 2, 0, 3, 19_996, 1]);
    assert_eq!(report["gone_households"], serde_json::json!(["610924101001019999"]));
}

#[test]
fn a_wrong_policy_is_named_by_file_line_and_column() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let good = data("rules").join("default.policy.toml").display().to_string();
    let checked = ruhu(&["policy", "check", &good]);
    assert_eq!(checked.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&checked.stdout).contains("每年"));
    let bad = place.path().join("bad.toml");
    std::fs::write(&bad, "id = \"x\"\nname = \"y\"\nfrom = 2026-01-01\ntimes = 3\n").expect("a temporary file");
    let bad = bad.display().to_string();
    let cases = data("rules").join("default.cases.json").display().to_string();
    for args in [
        &["policy", "check", bad.as_str()][..],
        &["rules", "try", "--policy", bad.as_str(), cases.as_str()],
    ] {
        let done = ruhu(args);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(
            (done.status.code(), said.lines().count(), done.stdout.len()),
            (Some(2), 1, 0),
            "{said}"
        );
        assert!(said.contains("bad.toml:4:1"), "{said}");
    }
}

#[test]
fn one_bad_photo_does_not_stop_the_others_and_leaves_nothing() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let out = place.path().join("out");
    let photo = |name: &str| data("photos").join(name).display().to_string();
    let folder = out.display().to_string();
    let done = ruhu(&[
        "photo",
        &photo("DSCN0010.jpg"),
        &photo("corrupted.jpg"),
        "--out",
        &folder,
        "--json",
    ]);
    assert_eq!(done.status.code(), Some(3));
    let list = json(&done);
    assert_eq!((&list[0]["ok"], &list[1]["ok"]), (&true.into(), &false.into()));
    assert!(list[1]["code"].as_str().is_some_and(|code| code.starts_with("photo_")) && list[1]["copy"].is_null());
    for kind in ["copy", "thumb"] {
        assert!(list[0][kind].as_str().is_some_and(|path| Path::new(path).is_file()));
    }
    assert_eq!(std::fs::read_dir(&out).expect("the folder").count(), 2);
    let none = ruhu(&[
        "photo",
        &photo("corrupted.jpg"),
        "--out",
        &place.path().join("none").display().to_string(),
        "--json",
    ]);
    assert_eq!(
        (none.status.code(), place.path().join("none").exists()),
        (Some(2), false)
    );
}
