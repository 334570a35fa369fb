//! A browser hears what went wrong as a page, in both languages; a program hears it as JSON.

use crate::world::accounts::{PASSWORD, cookie_of, form};
use crate::world::{Answer, Call, World};
use ruhu_core::time::Clock;
use ruhu_server::store::{Accounts, Role, Sessions, Who};
use ruhu_server::web::serve::{Bounds, Front};
use rusqlite::Connection;
use std::num::NonZeroU32;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Method, path, headers, body, and the status of the answer.
type Asked<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [u8], u16);

fn is_page(answer: &Answer) -> bool {
    let text = answer.text();
    answer
        .header("content-type")
        .is_some_and(|kind| kind.starts_with("text/html"))
        && text.contains("<h1>")
        && text.contains("lang=\"en\"")
        && !text.contains("{\"")
}

#[test]
fn errors_are_pages_for_a_browser_and_json_for_a_program() {
    let world = World::bounded(Bounds {
        calls: (NonZeroU32::new(60).expect("over 0"), NonZeroU32::MIN),
        ..Bounds::default()
    });
    let home = world.home("610924102001002", (5, "赵云"));
    let reads = world.signed_in_as("李雷", "610924102", Role::ReadOnly);
    let open = format!("/households/{}/{}/open", home.township, home.household);
    let none = format!("/photos/{}/{}", home.township, "0".repeat(64));
    let form_kind = ("Content-Type", "application/x-www-form-urlencoded");
    let evil = ("Origin", "https://evil.example");
    let cases: [Asked<'_>; 7] = [
        ("POST", "/sign-in", &[form_kind], b"name=x", 400),
        ("POST", "/sign-in", &[form_kind], &[b'a'; 70_000], 400),
        ("POST", &open, &[], b"", 403),
        ("POST", "/sign-out", &[evil], b"", 403),
        ("GET", "/nothing/here", &[], b"", 404),
        ("GET", &none, &[], b"", 404),
        ("GET", &open, &[], b"", 405),
    ];
    for (method, path, headers, body, status) in cases {
        let call = |accept: &'static str| {
            let call = Call::new(method, path)
                .with("Cookie", reads.clone())
                .with("Accept", accept);
            let call = headers.iter().fold(call, |call, (name, value)| call.with(name, *value));
            world.call(&call.body(body))
        };
        let (page, json) = (call(BROWSER), call("*/*"));
        assert_eq!((page.status, json.status), (status, status), "{method} {path}");
        assert!(is_page(&page), "{method} {path}: {}", page.text());
        assert!(!json.code().is_empty(), "{method} {path}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
    let often = (0..200).map(|_| {
        world.call(
            &Call::new("GET", "/")
                .with("Cookie", reads.clone())
                .with("Accept", BROWSER),
        )
    });
    let often = often.into_iter().find(|answer| answer.status == 429).expect("a bound");
    assert!(
        is_page(&often) && often.header("retry-after").is_some(),
        "{}",
        often.text()
    );
    let calls = world.call(&Call::new("POST", "/v1/enrol").with("Accept", BROWSER).body(b"x"));
    assert_eq!(calls.code(), "not_json", "phones' calls stay JSON");
}

#[test]
fn a_full_server_says_so_on_a_page() {
    let world = World::bounded(Bounds {
        requests: 0,
        ..Bounds::default()
    });
    let page = world.call(&Call::new("GET", "/sign-in").with("Accept", BROWSER));
    assert_eq!((page.status, page.header("retry-after")), (503, Some("5")));
    assert!(is_page(&page) && page.text().contains("服务器正忙"), "{}", page.text());
}

#[test]
fn nothing_personal_stays_in_a_browsers_cache() {
    let world = World::new();
    let home = world.home("610924102001002", (5, "赵云"));
    let cookie = world.signed_in_as("王芳", "610924102", Role::Township);
    for path in [
        format!("/photos/{}/{}", home.township, home.photo),
        format!("/households/{}/{}", home.township, home.household),
        format!("/ledger/{}", home.township),
        "/sessions".to_owned(),
        "/".to_owned(),
    ] {
        let answer = world.look(&path, &cookie);
        assert_eq!(
            (answer.status, answer.header("cache-control")),
            (200, Some("no-store")),
            "{path}"
        );
    }
    let out = world.send_form("/sign-out", Some(&cookie), &[]);
    assert_eq!(out.status, 303);
    assert!(out.header("clear-site-data").expect("there").contains("\"cache\""));
    assert_eq!(world.look("/", &cookie).status, 401);
}

#[test]
fn a_session_whose_account_is_gone_is_nobodys_and_never_an_administrators() {
    let world = World::new();
    let cookie = world.signed_in_as("王芳", "610924102", Role::ReadOnly);
    assert_eq!(world.look("/", &cookie).status, 200);
    let database = Connection::open(world.data.path().join("ruhu.db")).expect("the store's file");
    database.pragma_update(None, "foreign_keys", false).expect("set");
    database
        .execute("DELETE FROM account", [])
        .expect("somebody has the file");
    assert_eq!(world.look("/", &cookie).status, 401);
    let now = world.clock.now().wall;
    assert!(world.folder().store.sessions(now).expect("readable").is_empty());
}

#[test]
fn one_name_is_one_account_however_it_is_typed() {
    let world = World::new();
    for (name, ways) in [
        ("Wangfang", ["wangfang", "WANGFANG", "ｗａｎｇｆａｎｇ", " Wang fang "]),
        ("王芳", ["王 芳", "王　芳", " 王芳", "王\u{200b}芳"]),
    ] {
        world.signed_in_as(name, "610924102", Role::Township);
        for typed in ways {
            assert_eq!(world.sign_in(typed, PASSWORD).status, 303, "{typed}");
            let account = ruhu_server::store::Account {
                name: typed.parse().expect("a name"),
                scope: "610924102".parse().expect("a code"),
                role: Role::ReadOnly,
                created: world.clock.now().wall,
                disabled: None,
                has_password: false,
            };
            let refused = ruhu_server::command::account::add(&world.folder(), account, None, world.clock.now().wall);
            assert!(refused.expect_err("refused").to_string().contains("already"), "{typed}");
        }
    }
    let page = world.call(&Call::new("GET", "/sign-in")).text();
    assert!(page.contains("autocapitalize=\"none\""), "{page}");
    // Ways to write one name share their wrong tries.
    let tries = ["王芳", "王 芳", " 王芳 ", "王　芳", "王芳", "王  芳", "王芳", "王 芳"];
    let statuses: Vec<u16> = tries
        .iter()
        .map(|name| world.sign_in(name, "不是这个密码吧你说呢").status)
        .collect();
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[test]
fn two_accounts_that_an_earlier_version_let_read_alike_are_told_and_not_merged() {
    let world = World::new();
    world.signed_in_as("wangfang", "610924102", Role::Township);
    let database = Connection::open(world.data.path().join("ruhu.db")).expect("the store's file");
    database
        .execute(
            "INSERT INTO account SELECT 'Wangfang', scope, role, password, created, disabled FROM account",
            [],
        )
        .expect("as an earlier version did");
    drop(database);
    for (typed, status) in [("wangfang", 303), ("Wangfang", 303), ("WANGFANG", 401)] {
        assert_eq!(world.sign_in(typed, PASSWORD).status, status, "{typed}");
    }
    let data = world.data.path().to_str().expect("plain");
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_ruhu"))
        .args(["account", "list", "--data", data])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("Wangfang、wangfang"), "{said}");
    let name = "Wangfang".parse().expect("a name");
    let now = world.clock.now().wall;
    assert!(
        world
            .folder()
            .store
            .disable_account(&name, now, &Who::Command)
            .expect("written")
    );
    assert_eq!(world.sign_in("wangfang", PASSWORD).status, 303);
}

#[test]
fn a_links_button_pressed_twice_lets_the_same_browser_in_and_no_other() {
    let world = World::new();
    let link = || world.path_of(&world.running().sign_in_link().expect("a link").url);
    let press = |path: &str, cookie: Option<&str>| world.send_form(path, cookie, &[]);
    let page = |path: &str| cookie_of(&world.call(&Call::new("GET", path)));

    let path = link();
    let browser = page(&path);
    let (first, second) = (press(&path, Some(&browser)), press(&path, Some(&browser)));
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(world.look("/", &cookie_of(&second)).status, 200);
    assert_eq!(
        world.look("/", &cookie_of(&first)).status,
        401,
        "one browser, one session"
    );
    assert_eq!(press(&path, None).status, 410);
    assert_eq!(press(&path, Some(&page(&link()))).status, 410, "another browser");
    world.clock.step_ms(61_000);
    assert_eq!(press(&path, Some(&browser)).status, 410, "after a minute");

    // Also by the session that the first press began.
    let path = link();
    let first = cookie_of(&press(&path, None));
    let second = press(&path, Some(&first));
    assert_eq!((second.status, world.look("/", &cookie_of(&second)).status), (303, 200));

    let path = world.path_of(&world.account("李雷", "610924102", Role::Township).link);
    let browser = page(&path);
    let set = |password: &str| world.send_form(&path, Some(&browser), &[("password", password), ("again", password)]);
    assert_eq!((set(PASSWORD).status, set(PASSWORD).status), (303, 303));
    assert_eq!(set("另一句只有我知道的话").status, 410, "another password is not set");
    let typed = form(&[("password", PASSWORD), ("again", PASSWORD)]);
    let other = Call::new("POST", &path).with("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(world.call(&other.body(&typed)).status, 410);
}

#[test]
fn over_tls_a_session_begun_under_the_plain_name_is_read_until_it_ends() {
    let world = World::addressed(Front::default(), Some("https://ruhu.example"));
    let cookie = world.signed_in_as("王芳", "610924102", Role::Township);
    assert!(cookie.starts_with("__Host-ruhu_session="), "{cookie}");
    let old = cookie.replace("__Host-", "");
    assert_eq!(world.look("/", &old).status, 200);
    let out = world.send_form("/sign-out", Some(&old), &[]);
    let ended: Vec<&String> = out
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, line)| line)
        .collect();
    assert_eq!(ended.len(), 2, "{ended:?}");
    assert!(ended.iter().all(|line| line.contains("Max-Age=0")), "{ended:?}");
    assert_eq!(world.look("/", &old).status, 401);
}
