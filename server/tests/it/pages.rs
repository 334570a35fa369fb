//! A person comes in by a link that works once, and every answer is closed to whatever a browser might add.

use crate::world;
use crate::world::township::{by_the_rules, day, homes_linked, plan, small_township};
use crate::world::{Answer, Call, World};
use ruhu_core::coverage::{Cell, Coverage as CoverageOf, Mark, State as Reached};
use ruhu_core::domain::Class;
use ruhu_core::ids::{CadreId, RegionCode, Sha256};
use ruhu_core::time::Clock;
use ruhu_server::store::{HouseholdPlan, ImportPlan, PhotoRow, UploadId, UploadRow, Uploads};
use ruhu_server::town::decide;
use std::collections::BTreeSet;

fn path_of(url: &str, world: &World) -> String {
    url.strip_prefix(world.running().address())
        .expect("the server's own address")
        .to_owned()
}

fn cookie(answer: &Answer) -> String {
    let line = answer.header("set-cookie").expect("a cookie");
    assert!(line.contains("HttpOnly") && line.contains("SameSite=Strict"), "{line}");
    line.split(';').next().expect("name and value").to_owned()
}

#[test]
fn a_link_asks_first_and_works_once() {
    let world = World::new();
    let path = path_of(&world.running().sign_in_link().expect("a link").url, &world);
    for _ in 0..2 {
        let asked = world.call(&Call::new("GET", &path));
        assert_eq!(asked.status, 200);
        let text = asked.text();
        assert!(
            text.contains("确认登录") && text.contains("<form method=\"post\">"),
            "{text}"
        );
        assert!(
            !text.contains(path.rsplit('/').next().expect("a token")),
            "the page repeats the token"
        );
    }
    assert_eq!(world.call(&Call::new("GET", "/")).status, 401);
    let done = world.call(&Call::new("POST", &path));
    assert_eq!((done.status, done.header("location")), (303, Some("/")));
    let cookie = cookie(&done);
    assert_eq!(
        world.call(&Call::new("GET", "/").with("Cookie", cookie.clone())).status,
        200
    );
    let again = world.call(&Call::new("POST", &path));
    assert_eq!((again.status, again.header("set-cookie")), (410, None));
    assert!(again.text().contains("已经用过"));
    assert_eq!(world.call(&Call::new("GET", &path)).status, 410);
    assert_eq!(
        world
            .call(&Call::new("POST", "/sign-out").with("Cookie", cookie.clone()))
            .status,
        303
    );
    assert_eq!(world.call(&Call::new("GET", "/").with("Cookie", cookie)).status, 401);
}

#[test]
fn a_link_is_good_for_a_quarter_of_an_hour_and_a_session_for_a_working_day() {
    let world = World::new();
    let late = path_of(&world.running().sign_in_link().expect("a link").url, &world);
    world.clock.step_ms(15 * 60_000);
    let refused = world.call(&Call::new("POST", &late));
    assert_eq!(refused.status, 410);
    assert!(refused.text().contains("已过期"));
    let path = path_of(&world.running().sign_in_link().expect("a link").url, &world);
    world.clock.step_ms(15 * 60_000 - 1);
    let cookie = cookie(&world.call(&Call::new("POST", &path)));
    let looks = || world.call(&Call::new("GET", "/").with("Cookie", cookie.clone())).status;
    for _ in 0..3 {
        world.clock.step_ms(4 * 3_600_000 - 1);
        assert_eq!(looks(), 200, "used within four hours, it holds");
    }
    world.clock.step_ms(3);
    assert_eq!(looks(), 401, "after twelve hours it is over, however much it was used");
    assert_eq!(world.call(&Call::new("GET", "/sign-in/none")).status, 410);
}

#[test]
fn every_answer_is_hardened_and_named() {
    let world = World::new();
    for (path, status) in [
        ("/health", 200),
        ("/ruhu.css", 200),
        ("/", 401),
        ("/nowhere", 404),
        ("/v1/enrol", 405),
    ] {
        let answer = world.call(&Call::new("GET", path));
        assert_eq!(answer.status, status, "{path}");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let referrer = if path == "/" { "same-origin" } else { "no-referrer" };
        assert_eq!(answer.header("referrer-policy"), Some(referrer));
        assert_eq!(answer.header("x-request-id").map(str::len), Some(16));
    }
    let health: serde_json::Value = world.call(&Call::new("GET", "/health")).json();
    assert_eq!(
        (health["ok"].as_bool(), health["simulated"].as_bool()),
        (Some(true), Some(false))
    );
    assert_eq!(health["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
}

#[test]
fn headers_without_end_are_refused() {
    let world = World::new();
    let many = (0..80).fold(Call::new("GET", "/health"), |call, _| call.with("X-More", "x"));
    assert_eq!(world.call(&many).status, 431);
    let long = "x".repeat(40 * 1024);
    assert_eq!(
        world.call(&Call::new("GET", "/health").with("X-Long", long)).status,
        431
    );
}

/// Signs in and answers the cookie.
fn signed_in(world: &World) -> String {
    let path = path_of(&world.running().sign_in_link().expect("a link").url, world);
    cookie(&world.call(&Call::new("POST", &path)))
}

#[test]
fn the_sentence_says_what_the_rules_say_and_a_silent_phone_is_not_a_missed_home() {
    let world = World::new();
    let township = small_township(&world);
    let cookie = signed_in(&world);
    let answer = world.call(&Call::new("GET", "/").with("Cookie", cookie.clone()));
    assert_eq!(answer.status, 200);
    let text = answer.text();
    let due = |of: &CoverageOf| of.lines.iter().any(|line| line.binding && line.state == Reached::Due);
    let silent = CadreId::from_bytes([2; 16]);
    let homes = by_the_rules(&world, &township, day("2026-11-24"));
    let (unsent, pressing): (Vec<_>, Vec<_>) = homes.iter().filter(|(_, of, _)| due(of)).partition(|(home, _, _)| {
        home.assignments
            .iter()
            .any(|(assignment, _)| assignment.cadre == silent)
    });
    assert_eq!((unsent.len(), pressing.len()), (1, 1), "the township has both");
    assert!(
        text.contains("第 6 期（11–12月）还有 37 天，") && text.contains("1 户</a>再不去就漏了"),
        "{text}"
    );
    assert!(text.contains("5 户 · 2 位帮扶责任人") && text.contains("1 户先标「未上传」"));
    assert!(text.contains("王芳") && text.contains("天没联网"));
    for (show, expected) in [("pressing", &pressing), ("unsent", &unsent)] {
        let path = format!("/villages/{township}?show={show}");
        let page = world
            .call(&Call::new("GET", &path).with("Cookie", cookie.clone()))
            .text();
        let expected = expected.iter().map(|(home, _, _)| home.household.to_string()).collect();
        assert_eq!(homes_linked(&page), expected, "{show}");
    }
    let english = world.call(&Call::new("GET", "/?lang=en").with("Cookie", cookie));
    assert!(
        english
            .text()
            .contains("1 home</a> will be missed unless somebody goes")
    );
    assert!(
        english
            .header("set-cookie")
            .expect("remembered")
            .starts_with("ruhu_lang=en")
    );
    for text in [text, english.text()] {
        // The server's own file is the one script; the policy forbids any other, and any style in the page.
        let rest = text.replacen("<script src=\"/ruhu.js\" defer></script>", "", 1);
        assert!(!rest.contains("<script") && !rest.contains("style="), "{rest}");
    }
}

#[test]
fn a_number_leads_to_exactly_the_homes_it_counts() {
    let world = World::new();
    let township = small_township(&world);
    let cookie = signed_in(&world);
    let front = world.call(&Call::new("GET", "/").with("Cookie", cookie.clone())).text();
    let homes = by_the_rules(&world, &township, day("2026-11-24"));
    let mut seen = 0;
    for village in ["610924102001", "610924102002"] {
        for (mark, word) in [(Mark::Met, "met"), (Mark::Missed, "missed")] {
            // September and October: one cell of a strip of six, the two of a strip of twelve.
            let marks = |cells: &[Cell]| -> Vec<Mark> {
                let of = cells.iter().filter(|cell| (9..=10).contains(&cell.from.month()));
                of.map(|cell| cell.mark).collect()
            };
            let holds = |cells: &[Cell]| match mark {
                Mark::Met => marks(cells).iter().all(|of| *of == Mark::Met),
                _ => marks(cells).contains(&mark),
            };
            let here = homes.iter().filter(|(home, _, _)| home.village.as_str() == village);
            let expected: BTreeSet<String> = here
                .filter(|(_, _, cells)| holds(cells))
                .map(|(home, _, _)| home.household.to_string())
                .collect();
            let path = format!("/villages/{village}?window=5&show={word}");
            let page = world
                .call(&Call::new("GET", &path).with("Cookie", cookie.clone()))
                .text();
            assert_eq!(homes_linked(&page), expected, "{path}");
            let link = format!("href=\"{}\"", path.replace('&', "&amp;"));
            let told = front.split(&link).nth(1).and_then(|rest| rest.split(['>', '<']).nth(1));
            let told = told.map_or(0, |number| number.trim_start_matches('×').parse().expect("a number"));
            assert_eq!(told, expected.len(), "{path}");
            seen += told;
        }
    }
    assert_eq!(seen, 4, "one visited, three missed; one waits for review");
}

#[test]
fn a_household_is_shown_in_its_own_township_and_nowhere_else() {
    let world = World::new();
    small_township(&world);
    let folder = world.folder();
    let other = plan("610924103", &["610924103001"], &[("610924103001001", Class::Lifted, 1)]);
    let other = ImportPlan {
        households: other
            .households
            .into_iter()
            .map(|home| HouseholdPlan {
                assignments: Vec::new(),
                ..home
            })
            .collect(),
        ..other
    };
    decide::import(&folder.store, &folder.signer.public(), &other, world.clock.now().wall).expect("a good roster");
    let cookie = signed_in(&world);
    let get = |path: &str| world.call(&Call::new("GET", path).with("Cookie", cookie.clone()));
    let shown = get("/households/610924102/610924102002002");
    let text = shown.text();
    assert_eq!(shown.status, 200);
    assert!(text.contains("待审核") && text.contains("没有定位"), "{text}");
    assert!(text.contains("138****5678") && !text.contains("13812345678") && !text.contains("612401196001010012"));
    assert_eq!(get("/households/610924103/610924103001001").status, 200);
    for path in [
        "/households/610924103/610924102002002",
        "/households/610924102/610924103001001",
        "/households/610924109/610924102002002",
        "/households/x/y",
        "/villages/610924102009",
        "/villages/610924102001?window=7",
        "/villages/610924102001?show=nothing",
        "/?township=610924109",
    ] {
        assert_eq!(get(path).status, 404, "{path}");
    }
    let chooser = get("/").text();
    assert!(chooser.contains("/?township=610924102") && chooser.contains("/?township=610924103"));
    for path in ["/households/610924102/610924102002002", "/villages/610924102"] {
        let out = world.call(&Call::new("GET", path));
        assert_eq!(out.status, 401);
        assert!(out.text().contains("请先登录"));
    }
}

#[test]
fn a_photo_is_for_somebody_signed_in_and_only_in_its_township() {
    let world = World::new();
    let store = world.folder().store;
    let (township, bytes) = (world::TOWNSHIP.parse::<RegionCode>().expect("nine digits"), b"a photo");
    let sha256 = Sha256::of(bytes);
    let phone = world.phone_of("张伟");
    let now = world.clock.now().wall;
    let upload = UploadRow {
        id: UploadId::new(),
        device: phone.kid(),
        township: township.clone(),
        sha256,
        length: 7,
        expires: now.plus_ms(1000),
        finished: false,
    };
    let row = PhotoRow {
        township: township.clone(),
        sha256,
        size: 7,
        device: phone.kid(),
        received: now,
    };
    let hex = sha256.to_string();
    let folder = world.data.path().join("photos").join(world::TOWNSHIP).join(&hex[..2]);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{hex}.jpg")), bytes).expect("a file");
    let cookie = signed_in(&world);
    let path = format!("/photos/{township}/{sha256}");
    let get = |path: &str| world.call(&Call::new("GET", path).with("Cookie", cookie.clone()));
    assert_eq!(get(&path).status, 404, "a file that no upload brought is not shown");
    store.begin_upload(&upload).expect("written");
    store.take_photo(&upload.id, &row).expect("written");
    let shown = get(&path);
    assert_eq!((shown.status, shown.body.as_slice()), (200, &bytes[..]));
    assert_eq!(shown.header("content-type"), Some("image/jpeg"));
    assert_eq!(world.call(&Call::new("GET", &path)).status, 401);
    assert_eq!(get(&format!("/photos/610924103/{sha256}")).status, 404);
    assert_eq!(get(&format!("/photos/{township}/none")).status, 404);
}

#[test]
fn a_phone_marks_no_more_homes_than_it_said_visits_wait_and_a_replaced_one_marks_none() {
    let world = World::new();
    let township = small_township(&world);
    let cookie = signed_in(&world);
    let shown = |show: &str| {
        let path = format!("/villages/{township}?show={show}");
        let page = world.call(&Call::new("GET", &path).with("Cookie", cookie.clone()));
        homes_linked(&page.text())
    };
    // One of another cadre's homes is marked, whose phone is silent.
    let (silent, pressing) = (shown("unsent"), shown("pressing"));
    assert_eq!((silent.len(), pressing.len()), (1, 1));
    let says = |phone: &crate::world::Phone, waiting: u64| {
        let body = format!("{{\"waiting_records\": {waiting}}}");
        let answer = world.call(&Call::new("POST", "/v1/sync").by(phone).body(body.as_bytes()));
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    let marked = || shown("unsent").len() - silent.len();
    let old = world.phone_of("张伟");
    says(&old, 1);
    // The most pressing one, of all that this phone's cadre should visit.
    assert_eq!((marked(), shown("pressing").len()), (1, 0));
    let one = shown("unsent");
    assert!(pressing.iter().all(|home| one.contains(home)));
    says(&old, 1_000_000);
    let all = marked();
    assert!(all > 1, "it has several homes to visit");
    says(&old, 1);
    // It goes on saying so for weeks: its records are stuck, or it says what is not so.
    for _ in 0..15 {
        world.clock.step_ms(ruhu_core::time::DAY_MS);
        says(&old, 1);
    }
    let cookie = signed_in(&world);
    let path = format!("/villages/{township}?show=unsent");
    let page = world.call(&Call::new("GET", &path).with("Cookie", cookie.clone()));
    assert_eq!(homes_linked(&page.text()).len(), 1, "the silent phone's alone");
    // A phone that was replaced says nothing any more.
    says(&old, 0);
    says(&old, 3);
    world.clock.step_ms(60_000);
    says(&world.phone_of("张伟"), 0);
    let page = world.call(&Call::new("GET", &path).with("Cookie", cookie));
    assert_eq!(homes_linked(&page.text()).len(), 1, "the silent phone's alone");
}
