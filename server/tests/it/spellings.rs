//! Lists as they come from other systems, at the command line: hidden sheets, other spellings of one person, marks that
//! do not show.

use ruhu_server::folder::Folder;
use ruhu_server::store::Roster as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const HEADER: &str = "行政村,户编号,户主姓名,户类型,帮扶责任人姓名,帮扶责任人单位,帮扶责任人联系电话,帮扶开始时间\n";

fn ruhu(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruhu"))
        .args(args)
        .arg("--data")
        .arg(folder)
        .output()
        .expect("the binary was built")
}
fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .concat()
}
fn list(place: &Path, name: &str, rows: &[&str]) -> String {
    let path = place.join(name);
    let rows: String = (1u32..)
        .zip(rows)
        .map(|(n, cadre)| format!("街道社区,610924101001{n:05},户主,脱贫户,{cadre},2021-06-01\n"))
        .collect();
    std::fs::write(&path, format!("{HEADER}{rows}")).expect("a temporary file");
    path.display().to_string()
}

#[test]
fn a_hidden_sheet_changes_nothing_until_it_is_asked_for() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("data");
    for end in ["xlsx", "xls"] {
        let file: PathBuf =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../tests/data/rosters/hidden-sheets.{end}"));
        let file = file.display().to_string();
        let refused = ruhu(&folder, &["import", &file]);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(
            said(&refused).contains("--sheet \"2025年\"") && !folder.exists(),
            "{}",
            said(&refused)
        );
        let asked = ruhu(&folder, &["import", &file, "--sheet", "2025年", "--dry-run", "--json"]);
        let report: serde_json::Value = serde_json::from_slice(&asked.stdout).expect("one JSON value");
        assert_eq!((asked.status.code(), &report["households"]), (Some(0), &1.into()));
    }
}

#[test]
fn the_same_people_in_another_spelling_keep_their_ids_and_are_found_by_either() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("data");
    let first = ["李\u{E863},县试验局,13800000011", "阿试·买测,县试验局,13800000012"];
    let again = [
        "李\u{4DAE},县试验局,+86 138 0000 0011",
        "阿试•买测,县试验局,13800000012.0",
    ];
    let done = ruhu(&folder, &["import", &list(place.path(), "1.csv", &first)]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    let town = "610924101".parse().expect("nine digits");
    let state = || {
        let opened = Folder::open_existing(&folder, None).expect("the folder is there");
        let now = opened.store.roster_now(&town).expect("readable");
        (now.cadres, now.households)
    };
    let before = state();
    let done = ruhu(&folder, &["import", &list(place.path(), "2.csv", &again), "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).expect("one JSON value");
    assert_eq!(
        (&report["unchanged"], &report["changed"]),
        (&2.into(), &0.into()),
        "{report}"
    );
    assert_eq!(state(), before);
    for who in [
        "李\u{E863}",
        "李\u{4DAE}",
        "\u{200B}李\u{4DAE}\u{FEFF}",
        "阿试．买测",
        "阿试 · 买测",
    ] {
        let code = ruhu(&folder, &["enrol", "--cadre", who, "--address", "https://ruhu.example"]);
        assert_eq!(code.status.code(), Some(0), "{who}: {}", said(&code));
    }
}

#[test]
fn two_cadres_of_one_name_are_told_apart_by_unit_and_masked_telephone() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("data");
    let rows = ["王试一,财政所,13800000001", "王试一,财政所,13900000002"];
    let done = ruhu(&folder, &["import", &list(place.path(), "1.csv", &rows)]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    let asked = ruhu(
        &folder,
        &["enrol", "--cadre", "王试一", "--address", "https://ruhu.example"],
    );
    let words = said(&asked);
    assert_eq!(asked.status.code(), Some(2));
    for word in ["财政所", "138****0001", "139****0002"] {
        assert!(words.contains(word), "{words}");
    }
    assert!(!words.contains("13800000001"), "a telephone is masked: {words}");
}
