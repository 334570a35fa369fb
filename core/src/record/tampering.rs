//! Tests over whole records: what was signed reads back, and nothing in it can be changed unseen.

use super::*;
use crate::Result;
use crate::ids::{RecordId, Sha256};
use crate::time::{Moment, TimeAnchor, TimeEvidence};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

fn signer() -> MemorySigner {
    MemorySigner::from_bytes(&[7; 32]).expect("a good scalar")
}
fn key() -> DeviceKey {
    DeviceKey::from_sec1(&signer().public_key().expect("in memory")).expect("a point")
}
fn envelope() -> Envelope {
    let wall = Moment::from_millis(1_780_000_000_000);
    Envelope {
        id: RecordId::from_bytes([5; 16]),
        kind: Kind::Visit,
        v: 1,
        township: "610924102".parse().expect("nine digits"),
        device: key().id(),
        seq: 2,
        prev: Some(Sha256::of(b"the record before")),
        at: TimeEvidence {
            wall,
            monotonic_ms: Some(5),
            boot: Some(1),
            gnss: Some(wall),
        },
        anchor: Some(Anchor {
            log: "610924102-x".parse().expect("a log id"),
            size: 7,
            root: Sha256::of(b"root"),
            time: TimeAnchor {
                time: wall,
                monotonic_ms: 4,
                boot: 1,
            },
        }),
        body: json!({"household": "001", "note": "门前有积水", "photos": [{"size": 5}]}),
    }
}
/// Signs any payload as a record, well formed or not.
fn signed(payload: &str) -> Result<String> {
    Jws::sign_es256(&signer(), typ::RECORD, payload.as_bytes(), HeaderKey::Kid)
}
fn refusal(payload: &Value) -> &'static str {
    let jws = signed(&payload.to_string()).expect("signs");
    read_record(&jws, &key()).expect_err("refused").code()
}
fn payload() -> Value {
    serde_json::to_value(envelope()).expect("JSON")
}
/// Every place in a JSON value, as a pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| places(value, &format!("{at}/{name}"), found)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(i, value)| places(value, &format!("{at}/{i}"), found)),
        _ => found.push(at.to_owned()),
    }
}

#[test]
fn a_record_reads_back_as_it_was_signed() {
    let written = sign_record(&signer(), envelope()).expect("signs");
    let read = read_record(&written.jws, &key()).expect("genuine");
    assert_eq!(read, written);
    assert_eq!(read.sha256, Sha256::of(read.jws.as_bytes()));
}

#[test]
fn the_first_record_has_neither_prev_nor_anchor_in_its_bytes() {
    let first = Envelope {
        seq: 1,
        prev: None,
        anchor: None,
        ..envelope()
    };
    let written = sign_record(&signer(), first).expect("signs");
    let bytes = Jws::parse(&written.jws).expect("a JWS").payload;
    let value: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert!(value.get("prev").is_none() && value.get("anchor").is_none());
    assert_eq!(read_record(&written.jws, &key()).expect("genuine"), written);
}

#[test]
fn a_change_of_any_field_is_found() {
    let written = sign_record(&signer(), envelope()).expect("signs");
    let parts: Vec<&str> = written.jws.split('.').collect();
    let mut found = Vec::new();
    places(&payload(), "", &mut found);
    assert_eq!(found.len(), 20, "every field that a record can have is there");
    for place in found {
        let mut changed = payload();
        let value = changed.pointer_mut(&place).expect("a place of this record");
        *value = match value {
            Value::String(text) => json!(format!("{text}0")),
            _ => json!(4_711),
        };
        let middle = URL_SAFE_NO_PAD.encode(changed.to_string());
        let jws = format!("{}.{middle}.{}", parts[0], parts[2]);
        assert_eq!(read_record(&jws, &key()), Err(RecordError::Signature), "{place}");
    }
}

#[test]
fn a_change_of_any_character_is_found() {
    let written = sign_record(&signer(), envelope()).expect("signs");
    for at in 0..written.jws.len() {
        let mut bytes = written.jws.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).expect("ASCII");
        assert!(read_record(&changed, &key()).is_err(), "character {at}");
    }
}

#[test]
fn another_keys_record_is_refused() {
    let other = MemorySigner::from_bytes(&[8; 32]).expect("a good scalar");
    let written = sign_record(&signer(), envelope()).expect("signs");
    let other_key = DeviceKey::from_sec1(&other.public_key().expect("in memory")).expect("a point");
    assert_eq!(read_record(&written.jws, &other_key), Err(RecordError::OtherKey("kid")));
    assert!(
        sign_record(&other, envelope()).is_err(),
        "the envelope names the first key"
    );
    let mut stolen = payload();
    stolen["device"] = json!(other_key.id());
    assert_eq!(refusal(&stolen), "wrong_key");
}

#[test]
fn a_signature_for_something_else_is_no_record() {
    let bytes = serde_json::to_vec(&payload()).expect("JSON");
    let enrol = Jws::sign_es256(&signer(), typ::ENROL, &bytes, HeaderKey::Kid).expect("signs");
    assert_eq!(read_record(&enrol, &key()).expect_err("refused").code(), "wrong_header");
    let by_jwk = Jws::sign_es256(&signer(), typ::RECORD, &bytes, HeaderKey::Jwk).expect("signs");
    assert_eq!(read_record(&by_jwk, &key()).expect_err("refused").code(), "wrong_key");
}

#[test]
fn claim_names_of_tokens_are_refused_at_the_top_and_kept_below() {
    for claim in ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"] {
        let mut with = payload();
        with[claim] = json!(1);
        assert_eq!(refusal(&with), "reserved_claim", "{claim}");
        let mut below = payload();
        below["body"][claim] = json!(1);
        let jws = signed(&below.to_string()).expect("signs");
        assert!(
            read_record(&jws, &key()).is_ok(),
            "{claim} in the body is a field like any other"
        );
    }
}

#[test]
fn numbers_and_predecessors_that_do_not_fit_are_refused() {
    for (seq, prev) in [
        (0, json!(null)),
        (0, json!(Sha256::of(b""))),
        (1, json!(Sha256::of(b""))),
        (2, json!(null)),
        (u64::MAX, json!(null)),
    ] {
        let mut wrong = payload();
        wrong["seq"] = json!(seq);
        wrong["prev"] = prev;
        assert_eq!(refusal(&wrong), "bad_chain", "{seq}");
    }
}

#[test]
fn what_is_no_record_is_refused_by_its_place_and_never_quoted() {
    for text in ["", "{", "张三", "[1", "{\"seq\":1}x"] {
        let jws = signed(text).expect("signs");
        assert_eq!(
            read_record(&jws, &key()).expect_err("refused").code(),
            "not_json",
            "{text}"
        );
    }
    let jws = signed("[\"张三\"]").expect("signs");
    assert_eq!(read_record(&jws, &key()).expect_err("refused").code(), "not_a_record");
    let mut wrong = payload();
    wrong["v"] = json!("张三");
    let refused = read_record(&signed(&wrong.to_string()).expect("signs"), &key()).expect_err("refused");
    assert_eq!(refused.code(), "not_a_record");
    assert!(!refused.to_string().contains("张三"));
    let twice = payload().to_string().replacen('{', "{\"seq\":1,", 1);
    let refused = read_record(&signed(&twice).expect("signs"), &key()).expect_err("refused");
    assert_eq!(refused.code(), "not_a_record");
    for name in ["id", "kind", "v", "township", "device", "seq", "at", "body"] {
        let mut missing = payload();
        missing.as_object_mut().expect("an object").remove(name);
        assert_eq!(refusal(&missing), "not_a_record", "{name}");
    }
}

#[test]
fn a_record_over_the_limit_is_refused_on_both_ends() {
    let mut large = envelope();
    large.body = json!({"note": "字".repeat(MAX_RECORD_BYTES / 3)});
    assert!(matches!(
        sign_record(&signer(), large.clone()),
        Err(crate::Error::TooLarge { .. })
    ));
    assert_eq!(refusal(&serde_json::to_value(large).expect("JSON")), "too_large");
}

#[test]
fn kinds_and_fields_of_a_later_version_are_kept() {
    let mut later = payload();
    later["kind"] = json!("harvest");
    later["v"] = json!(9);
    later["weather"] = json!({"rain": true});
    let jws = signed(&later.to_string()).expect("signs");
    let read = read_record(&jws, &key()).expect("taken");
    assert_eq!(read.envelope.kind, Kind::Unknown("harvest".into()));
    assert_eq!(
        serde_json::to_value(&read.envelope.kind).expect("JSON"),
        json!("harvest")
    );
    assert_eq!(read.jws, jws, "the bytes are kept as they came");
}

#[test]
fn a_body_that_does_not_fit_its_kind_is_still_taken() {
    let mut odd = payload();
    odd["body"] = json!(["not", "a", "visit"]);
    let read = read_record(&signed(&odd.to_string()).expect("signs"), &key()).expect("taken");
    assert!(serde_json::from_value::<crate::domain::Visit>(read.envelope.body).is_err());
}

#[test]
fn the_kinds_are_written_as_the_format_names_them() {
    let names = [
        "visit",
        "help",
        "problem",
        "plan",
        "correction",
        "consent",
        "notice",
        "signature",
        "place",
        "assignment",
        "waiver",
        "policy",
        "decision",
        "import",
        "tombstone",
    ];
    for name in names {
        let kind: Kind = serde_json::from_value(json!(name)).expect("a kind");
        assert!(!matches!(kind, Kind::Unknown(_)), "{name}");
        assert_eq!(serde_json::to_value(kind).expect("JSON"), json!(name));
    }
}
