//! A policy put in force on many visits while 20 phones sync and pages are read: each is answered, and how long the slowest
//! of them waits is printed. Without pieces a call fails after 20 s.

use super::county::{County, Phone, TOWNSHIP, household, request};
use crate::keeping::ruhu::plain;
use crate::world::{Answer, Call, Road};
use ruhu_core::domain::Verdict;
use ruhu_core::wire::SyncAnswer;
use ruhu_tests::process::{Served, full};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Calls of one kind, and the slowest.
#[derive(Default)]
struct Waits(Mutex<(u32, Duration)>);

impl Waits {
    fn timed(&self, call: impl FnOnce() -> Answer) -> Answer {
        let begun = Instant::now();
        let answer = call();
        let mut waits = self.0.lock().expect("nobody panicked inside");
        *waits = (waits.0 + 1, waits.1.max(begun.elapsed()));
        answer
    }
    fn told(&self, what: &str) -> (u32, Duration) {
        let waits = *self.0.lock().expect("nobody panicked inside");
        println!("{what}: {} calls, the slowest {} ms", waits.0, waits.1.as_millis());
        waits
    }
}

/// One visit after the other, each in a call of its own, until the policy is put.
fn syncs(
    phone: &mut Phone,
    number: usize,
    at: SocketAddr,
    county: (ruhu_core::time::Moment, &AtomicBool),
    waits: &Waits,
) {
    let (now, going) = county;
    let mut id = 1_000_000;
    while going.load(Ordering::SeqCst) {
        id += 1;
        let started = now.plus_ms(-3_600_000 + i64::try_from(id - 1_000_000).expect("few") * 1000);
        let records = vec![phone.visits(id, number, started)];
        let body = serde_json::to_vec(&request(records)).expect("JSON");
        let answer = waits.timed(|| Road::to(at).call(&phone.call(&body)));
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json::<SyncAnswer>().taken.len(), 1);
    }
}

#[test]
fn phones_and_pages_never_wait_long_while_a_policy_is_put_in_force() {
    let (homes, visits) = if full() { (5_000, 50_000) } else { (400, 1_200) };
    let dir = tempfile::tempdir().expect("a folder");
    let mut county = County::begun(&dir.path().join("data"), homes, visits);
    let (folder, policy) = (county.folder(), county.strict());
    let served = Served::start(Path::new(env!("CARGO_BIN_EXE_ruhu")), &county.data, "127.0.0.1:0", &[]);
    let at: SocketAddr = served.listening().parse().expect("an address");
    let link = served
        .fact("sign-in")
        .strip_prefix(served.fact("address"))
        .expect("its own")
        .to_owned();
    let done = Road::to(at).call(&Call::new("POST", &link));
    let cookie = done
        .header("set-cookie")
        .expect("a cookie")
        .split(';')
        .next()
        .expect("a pair")
        .to_owned();
    let look = |path: &str| {
        let answer = Road::to(at).call(&Call::new("GET", path).with("Cookie", cookie.clone()));
        assert_eq!(answer.status, 200, "{path}");
        answer
    };
    let going = AtomicBool::new(true);
    let (phones, pages) = (Waits::default(), Waits::default());
    let (now, data) = (county.now, county.data.clone());
    let half_judged = AtomicBool::new(false);
    let (took, said) = std::thread::scope(|scope| {
        for (number, phone) in county.phones.iter_mut().enumerate() {
            let (going, phones) = (&going, &phones);
            scope.spawn(move || syncs(phone, number, at, (now, going), phones));
        }
        let (going, pages, half_judged, look) = (&going, &pages, &half_judged, &look);
        scope.spawn(move || {
            let mut told = false;
            while going.load(Ordering::SeqCst) {
                told |= pages.timed(|| look("/")).text().contains("正在按新规则重新认定：剩 ");
                pages.timed(|| look("/villages/610924102001?show=short"));
                let home = pages
                    .timed(|| look(&format!("/households/{TOWNSHIP}/{}", household(homes - 1))))
                    .text();
                // Its visits are all as before, and then it says so, or all judged again.
                let (counts, review) = (
                    home.matches("✓ 算数").count(),
                    home.contains("这一户还没有按新规则重新认定"),
                );
                if review && counts == 0 {
                    half_judged.store(true, Ordering::SeqCst);
                }
            }
            assert!(told, "no page said that verdicts are being worked out again");
        });
        let begun = Instant::now();
        let out = Command::new(env!("CARGO_BIN_EXE_ruhu"))
            .args([
                "policy",
                "put",
                plain(&policy),
                "--scope",
                TOWNSHIP,
                "--json",
                "--data",
                plain(&data),
            ])
            .output()
            .expect("it runs");
        going.store(false, Ordering::SeqCst);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        (begun.elapsed(), String::from_utf8_lossy(&out.stderr).into_owned())
    });
    assert!(said.contains("正在按新规则重新认定：剩 "), "progress is said: {said}");
    assert!(
        !half_judged.load(Ordering::SeqCst),
        "a page showed a household half judged"
    );
    println!("{visits} visits judged again in {} s", took.as_secs());
    let (phones, pages) = (phones.told("phones"), pages.told("pages"));
    assert!(phones.0 >= 20 && pages.0 >= 3);
    let verdicts = county.verdicts(&folder);
    assert!(verdicts.values().flatten().all(|verdict| *verdict != Verdict::Counts));
    assert_eq!(County::waiting(&folder), 0);
    served.stop();
}
