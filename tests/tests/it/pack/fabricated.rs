//! What somebody with the server's key, but not the township's and the phones', makes up about who was in the programme:
//! the township's own signed records say otherwise.

use super::forge::{copy, json, lines, payload, put, sign_again, text};
use super::township::full;
use super::world::*;
use ruhu_core::ids::Sha256;
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::{Code, NoteCode, Report};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn honest(scope: &str) -> (World, PathBuf) {
    let world = full();
    let (pack, _) = world.export(scope, 2026, "pack", Form::Folder);
    (world, pack)
}
fn after(world: &World, pack: &Path, name: &str, tamper: impl FnOnce(&Path)) -> Report {
    let copy = copy(world, pack, name);
    tamper(&copy);
    sign_again(&copy, &world.folder.signer, |_| {});
    check(&copy)
}
fn found(report: &Report, code: Code, place: &str) -> bool {
    report
        .findings
        .iter()
        .any(|f| f.code == code && f.place.contains(place))
}

#[test]
fn inputs_that_the_townships_records_do_not_say_are_found() {
    let (world, pack) = honest(TOWNSHIP);
    let changes: [(&str, &str, Value, Code, &str); 9] = [
        (
            "class",
            "/households/1/classes/0/class",
            json!("ordinary"),
            Code::InputLeftOut,
            "class",
        ),
        (
            "class-day",
            "/households/1/classes/0/from",
            json!("2026-03-01"),
            Code::InputLeftOut,
            "class",
        ),
        (
            "no-class",
            "/households/1/classes",
            json!([]),
            Code::InputLeftOut,
            "class",
        ),
        (
            "entered",
            "/households/2/entered",
            json!("2026-03-01"),
            Code::InputNotRecorded,
            "entered",
        ),
        (
            "left",
            "/households/2/left",
            json!("2026-01-31"),
            Code::InputNotRecorded,
            "left",
        ),
        (
            "cadre",
            "/households/2/assignments/0/cadre",
            json!(cadre(2)),
            Code::InputLeftOut,
            "assignment",
        ),
        (
            "ended",
            "/households/2/assignments/0/to",
            json!("2026-01-31"),
            Code::InputNotRecorded,
            "assignment",
        ),
        (
            "no-cadre",
            "/households/2/assignments",
            json!([]),
            Code::InputLeftOut,
            "assignment",
        ),
        (
            "place",
            "/households/2/places/0/lat",
            json!(31.0),
            Code::InputNotRecorded,
            "place",
        ),
    ];
    for (name, pointer, value, code, place) in changes {
        let report = after(&world, &pack, name, |pack| {
            json(pack, "data/inputs.json", |file| {
                *file.pointer_mut(pointer).expect("there") = value
            })
        });
        assert!(found(&report, code, place), "{name}: {:?}", report.findings);
    }
    for (name, list, item) in [
        (
            "more-classes",
            "classes",
            json!({"class": "ordinary", "from": "2026-02-01"}),
        ),
        (
            "more-cadres",
            "assignments",
            json!({"household": household(2), "cadre": cadre(2), "from": "2026-02-01", "to": null}),
        ),
        (
            "more-places",
            "places",
            json!({"version": 9, "lat": 32.0, "lon": 108.0, "from": "2026-02-01", "learned": true}),
        ),
    ] {
        let report = after(&world, &pack, name, |pack| {
            json(pack, "data/inputs.json", |file| {
                file["households"][2][list].as_array_mut().expect("a list").push(item);
            })
        });
        assert!(
            found(&report, Code::InputNotRecorded, "data/inputs.json"),
            "{name}: {:?}",
            report.findings
        );
    }
}

#[test]
fn a_household_left_out_whole_is_found() {
    for scope in [TOWNSHIP, VILLAGE] {
        let (world, pack) = honest(scope);
        let report = after(&world, &pack, "household", |pack| {
            json(pack, "data/inputs.json", |file| {
                file["households"].as_array_mut().expect("a list").remove(2);
            });
            json(pack, "data/coverage.json", |file| {
                file["households"].as_array_mut().expect("a list").remove(2);
            });
        });
        let place = format!("inputs.json {}", household(2));
        assert!(
            found(&report, Code::InputLeftOut, &place),
            "{scope}: {:?}",
            report.findings
        );
    }
}

#[test]
fn a_record_of_the_township_shown_as_a_receipt_alone_is_found() {
    let (world, pack) = honest(TOWNSHIP);
    let records = text(&pack, "data/records.jwsl");
    for kind in ["import", "place", "decision", "waiver"] {
        let line = records.lines().find(|line| payload(line)["kind"] == kind).expect("one");
        let report = after(&world, &pack, kind, |pack| {
            lines(pack, "data/records.jwsl", |lines| lines.retain(|other| other != line));
            let n = text(pack, "data/receipts.jwsl")
                .lines()
                .map(payload)
                .find(|receipt| receipt["sha256"] == Sha256::of(line.as_bytes()).to_string())
                .and_then(|receipt| receipt["n"].as_u64())
                .expect("its receipt");
            lines(pack, "data/log.jsonl", |lines| {
                for leaf in lines.iter_mut() {
                    let mut value: Value = serde_json::from_str(leaf).expect("JSON");
                    if value["n"] == n {
                        value.as_object_mut().expect("an object").remove("salt");
                        *leaf = value.to_string();
                    }
                }
            });
        });
        assert!(
            found(&report, Code::RecordLeftOut, "data/receipts.jwsl"),
            "{kind}: {:?}",
            report.findings
        );
    }
}

#[test]
fn a_pack_that_does_not_say_what_it_holds_of_the_township_is_noted() {
    let (world, pack) = honest(TOWNSHIP);
    let report = after(&world, &pack, "unsaid", |pack| {
        json(pack, "data/inputs.json", |file| {
            file.as_object_mut().expect("an object").remove("desk_records");
        })
    });
    assert!(report.ok, "{:?}", report.findings);
    assert!(report.notes.iter().any(|note| note.code == NoteCode::DeskNotWhole));
}

#[test]
fn a_ledger_and_a_readme_that_do_not_say_what_the_data_give_are_found() {
    let (world, pack) = honest(TOWNSHIP);
    let other = full();
    let (elsewhere, _) = other.export(VILLAGE, 2026, "elsewhere", Form::Folder);
    let report = after(&world, &pack, "ledger", |pack| {
        std::fs::copy(elsewhere.join("data/ledger.xlsx"), pack.join("data/ledger.xlsx")).expect("copied");
    });
    assert!(
        found(&report, Code::LedgerDiffers, &household(5).to_string()),
        "{:?}",
        report.findings
    );
    let report = after(&world, &pack, "no-ledger", |pack| {
        put(pack, "data/ledger.xlsx", "no spreadsheet")
    });
    assert!(found(&report, Code::LedgerDiffers, "data/ledger.xlsx"));
    // A spreadsheet that would fill the memory is not unpacked.
    let report = after(&world, &pack, "swells", |pack| {
        let mut zip = zip::ZipWriter::new(std::fs::File::create(pack.join("data/ledger.xlsx")).expect("made"));
        zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default())
            .expect("begun");
        for _ in 0..40 {
            std::io::Write::write_all(&mut zip, &vec![b' '; 1 << 20]).expect("written");
        }
        zip.finish().expect("finished");
    });
    assert!(found(&report, Code::LedgerDiffers, "data/ledger.xlsx"));
    assert!(
        report.findings[0].message.contains("many times"),
        "{:?}",
        report.findings
    );
    let readme = text(&pack, "data/README.html");
    for (name, from, to) in [
        (
            "households",
            "<th>农户 households</th><td>6<",
            "<th>农户 households</th><td>60<",
        ),
        (
            "made",
            "<th>导出时间 Made</th><td>2026",
            "<th>导出时间 Made</th><td>2027",
        ),
    ] {
        assert!(readme.contains(from), "{from}");
        let report = after(&world, &pack, name, |pack| {
            put(pack, "data/README.html", &readme.replace(from, to))
        });
        assert!(
            found(&report, Code::ReadmeDiffers, "README"),
            "{name}: {:?}",
            report.findings
        );
    }
    // The township's name stands in no record: README.html and bag-info.txt are held against each other.
    let report = after(&world, &pack, "title", |pack| {
        put(pack, "data/README.html", &readme.replace("<h1>高坪镇", "<h1>别的镇"))
    });
    assert!(
        found(&report, Code::BagInfoDiffers, "Source-Organization"),
        "{:?}",
        report.findings
    );
    let key = world.folder.signer.public().id().to_string();
    let report = after(&world, &pack, "key", |pack| {
        put(pack, "data/README.html", &readme.replace(&key, &"A".repeat(43)))
    });
    assert!(found(&report, Code::ReadmeDiffers, "README"), "{:?}", report.findings);
}
