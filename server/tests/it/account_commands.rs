//! `ruhu account`, `ruhu sessions` and `ruhu audit`: what they print, how they end, and what they refuse.

use ruhu_core::time::{Clock, SystemClock};
use ruhu_server::folder::Folder;
use ruhu_server::store::{Accounts, NewSession, SessionId, Sessions, SignInBy, Whose};
use serde_json::Value;
use std::ffi::OsString;
use tempfile::TempDir;

struct Ran {
    code: String,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        assert_eq!(self.code, code(0), "{}", self.err);
        serde_json::from_str(&self.out).expect("exactly one JSON object")
    }
}

fn code(number: u8) -> String {
    format!("{:?}", std::process::ExitCode::from(number))
}

fn ruhu(data: &TempDir, words: &[&str]) -> Ran {
    let folder = data.path().to_str().expect("a plain path");
    let all = ["ruhu"]
        .iter()
        .chain(words)
        .copied()
        .chain(["--data", folder])
        .map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let ended = ruhu_server::cli::run(all, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("the command line speaks UTF-8");
    Ran {
        code: format!("{ended:?}"),
        out: text(out),
        err: text(err),
    }
}

fn begun() -> TempDir {
    let data = tempfile::tempdir().expect("a temporary folder");
    Folder::open(data.path(), None).expect("an empty folder can be begun");
    data
}

#[test]
fn accounts_are_added_listed_disabled_and_enabled() {
    let data = begun();
    let add = [
        "account",
        "add",
        "王芳",
        "--scope",
        "610924102",
        "--role",
        "read-only",
        "--json",
    ];
    let made = ruhu(&data, &add).json();
    assert_eq!(
        (made["name"].as_str(), made["scope"].as_str()),
        (Some("王芳"), Some("610924102"))
    );
    assert_eq!(
        (made["role"].as_str(), made["has_password"].as_bool()),
        (Some("read_only"), Some(false))
    );
    let link = made["link"].as_str().expect("a link");
    assert!(
        link.starts_with("http://127.0.0.1:8460/password/") && link.len() > 60,
        "{link}"
    );
    assert!(made["expires"].as_str().is_some_and(|at| at.contains('T')));
    let other = [
        "account",
        "add",
        "李雷",
        "--scope",
        "610924",
        "--role",
        "township",
        "--address",
        "https://ruhu.example",
    ];
    let told = ruhu(&data, &other);
    assert!(
        told.out.contains("https://ruhu.example/password/") && told.code == code(0),
        "{}{}",
        told.out,
        told.err
    );
    let list = ruhu(&data, &["account", "list", "--json"]).json();
    let names: Vec<_> = list["accounts"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|a| a["name"].clone())
        .collect();
    assert_eq!(names, ["李雷", "王芳"]);
    let changed = ruhu(
        &data,
        &["account", "change", "王芳", "--scope", "610924102001", "--json"],
    )
    .json();
    assert_eq!(
        (changed["scope"].as_str(), changed["role"].as_str()),
        (Some("610924102001"), Some("read_only"))
    );
    let disabled = ruhu(&data, &["account", "disable", "王芳", "--json"]).json();
    assert!(disabled["disabled"].is_string());
    assert_eq!(
        ruhu(&data, &["account", "link", "王芳"]).code,
        code(2),
        "a disabled account gets no link"
    );
    assert!(ruhu(&data, &["account", "enable", "王芳", "--json"]).json()["disabled"].is_null());
    let again = ruhu(&data, &["account", "link", "王芳", "--json"]).json();
    assert_ne!(again["link"], made["link"]);
    let audit = ruhu(&data, &["audit", "--json"]).json();
    let events: Vec<&str> = audit["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["event"].as_str().expect("a word"))
        .collect();
    let added = ["account_added", "link_made"];
    let changed = ["account_changed", "account_disabled", "account_enabled", "link_made"];
    assert_eq!(events, [&added[..], &added, &changed].concat());
    assert_eq!(
        (audit["intact"].as_bool(), audit["broken_at"].is_null()),
        (Some(true), true)
    );
    let token = link.rsplit('/').next().expect("a token");
    assert!(!ruhu(&data, &["audit"]).out.contains(token));
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let data = begun();
    let add = |name, scope, role| ruhu(&data, &["account", "add", name, "--scope", scope, "--role", role]);
    assert_eq!(add("王芳", "610924102", "township").code, code(0));
    for (name, scope, role) in [
        ("王芳", "610924102", "township"),
        ("administrator", "610924102", "township"),
        ("", "610924102", "township"),
        ("李雷", "6109241", "township"),
        ("李雷", "", "township"),
        ("李雷", "安康市", "township"),
        ("李雷", "610924102", "owner"),
    ] {
        let refused = add(name, scope, role);
        assert_eq!(refused.code, code(2), "{name:?} {scope:?} {role:?}");
        assert!(refused.out.is_empty() && !refused.err.is_empty());
    }
    for words in [
        &["account", "disable", "无名"][..],
        &["account", "link", "无名"],
        &["account", "change", "无名", "--role", "township"],
        &["account", "change", "王芳"],
        &["account", "change", "王芳", "--scope", "6109241"],
        &["sessions", "--end", "001122334455"],
        &["sessions", "--end", "none"],
        &["sessions", "--all-of", "无名"],
        &["sessions", "--end", "001122334455", "--all-of", "王芳"],
    ] {
        assert_eq!(ruhu(&data, words).code, code(2), "{words:?}");
    }
    let rows = ruhu(&data, &["audit", "--json"]).json();
    assert_eq!(rows["rows"].as_array().map(Vec::len), Some(2));
    let nowhere = TempDir::new().expect("a temporary folder");
    for words in [&["account", "list"][..], &["sessions"], &["audit"]] {
        assert_eq!(ruhu(&nowhere, words).code, code(2), "{words:?}");
    }
    assert_eq!(std::fs::read_dir(nowhere.path()).expect("there").count(), 0);
}

#[test]
fn sessions_are_listed_and_ended_by_id_and_by_name() {
    let data = begun();
    assert_eq!(
        ruhu(
            &data,
            &["account", "add", "王芳", "--scope", "610924102", "--role", "township"]
        )
        .code,
        code(0)
    );
    let store = Folder::open_existing(data.path(), None).expect("the folder").store;
    let begin = |whose: Whose| {
        let now = SystemClock.now().wall;
        let session = NewSession {
            hash: ruhu_core::ids::Sha256::of(SessionId::new().as_str().as_bytes()),
            id: SessionId::new(),
            whose,
            origin: "10.0.0.7".into(),
            began: now,
            expires: now.plus_ms(3_600_000),
        };
        store.begin_session(&session, None, SignInBy::Password).expect("begun");
        session.id.to_string()
    };
    let name = store.accounts().expect("readable").pop().expect("one").name;
    let theirs = [begin(Whose::Account(name.clone())), begin(Whose::Account(name))];
    let whole = begin(Whose::Administrator);
    let list = || {
        let told = ruhu(&data, &["sessions", "--json"]).json();
        let sessions = told["sessions"].as_array().expect("a list").clone();
        sessions
            .iter()
            .map(|s| (s["id"].as_str().expect("an id").to_owned(), s["account"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(list().len(), 3);
    assert!(list().contains(&(whole.clone(), "administrator".into())));
    assert_eq!(
        ruhu(&data, &["sessions", "--end", &theirs[0], "--json"]).json()["ended"][0],
        theirs[0].as_str()
    );
    assert_eq!(
        ruhu(&data, &["sessions", "--end", &theirs[0]]).code,
        code(2),
        "it has ended"
    );
    let ended = ruhu(&data, &["sessions", "--all-of", "王芳", "--json"]).json();
    assert_eq!(ended["ended"].as_array().map(Vec::len), Some(1));
    assert_eq!(list(), [(whole.clone(), Value::from("administrator"))]);
    assert!(ruhu(&data, &["sessions"]).out.contains("10.0.0.7"));
    assert_eq!(ruhu(&data, &["sessions", "--all-of", "administrator"]).code, code(0));
    assert!(list().is_empty());
    let none = ruhu(&data, &["sessions", "--all-of", "王芳", "--json"]).json();
    assert_eq!(none["ended"].as_array().map(Vec::len), Some(0));
}
