//! Each field of everything a pack says, changed one after the other: without the server's key it is found by its line,
//! with the key by what the phones signed and by the rules.

use super::forge::{copy, json, lines, payload, sign_again, text};
use super::township::full;
use super::world::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ruhu_core::record::{Checkpoint, Kind, PackStatement, Receipt, ServerSigner, fingerprint_words};
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::{Code, verify};
use ruhu_server::store::Ledger;
use ruhu_server::town::decide;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn honest() -> (World, PathBuf) {
    let world = full();
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    (world, pack)
}

/// The pointers to every value that holds no other, in order.
fn leaves(value: &Value) -> Vec<String> {
    fn walk(value: &Value, at: String, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, inner) in fields {
                    walk(
                        inner,
                        format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")),
                        found,
                    );
                }
            }
            Value::Array(items) => {
                for (place, inner) in items.iter().enumerate() {
                    walk(inner, format!("{at}/{place}"), found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(at),
        }
    }
    let mut found = Vec::new();
    walk(value, String::new(), &mut found);
    found
}

/// One of each kind of field: of those whose pointers differ by numbers alone the first and the last.
fn one_of_each(value: &Value) -> Vec<String> {
    let mut kinds: BTreeMap<String, (String, String)> = BTreeMap::new();
    for pointer in leaves(value) {
        let kind: String = pointer.chars().filter(|c| !c.is_ascii_digit()).collect();
        let place = kinds.entry(kind).or_insert((pointer.clone(), pointer.clone()));
        place.1 = pointer;
    }
    let mut all: Vec<String> = kinds.into_values().flat_map(|(first, last)| [first, last]).collect();
    all.dedup();
    all
}

/// Another value of the same shape where there is one.
fn other(value: &Value) -> Value {
    match value {
        Value::Bool(was) => (!was).into(),
        Value::Number(number) => match number.as_u64() {
            Some(number) => (number + 1).into(),
            None => (number.as_f64().expect("a number") + 0.5).into(),
        },
        Value::Null => Value::String("x".into()),
        Value::String(text) => match text.as_str() {
            "met" => "missed".into(),
            "counts" => "does_not_count".into(),
            "does_not_count" | "needs_review" => "counts".into(),
            "on_site" => "phone".into(),
            "remote" => "excuse".into(),
            "excuse" => "remote".into(),
            // A day, an hour, a hash, a name: another digit where there is one.
            text => match text.rfind(|c: char| c.is_ascii_digit()) {
                Some(at) => {
                    let digit = if &text[at..=at] == "1" { "2" } else { "1" };
                    format!("{}{digit}{}", &text[..at], &text[at + 1..]).into()
                }
                None => format!("{text}x").into(),
            },
        },
        Value::Array(_) | Value::Object(_) => unreachable!("a leaf"),
    }
}

#[test]
fn each_field_of_each_kind_of_record_is_found_by_its_line() {
    let (world, pack) = honest();
    let honest: Vec<String> = text(&pack, "data/records.jwsl").lines().map(str::to_owned).collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (line, jws) in honest.iter().enumerate() {
        kinds.entry(payload(jws)["kind"].to_string()).or_insert(line);
    }
    assert!(kinds.len() >= 9, "{kinds:?}");
    let mut fields = 0;
    for line in kinds.into_values() {
        let told = payload(&honest[line]);
        let parts: Vec<&str> = honest[line].split('.').collect();
        for pointer in leaves(&told) {
            let mut changed = told.clone();
            let field = changed.pointer_mut(&pointer).expect("there");
            *field = other(field);
            lines(&pack, "data/records.jwsl", |lines| {
                lines[line] = format!(
                    "{}.{}.{}",
                    parts[0],
                    URL_SAFE_NO_PAD.encode(changed.to_string()),
                    parts[2]
                );
            });
            // Everything that needs no phone's key is made again.
            sign_again(&pack, &world.folder.signer, |_| {});
            let report = check(&pack);
            let place = format!("data/records.jwsl:{}", line + 1);
            let found = report.findings.iter().any(|finding| {
                matches!(finding.code, Code::RecordNotGenuine | Code::KeyUnknown) && finding.place.starts_with(&place)
            });
            assert!(found, "{pointer}: {:?}", report.findings);
            fields += 1;
        }
        lines(&pack, "data/records.jwsl", |lines| {
            lines[line].clone_from(&honest[line])
        });
    }
    assert!(fields > 150, "{fields}");
}

#[test]
fn each_field_of_the_coverage_is_found_though_the_township_signs_again() {
    let (world, pack) = honest();
    let honest = text(&pack, "data/coverage.json");
    let value: Value = serde_json::from_str(&honest).expect("JSON");
    let mut fields = 0;
    // Of a visit whose record was lawfully erased all is taken as told.
    let erased: Vec<String> = text(&pack, "data/records.jwsl")
        .lines()
        .map(payload)
        .filter(|record| record["kind"] == "tombstone")
        .map(|record| record["body"]["sha256"].as_str().expect("a hash").to_owned())
        .collect();
    let of_erased = |pointer: &str| {
        // `/households/5/visits/2/…`
        let visit: String = pointer.split('/').take(5).collect::<Vec<_>>().join("/");
        let visit = value.pointer(&visit);
        visit.is_some_and(|visit| erased.iter().any(|hash| visit["record"] == **hash))
    };
    let all = one_of_each(&value).into_iter();
    for pointer in all.filter(|pointer| !of_erased(pointer)) {
        json(&pack, "data/coverage.json", |file| {
            let field = file.pointer_mut(&pointer).expect("there");
            *field = other(field);
        });
        sign_again(&pack, &world.folder.signer, |_| {});
        let report = check(&pack);
        let found = report.findings.iter().any(|finding| finding.place.starts_with("data/"));
        assert!(found, "{pointer} of coverage.json");
        fs::write(pack.join("data/coverage.json"), &honest).expect("written");
        fields += 1;
    }
    assert!(fields > 40, "{fields}");
}

#[test]
fn each_field_of_the_inputs_is_found_but_for_what_is_taken_as_told() {
    let (world, pack) = honest();
    let honest = text(&pack, "data/inputs.json");
    let value: Value = serde_json::from_str(&honest).expect("JSON");
    // Facts of visits before the year are taken as told; a cadre's unit stands nowhere else.
    let told = ["/before/", "/unit"];
    let mut unseen = Vec::new();
    for pointer in one_of_each(&value) {
        json(&pack, "data/inputs.json", |file| {
            let field = file.pointer_mut(&pointer).expect("there");
            *field = other(field);
        });
        sign_again(&pack, &world.folder.signer, |_| {});
        if check(&pack).ok {
            unseen.push(pointer);
        }
        fs::write(pack.join("data/inputs.json"), &honest).expect("written");
    }
    unseen.retain(|pointer| !told.iter().any(|told| pointer.contains(told)));
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn each_field_of_a_receipt_a_checkpoint_and_the_statement_is_found() {
    let (world, pack) = honest();
    let signer = &world.folder.signer;
    let resigned = |file: &str, line: usize, field: &str, sign: &dyn Fn(Value) -> String| -> bool {
        let copied = copy(&world, &pack, "field");
        lines(&copied, file, |lines| {
            let mut told = payload(&lines[line]);
            told[field] = other(&told[field]);
            lines[line] = sign(told);
        });
        sign_again(&copied, signer, |_| {});
        let ok = check(&copied).ok;
        fs::remove_dir_all(&copied).expect("removed");
        !ok
    };
    let receipts = text(&pack, "data/receipts.jwsl").lines().count();
    let receipt = |value| signer.receipt(&serde_json::from_value::<Receipt>(value).expect("a receipt"));
    for line in [0, 7, receipts - 1] {
        for field in ["sha256", "device", "log"] {
            // The device of a photo's receipt is whoever brought it first: the server's word.
            if (line, field) != (receipts - 1, "device") {
                assert!(
                    resigned("data/receipts.jwsl", line, field, &receipt),
                    "{field} of receipt {line}"
                );
            }
        }
        if line < receipts - 1 {
            for field in ["seq", "n"] {
                assert!(
                    resigned("data/receipts.jwsl", line, field, &receipt),
                    "{field} of receipt {line}"
                );
            }
        }
    }
    let checkpoint = |value| signer.checkpoint(&serde_json::from_value::<Checkpoint>(value).expect("a checkpoint"));
    for field in ["log", "size", "root"] {
        assert!(resigned("data/checkpoints.jwsl", 3, field, &checkpoint), "{field}");
    }
    let statement = payload(&text(&pack, "data/pack.jws"));
    let mut fields = 0;
    for pointer in leaves(&statement)
        .into_iter()
        .filter(|pointer| !pointer.starts_with("/files/"))
    {
        let copied = copy(&world, &pack, "statement");
        let mut changed = statement.clone();
        let field = changed.pointer_mut(&pointer).expect("there");
        *field = match pointer.as_str() {
            "/made" => "2026-05-04T09:00:00.000+08:00".into(),
            _ => other(field),
        };
        let changed: PackStatement = serde_json::from_value(changed).expect("a statement");
        fs::write(copied.join("data/pack.jws"), signer.pack(&changed) + "\n").expect("written");
        super::forge::bag_again(&copied);
        assert!(!check(&copied).ok, "{pointer}");
        fs::remove_dir_all(&copied).expect("removed");
        fields += 1;
    }
    assert!(fields >= 9, "{fields}");
}

#[test]
fn two_lines_that_changed_places_are_found_in_every_list() {
    let (world, pack) = honest();
    for file in ["records.jwsl", "receipts.jwsl", "checkpoints.jwsl", "log.jsonl"] {
        let copied = copy(&world, &pack, file);
        lines(&copied, &format!("data/{file}"), |lines| lines.swap(2, 3));
        sign_again(&copied, &world.folder.signer, |_| {});
        assert!(codes(&check(&copied)).contains(&Code::OrderWrong), "{file}");
    }
}

/// Signs everything that the server signed again with another key.
fn everything_again(pack: &Path, from: &ServerSigner, to: &ServerSigner) {
    lines(pack, "data/receipts.jwsl", |lines| {
        for line in lines {
            *line = to.receipt(&from.public().receipt(line).expect("genuine"));
        }
    });
    lines(pack, "data/checkpoints.jwsl", |lines| {
        for line in lines {
            *line = to.checkpoint(&from.public().checkpoint(line).expect("genuine"));
        }
    });
    json(pack, "data/keys.jwks", |file| {
        let keys = file["keys"].as_array_mut().expect("a list");
        let server = keys.iter_mut().find(|key| key["ruhu"] == "server").expect("one");
        *server = to.public().to_jwk();
        server["ruhu"] = "server".into();
    });
    // The papers that name the key are rewritten too: what they say is held against it.
    let [was, is] = [from, to].map(|signer| signer.public().id());
    for file in ["bag-info.txt", "data/README.html"] {
        let words = [&was, &is].map(|id| fingerprint_words(id).join(" "));
        let paper = text(pack, file)
            .replace(was.as_str(), is.as_str())
            .replace(&words[0], &words[1]);
        fs::write(pack.join(file), paper).expect("written");
    }
    sign_again(pack, to, |_| {});
}

#[test]
fn everything_signed_again_with_other_keys_is_known_by_the_printed_fingerprint_alone() {
    let (world, pack) = honest();
    let other = ServerSigner::from_bytes(&[5; 32]);
    everything_again(&pack, &world.folder.signer, &other);
    let report = check(&pack);
    assert!(report.ok, "consistent under its own key: {:?}", report.findings);
    assert_eq!(report.checked.server_key, Some(other.public().id()));
    let printed = world.folder.signer.public().id();
    assert_eq!(
        codes(&verify(&pack, Some(&printed)).expect("a pack")),
        [Code::ServerKeyOther]
    );
}

#[test]
fn a_tombstone_for_another_number_is_found() {
    let mut world = full();
    let visit = world.good_visit(0, 2, "2026-04-25T09:00:00+08:00");
    let record = world.visit(0, &visit).1;
    world.sync(0, "2026-05-03T09:30:00+08:00");
    // Signed by the township, for a number that is not the record's.
    let mut other = record.clone();
    other.envelope.seq += 1;
    world.erase(&other);
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    assert!(codes(&check(&pack)).contains(&Code::ReceiptDiffers));
}

#[test]
fn a_second_key_of_the_township_is_found() {
    let (world, pack) = honest();
    let copied = copy(&world, &pack, "desks");
    json(&copied, "data/keys.jwks", |file| {
        let keys = file["keys"].as_array_mut().expect("a list");
        let phone = keys.iter_mut().find(|key| key["ruhu"] == "phone").expect("one");
        phone["ruhu"] = "desk".into();
    });
    sign_again(&copied, &world.folder.signer, |_| {});
    assert!(codes(&check(&copied)).contains(&Code::KeysUnusable));
}

#[test]
fn a_waiver_left_out_of_the_inputs_is_found() {
    let (world, pack) = honest();
    json(&pack, "data/inputs.json", |file| {
        let waivers = file["waivers"].as_array_mut().expect("a list");
        waivers.retain(|waiver| waiver["kind"] != "excuse");
    });
    sign_again(&pack, &world.folder.signer, |_| {});
    assert!(codes(&check(&pack)).contains(&Code::InputLeftOut));
}

/// A township that takes what it should not: a record of a phone between its revocation and the withdrawal, written past
/// the server's own refusal.
#[test]
fn a_record_taken_from_a_phone_that_was_shut_out_is_found() {
    let mut world = full();
    let township = code(TOWNSHIP);
    let kid = world.phones[0].row.kid.clone();
    let store = |world: &World, at: &str, shut_out: bool| {
        let now = moment(at);
        let (store, reason) = (&world.folder.store, "丢了");
        let done = match shut_out {
            true => decide::revoke(store, &township, &kid, reason, "镇长", now),
            false => decide::renew(store, &township, &kid, reason, "镇长", now),
        };
        done.expect("written");
    };
    world.record(0, Kind::Consent, "2026-05-03T09:00:00+08:00", serde_json::json!({}));
    world.sync(0, "2026-05-03T09:10:00+08:00");
    store(&world, "2026-05-03T09:20:00+08:00", true);
    store(&world, "2026-05-03T09:30:00+08:00", false);
    world.record(0, Kind::Consent, "2026-05-03T09:25:00+08:00", serde_json::json!({}));
    world.sync(0, "2026-05-03T09:40:00+08:00");
    let (pack, _) = world.export(TOWNSHIP, 2026, "honest", Form::Folder);
    assert_eq!(codes(&check(&pack)), [], "what came before and after is no fault");

    store(&world, "2026-05-03T10:00:00+08:00", true);
    let shown = world.phones[0].row.clone();
    world
        .folder
        .store
        .transact(&township, &mut |tx| tx.set_revoked(&shown.kid, None))
        .expect("the row is changed without a record");
    world.record(0, Kind::Consent, "2026-05-03T10:05:00+08:00", serde_json::json!({}));
    world.sync(0, "2026-05-03T10:10:00+08:00");
    let (pack, _) = world.export(TOWNSHIP, 2026, "taken", Form::Folder);
    assert_eq!(codes(&check(&pack)), [Code::TakenThoughRevoked]);
}
