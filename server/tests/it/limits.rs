//! Every bound of the server, reached: on connections, heads, bodies, times, and on what is under way at once.

use crate::world::{Call, Road, World};
use ruhu_server::web::serve::Bounds;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Long enough that only a hang reaches it.
const HANG: Duration = Duration::from_secs(60);

fn raw(to: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(to).expect("the server listens");
    stream.set_read_timeout(Some(HANG)).expect("a time over zero");
    stream
}

/// Everything the server says until it closes.
fn all_said(mut stream: TcpStream) -> String {
    let mut said = Vec::new();
    // A connection that is reset instead of closed has said what it said.
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

/// A request whose body the server waits for: it is under way from here on.
fn under_way(world: &World, length: usize) -> Road {
    let mut road = world.connect();
    let body = vec![b' '; length];
    let call = Call::new("POST", "/v1/enrol")
        .with("Expect", "100-continue")
        .body(&body);
    road.send(&call, 0);
    assert_eq!(road.answer(true).status, 100);
    road
}

#[test]
fn one_connection_too_many_hears_503_and_when_to_come_back() {
    let world = World::bounded(Bounds {
        connections: 2,
        ..Bounds::default()
    });
    let mut held = [world.connect(), world.connect()];
    for road in &mut held {
        road.send(&Call::new("GET", "/health"), 0);
        assert_eq!(road.answer(false).status, 200);
    }
    let said = all_said(raw(world.running().listening()));
    assert!(
        said.starts_with("HTTP/1.1 503 ") && said.contains("Retry-After: 10"),
        "{said}"
    );
    drop(held);
    // The server notices in its own time that two have left.
    while world_is_full(&world) {}
    assert_eq!(world.call(&Call::new("GET", "/health")).status, 200);
}

fn world_is_full(world: &World) -> bool {
    let mut stream = raw(world.running().listening());
    let asked = stream.write_all(b"GET /health HTTP/1.1\r\nHost: ruhu\r\nConnection: close\r\n\r\n");
    asked.is_err() || !all_said(stream).starts_with("HTTP/1.1 200 ")
}

#[test]
fn one_request_too_many_hears_503_and_the_watch_is_answered_all_the_same() {
    let world = World::bounded(Bounds {
        requests: 2,
        ..Bounds::default()
    });
    let mut held = [under_way(&world, 100), under_way(&world, 100)];
    let answer = world.call(&Call::new("POST", "/v1/enrol").body(b"{}"));
    assert_eq!((answer.status, answer.code().as_str()), (503, "busy"));
    assert_eq!(answer.header("retry-after"), Some("5"));
    for path in ["/health", "/metrics", "/openapi.json"] {
        assert_eq!(world.call(&Call::new("GET", path)).status, 200, "{path}");
    }
    for road in &mut held {
        road.more(&[b' '; 100]);
        assert_eq!(road.answer(false).code(), "not_json", "what was under way goes on");
    }
    let answer = world.call(&Call::new("POST", "/v1/enrol").body(b"{}"));
    assert_eq!(answer.status, 400, "there is room again");
}

#[test]
fn bytes_under_way_are_bounded_by_what_calls_say_they_will_send() {
    let world = World::bounded(Bounds {
        kib: 14 * 1024,
        ..Bounds::default()
    });
    let phone = world.phone_of("张伟");
    let large = vec![b' '; 4 * 1024 * 1024];
    let call = || {
        Call::new("POST", "/v1/sync")
            .by(&phone)
            .with("Expect", "100-continue")
            .body(&large)
    };
    let mut first = world.connect();
    first.send(&call(), 0);
    assert_eq!(first.answer(true).status, 100, "one such call has room");
    let mut second = world.connect();
    second.send(&call(), 0);
    let answer = second.answer(false);
    assert_eq!((answer.status, answer.code().as_str()), (503, "busy"));
    assert!(answer.header("retry-after").is_some());
    // Also who sends without asking first hears it, after the last byte.
    let answer = world.call(&Call::new("POST", "/v1/sync").by(&phone).body(&large));
    assert_eq!((answer.status, answer.code().as_str()), (503, "busy"));
    first.more(&large);
    assert_eq!(first.answer(false).code(), "not_json");
    // Its place is given back with the last byte of its answer, perhaps a moment after we have read it.
    let empty = (0..1_000_000).any(|_| {
        std::thread::yield_now();
        world.running().app().load.under_way() == (0, 0)
    });
    assert!(empty, "{:?}", world.running().app().load.under_way());
}

#[test]
fn heads_are_bounded_in_bytes_lines_and_time() {
    let world = World::bounded(Bounds {
        head: Duration::from_millis(200),
        ..Bounds::default()
    });
    let long = "x".repeat(40 * 1024);
    let answer = world.call(&Call::new("GET", "/health").with("X-Long", long));
    assert_eq!(answer.status, 431);
    let mut many = Call::new("GET", "/health");
    for _ in 0..80 {
        many = many.with("X-One", "more");
    }
    assert_eq!(world.call(&many).status, 431);
    let mut slow = raw(world.running().listening());
    slow.write_all(b"GET /health HT").expect("a part of a head");
    assert!(
        !all_said(slow).contains("200"),
        "a head that comes to no end ends the connection"
    );
}

#[test]
fn bodies_are_bounded_in_bytes_and_time() {
    let world = World::bounded(Bounds {
        body_idle: Duration::from_millis(200),
        ..Bounds::default()
    });
    let phone = world.phone_of("张伟");
    let sync = vec![b' '; 5 * 1024 * 1024];
    for (path, length) in [
        ("/v1/enrol", 17 * 1024),
        ("/v1/sync", sync.len()),
        ("/sign-out", 65 * 1024),
    ] {
        let call = Call::new("POST", path)
            .by(&phone)
            .with("Expect", "100-continue")
            .body(&sync[..length]);
        let mut road = world.connect();
        road.send(&call, 0);
        let mut answer = road.answer(true);
        if answer.status == 100 {
            road.more(&sync[..length]);
            answer = road.answer(true);
        }
        // Who is not signed in is told that first.
        assert!([413, 401].contains(&answer.status), "{path}: {}", answer.status);
    }
    let mut slow = under_way(&world, 1000);
    slow.more(b"{\"proof");
    let answer = slow.answer(false);
    assert_eq!((answer.status, answer.code().as_str()), (408, "cut"));
}

#[test]
fn a_chunked_body_without_a_length_ends_at_the_bound_too() {
    let world = World::new();
    let mut stream = raw(world.running().listening());
    let head = "POST /v1/enrol HTTP/1.1\r\nHost: ruhu\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("a head");
    let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
    // It goes on until the server has had enough.
    for _ in 0..1000 {
        if stream.write_all(chunk.as_bytes()).is_err() {
            break;
        }
    }
    let said = all_said(stream);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 413 "), "{said}");
    assert_eq!(world.call(&Call::new("GET", "/health")).status, 200);
}
