//! The examples of docs/record.md are real: whoever writes another client tries its reader on them. They are signed by
//! keys that anybody can have: the scalar of 32 bytes 0x07, and the seed of 32 bytes 0x09.

use super::*;
use crate::ids::{CadreId, RecordId, Sha256};
use crate::time::{Moment, TimeEvidence};
use serde_json::json;

const PAGE: &str = include_str!("../../../docs/record.md");

fn record() -> SignedRecord {
    let signer = MemorySigner::from_bytes(&[7; 32]).expect("a good scalar");
    let key = DeviceKey::from_sec1(&signer.public_key().expect("in memory")).expect("a point");
    let envelope = Envelope {
        id: "01980000-0000-7000-8000-000000000001"
            .parse::<RecordId>()
            .expect("an id"),
        kind: Kind::Consent,
        v: 1,
        township: "610924102".parse().expect("nine digits"),
        device: key.id(),
        seq: 1,
        prev: None,
        at: TimeEvidence {
            wall: "2026-05-03T09:10:00+08:00".parse().expect("a time"),
            monotonic_ms: Some(3_600_000),
            boot: Some(12),
            gnss: None,
        },
        anchor: None,
        body: json!({"cadre": CadreId::from_bytes([1; 16]), "given": true, "version": "2026-1"}),
    };
    sign_record(&signer, envelope).expect("signs")
}

fn receipt(record: &SignedRecord) -> String {
    ServerSigner::from_bytes(&[9; 32]).receipt(&Receipt {
        what: ReceiptOf::Record,
        sha256: record.sha256,
        device: record.envelope.device.clone(),
        seq: Some(1),
        log: "610924102-demo".parse().expect("a log id"),
        n: Some(0),
        received: "2026-05-03T12:00:00+08:00".parse::<Moment>().expect("a time"),
    })
}

#[test]
fn the_examples_of_the_page_are_genuine() {
    let record = record();
    let server = ServerSigner::from_bytes(&[9; 32]).public();
    let leaf = Leaf::of(&[0x5a; 32], &record.sha256);
    for (what, text) in [
        ("record", record.jws.clone()),
        ("device key", record.envelope.device.to_string()),
        ("record hash", record.sha256.to_string()),
        ("receipt", receipt(&record)),
        ("server key", server.id().to_string()),
        ("words", fingerprint_words(&server.id()).join(" ")),
        ("leaf", leaf.0.to_string()),
        (
            "root of a log of it alone",
            MerkleLog::from_leaves([leaf]).root().to_string(),
        ),
    ] {
        assert!(PAGE.contains(&text), "docs/record.md lacks the {what}: {text}");
    }
    assert_eq!(Sha256::of(record.jws.as_bytes()), record.sha256);
}
