//! People with a name, a scope and a role: passwords, sessions, what is masked, and what the audit log says of it all.

use crate::world;
use crate::world::accounts::{PASSWORD, cookie_of};
use crate::world::{Answer, Call, World};
use ruhu_core::time::Clock;
use ruhu_server::store::{Accounts, Audit, AuditRow, Role, Sessions, Who};
use ruhu_server::web::serve::paths;

fn rows(world: &World) -> Vec<AuditRow> {
    let mut rows = Vec::new();
    let broken = world.folder().store.audit(&mut |row| {
        rows.push(row);
        Ok(())
    });
    assert_eq!(broken.expect("readable"), None, "every row follows the one before");
    rows
}

fn events(world: &World) -> Vec<(String, String, Option<String>)> {
    let told = rows(world).into_iter();
    told.map(|row| (row.who, row.event, row.account.or(row.place)))
        .collect()
}

fn event(who: &str, event: &str, about: Option<&str>) -> (String, String, Option<String>) {
    (who.into(), event.into(), about.map(str::to_owned))
}

/// What somebody who guesses could tell two answers apart by.
fn told(answer: &Answer) -> (u16, Option<String>, String) {
    (
        answer.status,
        answer.header("set-cookie").map(str::to_owned),
        answer.text(),
    )
}

#[test]
fn a_link_sets_the_password_once_and_the_name_signs_in_with_it() {
    let world = World::new();
    let made = world.account("王芳", "610924102", Role::Township);
    let path = world.path_of(&made.link);
    assert_eq!(
        told(&world.sign_in("王芳", "")),
        told(&world.sign_in("无名", "")),
        "no password yet is like no name"
    );
    let asked = world.call(&Call::new("GET", &path));
    assert!(asked.status == 200 && asked.text().contains("王芳"), "{}", asked.text());
    for (password, again, words) in [
        ("啊呀呀", "啊呀呀", "密码太短"),
        ("password123", "password123", "太常见"),
        (PASSWORD, "另一句只有我知道的话", "不一样"),
    ] {
        let refused = world.send_form(&path, None, &[("password", password), ("again", again)]);
        assert_eq!((refused.status, refused.header("set-cookie")), (422, None));
        assert!(refused.text().contains(words) && !refused.text().contains(password));
    }
    let set = world.send_form(&path, None, &[("password", PASSWORD), ("again", PASSWORD)]);
    assert_eq!(world.look("/", &cookie_of(&set)).status, 200);
    let again = world.send_form(&path, None, &[("password", PASSWORD), ("again", PASSWORD)]);
    assert_eq!((again.status, again.header("set-cookie")), (410, None));
    assert_eq!(world.call(&Call::new("GET", &path)).status, 410);
    let name = "王芳".parse().expect("a name");
    let kept = world.folder().store.password_of(&name).expect("readable").expect("set");
    assert!(kept.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{kept}");
    let entered = world.sign_in(" 王芳 ", PASSWORD);
    assert_eq!((entered.status, entered.header("location")), (303, Some("/")));
    assert_eq!(world.look("/", &cookie_of(&entered)).status, 200);
    // An administrator's link is no account's, and the other way round.
    let admin = world
        .running()
        .sign_in_link()
        .expect("a link")
        .url
        .replace("/sign-in/", "/password/");
    assert_eq!(world.call(&Call::new("GET", &world.path_of(&admin))).status, 410);
    let made = world.account("李雷", "610924102", Role::Township);
    let swapped = world.path_of(&made.link).replace("/password/", "/sign-in/");
    assert_eq!(world.call(&Call::new("POST", &swapped)).status, 410);
    let events = events(&world);
    assert_eq!(
        events[..5],
        [
            event("command", "roster_imported", Some("610924102")),
            event("command", "account_added", Some("王芳")),
            event("command", "link_made", Some("王芳")),
            event("nobody", "sign_in_failed", Some("王芳")),
            event("nobody", "sign_in_failed", None),
        ]
    );
    assert!(events.contains(&event("王芳", "password_set", Some("王芳"))));
    assert_eq!(
        events
            .iter()
            .filter(|(who, event, _)| who == "王芳" && event == "signed_in")
            .count(),
        2
    );
}

#[test]
fn a_link_is_good_for_three_days_and_a_newer_one_takes_its_place() {
    let world = World::new();
    let made = world.account("王芳", "610924102", Role::Township);
    let newer = ruhu_server::command::account::link(
        &world.folder(),
        &made.account.name,
        Some(world.running().address()),
        world.clock.now().wall,
    )
    .expect("an account");
    let get = |link: &str| world.call(&Call::new("GET", &world.path_of(link))).status;
    assert_eq!((get(&made.link), get(&newer.link)), (410, 200));
    world.clock.step_ms(3 * 86_400_000 - 1);
    assert_eq!(get(&newer.link), 200);
    world.clock.step_ms(1);
    assert_eq!(get(&newer.link), 410);
}

#[test]
fn a_wrong_password_an_unknown_name_and_a_disabled_account_are_told_alike_and_wait_alike() {
    let world = World::new();
    for name in ["王芳", "停用"] {
        world.signed_in_as(name, "610924102", Role::Township);
    }
    let disabled = "停用".parse().expect("a name");
    let now = world.clock.now().wall;
    let known = world.folder().store.disable_account(&disabled, now, &Who::Command);
    assert!(known.expect("written"));
    let tries = |name: &str, password: &str| -> Vec<(u16, Option<String>, String)> {
        (0..5).map(|_| told(&world.sign_in(name, password))).collect()
    };
    let wrong = tries("王芳", "不是这个密码吧你说呢");
    assert_eq!(wrong, tries("无名", "不是这个密码吧你说呢"));
    assert_eq!(
        wrong,
        tries("停用", PASSWORD),
        "its password is right, and it is disabled"
    );
    assert!(
        wrong
            .iter()
            .all(|(status, cookie, _)| *status == 401 && cookie.is_none())
    );
    for name in ["王芳", "无名", "停用"] {
        // The first wait is some seconds, and each doubles: on the slowest machine a try comes too early before long.
        let waits = (0..12).map(|_| world.sign_in(name, "不是这个密码吧你说呢"));
        let waits = waits.into_iter().find(|answer| answer.status == 429).expect("a wait");
        let seconds: u64 = waits.header("retry-after").expect("a time").parse().expect("seconds");
        assert!(
            (1..=901).contains(&seconds) && waits.text().contains("次数太多"),
            "{seconds}"
        );
        let right = world.sign_in(name, PASSWORD);
        assert_eq!(
            (right.status, right.header("set-cookie")),
            (429, None),
            "{name}: the right password waits, too"
        );
    }
    let tried: Vec<_> = events(&world)
        .into_iter()
        .filter(|(_, event, _)| event == "sign_in_failed")
        .collect();
    assert!(tried.len() >= 15, "{tried:?}");
    assert!(
        !rows(&world).iter().any(|row| format!("{row:?}").contains("无名")),
        "what is no name is not written down"
    );
}

#[test]
fn a_changed_password_ends_every_other_session_and_this_one_goes_on_under_a_new_cookie() {
    let world = World::new();
    let first = world.signed_in_as("王芳", "610924102", Role::ReadOnly);
    let second = cookie_of(&world.sign_in("王芳", PASSWORD));
    let another = world.signed_in_as("李雷", "610924102", Role::ReadOnly);
    let new = "屋后的竹子又高了一截";
    let change = |cookie: &str, old: &str, new: &str| {
        world.send_form(
            "/account/password",
            Some(cookie),
            &[("old", old), ("password", new), ("again", new)],
        )
    };
    assert_eq!(world.look("/account/password", &second).status, 200);
    assert_eq!(change(&second, "不是原来的密码哦", new).status, 422);
    assert_eq!(change(&second, PASSWORD, "短").status, 422);
    assert_eq!(world.look("/", &second).status, 200, "a refused change changes nothing");
    let done = change(&second, PASSWORD, new);
    assert_eq!((done.status, done.header("location")), (303, Some("/sessions")));
    for old in [&first, &second] {
        assert_eq!(world.look("/", old).status, 401);
    }
    for holds in [&cookie_of(&done), &another] {
        assert_eq!(world.look("/", holds).status, 200);
    }
    assert_eq!(world.sign_in("王芳", PASSWORD).status, 401);
    assert_eq!(world.sign_in("王芳", new).status, 303);
    assert!(events(&world).contains(&event("王芳", "password_changed", Some("王芳"))));
}

#[test]
fn ones_own_sessions_are_listed_and_ended_one_by_one_or_all_the_others() {
    let world = World::new();
    let first = world.signed_in_as("王芳", "610924102", Role::Township);
    world.clock.step_ms(60_000);
    let second = cookie_of(&world.sign_in("王芳", PASSWORD));
    let third = cookie_of(&world.sign_in("王芳", PASSWORD));
    let page = world.look("/sessions", &second).text();
    assert_eq!(page.matches("/end\"").count(), 3, "{page}");
    assert_eq!(page.matches("就是这里").count(), 1);
    assert!(
        page.contains("127.0.0.1") && page.contains("今天 09:00") && page.contains("今天 09:01"),
        "{page}"
    );
    let oldest = page
        .split("/sessions/")
        .filter_map(|rest| rest.split_once("/end\""))
        .last()
        .expect("three")
        .0;
    assert_eq!(
        world
            .send_form(&format!("/sessions/{oldest}/end"), Some(&second), &[])
            .status,
        303
    );
    assert_eq!(world.look("/", &first).status, 401);
    assert_eq!(world.send_form("/sessions/end-others", Some(&second), &[]).status, 303);
    assert_eq!(
        (world.look("/", &third).status, world.look("/", &second).status),
        (401, 200)
    );
    // Whoever signs in again has one session, not two.
    let typed = world::accounts::form(&[("name", "王芳"), ("password", PASSWORD)]);
    let again = Call::new("POST", "/sign-in")
        .with("Cookie", second.clone())
        .with("Content-Type", "application/x-www-form-urlencoded");
    let renewed = cookie_of(&world.call(&again.body(&typed)));
    assert_eq!(
        (world.look("/", &second).status, world.look("/", &renewed).status),
        (401, 200)
    );
    let name = "王芳".parse().expect("a name");
    let now = world.clock.now().wall;
    assert!(
        world
            .folder()
            .store
            .disable_account(&name, now, &Who::Command)
            .expect("written")
    );
    assert_eq!(
        world.look("/", &renewed).status,
        401,
        "a disabled account is out at once"
    );
    assert!(world.folder().store.sessions(now).expect("readable").is_empty());
}

#[test]
fn numbers_are_masked_on_every_page_and_opened_once_by_who_may_with_a_row_of_the_audit_log() {
    let world = World::new();
    let home = world.home("610924102001002", (5, "赵云"));
    let decides = world.signed_in_as("王芳", "610924102", Role::Township);
    let reads = world.signed_in_as("李雷", "610924102", Role::ReadOnly);
    let page = format!("/households/{}/{}", home.township, home.household);
    let all = ["/", "/sessions", &format!("/villages/{}", home.village), &page].map(str::to_owned);
    let open = format!("{page}/open");
    let whole = world.administrator();
    let clear = |text: &str| {
        ["612401196001010012", "13812345678", "13987654321"]
            .iter()
            .any(|n| text.contains(n))
    };
    for cookie in [&decides, &reads, &whole] {
        for path in &all {
            let answer = world.look(path, cookie);
            assert!(
                answer.status == 200 && !clear(&answer.text()),
                "{path}: {}",
                answer.text()
            );
        }
    }
    let shown = world.look(&page, &decides).text();
    assert!(
        shown.contains("612401************") && shown.contains("138****5678") && shown.contains(&open),
        "{shown}"
    );
    assert!(!world.look(&page, &reads).text().contains("/open"));
    let refused = world.send_form(&open, Some(&reads), &[]);
    assert_eq!((refused.status, refused.code().as_str()), (403, "read_only"));
    assert!(!events(&world).iter().any(|(_, event, _)| event == "identity_opened"));
    let opened = world.send_form(&open, Some(&decides), &[]);
    assert_eq!((opened.status, opened.header("cache-control")), (200, Some("no-store")));
    assert!(opened.text().contains("612401196001010012") && opened.text().contains("13812345678"));
    assert!(
        opened.text().contains(&format!("{page}?lang=en")),
        "its other language is the home's page"
    );
    assert_eq!(
        world
            .call(&Call::new("GET", &open).with("Cookie", decides.clone()))
            .status,
        405
    );
    assert!(
        !clear(&world.look(&page, &decides).text()),
        "the next page is masked again"
    );
    let place = format!("{}/{}", home.township, home.household);
    assert_eq!(
        events(&world).last(),
        Some(&event("王芳", "identity_opened", Some(&place)))
    );
    let last = rows(&world).pop().expect("a row");
    assert_eq!(
        (last.at, last.origin.as_deref()),
        (world.clock.now().wall, Some("127.0.0.1"))
    );
    assert!(!rows(&world).iter().any(|row| clear(&format!("{row:?}"))));
}

#[test]
fn another_sites_form_is_refused_on_every_page() {
    let world = World::new();
    let home = world.home("610924102001002", (5, "赵云"));
    let cookie = world.signed_in_as("王芳", "610924102", Role::Township);
    let before = rows(&world).len();
    let mut tried = 0;
    for path in paths().into_iter().filter(|path| !path.starts_with("/v1/")) {
        let path = path
            .replace("{township}", &home.township)
            .replace("{no}", &home.household)
            .replace(['{', '}'], "");
        for (name, value) in [
            ("Origin", "https://evil.example"),
            ("Origin", "null"),
            ("Sec-Fetch-Site", "cross-site"),
        ] {
            let call = Call::new("POST", &path)
                .with("Cookie", cookie.clone())
                .with(name, value);
            let answer = world.call(&call);
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (403, "another_site"),
                "{path} {name}: {value}"
            );
            tried += 1;
        }
    }
    assert!(tried >= 3 * 14, "{tried}");
    assert_eq!(rows(&world).len(), before, "nothing has happened");
    let open = format!("/households/{}/{}/open", home.township, home.household);
    let own = Call::new("POST", &open)
        .with("Cookie", cookie)
        .with("Origin", world.running().address());
    assert_eq!(world.call(&own).status, 200);
}

#[test]
fn forms_that_are_none_are_refused_without_repeating_what_was_typed() {
    let world = World::new();
    let typed = "name=secret-typed";
    for body in [typed.as_bytes(), &b"%FF"[..], &[b'a'; 70_000][..]] {
        let call = Call::new("POST", "/sign-in").with("Content-Type", "application/x-www-form-urlencoded");
        let answer = world.call(&call.body(body));
        assert_eq!((answer.status, answer.code().as_str()), (400, "bad_form"));
        assert!(!answer.text().contains("secret-typed"));
    }
    let long = "长".repeat(2000);
    assert_eq!(world.sign_in(&long, &long).status, 401);
}

#[test]
fn another_scope_or_role_holds_from_the_next_page_on() {
    let world = World::new();
    let home = world.home("610924102001002", (5, "赵云"));
    let cookie = world.signed_in_as("王芳", "610924103", Role::Township);
    let page = format!("/households/{}/{}", home.township, home.household);
    let name = "王芳".parse().expect("a name");
    let change = |scope: &str, role: Role| {
        let (scope, now) = (scope.parse().expect("a code"), world.clock.now().wall);
        let changed = world
            .folder()
            .store
            .change_account(&name, &scope, role, now, &Who::Command);
        assert!(changed.expect("written"));
    };
    assert_eq!(world.look(&page, &cookie).status, 404);
    change("610924102", Role::ReadOnly);
    assert_eq!(world.look(&page, &cookie).status, 200);
    assert_eq!(world.send_form(&format!("{page}/open"), Some(&cookie), &[]).status, 403);
    change("610924", Role::Township);
    assert_eq!(world.send_form(&format!("{page}/open"), Some(&cookie), &[]).status, 200);
}
