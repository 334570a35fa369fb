//! What somebody at the township does, with the server's own key in hand: the phones' signatures, the log and the rules
//! still tell.

use super::forge::{copy, json, lines, middle, payload, sign_again, text};
use super::township::full;
use super::world::*;
use ruhu_core::ids::Sha256;
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::Code;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn honest() -> (World, PathBuf) {
    let world = full();
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    (world, pack)
}
/// Tampers with a copy, signs everything again with the server's key, and answers the codes found.
fn after(world: &World, pack: &Path, name: &str, tamper: impl FnOnce(&Path)) -> Vec<Code> {
    let copy = copy(world, pack, name);
    tamper(&copy);
    sign_again(&copy, &world.folder.signer, |_| {});
    codes(&check(&copy))
}
fn visits(file: &mut Value) -> Vec<&mut Value> {
    let households = file["households"].as_array_mut().expect("a list");
    households
        .iter_mut()
        .flat_map(|household| household["visits"].as_array_mut().expect("a list"))
        .collect()
}

#[test]
fn nothing_changed_and_signed_again_is_an_honest_pack() {
    let (world, pack) = honest();
    assert_eq!(after(&world, &pack, "same", |_| {}), []);
}

#[test]
fn a_verdict_that_the_rules_do_not_give_is_found() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "verdict", |pack| {
        json(pack, "data/coverage.json", |file| {
            let mut all = visits(file);
            let without = |visit: &&mut &mut Value| visit["codes"].to_string().contains("photos_missing");
            let bad = all.iter_mut().find(without).expect("a visit without a photo");
            bad["codes"] = json!([]);
            bad["verdict"] = json!("counts");
            bad["base"] = json!("counts");
        });
    });
    assert!(found.contains(&Code::VerdictDiffers), "{found:?}");
    for (name, field, value) in [
        ("counted", "counted", json!(true)),
        ("day", "day", json!("2026-02-12")),
        ("mode", "mode", json!("video")),
    ] {
        let found = after(&world, &pack, name, |pack| {
            json(pack, "data/coverage.json", |file| {
                let mut all = visits(file);
                let bad = all
                    .iter_mut()
                    .find(|visit| visit["counted"] == json!(false))
                    .expect("one");
                bad[field] = value;
            });
        });
        assert!(
            found.contains(&Code::VerdictDiffers) || found.contains(&Code::VisitDiffers),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn coverage_that_the_rules_do_not_give_is_found() {
    let (world, pack) = honest();
    for (name, pointer, value) in [
        ("state", "/households/0/state", json!("met")),
        ("date", "/households/0/date", json!("2026-12-31")),
        ("counted", "/households/0/counted", json!([])),
        ("need", "/households/0/lines/0/need", json!(1)),
        ("have", "/households/0/lines/0/have", json!(6)),
        ("states", "/states", json!({"met": 6})),
    ] {
        let found = after(&world, &pack, name, |pack| {
            json(pack, "data/coverage.json", |file| {
                *file.pointer_mut(pointer).expect("there") = value
            });
        });
        assert!(found.contains(&Code::CoverageDiffers), "{name}: {found:?}");
    }
}

#[test]
fn a_visit_left_out_of_the_coverage_or_made_up_is_found() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "left-out", |pack| {
        json(pack, "data/coverage.json", |file| {
            file["households"][0]["visits"]
                .as_array_mut()
                .expect("a list")
                .remove(0);
        });
    });
    assert!(found.contains(&Code::VisitLeftOut), "{found:?}");
    let found = after(&world, &pack, "made-up", |pack| {
        json(pack, "data/coverage.json", |file| {
            let list = file["households"][1]["visits"].as_array_mut().expect("a list");
            let mut more = list[0].clone();
            more["record"] = json!(Sha256::of(b"nothing"));
            more["day"] = json!("2026-04-01");
            list.push(more);
        });
    });
    assert!(found.contains(&Code::VisitUnknown), "{found:?}");
}

#[test]
fn a_decision_a_policy_or_a_waiver_that_nobody_signed_is_found() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "decision", |pack| {
        json(pack, "data/coverage.json", |file| {
            visits(file)[0]["decision"] = json!("counts")
        });
    });
    assert!(found.contains(&Code::DecisionDiffers), "{found:?}");
    let found = after(&world, &pack, "policy", |pack| {
        json(pack, "data/inputs.json", |file| {
            let toml = file["policies"][0]["toml"]
                .as_str()
                .expect("a text")
                .replace("times = 6", "times = 1");
            file["policies"][0]["toml"] = json!(toml);
        });
    });
    assert!(found.contains(&Code::InputNotRecorded), "{found:?}");
    let found = after(&world, &pack, "waiver", |pack| {
        json(pack, "data/inputs.json", |file| {
            file["waivers"][0]["to"] = json!("2026-12-31")
        });
    });
    assert!(found.contains(&Code::InputNotRecorded), "{found:?}");
}

#[test]
fn a_record_left_out_of_everything_is_found_by_the_chain() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "chain", |pack| {
        let place = middle(pack);
        let record = Sha256::of(
            text(pack, "data/records.jwsl")
                .lines()
                .nth(place)
                .expect("a line")
                .as_bytes(),
        );
        lines(pack, "data/records.jwsl", |lines| {
            lines.remove(place);
        });
        lines(pack, "data/receipts.jwsl", |lines| {
            lines.retain(|line| payload(line)["sha256"] != record.to_string());
        });
    });
    assert!(found.contains(&Code::ChainGap), "{found:?}");
}

#[test]
fn a_log_that_was_written_anew_is_found() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "leaf", |pack| {
        lines(pack, "data/log.jsonl", |lines| {
            let mut leaf: Value = serde_json::from_str(&lines[1]).expect("JSON");
            leaf["leaf"] = json!(Sha256::of(b"another"));
            lines[1] = leaf.to_string();
        });
    });
    // What the phones had seen of the log stands in their records.
    for code in [Code::LogDiffers, Code::CheckpointDiffers] {
        assert!(found.contains(&code), "{found:?}");
    }
    let found = after(&world, &pack, "salt", |pack| {
        lines(pack, "data/log.jsonl", |lines| {
            let salted = lines.iter_mut().find(|line| line.contains("salt")).expect("one");
            let mut leaf: Value = serde_json::from_str(salted).expect("JSON");
            leaf["salt"] = json!(Sha256::of(b"another"));
            *salted = leaf.to_string();
        });
    });
    assert!(found.contains(&Code::LeafDiffers), "{found:?}");
    let found = after(&world, &pack, "short", |pack| {
        lines(pack, "data/log.jsonl", |lines| {
            lines.pop();
        });
    });
    assert!(found.contains(&Code::LogDiffers), "{found:?}");
}

#[test]
fn a_receipt_that_does_not_fit_or_is_missing_is_found() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "missing", |pack| {
        lines(pack, "data/receipts.jwsl", |lines| {
            lines.remove(5);
        });
    });
    assert!(found.contains(&Code::ReceiptMissing), "{found:?}");
    let found = after(&world, &pack, "later", |pack| {
        lines(pack, "data/receipts.jwsl", |lines| {
            let mut receipt: ruhu_core::record::Receipt = serde_json::from_value(payload(&lines[5])).expect("one");
            receipt.n = payload(&lines[6])["n"].as_u64();
            lines[5] = world.folder.signer.receipt(&receipt);
        });
    });
    assert!(found.contains(&Code::ReceiptDiffers), "{found:?}");
}

#[test]
fn a_demo_that_no_longer_says_so_is_found() {
    let world = full().simulated();
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    let copy = copy(&world, &pack, "real");
    lines(&copy, "bag-info.txt", |lines| {
        lines.retain(|line| !line.contains("Simulated"))
    });
    sign_again(&copy, &world.folder.signer, |statement| statement.simulated = false);
    assert!(codes(&check(&copy)).contains(&Code::SimulatedDiffers));
}

#[test]
fn another_year_or_place_than_the_inputs_is_found() {
    let (world, pack) = honest();
    let copy = copy(&world, &pack, "year");
    sign_again(&copy, &world.folder.signer, |statement| statement.year = 2025);
    assert!(codes(&check(&copy)).contains(&Code::ScopeDiffers));
}
