//! One laptop that opens hundreds of connections and lets their bytes trickle refuses nobody: not phones elsewhere, not
//! phones behind the same router, not a browser.

use crate::world::accounts::{PASSWORD, form};
use crate::world::{Answer, Call, Phone, Road, World};
use ruhu_server::store::Role;
use ruhu_server::web::serve::{Bounds, Pace};
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpSocket;

/// A connection to the server from this address of the machine itself.
fn connect(from: &str, to: SocketAddr) -> std::io::Result<TcpStream> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let from: IpAddr = from.parse().expect("an address");
    let stream = runtime.block_on(async {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(from, 0))?;
        socket.connect(to).await?.into_std()
    })?;
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(stream)
}

fn road(world: &World, from: &str) -> Road {
    Road::over(connect(from, world.running().listening()).expect("the server listens"))
}

/// The beginnings of requests that never come to their end.
fn beginnings(phone: &Phone) -> [String; 6] {
    let post =
        |path: &str, more: &str| format!("POST {path} HTTP/1.1\r\nHost: ruhu\r\nContent-Length: 60000\r\n{more}\r\n");
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    [
        post("/sign-in", form),
        post("/password/none", form),
        post("/v1/enrol", ""),
        post("/v1/sync", "Authorization: Bearer nobodys\r\n"),
        post("/v1/sync", &format!("Cookie: ruhu_session={}\r\n", phone.token)),
        "GET /health HTTP/1.1\r\nX-Long: ".to_owned(),
    ]
}

/// Ends the trickle also when an assertion fails.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// Holds 300 connections open from an address and feeds each a byte now and then, until told to stop; one that the
/// server ended is opened again.
fn trickle(from: &str, to: SocketAddr, beginnings: &[String], going: &AtomicBool, begun: &AtomicBool) {
    let open = |number: usize| {
        let mut stream = connect(from, to).ok()?;
        stream.set_nonblocking(true).ok()?;
        stream
            .write_all(beginnings[number % beginnings.len()].as_bytes())
            .ok()?;
        Some(stream)
    };
    let mut held: Vec<Option<TcpStream>> = (0..300).map(open).collect();
    begun.store(true, Ordering::SeqCst);
    while going.load(Ordering::SeqCst) {
        let mut opened = 0;
        for (number, slot) in held.iter_mut().enumerate() {
            let alive = slot.as_mut().is_some_and(|stream| {
                let ended = matches!(stream.read(&mut [0; 1024]), Ok(0));
                !ended && stream.write_all(b"a").is_ok()
            });
            if !alive && opened < 10 {
                *slot = open(number);
                opened += 1;
            }
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn sync(world: &World, from: &str, phone: &Phone) -> Answer {
    let body = br#"{"records":[],"cursor":0,"waiting_records":0,"waiting_photos":0}"#;
    road(world, from).call(&Call::new("POST", "/v1/sync").by(phone).body(body))
}

#[test]
fn one_laptop_with_three_hundred_trickling_connections_refuses_nobody() {
    let world = World::new();
    let phones: Vec<Phone> = (0..3).map(|_| world.phone_of("张伟")).collect();
    world.signed_in_as("王芳", "610924102", Role::Township);
    let to = world.running().listening();
    let beginnings = beginnings(&phones[0]);
    let (going, begun) = (AtomicBool::new(true), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let ends = Ends(&going);
        scope.spawn(|| trickle("127.0.0.66", to, &beginnings, &going, &begun));
        while !begun.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        let until = Instant::now() + Duration::from_secs(8);
        let mut rounds = 0;
        while Instant::now() < until {
            // The last one stands behind the laptop's own router.
            for (phone, from) in phones.iter().zip(["127.0.0.1", "127.0.0.9", "127.0.0.66"]) {
                let answer = sync(&world, from, phone);
                assert_eq!(answer.status, 200, "{from}: {}", answer.text());
            }
            for from in ["127.0.0.1", "127.0.0.66"] {
                let asked = road(&world, from).call(&Call::new("GET", "/sign-in"));
                assert_eq!(asked.status, 200, "{from}: {}", asked.text());
            }
            rounds += 1;
        }
        let typed = form(&[("name", "王芳"), ("password", PASSWORD)]);
        let call = Call::new("POST", "/sign-in").with("Content-Type", "application/x-www-form-urlencoded");
        let entered = road(&world, "127.0.0.9").call(&call.body(&typed));
        assert_eq!(entered.status, 303, "{}", entered.text());
        drop(ends);
        assert!(rounds > 3, "{rounds}");
    });
}

#[test]
fn a_trickling_body_ends_early_and_a_slow_one_passes() {
    let pace = Pace {
        rate: 1000,
        grace: Duration::from_secs(4),
    };
    let world = World::bounded(Bounds {
        stranger_pace: pace,
        ..Bounds::default()
    });
    let to = world.running().listening();
    let feed = |bytes: usize| {
        let mut stream = connect("127.0.0.1", to).expect("the server listens");
        let head = "POST /v1/enrol HTTP/1.1\r\nHost: ruhu\r\nContent-Length: 12000\r\nConnection: close\r\n\r\n";
        stream.write_all(head.as_bytes()).expect("a head");
        let mut left = 12_000;
        let began = Instant::now();
        while left > 0 && began.elapsed() < Duration::from_secs(20) {
            let part = vec![b' '; bytes.min(left)];
            if stream.write_all(&part).is_err() {
                break;
            }
            left -= part.len();
            std::thread::sleep(Duration::from_millis(100));
        }
        let mut said = Vec::new();
        // A connection that is reset instead of closed has said what it said.
        let _ = stream.read_to_end(&mut said);
        (String::from_utf8_lossy(&said).into_owned(), left)
    };
    let (said, left) = feed(2);
    assert!(
        left > 0 && (said.is_empty() || said.contains("\"cut\"")),
        "{left} {said}"
    );
    let (said, left) = feed(2000);
    assert!(left == 0 && said.contains("not_json"), "{left} {said}");
}

#[test]
fn a_phone_that_calls_too_often_is_told_when_to_come_back_and_another_is_not() {
    let world = World::bounded(Bounds {
        calls: (
            NonZeroU32::new(20).expect("over 0"),
            NonZeroU32::new(1).expect("over 0"),
        ),
        ..Bounds::default()
    });
    let (one, other) = (world.phone_of("张伟"), world.phone_of("王芳"));
    let ask = |phone: &Phone| world.call(&Call::new("POST", "/v1/sync").by(phone).body(b"{}"));
    let refused = (0..200).map(|_| ask(&one)).find(|answer| answer.status == 429);
    let refused = refused.expect("a bound");
    assert!(
        refused
            .header("retry-after")
            .expect("a time")
            .parse::<u64>()
            .expect("seconds")
            > 0
    );
    assert_ne!(ask(&other).status, 429);
    assert_eq!(
        world.call(&Call::new("GET", "/sign-in")).status,
        200,
        "nor is a stranger"
    );
}

#[test]
fn one_phone_cannot_hold_all_requests_and_all_bytes() {
    let world = World::new();
    let (one, other) = (world.phone_of("张伟"), world.phone_of("王芳"));
    let large = vec![b' '; 4 * 1024 * 1024];
    let call = |phone: &Phone| {
        Call::new("POST", "/v1/sync")
            .by(phone)
            .with("Expect", "100-continue")
            .body(&large)
    };
    let mut held = Vec::new();
    let refused = (0..100).find_map(|_| {
        let mut road = world.connect();
        road.send(&call(&one), 0);
        let answer = road.answer(true);
        match answer.status {
            100 => {
                held.push(road);
                None
            }
            _ => Some(answer),
        }
    });
    let refused = refused.expect("a share");
    assert!(
        refused.status == 503 && (1..30).contains(&held.len()),
        "{} {}",
        refused.status,
        held.len()
    );
    let mut road = world.connect();
    road.send(&call(&other), 0);
    assert_eq!(road.answer(true).status, 100);
}
