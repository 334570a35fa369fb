//! `ruhu phones`: a lost phone is shut out from its next call on, and a mistake is mended without a loss.

use crate::world::{Call, Phone, TOWNSHIP, World};
use ruhu_core::ids::RecordId;
use ruhu_core::record::{DeviceKey, Envelope, Kind, RevocationBody, read_record, sign_record};
use ruhu_core::time::{Clock, TimeEvidence};
use ruhu_core::wire::{SyncAnswer, TakenState};
use ruhu_server::pack::verify::verify;
use ruhu_server::store::{Evidence, Ledger};
use serde_json::{Value, json};
use std::process::{Command, Output};

fn ruhu(world: &World, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruhu"))
        .args(args)
        .arg("--data")
        .arg(world.data.path())
        .output()
        .expect("the binary runs")
}

fn done(world: &World, args: &[&str]) -> Value {
    let output = ruhu(world, &[args, &["--json"]].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    serde_json::from_slice(&output.stdout).expect("one JSON value")
}

/// The record of this phone after `before`.
fn record(world: &World, phone: &Phone, before: Option<&str>) -> String {
    let now = world.clock.now().wall;
    let envelope = Envelope {
        id: RecordId::new(now),
        kind: Kind::Consent,
        v: 1,
        township: TOWNSHIP.parse().expect("a code"),
        device: phone.kid(),
        seq: if before.is_some() { 2 } else { 1 },
        prev: before.map(|jws| ruhu_core::ids::Sha256::of(jws.as_bytes())),
        at: TimeEvidence::told(now),
        anchor: None,
        body: json!({"given": true, "version": "2026-1"}),
    };
    sign_record(&*phone.signer, envelope).expect("signs").jws
}

fn sync(world: &World, phone: &Phone, body: &Value) -> (u16, String) {
    let body = serde_json::to_vec(body).expect("JSON");
    let answer = world.call(&Call::new("POST", "/v1/sync").by(phone).body(&body));
    match answer.status {
        200 => {
            let answer: SyncAnswer = answer.json();
            let all = answer
                .taken
                .iter()
                .all(|taken| matches!(taken.state, TakenState::Receipt(_)));
            (
                200,
                if all {
                    String::new()
                } else {
                    format!("{:?}", answer.taken)
                },
            )
        }
        status => (status, answer.code()),
    }
}

#[test]
fn every_phone_is_listed_with_what_it_said_of_itself() {
    let world = World::new();
    let (zhang, wang) = (world.phone_of("张伟"), world.phone_of("王芳"));
    world.clock.step_ms(60_000);
    let said = json!({"waiting_records": 2, "waiting_photos": 3, "app_version": "0.2.0 (20)"});
    assert_eq!(sync(&world, &zhang, &said).0, 200);
    let listed = done(&world, &["phones"]);
    let phones = listed["phones"].as_array().expect("a list");
    assert_eq!(phones.len(), 2);
    let of = |phone: &Phone| {
        let kid = phone.kid().to_string();
        phones.iter().find(|one| one["kid"] == kid).expect("listed").clone()
    };
    let one = of(&zhang);
    assert_eq!(
        (&one["name"], &one["model"], &one["version"]),
        (&json!("张伟"), &json!("Redmi 9A, Android 10"), &json!("0.2.0 (20)"))
    );
    assert_eq!(
        (&one["waiting_records"], &one["waiting_photos"], &one["revoked"]),
        (&json!(2), &json!(3), &Value::Null)
    );
    assert_eq!(one["last_seen"], json!(world.clock.now().wall));
    assert_eq!(
        (&of(&wang)["last_seen"], &of(&wang)["version"]),
        (&Value::Null, &Value::Null)
    );
    let text = ruhu(&world, &["phones"]);
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(
        text.contains("王芳") && text.contains("0.2.0 (20)") && text.contains("从未"),
        "{text}"
    );
    // An app that does not say its version goes on as before.
    assert_eq!(sync(&world, &zhang, &json!({})).0, 200);
    assert_eq!(done(&world, &["phones"])["phones"][0]["version"], Value::Null);
}

#[test]
fn a_revoked_phone_is_refused_at_every_call_and_renewed_it_goes_on() {
    let world = World::new();
    let (phone, other) = (world.phone_of("张伟"), world.phone_of("王芳"));
    let before = record(&world, &phone, None);
    assert_eq!(
        sync(&world, &phone, &json!({"records": [before]})),
        (200, String::new())
    );
    let (photo, later) = (vec![7u8; 300], vec![8u8; 300]);
    phone.names(&world, &photo);
    phone.names(&world, &later);
    let opened = world.call(&create(&phone, &photo));
    assert_eq!(opened.status, 201, "{}", opened.text());
    let upload = opened.header("location").expect("a place").to_owned();

    let kid = phone.kid().to_string();
    let done_so = done(
        &world,
        &["phones", "revoke", &kid[..12], "--reason", "手机丢了", "--by", "镇长"],
    );
    assert_eq!((&done_so["kid"], &done_so["reason"]), (&json!(kid), &json!("手机丢了")));
    let waiting = record(&world, &phone, Some(&before));
    let told = (401, "phone_revoked".to_owned());
    assert_eq!(sync(&world, &phone, &json!({"records": [waiting]})), told);
    let path = format!("/v1/photos/{}", ruhu_core::ids::Sha256::of(&photo));
    for call in [
        create(&phone, &later),
        Call::tus("PATCH", &upload, &phone).part(0, &photo),
        Call::tus("DELETE", &upload, &phone),
        Call::new("GET", &path).by(&phone),
    ] {
        let answer = world.call(&call);
        assert_eq!((answer.status, answer.code()), told);
    }
    assert_eq!(world.call(&Call::tus("HEAD", &upload, &phone)).status, 401);
    // The phone that took its place cannot bring what the old key signed; its own records go.
    let answer = sync(
        &world,
        &other,
        &json!({"records": [waiting, record(&world, &other, None)]}),
    );
    assert!(
        answer.1.contains("revoked_key") && answer.1.contains("Receipt"),
        "{answer:?}"
    );
    // What was taken keeps its receipt, whoever asks.
    assert_eq!(
        sync(&world, &other, &json!({"records": [before]})),
        (200, String::new())
    );
    assert!(
        done(&world, &["phones"])["phones"]
            .to_string()
            .contains("\"revoked\":\"2026")
    );

    done(&world, &["phones", "renew", &kid, "--reason", "找到了"]);
    assert_eq!(
        sync(&world, &phone, &json!({"records": [waiting]})),
        (200, String::new())
    );
    let rest = world.call(&Call::tus("PATCH", &upload, &phone).part(0, &photo));
    assert_eq!(rest.status, 204, "{}", rest.text());
    written_and_told(&world, &kid);
}

/// Two records of kind `revocation` stand in the log, `ruhu log` tells of them, packs verify and the doctor is content.
fn written_and_told(world: &World, kid: &str) {
    let folder = world.folder();
    let code = TOWNSHIP.parse().expect("a code");
    let desk = DeviceKey::from_sec1(&folder.store.township(&code).expect("there").desk_key).expect("a key");
    let mut bodies = Vec::new();
    folder
        .store
        .each_record(&code, &mut |record| {
            if record.kind == "revocation" {
                let signed = read_record(&record.jws.expect("there"), &desk).expect("the township's own signature");
                bodies.push(serde_json::from_value::<RevocationBody>(signed.envelope.body).expect("a body"));
            }
            Ok(())
        })
        .expect("reads");
    let said: Vec<(&str, bool)> = bodies.iter().map(|body| (body.kid.as_str(), body.withdrawn)).collect();
    assert_eq!(said, [(kid, false), (kid, true)]);
    let log = done(world, &["log", "--kind", "revocation"]);
    let entries = log["entries"].as_array().expect("a list");
    assert_eq!(entries.len(), 2);
    assert!(
        entries
            .iter()
            .all(|entry| entry["zh"].as_str().is_some_and(|zh| zh.contains("张伟")))
    );
    assert_eq!(
        (&entries[1]["by"], &entries[1]["what"]["why"]),
        (&json!("镇长"), &json!("手机丢了"))
    );
    let year = bodies[0].from.day().year().to_string();
    let pack = world.data.path().with_extension("pack");
    let out = pack.display().to_string();
    let exported = ruhu(world, &["export", "--scope", TOWNSHIP, "--year", &year, "--out", &out]);
    assert_eq!(
        exported.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&exported.stderr)
    );
    let report = verify(&pack, None).expect("a pack");
    std::fs::remove_dir_all(&pack).expect("removed");
    assert!(report.ok, "{report:?}");
    let doctor = ruhu(world, &["doctor", "--json"]);
    let found: Value = serde_json::from_slice(&doctor.stdout).expect("one JSON value");
    assert!(!found.to_string().contains(kid), "{found}");
}

fn create<'a>(phone: &Phone, photo: &[u8]) -> Call<'a> {
    use base64::Engine;
    let encoded = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let sha256 = ruhu_core::ids::Sha256::of(photo).to_string();
    let metadata = format!("sha256 {},filetype {}", encoded(&sha256), encoded("image/jpeg"));
    Call::tus("POST", "/v1/photos", phone)
        .with("Upload-Length", photo.len().to_string())
        .with("Upload-Metadata", metadata)
}

#[test]
fn what_cannot_be_revoked_or_renewed_is_refused_in_words_and_changes_nothing() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let kid = phone.kid().to_string();
    let size = || {
        let code = TOWNSHIP.parse().expect("a code");
        world.folder().store.township(&code).expect("there").log_size
    };
    let refused = |args: &[&str], words: &str| {
        let before = size();
        let output = ruhu(&world, args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(words) && output.stdout.is_empty(), "{args:?}: {said}");
        assert_eq!(size(), before);
    };
    refused(&["phones", "revoke", "nobody", "--reason", "x"], "no phone");
    refused(&["phones", "revoke", &kid], "--reason");
    refused(&["phones", "revoke", &kid, "--reason", "  "], "--reason");
    refused(&["phones", "revoke", &kid, "--reason", "x", "--by", ""], "--by");
    refused(&["phones", "renew", &kid, "--reason", "x"], "not revoked");
    assert_eq!(
        ruhu(&world, &["phones", "revoke", &kid, "--reason", "丢了"])
            .status
            .code(),
        Some(0)
    );
    refused(&["phones", "revoke", &kid, "--reason", "x"], "already");
    // Revoked, its key cannot be enrolled by a new code: the township renews it.
    let made = world.code_for("张伟");
    let answer = phone.enrol(&world, &made.code, &made.fingerprint);
    assert_eq!((answer.status, answer.code().as_str()), (409, "key_taken"));
}

#[test]
fn the_folder_may_be_named_before_or_after_what_is_done() {
    let world = World::new();
    let kid = world.phone_of("张伟").kid().to_string();
    let data = world.data.path().display().to_string();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ruhu"));
        command.args(args).output().expect("the binary runs").status.code()
    };
    assert_eq!(
        run(&["phones", "--data", &data, "revoke", &kid, "--reason", "丢了"]),
        Some(0)
    );
    assert_eq!(
        run(&["phones", "renew", "--data", &data, "--reason", "找到了", &kid]),
        Some(0)
    );
    // A kid may begin with a hyphen.
    assert_eq!(
        run(&["phones", "revoke", "-nobody", "--data", &data, "--reason", "x"]),
        Some(2)
    );
    assert_eq!(
        run(&["phones", "revoke", "--data", &data, "--reason", "x", "--nobody"]),
        Some(2)
    );
    assert_eq!(run(&["phones"]), Some(2));
}

#[test]
fn an_enrolment_is_not_answered_again_after_the_phone_was_revoked() {
    let world = World::new();
    let (made, phone) = (world.code_for("张伟"), Phone::new());
    assert_eq!(phone.enrol(&world, &made.code, &made.fingerprint).status, 200);
    done(&world, &["phones", "revoke", phone.kid().as_str(), "--reason", "丢了"]);
    let again = phone.enrol(&world, &made.code, &made.fingerprint);
    assert_eq!((again.status, again.code().as_str()), (409, "key_taken"));
}
