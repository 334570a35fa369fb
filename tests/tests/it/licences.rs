//! The phone's page of licences names the crates in the phone's library, each with its licence, and no others.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Not linked, and yet in it: first letters of characters are written from this crate's tables (core/build.rs).
const DATA_OF: &str = "pinyin";

#[test]
fn the_phone_names_the_crates_in_its_library_with_their_licences() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the project's folder");
    let mut told = told(&root.join("android/app/src/main/res/raw/licences.txt"));
    assert!(told.remove(DATA_OF).is_some(), "{DATA_OF} is not named");
    let linked = linked(root);
    assert!(linked.contains_key("rustls"), "cargo tree names nothing we know");
    assert_eq!(told, linked, "left: licences.txt, right: cargo tree");
}

/// `LICENCE:`, and on the next line the crates, with a full stop at the end.
fn told(file: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file).expect("the licences");
    let lines: Vec<&str> = text.lines().collect();
    let mut told = BTreeMap::new();
    for pair in lines.windows(2) {
        if let (Some(licence), Some(crates)) = (pair[0].strip_suffix(':'), pair[1].strip_suffix('.')) {
            told.extend(crates.split(", ").map(|name| (name.to_owned(), licence.to_owned())));
        }
    }
    told
}

/// What cargo links for a phone, less our own.
fn linked(root: &Path) -> BTreeMap<String, String> {
    let tree = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["tree", "--locked", "--package", "ruhu-uniffi"])
        .args(["--features", "unwinder", "--target", "aarch64-linux-android"])
        .args([
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}|{l}",
        ])
        .output()
        .expect("cargo starts");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8(tree.stdout).expect("UTF-8");
    let crates = text.lines().filter_map(|line| {
        let (package, licence) = line.split_once('|')?;
        let name = package.split(' ').next()?;
        // The old way of writing it.
        let licence = licence.trim_end_matches(" (*)").replace('/', " OR ");
        (!name.starts_with("ruhu-")).then(|| (name.to_owned(), licence))
    });
    crates.collect()
}
