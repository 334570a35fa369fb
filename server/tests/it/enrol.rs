//! A phone comes in by a code, once, and only at the server whose fingerprint the code carries.

use crate::world::{Call, Phone, TOWNSHIP, World};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ruhu_core::ids::KeyId;
use ruhu_core::record::{MemorySigner, Signer};
use ruhu_core::time::DAY_MS;
use ruhu_core::wire::{EnrolAnswer, EnrolCode, SyncAnswer};
use ruhu_server::store::Coverage;
use std::path::Path;

#[test]
fn a_code_enrols_one_phone_and_the_second_is_told() {
    let world = World::new();
    let made = world.code_for("张伟");
    let phone = Phone::new();
    let spoken = format!("{}-{}", &made.code[..5].to_lowercase(), &made.code[5..]);
    let answer = phone.enrol(&world, &spoken, &made.fingerprint);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer: EnrolAnswer = answer.json();
    let server = world.running().app().signer.public();
    let certificate = server
        .certificate(&answer.certificate)
        .expect("the server's own signature");
    assert_eq!(certificate.device, phone.kid());
    assert_eq!(
        (certificate.cadre, certificate.township.as_str()),
        (made.cadre, TOWNSHIP)
    );
    assert_eq!(
        (answer.cadre.name.as_str(), answer.township_name.as_str()),
        ("张伟", "高坪镇")
    );
    assert_eq!(
        server.checkpoint(&answer.checkpoint).map(|seen| seen.time).ok(),
        Some(certificate.enrolled)
    );
    let second = Phone::new().enrol(&world, &made.code, &made.fingerprint);
    assert_eq!((second.status, second.code().as_str()), (409, "code_used"));
}

/// How a phone with this token is answered when it syncs.
fn syncs(world: &World, phone: &Phone, token: &str) -> (u16, String) {
    let by = phone.with_token(token);
    let answer = world.call(&Call::new("POST", "/v1/sync").by(&by).body(b"{}"));
    let code = if answer.status == 200 {
        String::new()
    } else {
        answer.code()
    };
    (answer.status, code)
}

fn enrolled(world: &World, phone: &Phone, code: &str, server: &KeyId) -> EnrolAnswer {
    let answer = phone.enrol(world, code, server);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn a_lost_answer_is_given_again_to_the_same_key_and_to_no_other() {
    let world = World::new();
    let (made, phone) = (world.code_for("张伟"), Phone::new());
    let lost = enrolled(&world, &phone, &made.code, &made.fingerprint);
    world.clock.step_ms(DAY_MS);
    let heard = enrolled(&world, &phone, &made.code, &made.fingerprint);
    assert_ne!(lost.token, heard.token);
    assert_eq!((heard.cadre.id, &heard.township), (lost.cadre.id, &lost.township));
    assert_eq!(syncs(&world, &phone, &heard.token).0, 200);
    // What went astray ends once the phone has shown which answer it has.
    assert_eq!(syncs(&world, &phone, &lost.token), (401, "unknown_token".to_owned()));
    let other = Phone::new().enrol(&world, &made.code, &made.fingerprint);
    assert_eq!((other.status, other.code().as_str()), (409, "code_used"));
    assert_eq!(syncs(&world, &phone, &heard.token).0, 200);
    let state = world.folder().store.phones(&TOWNSHIP.parse().expect("a code"));
    assert_eq!(state.expect("reads").len(), 1);
}

#[test]
fn a_call_that_the_road_delivers_late_does_not_end_the_token_in_use() {
    let world = World::new();
    let (made, phone) = (world.code_for("张伟"), Phone::new());
    let kept = enrolled(&world, &phone, &made.code, &made.fingerprint);
    assert_eq!(syncs(&world, &phone, &kept.token).0, 200);
    for _ in 0..3 {
        enrolled(&world, &phone, &made.code, &made.fingerprint);
        assert_eq!(syncs(&world, &phone, &kept.token).0, 200);
    }
}

#[test]
fn calls_at_the_same_time_are_all_answered_and_make_one_phone() {
    let world = World::new();
    let (made, phone, other) = (world.code_for("张伟"), Phone::new(), Phone::new());
    let answers: Vec<(bool, u16)> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..6)
            .map(|n| {
                let (world, made, mine) = (&world, &made, n % 2 == 0);
                let phone = if mine { &phone } else { &other };
                scope.spawn(move || (mine, phone.enrol(world, &made.code, &made.fingerprint).status))
            })
            .collect();
        calls.into_iter().map(|call| call.join().expect("answered")).collect()
    });
    let of = |mine: bool| {
        answers
            .iter()
            .filter(move |answer| answer.0 == mine)
            .map(|answer| answer.1)
    };
    let (first, second): (Vec<u16>, Vec<u16>) = (of(true).collect(), of(false).collect());
    assert!(
        (first == [200; 3] && second == [409; 3]) || (first == [409; 3] && second == [200; 3]),
        "{answers:?}"
    );
}

#[test]
fn a_lost_answer_is_not_given_again_after_the_codes_seven_days() {
    let world = World::new();
    let (made, phone) = (world.code_for("张伟"), Phone::new());
    let first = enrolled(&world, &phone, &made.code, &made.fingerprint);
    world.clock.step_ms(7 * DAY_MS - 1);
    enrolled(&world, &phone, &made.code, &made.fingerprint);
    world.clock.step_ms(1);
    let late = phone.enrol(&world, &made.code, &made.fingerprint);
    assert_eq!((late.status, late.code().as_str()), (410, "code_expired"));
    assert_eq!(syncs(&world, &phone, &first.token).0, 200);
}

#[test]
fn a_proof_for_another_server_is_refused_and_the_code_stays_good() {
    let world = World::new();
    let made = world.code_for("张伟");
    let other: KeyId = Phone::new().kid();
    let refused = Phone::new().enrol(&world, &made.code, &other);
    assert_eq!((refused.status, refused.code().as_str()), (403, "another_server"));
    assert_eq!(Phone::new().enrol(&world, &made.code, &made.fingerprint).status, 200);
}

#[test]
fn a_code_is_good_for_seven_days_by_the_servers_clock() {
    let world = World::new();
    let (early, late) = (world.code_for("张伟"), world.code_for("王芳"));
    world.clock.step_ms(7 * DAY_MS - 1);
    assert_eq!(Phone::new().enrol(&world, &early.code, &early.fingerprint).status, 200);
    world.clock.step_ms(1);
    let refused = Phone::new().enrol(&world, &late.code, &late.fingerprint);
    assert_eq!((refused.status, refused.code().as_str()), (410, "code_expired"));
}

#[test]
fn a_proof_that_another_key_signed_is_refused() {
    let world = World::new();
    let made = world.code_for("张伟");
    let (mine, other) = (Phone::new(), MemorySigner::generate());
    let mut request = mine.proof(&made.code, &made.fingerprint);
    let signed = request.proof.rsplit_once('.').expect("three parts").0.to_owned();
    let foreign = other.sign(signed.as_bytes()).expect("signed");
    request.proof = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(foreign));
    let body = serde_json::to_vec(&request).expect("JSON");
    let refused = world.call(&Call::new("POST", "/v1/enrol").body(&body));
    assert_eq!((refused.status, refused.code().as_str()), (400, "bad_proof"));
}

#[test]
fn one_key_is_one_cadres_and_a_new_code_replaces_the_token() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let other = world.code_for("王芳");
    let refused = phone.enrol(&world, &other.code, &other.fingerprint);
    assert_eq!((refused.status, refused.code().as_str()), (409, "key_taken"));
    let again = world.code_for("张伟");
    let answer = phone.enrol(&world, &again.code, &again.fingerprint);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let old = world.call(&Call::new("POST", "/v1/sync").by(&phone).body(b"{}"));
    assert_eq!((old.status, old.code().as_str()), (401, "unknown_token"));
}

#[test]
fn a_call_without_a_token_hears_401_and_with_one_syncs() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let without = world.call(&Call::new("POST", "/v1/sync").body(b"{}"));
    assert_eq!((without.status, without.code().as_str()), (401, "no_token"));
    let answer = world.call(&Call::new("POST", "/v1/sync").by(&phone).body(b"{}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer: SyncAnswer = answer.json();
    assert!(answer.taken.is_empty());
    assert_eq!(answer.down.households.len(), 1);
}

#[test]
fn a_body_that_is_none_is_said_by_its_place_and_not_by_its_words() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let bad = world.call(
        &Call::new("POST", "/v1/sync")
            .by(&phone)
            .body("{\"records\":\n\"李明\"}".as_bytes()),
    );
    assert_eq!((bad.status, bad.code().as_str()), (400, "not_json"));
    assert!(
        bad.text().contains("line 2") && !bad.text().contains("李明"),
        "{}",
        bad.text()
    );
    let large = vec![b' '; 5 * 1024 * 1024];
    let refused = world.call(&Call::new("POST", "/v1/sync").by(&phone).body(&large));
    assert_eq!((refused.status, refused.code().as_str()), (413, "too_large"));
}

#[test]
fn the_command_makes_a_code_while_the_server_runs() {
    let world = World::new();
    let svg = world.data.path().join("code.svg");
    let ruhu = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ruhu"));
        command.arg("enrol").arg("--data").arg(world.data.path()).args(more);
        command.output().expect("the binary runs")
    };
    let svg_path = svg.to_str().expect("a plain path");
    let made = ruhu(&["--cadre", "王芳", "--json", "--svg", svg_path]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&made.stdout).expect("one JSON object");
    assert_eq!(answer["address"].as_str(), Some(world.running().address()));
    let server = world.running().app().signer.public().id();
    assert_eq!(answer["fingerprint"].as_str(), Some(server.as_str()));
    let carried = EnrolCode::from_qr(answer["qr"].as_str().expect("a text")).expect("a good QR text");
    assert_eq!(
        (Some(carried.code.as_str()), &carried.server),
        (answer["code"].as_str(), &server)
    );
    assert!(std::fs::read_to_string(&svg).expect("written").contains("<svg"));
    let told = ruhu(&["--cadre", &format!("  {}", answer["cadre"].as_str().expect("an id"))]);
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(text.contains("王芳") && text.contains('█'), "{text}");
    let nobody = ruhu(&["--cadre", "李雷", "--json"]);
    assert_eq!((nobody.status.code(), nobody.stdout.len()), (Some(2), 0));
    // The real clock made these codes and the stepped one reads them: the first is years from its end, so it is good.
    assert_eq!(Phone::new().enrol(&world, &carried.code, &carried.server).status, 200);
}

#[test]
fn no_secret_stands_in_any_file_of_the_folder() {
    let mut world = World::new();
    let made = world.code_for("王芳");
    let phone = world.phone_of("张伟");
    let link = world.running().sign_in_link().expect("a link");
    let token = link.url.rsplit('/').next().expect("the last part").to_owned();
    world.stop();
    for secret in [made.code, phone.token, token] {
        assert!(
            !stands_in(world.data.path(), secret.as_bytes()),
            "a secret is kept in clear"
        );
    }
}

fn stands_in(folder: &Path, secret: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("readable").any(|entry| {
        let path = entry.expect("readable").path();
        match path.is_dir() {
            true => stands_in(&path, secret),
            false => std::fs::read(&path)
                .expect("readable")
                .windows(secret.len())
                .any(|bytes| bytes == secret),
        }
    })
}
