//! The house stands: a file imports only from floors below its own, pure floors stay pure, one file reads the clock.
//! ARCHITECTURE.md says why; this test holds us to what a test can see.

mod circles;
mod kotlin;
mod server;
mod sql;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root
}

fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).expect("source is UTF-8");
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "no source in {}", folder.display());
    found
}

/// The code without comments and without its unit tests, which may do what the code may not.
fn code(text: &str) -> String {
    text.split("\n#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn floors() -> BTreeMap<&'static str, u8> {
    [
        ("ids", 0),
        ("time", 0),
        ("error", 0),
        ("domain", 0),
        ("openapi", 0),
        ("rules", 1),
        ("coverage", 1),
        ("cases", 1),
        ("outbox", 1),
        ("record", 1),
        ("wire", 1),
        ("photo", 1),
        ("sqlite", 2),
        ("shelf", 2),
        ("store", 3),
        ("sync", 3),
        ("app", 4),
    ]
    .into()
}

/// The module of core that this file belongs to.
fn module(core: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(core).expect("in core");
    let first = inside
        .components()
        .next()
        .expect("a name")
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Whether the file is a unit test as a whole: its parent declares it under `#[cfg(test)]`.
fn is_unit_test(file: &Path) -> bool {
    let inside_of = |path: &Path, name: &std::ffi::OsStr| {
        let name = name.to_string_lossy();
        let declared = std::fs::read_to_string(path.join("mod.rs")).unwrap_or_default();
        ["mod", "pub mod", "pub(crate) mod"]
            .iter()
            .any(|word| declared.contains(&format!("#[cfg(test)]\n{word} {name};")))
    };
    // The file itself, or a folder that it lies in.
    std::iter::successors(Some(file), |path| path.parent())
        .take_while(|path| path.file_name().is_some_and(|name| name != "src"))
        .any(|path| {
            path.file_stem()
                .zip(path.parent())
                .is_some_and(|(name, around)| inside_of(around, name))
        })
}

/// Every module of core named by `prefix` (`crate::` or `ruhu_core::`), grouped imports included.
fn named(code: &str, prefix: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            None => found.push(word(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut start = true;
                for (i, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && !c.is_whitespace() => {
                            found.push(word(&group[i..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

#[test]
fn a_file_of_core_imports_only_from_floors_below_its_own() {
    let core = root().join("core/src");
    let floors = floors();
    let mut wrong = Vec::new();
    for (file, text) in rust_files(&core) {
        let own = module(&core, &file);
        if own == "lib" {
            continue;
        }
        let own_floor = *floors
            .get(own.as_str())
            .unwrap_or_else(|| panic!("core/src/{own} has no floor: give it one here and in ARCHITECTURE.md"));
        for other in named(&code(&text), "crate::") {
            let allowed = match floors.get(other.as_str()) {
                Some(floor) => own == other || *floor < own_floor || (own_floor <= 1 && *floor == own_floor),
                None => ["Result", "Error"].contains(&other.as_str()),
            };
            if !allowed {
                wrong.push(format!("{}: crate::{other}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports that climb:\n{}", wrong.join("\n"));
}

#[test]
fn pure_modules_touch_no_clock_no_disk_no_sql_and_no_network() {
    let core = root().join("core/src");
    let pure = [
        "rules", "coverage", "cases", "outbox", "record", "wire", "photo", "domain", "ids", "error", "openapi",
    ];
    let banned = [
        "std::fs",
        "std::net",
        "SystemTime",
        "Instant",
        "rusqlite",
        "reqwest",
        "tokio",
        "std::env",
        "SystemClock",
    ];
    let mut wrong = Vec::new();
    for (file, text) in rust_files(&core) {
        if pure.contains(&module(&core, &file).as_str()) && !is_unit_test(&file) {
            let code = code(&text);
            wrong.extend(
                banned
                    .iter()
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{}: {word}", file.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "not pure:\n{}", wrong.join("\n"));
}

#[test]
fn one_file_alone_reads_the_system_clock() {
    let mut wrong = Vec::new();
    for folder in ["core/src", "server/src", "uniffi/src"] {
        for (file, text) in rust_files(&root().join(folder)) {
            let code = code(&text);
            let reads = ["SystemTime::now", "Utc::now", "Local::now"]
                .iter()
                .any(|w| code.contains(w));
            if reads && !file.ends_with("core/src/time.rs") {
                wrong.push(file.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "read the clock:\n{}", wrong.join("\n"));
}

#[test]
fn the_server_uses_the_cores_lower_floors_and_the_bindings_its_top() {
    let floors = floors();
    let mut wrong = Vec::new();
    let mut check = |folder: &str, may: &dyn Fn(&str) -> bool| {
        for (file, text) in rust_files(&root().join(folder)) {
            for other in named(&code(&text), "ruhu_core::") {
                if !may(&other) {
                    wrong.push(format!("{}: ruhu_core::{other}", file.display()));
                }
            }
        }
    };
    check("server/src", &|name| {
        floors.get(name).is_some_and(|floor| *floor <= 2) || ["Result", "Error"].contains(&name)
    });
    check("uniffi/src", &|name| {
        // The error and the result are floor 0's vocabulary.
        [
            "app", "domain", "ids", "time", "record", "coverage", "rules", "Error", "Result",
        ]
        .contains(&name)
    });
    assert!(wrong.is_empty(), "reach too far:\n{}", wrong.join("\n"));
}

#[test]
fn sql_lives_in_its_own_folders() {
    let mut wrong = Vec::new();
    for (file, text) in rust_files(&root().join("server/src")) {
        let path = file.display().to_string();
        if !path.contains("server/src/store/sqlite") && code(&text).contains("rusqlite") {
            wrong.push(path);
        }
    }
    assert!(
        wrong.is_empty(),
        "speak SQLite above the store trait:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_whole_server_is_reached_by_an_administrators_session_and_its_own_upkeep_alone() {
    let may = ["store/session.rs", "store/reach.rs", "tus/sweep.rs", "serve/sweep.rs"];
    let mut wrong = Vec::new();
    for (file, text) in rust_files(&root().join("server/src")) {
        let path = file.display().to_string();
        if !is_unit_test(&file) && code(&text).contains("Reach::Server") && !may.iter().any(|end| path.ends_with(end)) {
            wrong.push(path);
        }
    }
    assert!(
        wrong.is_empty(),
        "take a reach that no session gave them:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_write_goes_through_the_one_door_that_begins_immediately() {
    // A deferred transaction of two writers fails in its middle; only `core::sqlite` opens databases and begins any.
    let mut wrong = Vec::new();
    for folder in ["core/src", "server/src", "uniffi/src"] {
        for (file, text) in rust_files(&root().join(folder)) {
            let code = code(&text);
            let begins = [
                "transaction(",
                "transaction_with_behavior(",
                "\"BEGIN",
                "Connection::open",
                "savepoint(",
            ];
            let own = file.display().to_string().contains("core/src/sqlite/");
            if !own && !is_unit_test(&file) && begins.iter().any(|word| code.contains(word)) {
                wrong.push(file.display().to_string());
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "begin transactions of their own:\n{}",
        wrong.join("\n")
    );
    let door = std::fs::read_to_string(root().join("core/src/sqlite/database.rs")).expect("the door");
    assert!(door.contains("TransactionBehavior::Immediate") && door.contains("\"query_only\", true"));
}

#[test]
fn the_front_door_depends_on_nothing() {
    let manifest = std::fs::read_to_string(root().join("xtask/Cargo.toml")).expect("xtask has a manifest");
    assert!(
        !manifest.contains("dependencies"),
        "xtask must build in a second on a fresh machine"
    );
}
