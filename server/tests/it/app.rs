//! The phone app that a server hands out: what `ruhu app` takes and refuses, what phones and browsers are answered.

use crate::world::{Call, World, files_in};
use ruhu_core::ids::Sha256;
use ruhu_core::record::AppStatement;
use ruhu_core::wire::AppAnswer;
use ruhu_tests::apk::{Flag, Strings, TestApk};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// How a command ended, what it printed, what it said.
struct Ran {
    code: u8,
    out: String,
    err: String,
}

fn ruhu(world: &World, words: &[&str]) -> Ran {
    let folder = world.data.path().to_str().expect("a plain path");
    let all = ["ruhu", "app"].iter().chain(words).copied().chain(["--data", folder]);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let ended = format!(
        "{:?}",
        ruhu_server::cli::run(all.map(OsString::from), &mut out, &mut err)
    );
    let is = |code: u8| ended == format!("{:?}", std::process::ExitCode::from(code));
    let text = |bytes| String::from_utf8(bytes).expect("the command line speaks UTF-8");
    Ran {
        code: (0..=3).find(|code| is(*code)).expect("a documented exit code"),
        out: text(out),
        err: text(err),
    }
}

/// Writes an APK where an administrator might have it.
fn written(world: &World, bytes: &[u8]) -> PathBuf {
    let folder = world.data.path().with_extension("下载 的");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("ruhu.apk");
    std::fs::write(&path, bytes).expect("written");
    path
}

fn put(world: &World, apk: &[u8]) -> Ran {
    let path = written(world, apk);
    let ran = ruhu(world, &["put", path.to_str().expect("UTF-8"), "--json"]);
    std::fs::remove_dir_all(path.parent().expect("a folder")).expect("removed");
    ran
}

fn published(world: &World, apk: &[u8]) -> Value {
    let ran = put(world, apk);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).expect("one JSON object")
}

/// What a phone makes of `GET /app`.
fn told(world: &World) -> AppStatement {
    let answer = world.call(&Call::new("GET", "/app").with("Accept", "application/json"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer: AppAnswer = answer.json();
    AppStatement::read(&world.running().app().signer.public(), &answer.app).expect("signed by the server")
}

#[test]
fn an_apk_is_published_while_the_server_runs_and_phones_are_told_of_it_signed() {
    let world = World::new();
    let none = world.call(&Call::new("GET", "/app"));
    assert_eq!((none.status, none.code().as_str()), (404, "no_app"));
    assert_eq!(ruhu(&world, &["show"]).code, 0);

    let apk = TestApk::of("0.2.0", 20).bytes();
    let answer = published(&world, &apk);
    assert_eq!(answer["version_name"], "0.2.0");
    assert_eq!(answer["already_there"], false);
    let told = told(&world);
    let expected = AppStatement {
        version_name: "0.2.0".into(),
        version_code: 20,
        min_sdk: 26,
        bytes: u64::try_from(apk.len()).expect("small"),
        sha256: Sha256::of(&apk),
        file: "ruhu-0.2.0-20.apk".into(),
    };
    assert_eq!(told, expected);
    let file = world.call(&Call::new("GET", "/app/ruhu-0.2.0-20.apk"));
    assert_eq!((file.status, &file.body), (200, &apk));
    let kind = Some("application/vnd.android.package-archive");
    assert_eq!(file.header("content-type"), kind);
    assert_eq!(
        file.header("content-disposition"),
        Some("attachment; filename=\"ruhu-0.2.0-20.apk\"")
    );

    let show: Value = serde_json::from_str(&ruhu(&world, &["show", "--json"]).out).expect("JSON");
    assert_eq!(
        (&show["condition"], &show["version_code"]),
        (&"whole".into(), &20.into())
    );
    let certificate = Sha256::of(b"a certificate").to_string();
    assert_eq!(show["certificate"], certificate.as_str());
    let audit = audit(&world);
    assert!(
        audit.contains("app_published") && audit.contains("0.2.0 (20)"),
        "{audit}"
    );
}

fn audit(world: &World) -> String {
    let folder = world.data.path().to_str().expect("a plain path");
    let words = ["ruhu", "audit", "--data", folder].map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    ruhu_server::cli::run(words, &mut out, &mut err);
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn a_part_of_the_file_is_had_by_its_range_and_one_that_is_there_is_not_sent_again() {
    let world = World::new();
    let apk = TestApk {
        filler: 300_000,
        ..TestApk::of("0.2.0", 20)
    };
    let apk = apk.bytes();
    published(&world, &apk);
    let path = "/app/ruhu-0.2.0-20.apk";
    let part = |range: &str| world.call(&Call::new("GET", path).with("Range", range));
    let middle = part("bytes=1000-262143");
    assert_eq!((middle.status, &middle.body[..]), (206, &apk[1000..=262_143]));
    let range = format!("bytes 1000-262143/{}", apk.len());
    assert_eq!(middle.header("content-range"), Some(range.as_str()));
    let rest = part("bytes=300000-");
    assert_eq!((rest.status, &rest.body[..]), (206, &apk[300_000..]));
    assert_eq!(part("bytes=9000000-").status, 416);

    let head = world.call(&Call::new("HEAD", path));
    assert_eq!(head.header("content-length"), Some(apk.len().to_string().as_str()));
    let tag = head.header("etag").expect("a tag").to_owned();
    let again = world.call(&Call::new("GET", path).with("If-None-Match", tag));
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[test]
fn a_newer_one_takes_the_place_of_the_one_before_and_the_same_one_changes_nothing() {
    let world = World::new();
    published(&world, &TestApk::of("0.2.0", 20).bytes());
    let newer = TestApk::of("0.3.0-试 1", 30).bytes();
    assert_eq!(published(&world, &newer)["file"], "ruhu-0.3.0---1-30.apk");
    let told = told(&world);
    assert_eq!(told.version_name, "0.3.0-试 1");
    let older = world.call(&Call::new("GET", "/app/ruhu-0.2.0-20.apk"));
    assert_eq!((older.status, older.code().as_str()), (404, "no_app"));
    assert!(
        older.text().contains(&told.file),
        "it says which one there is: {}",
        older.text()
    );
    let folder = world.data.path().join("app");
    assert_eq!(files_in(&folder), 3, "the app, what says so, the lock");

    let before = std::fs::read(folder.join("newest.json")).expect("there");
    assert_eq!(published(&world, &newer)["already_there"], true);
    assert_eq!(std::fs::read(folder.join("newest.json")).expect("there"), before);
}

#[test]
fn what_phones_could_not_install_or_should_not_is_refused_and_changes_nothing() {
    let world = World::new();
    let good = TestApk::of("0.2.0", 20);
    published(&world, &good.bytes());
    let next = TestApk::of("0.2.1", 21);
    let with = |change: &dyn Fn(&mut TestApk)| {
        let mut apk = next.clone();
        change(&mut apk);
        apk.bytes()
    };
    let cases: [(&str, Vec<u8>); 10] = [
        (
            "org.example.other",
            with(&|apk| apk.package = "org.example.other".into()),
        ),
        ("debuggable", with(&|apk| apk.flags = vec![Flag::Debuggable])),
        ("testOnly", with(&|apk| apk.flags = vec![Flag::TestOnly])),
        ("no APK signature", with(&|apk| apk.certificate = None)),
        ("another key", with(&|apk| apk.certificate = Some(b"another".to_vec()))),
        ("lib/arm64-v8a", with(&|apk| apk.abis = vec!["x86_64".into()])),
        (
            "versionCode is 20",
            TestApk {
                filler: 9,
                ..good.clone()
            }
            .bytes(),
        ),
        ("versionCode is 19", TestApk::of("0.9.0", 19).bytes()),
        ("no APK", b"%PDF-1.7".to_vec()),
        ("no APK", next.bytes()[..900].to_vec()),
    ];
    for (what, apk) in cases {
        let ran = put(&world, &apk);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{what}");
        assert!(ran.err.contains(what), "{what}: {}", ran.err);
        assert!(
            ran.err.contains("ruhu.apk: ") && ran.err.contains("to mend it"),
            "{}",
            ran.err
        );
        assert_eq!(told(&world).version_code, 20, "{what}");
    }
    assert_eq!(files_in(&world.data.path().join("app")), 3, "nothing of them is left");
    assert_eq!(ruhu(&world, &["put", "不在.apk"]).code, 2);
    // Neither way of writing the manifest's strings is a reason to refuse it.
    published(&world, &with(&|apk| apk.strings = Strings::Utf8));
}

#[test]
fn a_file_that_was_damaged_is_found_and_mended_by_publishing_it_again() {
    let world = World::new();
    let apk = TestApk::of("0.2.0", 20).bytes();
    published(&world, &apk);
    let file = world.data.path().join("app/ruhu-0.2.0-20.apk");
    damage(&file);
    let ran = ruhu(&world, &["show"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.err.contains("has changed"), "{}", ran.err);
    assert_eq!(published(&world, &apk)["already_there"], false);
    assert_eq!(ruhu(&world, &["show"]).code, 0);

    std::fs::remove_file(&file).expect("removed");
    assert_eq!(ruhu(&world, &["show"]).code, 1);
    let answer = world.call(&Call::new("GET", "/app/ruhu-0.2.0-20.apk"));
    assert_eq!((answer.status, answer.code().as_str()), (503, "try_later"));
}

fn damage(file: &Path) {
    let mut bytes = std::fs::read(file).expect("there");
    bytes[100] ^= 1;
    std::fs::write(file, bytes).expect("written");
}

#[test]
fn a_browser_is_shown_a_page_that_says_how_to_install_and_what_to_compare() {
    let world = World::new();
    let look = || world.call(&Call::new("GET", "/app").with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
    let none = look();
    assert_eq!(none.status, 404);
    assert!(none.text().contains("还没有"), "{}", none.text());
    let apk = TestApk::of("0.2.0", 20).bytes();
    published(&world, &apk);
    let page = look();
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    let fours = |hash: Sha256| {
        let digits: Vec<char> = hash.to_string().chars().collect();
        let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
        groups.join(" ")
    };
    let text = page.text();
    for words in [
        "版本",
        "0.2.0",
        "Android 8.0",
        "href=\"/app/ruhu-0.2.0-20.apk\"",
        &fours(Sha256::of(&apk)),
        &fours(Sha256::of(b"a certificate")),
        "怎么装",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let (chinese, english) = (text.find("怎么装"), text.find("How to install"));
    assert!(chinese < english, "Chinese first");
}

#[test]
fn no_other_file_of_the_server_is_had_by_a_name() {
    let world = World::new();
    published(&world, &TestApk::of("0.2.0", 20).bytes());
    for name in [
        "newest.json",
        "lock",
        "..%2Fruhu.db",
        "..%2Fkeys%2Fserver.key",
        "%2e%2e%2fruhu.db",
        ".",
    ] {
        let answer = world.call(&Call::new("GET", &format!("/app/{name}")));
        assert_eq!(answer.status, 404, "{name}");
    }
}
