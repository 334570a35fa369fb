//! A newer app from the township's server: only what it signed for, gone on with after a cut, and nothing else.

use super::*;
use crate::ids::Sha256;
use crate::record::{AppStatement, ServerSigner};
use crate::sync::{HttpAnswer, HttpRequest, Transport, TransportError};
use crate::wire::{APP_PATH, AppAnswer};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};

/// The township, handing out an app over a road that breaks.
struct Handing {
    town: Arc<Township>,
    /// The seed of the key it signs by: 9 is the one that the phone enrolled with.
    key: AtomicU8,
    told: AppStatement,
    /// What it really sends.
    bytes: Vec<u8>,
    /// The road breaks at every so manieth call; never at 0.
    breaks_every: AtomicU32,
    calls: AtomicU32,
    /// Bytes of parts that arrived.
    sent: AtomicU64,
}

impl Transport for Handing {
    fn send(&self, request: &HttpRequest) -> Result<HttpAnswer, TransportError> {
        let Some(name) = request.path.strip_prefix(APP_PATH) else {
            return self.town.send(request);
        };
        let calls = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        let every = self.breaks_every.load(Ordering::SeqCst);
        if every > 0 && calls.is_multiple_of(every) {
            return Err(TransportError::Cut);
        }
        Ok(match name {
            "" => {
                let signer = ServerSigner::from_bytes(&[self.key.load(Ordering::SeqCst); 32]);
                let app = signer.app(&self.told);
                answer(200, None, serde_json::to_vec(&AppAnswer { app }).expect("JSON"))
            }
            name if name == format!("/{}", self.told.file) => self.part(request),
            _ => answer(
                404,
                None,
                br#"{"code":"no_app","message":"another one is handed out"}"#.to_vec(),
            ),
        })
    }
}

impl Handing {
    fn part(&self, request: &HttpRequest) -> HttpAnswer {
        let (_, range) = request
            .headers
            .iter()
            .find(|(name, _)| *name == "Range")
            .expect("a part");
        let (from, to) = range
            .strip_prefix("bytes=")
            .and_then(|range| range.split_once('-'))
            .expect("a range");
        let (from, to): (usize, usize) = (from.parse().expect("a number"), to.parse().expect("a number"));
        let body = self.bytes[from..=to].to_vec();
        self.sent
            .fetch_add(body.len().try_into().expect("small"), Ordering::SeqCst);
        answer(206, Some(format!("bytes {from}-{to}/{}", self.bytes.len())), body)
    }
}

fn answer(status: u16, range: Option<String>, body: Vec<u8>) -> HttpAnswer {
    HttpAnswer {
        status,
        headers: range
            .map(|range| ("content-range".to_owned(), range))
            .into_iter()
            .collect(),
        body,
    }
}

struct Updating {
    app: App,
    road: Arc<Handing>,
    dir: tempfile::TempDir,
}

/// A phone at a township that says it hands out `told` and sends `sent`.
fn updating(told: &[u8], sent: &[u8]) -> Updating {
    let clock = SetClock::at("2026-05-03T09:00:00+08:00");
    let town = Arc::new(Township::new(clock.clone(), Vec::new()));
    let code = town.code();
    let road = Arc::new(Handing {
        town,
        key: AtomicU8::new(9),
        told: AppStatement {
            version_name: "0.2.0".into(),
            version_code: 2,
            min_sdk: 26,
            bytes: told.len().try_into().expect("small"),
            sha256: Sha256::of(told),
            file: "ruhu-0.2.0-2.apk".into(),
        },
        bytes: sent.to_vec(),
        breaks_every: AtomicU32::new(0),
        calls: AtomicU32::new(0),
        sent: AtomicU64::new(0),
    });
    let dir = tempfile::tempdir().expect("a folder");
    let config = Config {
        dir: dir.path().join("store"),
        trust: Trust::Platform,
        transport: Some(road.clone()),
    };
    let app = App::open(config, KEY, Arc::new(MemorySigner::generate()), clock).expect("opens");
    app.enrol(&code, "test").expect("enrols");
    Updating { app, road, dir }
}

impl Updating {
    fn to(&self) -> PathBuf {
        self.dir.path().join("新版").join("ruhu.apk")
    }
    fn fetch(&self) -> Answer<Fetched> {
        self.app
            .fetch_app(&self.road.told, &self.to(), &|_| ControlFlow::Continue(()))
    }
    fn files(&self) -> usize {
        fs::read_dir(self.dir.path().join("新版")).expect("a folder").count()
    }
}

/// Something as long as three parts and a bit.
fn apk(seed: u8) -> Vec<u8> {
    (0..800_000u32)
        .map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1] ^ seed)
        .collect()
}

#[test]
fn a_newer_app_is_told_of_and_one_as_old_as_this_is_not() {
    let phone = updating(&apk(1), &apk(1));
    assert_eq!(phone.app.newest_app(1).expect("asks"), Some(phone.road.told.clone()));
    assert_eq!(phone.app.newest_app(2).expect("asks"), None);
    assert_eq!(phone.app.newest_app(3).expect("asks"), None, "never an older one");
}

#[test]
fn the_file_comes_in_parts_over_a_road_that_breaks_and_is_the_one_signed_for() {
    let phone = updating(&apk(1), &apk(1));
    phone.road.breaks_every.store(2, Ordering::SeqCst);
    assert_eq!(phone.fetch().expect("fetches"), Fetched::Whole);
    assert_eq!(fs::read(phone.to()).expect("there"), apk(1));
    assert_eq!(phone.files(), 1, "no part is left");
    let calls = phone.road.calls.load(Ordering::SeqCst);
    assert_eq!(phone.fetch().expect("is there already"), Fetched::Whole);
    assert_eq!(
        phone.road.calls.load(Ordering::SeqCst),
        calls,
        "nothing is asked for twice"
    );
}

#[test]
fn after_a_cut_and_a_stop_it_goes_on_from_where_the_file_ends() {
    let phone = updating(&apk(1), &apk(1));
    let stop_after_one = |there: u64| match there {
        0 => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    };
    let stopped = phone.app.fetch_app(&phone.road.told, &phone.to(), &stop_after_one);
    assert_eq!(stopped.expect("stops"), Fetched::Stopped);
    phone.road.breaks_every.store(1, Ordering::SeqCst);
    assert!(
        matches!(phone.fetch(), Err(AppError::TryLater { .. })),
        "the road is gone"
    );
    assert!(!phone.to().exists());
    phone.road.breaks_every.store(0, Ordering::SeqCst);
    assert_eq!(phone.fetch().expect("goes on"), Fetched::Whole);
    assert_eq!(fs::read(phone.to()).expect("there"), apk(1));
    assert_eq!(phone.road.sent.load(Ordering::SeqCst), 800_000, "no byte came twice");
}

#[test]
fn a_file_that_the_server_did_not_sign_for_is_deleted_and_told() {
    let phone = updating(&apk(1), &apk(2));
    assert_eq!(code(phone.fetch()), "app_differs");
    assert_eq!(phone.files(), 0, "nothing of it is left");
}

#[test]
fn leftovers_of_something_else_are_not_built_upon() {
    let phone = updating(&apk(1), &apk(1));
    fs::create_dir_all(phone.dir.path().join("新版")).expect("a folder");
    fs::write(phone.dir.path().join("新版/ruhu.apk.part"), vec![0; 900_000]).expect("written");
    fs::write(phone.to(), b"another file").expect("written");
    assert_eq!(phone.fetch().expect("fetches"), Fetched::Whole);
    assert_eq!(fs::read(phone.to()).expect("there"), apk(1));
}

#[test]
fn a_version_that_is_no_longer_handed_out_and_an_offer_by_another_key_are_told_in_words() {
    let phone = updating(&apk(1), &apk(1));
    let older = AppStatement {
        file: "ruhu-0.1.9-1.apk".into(),
        ..phone.road.told.clone()
    };
    let gone = phone.app.fetch_app(&older, &phone.to(), &|_| ControlFlow::Continue(()));
    assert_eq!(code(gone), "no_app");
    phone.road.key.store(8, Ordering::SeqCst);
    let forged = phone.app.newest_app(1).expect_err("another key signed it");
    assert!(
        matches!(&forged, AppError::Report { text, .. } if text.zh.contains("没有下载")),
        "{forged:?}"
    );
}
