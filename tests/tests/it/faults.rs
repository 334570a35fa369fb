//! The table of faults (docs/faults.md) names tests that are there.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the project")
        .to_owned()
}

/// The tests a row names: a file and a name. `::name` is in the file named before it in the row.
fn named(row: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for words in row.split('`').skip(1).step_by(2) {
        let Some((file, name)) = words.rsplit_once("::") else {
            continue;
        };
        let file = match (file.is_empty(), all.last()) {
            (true, Some((before, _))) => before.clone(),
            _ if file.ends_with(".rs") || file.ends_with(".kt") => file.to_owned(),
            _ => continue,
        };
        all.push((file, name.to_owned()));
    }
    all
}

/// A row shortens the way to the app's tests: `android/.../screens/EnrolTest.kt`.
fn path_of(file: &str) -> PathBuf {
    match file.strip_prefix("android/.../") {
        Some(inside) => root().join("android/app/src/test/kotlin/org/ruhu/phone").join(inside),
        None => root().join(file),
    }
}

/// The tests of a table that are not there.
fn missing(table: &str) -> Vec<String> {
    let rows = table.lines().filter(|line| line.starts_with("| "));
    rows.flat_map(named)
        .filter(|(file, name)| {
            let text = std::fs::read_to_string(path_of(file)).unwrap_or_default();
            !text.contains(&format!("fn {name}(")) && !text.contains(&format!("fun `{name}`("))
        })
        .map(|(file, name)| format!("{file}::{name}"))
        .collect()
}

#[test]
fn every_test_that_the_table_of_faults_names_is_there() {
    let table = std::fs::read_to_string(root().join("docs/faults.md")).expect("the table");
    assert!(
        table.lines().flat_map(named).count() > 80,
        "the table names its tests otherwise"
    );
    assert_eq!(missing(&table), Vec::<String>::new());
}

#[test]
fn a_test_that_is_not_there_is_seen() {
    let row = "| C1 | x | y | `tests/tests/it/faults.rs::a_test_that_is_not_there_is_seen`, `::nobody_wrote_this` |";
    assert_eq!(missing(row), ["tests/tests/it/faults.rs::nobody_wrote_this"]);
    assert_eq!(missing("| C1 | `tests/no.rs::a` |"), ["tests/no.rs::a"]);
}
