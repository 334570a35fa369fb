//! A township, and an enrolled device with no more than a key and a token: it names a photo in a signed record, and
//! leaves the sending of it to others.

use ruhu_core::ids::Sha256;
use ruhu_core::record::{DeviceKey, HeaderKey, Jws, MemorySigner, ReceiptOf, Signer, typ};
use ruhu_core::sync::{Enrolled, HttpAnswer, HttpRequest, HttpTransport, Method, Transport, Trust, enrol};
use ruhu_core::time::{Clock, SystemClock};
use ruhu_core::wire::{EnrolCode, PhotoState, SyncAnswer, TakenState};
use ruhu_server::shelf::PhotoShelf;
use ruhu_tests::clock::TownClock;
use ruhu_tests::town::Town;
use ruhu_tests::village::{number, roster};
use serde_json::json;
use std::sync::Arc;

pub const CADRE: &str = "王建军";

/// A township that lives in the machine's own time, as strangers' programs do.
pub fn town(dir: &std::path::Path) -> Town {
    let clock = TownClock::at(SystemClock.now().wall);
    clock.go_live();
    let csv = roster(&[(CADRE, 0..3)]);
    let (town, _) = Town::open(&dir.join("server"), Arc::new(clock), csv.as_bytes()).expect("a township");
    town
}

/// An enrolment code's QR text.
pub fn code(town: &Town) -> String {
    let cadre = town
        .roster
        .cadres
        .iter()
        .find(|cadre| cadre.name == CADRE)
        .expect("on the roster");
    let address = town.running.address().to_owned();
    town.code_for(cadre.id, address).expect("a code")
}

pub struct Device {
    signer: MemorySigner,
    road: HttpTransport,
    pub enrolled: Enrolled,
}

impl Device {
    pub fn new(town: &Town) -> Self {
        let signer = MemorySigner::generate();
        let code = EnrolCode::from_qr(&code(town)).expect("a code");
        let road = HttpTransport::new(&code.address, &Trust::Roots(Vec::new())).expect("a road");
        let wall = SystemClock.now().wall;
        let enrolled = enrol(&road, &code, &signer, wall, "stranger").expect("enrols");
        Self { signer, road, enrolled }
    }

    /// Sends one visit that names these photos.
    pub fn name(&self, photos: &[&[u8]]) {
        let at = json!({"wall": SystemClock.now().wall});
        let key = DeviceKey::from_sec1(&self.signer.public_key().expect("a key"))
            .expect("a point")
            .id();
        let entry = |bytes: &&[u8]| {
            let file = json!({"sha256": Sha256::of(bytes), "size": bytes.len()});
            json!({"original": file, "copy": file, "in_app": true, "taken": SystemClock.now().wall})
        };
        let entries: Vec<_> = photos.iter().map(entry).collect();
        let record = json!({
            "id": ruhu_core::ids::RecordId::new(SystemClock.now().wall), "kind": "visit", "v": 1,
            "township": self.enrolled.township, "device": key, "seq": 1, "at": at,
            "body": {
                "household": number(0), "cadre": self.enrolled.cadre.id, "mode": "on_site", "late": false,
                "started": at, "ended": at, "no_fix_reason": "a stranger", "photos": entries, "statements": {},
                "judged": {"policy": null, "place_version": null, "roster_cursor": 0, "verdict": "needs_review",
                           "codes": []},
            },
        });
        let payload = serde_json::to_vec(&record).expect("JSON");
        let jws = Jws::sign_es256(&self.signer, typ::RECORD, &payload, HeaderKey::Kid).expect("signed");
        let body = serde_json::to_vec(&json!({"records": [jws]})).expect("JSON");
        let answer = self.call(Method::Post, "/v1/sync", body);
        let answer: SyncAnswer = serde_json::from_slice(&answer.body).expect("an answer");
        assert!(
            matches!(answer.taken[0].state, TakenState::Receipt(_)),
            "{:?}",
            answer.taken
        );
    }

    /// The photo is whole, on the server's shelf, with its receipt for this device.
    pub fn has(&self, town: &Town, photo: &[u8]) {
        let sha256 = Sha256::of(photo);
        let answer = self.call(Method::Get, &format!("/v1/photos/{sha256}"), Vec::new());
        let state: PhotoState = serde_json::from_slice(&answer.body).expect("an answer");
        let receipt = self
            .enrolled
            .server
            .receipt(&state.receipt.expect("a receipt"))
            .expect("the server's");
        assert_eq!((receipt.what, receipt.sha256), (ReceiptOf::Photo, sha256));
        let shelf = PhotoShelf::local(&town.folder.path.join("photos")).expect("a shelf");
        let there = shelf.read(&town.code, &sha256).expect("reads").expect("there");
        assert_eq!(Sha256::of(&there), sha256);
    }

    pub fn call(&self, method: Method, path: &str, body: Vec<u8>) -> HttpAnswer {
        let request = HttpRequest {
            method,
            path: path.to_owned(),
            headers: vec![("Authorization", format!("Bearer {}", self.enrolled.token))],
            body,
            answer_limit: 1 << 24,
            patience_ms: 60_000,
        };
        self.road.send(&request).expect("an answer")
    }
}
