//! The server's floors: a file imports only from floors below its own. Rooms of one floor do not know each other.

use super::{code, is_unit_test, module, named, root, rust_files};
use std::collections::BTreeMap;

/// The rooms from the ground: what each may stand on is every floor below its own.
fn floors() -> BTreeMap<&'static str, u8> {
    let houses: [&[&str]; 10] = [
        &["error", "mask", "characters"],
        &["apart", "disk", "tls", "shelf"],
        &["store"],
        &["town"],
        &["folder"],
        &["pack", "doctor", "phone_app", "unsent"],
        &["backup"],
        &["web"],
        &["command"],
        &["cli", "main"],
    ];
    let numbered = houses.into_iter().zip(0u8..);
    numbered
        .flat_map(|(rooms, floor)| rooms.iter().map(move |room| (*room, floor)))
        .collect()
}

/// What of `text`'s imports reaches a room that is not below `room`.
fn too_high(room: &str, text: &str) -> Vec<String> {
    let floors = floors();
    let here = floors.get(room).copied();
    let mut wrong = Vec::new();
    for other in named(&code(text), "crate::") {
        // `Error` and `Result` are the ground floor's.
        if other == room || ["Error", "Result"].contains(&other.as_str()) {
            continue;
        }
        let below = matches!((floors.get(other.as_str()), here), (Some(other), Some(here)) if *other < here);
        if !below {
            wrong.push(other);
        }
    }
    wrong
}

#[test]
fn a_file_of_the_server_imports_only_from_floors_below_its_own() {
    let source = root().join("server/src");
    let mut wrong = Vec::new();
    for (file, text) in rust_files(&source) {
        let room = module(&source, &file);
        // The store's contract tests run a whole township over every store.
        let contract = file.starts_with(source.join("store/contract"));
        if room == "lib" || contract || is_unit_test(&file) {
            continue;
        }
        assert!(floors().contains_key(room.as_str()), "{room} has no floor");
        wrong.extend(
            too_high(&room, &text)
                .into_iter()
                .map(|other| format!("{}: {other}", file.display())),
        );
    }
    assert!(wrong.is_empty(), "reach up or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn an_import_from_above_or_beside_is_seen() {
    assert_eq!(too_high("store", "use crate::town::judge;"), ["town"]);
    assert_eq!(
        too_high("pack", "use crate::{Result, doctor::examine, store::Store};"),
        ["doctor"]
    );
    assert_eq!(too_high("town", "fn f() { crate::web::serve::start() }"), ["web"]);
    assert!(too_high("web", "use crate::town::decide;\nuse crate::Error;").is_empty());
}

#[test]
fn a_log_is_sealed_where_a_transaction_ends_and_nowhere_else() {
    // Who ends one: a decision, phones' records, a piece of judging, the audit log's daily hash, an export, a restore.
    let may = [
        "town/decide/act.rs",
        "town/ingest/mod.rs",
        "town/judge/worker.rs",
        "town/audit.rs",
        "pack/people.rs",
        "backup/restore.rs",
    ];
    let source = root().join("server/src");
    let mut seal = Vec::new();
    for (file, text) in rust_files(&source) {
        let inside = file.strip_prefix(&source).expect("in the server").display().to_string();
        let of_the_log = inside.starts_with("town/log/") || inside.starts_with("store/contract/");
        if !of_the_log && !is_unit_test(&file) && code(&text).contains("seal(tx") {
            seal.push(inside);
        }
    }
    seal.sort();
    let mut expected = may.map(str::to_owned);
    expected.sort();
    assert_eq!(seal, expected);
}
