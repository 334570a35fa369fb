//! A person comes in by a link that works once, and every answer is closed to whatever a browser might add.

mod world;

use world::{Answer, Call, World};

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
    world.clock.step_ms(12 * 3_600_000 - 1);
    assert_eq!(
        world.call(&Call::new("GET", "/").with("Cookie", cookie.clone())).status,
        200
    );
    world.clock.step_ms(1);
    assert_eq!(world.call(&Call::new("GET", "/").with("Cookie", cookie)).status, 401);
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
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
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
