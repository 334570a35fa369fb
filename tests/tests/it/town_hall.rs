//! `ruhu-town` as a test in another language drives it: a process, a line in, a line out; phones with the real core on
//! its road.

use ruhu_core::app::{App, AppError, RoadNow, SyncEnd};
use ruhu_core::time::Moment;
use ruhu_tests::clock::PhoneClock;
use ruhu_tests::handset::{GOOD_ROAD, open, send_all};
use ruhu_tests::village::{number, visit};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

/// A town's process, and its first line.
struct Town {
    child: Child,
    out: BufReader<ChildStdout>,
    ready: Value,
    dir: tempfile::TempDir,
}

impl Town {
    /// Six households of one cadre, on a day in May.
    fn open() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_ruhu-town"))
            .args([
                "--households",
                "6",
                "--cadres",
                "2",
                "--at",
                "2026-05-11T08:00:00+08:00",
                "--data",
            ])
            .arg(dir.path().join("town"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut town = Self {
            child,
            out,
            ready: Value::Null,
            dir,
        };
        town.ready = town.heard()["ready"].take();
        town
    }

    fn heard(&mut self) -> Value {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("text");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    /// One line in, one line out.
    fn say(&mut self, line: &str) -> Value {
        let into = self.child.stdin.as_mut().expect("open until the end");
        writeln!(into, "{line}").expect("it listens");
        self.heard()
    }

    /// What a good request comes to.
    fn ask(&mut self, what: Value) -> Value {
        let mut answer = self.say(&what.to_string());
        assert!(answer.get("ok").is_some(), "{what}: {answer}");
        answer["ok"].take()
    }

    /// What a request is refused with.
    fn refusal(&mut self, line: &str) -> String {
        let answer = self.say(line);
        answer["error"]
            .as_str()
            .unwrap_or_else(|| panic!("{line}: {answer}"))
            .to_owned()
    }

    /// A phone of this cadre's, enrolled over the road; it has heard of its households.
    fn phone(&mut self, cadre: &Value, seed: u8) -> (App, Arc<PhoneClock>) {
        let code = self.ask(json!({"do": "code", "cadre": cadre, "through": "road"}));
        assert!(code["qr"].as_str().expect("text").contains("127.0.0.1") && code["address"] == self.ready["road"]);
        assert_eq!(
            (&code["words"], &code["fingerprint"]),
            (&self.ready["words"], &self.ready["fingerprint"])
        );
        let clock = Arc::new(PhoneClock::new(self.now(), 0));
        let app = open(
            &self.dir.path().join(format!("phone-{seed}")),
            [seed; 32],
            clock.clone(),
        )
        .expect("opens");
        app.enrol(code["qr"].as_str().expect("text"), "town").expect("enrols");
        send_all(&app).expect("hears of its households");
        (app, clock)
    }

    fn now(&mut self) -> Moment {
        let at = self.ask(json!({"do": "clock"}))["at"].as_i64();
        Moment::from_millis(at.expect("milliseconds"))
    }

    fn reach(&mut self, moment: Moment) {
        self.ask(json!({"do": "clock", "reach": moment.millis()}));
    }

    fn visits(&mut self) -> Vec<Value> {
        let mut visits = self.ask(json!({"do": "visits"}));
        visits["visits"].as_array_mut().expect("a list").drain(..).collect()
    }

    fn page(&mut self, path: &str) -> String {
        let page = self.ask(json!({"do": "page", "path": path}));
        assert_eq!(page["status"], 200, "{page}");
        page["html"].as_str().expect("text").to_owned()
    }

    /// Its input closes, and it ends by itself.
    fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("it ends").success());
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        // A test that fails leaves no process behind; one that has ended cannot be ended again.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_visit_made_on_a_phone_is_seen_in_the_town_and_on_its_page() {
    let mut town = Town::open();
    let cadre = town.ready["cadres"][0].clone();
    let (app, clock) = town.phone(&cadre["id"], 1);
    let homes = town.ask(json!({"do": "households", "cadre": cadre["name"]}));
    let homes = homes["households"].as_array().expect("a list").clone();
    assert_eq!(homes.len(), 3);
    let no = homes[0]["number"].as_str().expect("text").to_owned();
    let n = (0..6)
        .find(|n| number(*n).as_str() == no)
        .expect("one of the village's");
    assert_eq!(
        (&homes[0]["class"], &homes[0]["village"]["name"]),
        (&json!("lifted"), &json!("街道社区"))
    );
    assert!(homes[0]["place"]["lat"].is_f64());

    assert_eq!(town.visits(), Vec::<Value>::new());
    let path = format!("/households/610924101/{no}");
    let before = town.page(&path);
    let finished = visit(&app, &clock, n, 1);
    town.reach(clock.true_time());
    town.ask(json!({"do": "road", "state": "bad", "seed": 5}));
    let end = until_sent(&mut town, &app, &clock);
    assert_eq!(end, SyncEnd::Done);
    let road = town.ask(json!({"do": "road"}));
    assert!(road["state"] == "bad" && road["requests"].as_u64() > Some(0), "{road}");
    let befell = ["cut", "repeated", "late"]
        .iter()
        .map(|what| road[what].as_u64().expect("a number"));
    assert!(
        befell.sum::<u64>() > 0,
        "another seed: nothing befell this road: {road}"
    );
    let visits = town.visits();
    assert_eq!(visits.len(), 1);
    assert_eq!(
        (
            &visits[0]["id"],
            &visits[0]["household"],
            &visits[0]["mode"],
            &visits[0]["verdict"],
            &visits[0]["counted"]
        ),
        (
            &json!(finished.visit),
            &json!(no),
            &json!("on_site"),
            &json!("counts"),
            &json!(true)
        )
    );
    assert_eq!(visits[0]["photos"], json!({"of": 1, "copies": 1, "originals": 1}));
    assert_eq!(town.ask(json!({"do": "records"}))["kinds"]["visit"], 1);
    let after = town.page(&path);
    assert!(before.contains("还差 6 次") && after.contains("还差 5 次"), "{after}");
    assert!(after.contains("08:00–08:13"), "{after}");

    // The desk decides; the phone hears of it.
    town.ask(json!({"do": "decide", "visit": finished.visit, "ruling": "does_not_count", "why": "农户说没有来过"}));
    let visits = town.visits();
    assert_eq!(
        (&visits[0]["decision"], &visits[0]["counted"]),
        (&json!("does_not_count"), &json!(false))
    );
    town.ask(json!({"do": "road", "state": "good"}));
    send_all(&app).expect("hears of it");
    assert!(!app.household(&number(n)).expect("a file").visits[0].counted);
    town.end();
}

/// Sends on a bad road, an hour later again and again, until all is there.
fn until_sent(town: &mut Town, app: &App, clock: &PhoneClock) -> SyncEnd {
    for _ in 0..50 {
        let report = app.sync_now(GOOD_ROAD, &|_| ControlFlow::Continue(())).expect("sends");
        if report.end == SyncEnd::Done {
            return report.end;
        }
        clock.pass_minutes(60);
        town.reach(clock.true_time());
    }
    panic!("fifty hours were not enough for one visit");
}

#[test]
fn a_household_handed_over_leaves_one_phone_and_reaches_the_other() {
    let mut town = Town::open();
    let (from, to) = (town.ready["cadres"][0].clone(), town.ready["cadres"][1].clone());
    let (giving, _) = town.phone(&from["id"], 1);
    let (taking, _) = town.phone(&to["id"], 2);
    let homes = town.ask(json!({"do": "households", "cadre": from["id"]}));
    let no = homes["households"][0]["number"].clone();
    town.ask(json!({"do": "hand_over", "household": no, "to": to["name"], "from": "2026-05-11"}));
    for app in [&giving, &taking] {
        send_all(app).expect("hears of it");
    }
    let number = no.as_str().expect("text").parse().expect("18 digits");
    assert!(giving.household(&number).is_err() && taking.household(&number).is_ok());
    let homes = town.ask(json!({"do": "households", "cadre": to["id"]}));
    assert!(
        homes["households"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|home| home["number"] == no)
    );
    // What the desk says beside that reaches the phone too.
    town.ask(json!({"do": "waive", "household": no, "kind": "remote", "from": "2026-05-11", "to": "2026-05-20", "why": "路断了"}));
    town.ask(json!({"do": "place", "household": no, "lat": 32.7, "lon": 108.9}));
    send_all(&taking).expect("hears of it");
    let place = taking
        .household(&number)
        .expect("a file")
        .household
        .place
        .expect("a place");
    assert_eq!((place.version, place.lat.to_string()), (2, "32.7".to_owned()));
    town.end();
}

#[test]
fn a_spoilt_original_is_stuck_and_is_cured_when_the_road_is_mended() {
    let mut town = Town::open();
    let cadre = town.ready["cadres"][0].clone();
    let (app, clock) = town.phone(&cadre["id"], 1);
    let homes = town.ask(json!({"do": "households", "cadre": cadre["id"]}));
    let no = homes["households"][0]["number"].as_str().expect("text").to_owned();
    let n = (0..6)
        .find(|n| number(*n).as_str() == no)
        .expect("one of the village's");
    town.ask(json!({"do": "spoil", "what": "photo"}));
    visit(&app, &clock, n, 2);
    town.reach(clock.true_time());
    send_all(&app).expect("everything else goes");
    let stuck = app.outbox().expect("a box").stuck;
    assert!(stuck.len() == 1 && stuck[0].may_give_up, "{stuck:?}");
    assert_eq!(
        town.visits()[0]["photos"],
        json!({"of": 1, "copies": 1, "originals": 0})
    );
    town.ask(json!({"do": "spoil", "what": "nothing"}));
    app.retry(stuck[0].sha256).expect("tries again");
    send_all(&app).expect("sends");
    assert!(app.outbox().expect("a box").stuck.is_empty());
    assert_eq!(
        town.visits()[0]["photos"],
        json!({"of": 1, "copies": 1, "originals": 1})
    );
    town.end();
}

#[test]
fn a_road_that_is_gone_carries_nothing_and_comes_back_where_it_was() {
    let mut town = Town::open();
    let cadre = town.ready["cadres"][0]["id"].clone();
    let (app, clock) = town.phone(&cadre, 1);
    let sync = |road: RoadNow| app.sync_now(road, &|_| ControlFlow::Continue(())).expect("answers").end;
    town.ask(json!({"do": "road", "state": "gone"}));
    let end = sync(GOOD_ROAD);
    assert!(matches!(end, SyncEnd::Later { .. }), "{end:?}");
    let code = town.ask(json!({"do": "code", "cadre": cadre, "through": "road"}));
    let other = open(&town.dir.path().join("other"), [9; 32], clock).expect("opens");
    let no = other
        .enrol(code["qr"].as_str().expect("text"), "town")
        .expect_err("no road");
    assert!(matches!(no, AppError::TryLater { .. }), "{no:?}");
    town.ask(json!({"do": "road", "state": "good"}));
    assert_eq!(sync(GOOD_ROAD), SyncEnd::Done);
    other
        .enrol(code["qr"].as_str().expect("text"), "town")
        .expect("enrols on the second try");
    town.end();
}

#[test]
fn a_bad_line_is_refused_in_words_and_changes_nothing() {
    let mut town = Town::open();
    let before = (town.ask(json!({"do": "records"})), town.ask(json!({"do": "clock"})));
    let known = ["code", "clock", "households", "hand_over", "spoil"];
    let unknown = town.refusal(r#"{"do":"dance"}"#);
    assert!(
        unknown.contains("dance") && known.iter().all(|word| unknown.contains(word)),
        "{unknown}"
    );
    let no = number(0);
    for (line, words) in [
        ("", &["JSON"][..]),
        ("visits", &["JSON"]),
        ("[1]", &["do"]),
        (r#"{"do":"visits","of":1}"#, &["of", "no fields"]),
        (
            r#"{"do":"code","cadre":"王建军","thru":"road"}"#,
            &["thru", "cadre", "through"],
        ),
        (r#"{"do":"code","cadre":"无名氏"}"#, &["无名氏", "roster"]),
        (r#"{"do":"clock","pass_minutes":-5}"#, &["never goes back"]),
        (r#"{"do":"clock","reach":1790000000}"#, &["milliseconds"]),
        (r#"{"do":"clock","reach":1790000000000,"pass_minutes":5}"#, &["both"]),
        (r#"{"do":"road","state":"snow"}"#, &["snow", "gone"]),
        (r#"{"do":"page","path":"households"}"#, &["slash"]),
        (r#"{"do":"decide","visit":"x","ruling":"counts","why":"y"}"#, &["UUID"]),
        (r#"{"do":"policy","toml":"id = 3"}"#, &["toml:1"]),
        (r#"{"do":"app","file":"Cargo.toml"}"#, &["Cargo.toml", "no APK"]),
        (
            &format!(r#"{{"do":"place","household":"{no}","lat":108.7,"lon":32.6}}"#),
            &["wrong way round"],
        ),
        (
            &format!(r#"{{"do":"hand_over","household":"{no}","to":"无名氏","from":"2026-05-11"}}"#),
            &["无名氏"],
        ),
        (
            &format!(
                r#"{{"do":"waive","household":"{no}","kind":"remote","from":"2026-05-11","to":"2026-05-01","why":"x"}}"#
            ),
            &["2026-05-01"],
        ),
    ] {
        let no = town.refusal(line);
        assert!(words.iter().all(|word| no.contains(word)), "{line}: {no}");
    }
    assert_eq!(
        (town.ask(json!({"do": "records"})), town.ask(json!({"do": "clock"}))),
        before
    );
    town.end();
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("mine"), "mine").expect("written");
    let done = Command::new(env!("CARGO_BIN_EXE_ruhu-town"))
        .arg("--data")
        .arg(dir.path())
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        !done.status.success() && done.stdout.is_empty() && said.contains("new folder"),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 1);
}
