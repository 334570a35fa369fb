//! The desk's commands as they are called: exit codes, one JSON object, and words where something makes no sense.

use ruhu_server::folder::Folder;
use ruhu_server::store::{Coverage as _, Ledger as _, Roster as _};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with the roster of 蒿坪镇.
struct Desk {
    place: tempfile::TempDir,
    household: String,
    cadres: [String; 2],
}

const TOWNSHIP: &str = "610924101";

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name)
}

impl Desk {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a temporary folder");
        let run = |args: &[&str]| {
            let folder = place.path().display().to_string();
            let args = [args, &["--data", &folder]].concat();
            Command::new(env!("CARGO_BIN_EXE_ruhu"))
                .args(args)
                .output()
                .expect("the binary was built")
        };
        let list = data("rosters/ziyang-villages.csv").display().to_string();
        let roster = data("rosters/haoping-roster.xlsx").display().to_string();
        assert_eq!(run(&["villages", &list]).status.code(), Some(0));
        assert_eq!(run(&["import", &roster]).status.code(), Some(3));
        let folder = Folder::open_existing(place.path(), None).expect("the folder");
        let roster = folder
            .store
            .roster_now(&TOWNSHIP.parse().expect("a code"))
            .expect("the roster");
        let first = &roster.households[0];
        let holder = first.assignments[0].cadre;
        let other = roster
            .cadres
            .iter()
            .find(|cadre| cadre.id != holder)
            .expect("another")
            .id;
        Self {
            household: first.household.to_string(),
            cadres: [holder.to_string(), other.to_string()],
            place,
        }
    }
    fn folder(&self) -> Folder {
        Folder::open_existing(self.place.path(), None).expect("the folder")
    }
    fn ruhu(&self, args: &[&str]) -> Output {
        let folder = self.place.path().display().to_string();
        let args = [args, &["--data", &folder, "--json"]].concat();
        Command::new(env!("CARGO_BIN_EXE_ruhu"))
            .args(args)
            .output()
            .expect("the binary was built")
    }
    /// A call that goes well: its one JSON value.
    fn done(&self, args: &[&str]) -> Value {
        let output = self.ruhu(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
        serde_json::from_slice(&output.stdout).expect("one JSON value on standard output")
    }
    /// A call that is refused: exit code 2, these words, nothing on standard output, nothing written.
    fn refused(&self, args: &[&str], words: &str) {
        let size = || {
            self.folder()
                .store
                .township(&TOWNSHIP.parse().expect("a code"))
                .expect("there")
                .log_size
        };
        let before = size();
        let output = self.ruhu(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(words), "{args:?}: {words:?} is not in: {said}");
        assert!(output.stdout.is_empty());
        assert_eq!(size(), before, "{args:?} wrote something");
    }
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.place.path().join(name);
        std::fs::write(&path, text).expect("writes");
        path.display().to_string()
    }
}

fn policy(id: &str, days: &str) -> String {
    format!("id = \"{id}\"\nname = \"走访\"\n{days}\n[[require]]\nid = \"year\"\ntimes = 4\nevery = \"year\"\n")
}

#[test]
fn a_policy_is_put_in_force_and_says_what_it_ends() {
    let desk = Desk::new();
    let own = desk.file("own.toml", &policy("own", "from = 2026-01-01"));
    let put = desk.done(&["policy", "put", &own, "--scope", TOWNSHIP, "--by", "镇长"]);
    assert_eq!(
        (put["policy"].as_str(), put["from"].as_str()),
        (Some("own"), Some("2026-01-01"))
    );
    assert_eq!(put["townships"], serde_json::json!([TOWNSHIP]));
    assert_eq!(put["ended"][0]["policy"], "default-2021");
    assert_eq!(put["ended"][0]["until"], "2025-12-31");
    let past = desk.file("past.toml", &policy("past", "from = 2026-01-02"));
    desk.refused(&["policy", "put", &past, "--scope", TOWNSHIP], "or later");
    desk.refused(&["policy", "put", &own, "--scope", TOWNSHIP], "has this id");
    let wrong = desk.file("wrong.toml", "id = 1\n");
    desk.refused(&["policy", "put", &wrong, "--scope", TOWNSHIP], "wrong.toml:1:");
    desk.refused(&["policy", "put", &own, "--scope", "610924101001"], "waiver");
    desk.refused(&["policy", "put", &own, "--scope", "610924103"], "610924103");
    desk.refused(&["policy", "put", &own, "--scope", "x"], "--scope");
    let until = desk.file("until.toml", &policy("until", "from = 2091-01-01\nuntil = 2091-12-31"));
    let put = desk.done(&["policy", "put", &until, "--scope", "6109"]);
    assert_eq!(
        (put["ended"][0]["policy"].as_str(), put["until"].as_str()),
        (Some("own"), Some("2091-12-31"))
    );
    let clash = desk.file("clash.toml", &policy("clash", "from = 2091-05-01"));
    desk.refused(&["policy", "put", &clash, "--scope", TOWNSHIP], "clash.toml:3:");
}

#[test]
fn waivers_places_and_handovers_are_carried_out_or_refused_in_words() {
    let desk = Desk::new();
    let home = desk.household.as_str();
    let waive = |whom: &[&str], from: &str, to: &str| {
        let args = [
            "waive",
            "--kind",
            "excuse",
            "--from",
            from,
            "--to",
            to,
            "--reason",
            "户主住院",
            "--paper",
            "7号",
        ];
        let all = [&args[..], whom].concat();
        all.iter().map(|arg| (*arg).to_owned()).collect::<Vec<String>>()
    };
    fn texts(args: &[String]) -> Vec<&str> {
        args.iter().map(String::as_str).collect()
    }
    let args = waive(&["--household", home], "2026-02-01", "2026-02-20");
    let args = texts(&args);
    let granted = desk.done(&args);
    assert_eq!(
        (granted["kind"].as_str(), granted["paper"].as_str()),
        (Some("excuse"), Some("7号"))
    );
    desk.refused(&args, "already");
    for (whom, from, to, words) in [
        (["--household", "9999"], "2026-02-01", "2026-02-02", "no roster"),
        (["--scope", "610924101999"], "2026-02-01", "2026-02-02", "no village"),
        (
            ["--scope", "610924"],
            "2026-02-01",
            "2026-02-02",
            "larger than a township",
        ),
        (["--scope", TOWNSHIP], "2026-02-03", "2026-02-02", "before the first"),
        (["--scope", TOWNSHIP], "2026-02-30", "2026-03-02", "--from"),
    ] {
        let args = waive(&whom, from, to);
        desk.refused(&texts(&args), words);
    }

    let placed = desk.done(&["place", home, "--lat", "32.7", "--lon", "108.9", "--by", "镇长"]);
    assert_eq!(
        (placed["lat"].as_f64(), placed["household"].as_str()),
        (Some(32.7), Some(home))
    );
    desk.refused(&["place", home, "--lat", "32.7", "--lon", "108.9"], "already");
    desk.refused(&["place", home, "--lat", "108.9", "--lon", "32.7"], "wrong way round");
    desk.refused(&["place", home, "--lat", "-32.7", "--lon", "108.9"], "outside China");
    desk.refused(&["place", "nobody", "--lat", "32.7", "--lon", "108.9"], "nobody");

    let [one, other] = &desk.cadres;
    let handed = desk.done(&[
        "handover",
        "--from",
        one,
        "--to",
        other,
        "--households",
        home,
        "--on",
        "2026-06-01",
    ]);
    assert_eq!(handed["households"], serde_json::json!([home]));
    let hand = |from: &str, to: &str, words: &str| {
        desk.refused(
            &[
                "handover",
                "--from",
                from,
                "--to",
                to,
                "--households",
                home,
                "--on",
                "2026-06-01",
            ],
            words,
        );
    };
    hand(one, other, "is not the cadre's on 2026-06-01");
    hand(other, other, "same cadre");
    hand("没有这个人", other, "--from");
    desk.refused(&["handover", "--from", one, "--to", other, "--on", "soon"], "--on");
}

#[test]
fn an_erasure_and_the_log_of_all_decisions() {
    let desk = Desk::new();
    let home = desk.household.as_str();
    desk.refused(&["erase", home, "--by", " "], "blank");
    desk.refused(&["erase", "nobody", "--by", "镇长"], "nobody");
    let erased = desk.done(&["erase", home, "--by", "镇长", "--reason", "本人申请"]);
    assert_eq!(
        (erased["household"].as_str(), erased["by"].as_str()),
        (Some(home), Some("镇长"))
    );
    desk.refused(&["erase", home, "--by", "镇长"], "lawfully erased");
    desk.refused(&["place", home, "--lat", "32.7", "--lon", "108.9"], "lawfully erased");
    // The same roster again brings nobody back, and says so.
    let roster = data("rosters/haoping-roster.xlsx").display().to_string();
    let again = desk.ruhu(&["import", &roster]);
    let report: Value = serde_json::from_slice(&again.stdout).expect("a report");
    assert_eq!((report["added"].as_u64(), report["gone"].as_u64()), (Some(0), Some(0)));
    let codes: Vec<_> = report["refused"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|f| f["code"].clone())
        .collect();
    assert!(codes.contains(&serde_json::json!("household_erased")), "{codes:?}");

    let own = desk.file("own.toml", &policy("own", "from = 2026-01-01"));
    desk.done(&["policy", "put", &own, "--scope", TOWNSHIP, "--by", "镇长"]);
    let log = desk.done(&["log"]);
    let entries = log["entries"].as_array().expect("a list");
    assert_eq!(
        (entries[0]["kind"].as_str(), entries[0]["by"].as_str()),
        (Some("policy"), Some("镇长"))
    );
    assert_eq!(entries.last().expect("one")["kind"], "import");
    let policies = desk.done(&["log", "--kind", "policy", "--limit", "1"]);
    assert_eq!(policies["entries"][0]["what"]["policy"], "own");
    assert_eq!(
        desk.done(&["log", "--since", "2099-01-01"])["entries"],
        serde_json::json!([])
    );
    assert_eq!(desk.done(&["log", "--scope", "11"])["entries"], serde_json::json!([]));
    desk.refused(&["log", "--kind", "gossip"], "--kind");
    desk.refused(
        &["log", "--since", "2026-02-01", "--until", "2026-01-01"],
        "before the first",
    );
    desk.refused(
        &[
            "decide",
            "01980000-0000-7000-8000-000000000001",
            "counts",
            "--reason",
            "x",
        ],
        "no visit",
    );
    desk.refused(&["decide", "7", "does-not-count", "--reason", "x"], "VISIT");
}

#[test]
fn a_new_link_is_given_while_nobody_serves() {
    let desk = Desk::new();
    let link = desk.done(&["signin", "--address", "https://ruhu.example"]);
    assert!(
        link["url"]
            .as_str()
            .expect("a link")
            .starts_with("https://ruhu.example/sign-in/")
    );
    assert!(link["expires"].is_string());
}

#[test]
fn a_policy_is_tried_on_the_real_households() {
    let desk = Desk::new();
    let own = desk.file("try.toml", &policy("try", "from = 2021-01-01"));
    let folder = desk.place.path().display().to_string();
    let ask = |year: &str| {
        let args = ["rules", "try", "--data", &folder, "--year", year, "--policy", &own];
        Command::new(env!("CARGO_BIN_EXE_ruhu"))
            .args(args)
            .output()
            .expect("the binary was built")
    };
    let output = ask("2025");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a list");
    let households = desk
        .folder()
        .store
        .households(&TOWNSHIP.parse().expect("a code"))
        .expect("reads");
    assert_eq!(answers.len(), households.len());
    assert_eq!(answers[0]["id"], desk.household.as_str());
    assert_eq!(answers[0]["lines"][0]["to"], "2025-12-31");
    assert_eq!(ask("2999").status.code(), Some(2));
    assert_eq!(ask("last").status.code(), Some(2));
}
