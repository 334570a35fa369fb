//! Packs made to harm whoever opens them: refused in words, in bounded time and memory.

use super::forge::{bag_again, copy, put};
use super::township::full;
use super::world::*;
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::{Code, verify};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn honest() -> (World, PathBuf) {
    let world = full();
    let (pack, _) = world.export(VILLAGE, 2026, "pack", Form::Folder);
    (world, pack)
}

fn zipped(world: &World, name: &str, fill: impl FnOnce(&mut ZipWriter<File>)) -> PathBuf {
    let path = world.data.path().join(name);
    let mut zip = ZipWriter::new(File::create(&path).expect("made"));
    zip.start_file("pack/bagit.txt", SimpleFileOptions::default())
        .expect("begun");
    zip.write_all(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        .expect("written");
    fill(&mut zip);
    zip.finish().expect("finished");
    path
}

fn found(pack: &Path, code: Code, place: &str) {
    let report = check(pack);
    let found = report
        .findings
        .iter()
        .any(|f| f.code == code && f.place.contains(place));
    assert!(found, "{code:?} {place}: {:?}", report.findings);
}

#[test]
fn a_path_that_climbs_out_is_not_opened() {
    let world = World::new();
    let pack = zipped(&world, "climbs.zip", |zip| {
        for name in ["../outside.txt", "pack/../../outside.txt", "/etc/passwd", "pack\\x"] {
            zip.start_file(name, SimpleFileOptions::default()).expect("begun");
            zip.write_all(b"x").expect("written");
        }
        zip.add_symlink("pack/data/link", "/etc/passwd", SimpleFileOptions::default())
            .expect("added");
    });
    found(&pack, Code::BadPath, "../outside.txt");
    found(&pack, Code::BadPath, "link");
}

#[test]
fn a_link_in_a_folder_is_not_followed() {
    let (_world, pack) = honest();
    fs::remove_file(pack.join("data/ledger.xlsx")).expect("removed");
    std::os::unix::fs::symlink("/etc/hostname", pack.join("data/ledger.xlsx")).expect("linked");
    std::os::unix::fs::symlink("/etc", pack.join("data/folder")).expect("linked");
    found(&pack, Code::BadPath, "data/ledger.xlsx");
    found(&pack, Code::BadPath, "data/folder");
    found(&pack, Code::FileMissing, "data/ledger.xlsx");
}

#[test]
fn a_manifest_that_names_a_file_outside_opens_nothing() {
    let (world, pack) = honest();
    let copy = copy(&world, &pack, "outside");
    put(
        &copy,
        "manifest-sha256.txt",
        &format!("{}  ../../../etc/hostname\n", "0".repeat(64)),
    );
    found(&copy, Code::FileMissing, "../../../etc/hostname");
}

#[test]
fn a_zip_that_swells_is_refused_in_words() {
    let world = World::new();
    let pack = zipped(&world, "swells.zip", |zip| {
        zip.start_file("pack/data/records.jwsl", SimpleFileOptions::default())
            .expect("begun");
        let zeros = vec![0u8; 1024 * 1024];
        for _ in 0..64 {
            zip.write_all(&zeros).expect("written");
        }
    });
    assert!(fs::metadata(&pack).expect("there").len() < 1024 * 1024);
    found(&pack, Code::TooLarge, "data/records.jwsl");
}

#[test]
fn a_line_without_end_and_json_without_bottom_are_refused_in_words() {
    let (world, pack) = honest();
    let long = copy(&world, &pack, "long");
    put(&long, "data/records.jwsl", &"x".repeat(3 * 1024 * 1024));
    put(&long, "data/log.jsonl", &"[".repeat(900 * 1024));
    bag_again(&long);
    found(&long, Code::TooLarge, "data/records.jwsl:1");
    found(&long, Code::Unreadable, "data/log.jsonl:1");
    let deep = copy(&world, &pack, "deep");
    for file in ["data/inputs.json", "data/coverage.json", "data/keys.jwks"] {
        put(&deep, file, &format!("{{\"keys\":{}", "[".repeat(1_000_000)));
        bag_again(&deep);
    }
    found(&deep, Code::KeysUnusable, "data/keys.jwks");
    let deep = copy(&world, &pack, "deeper");
    put(
        &deep,
        "data/inputs.json",
        &format!("{{\"households\":{}", "[".repeat(1_000_000)),
    );
    bag_again(&deep);
    found(&deep, Code::InputsUnusable, "data/inputs.json");
}

#[test]
fn what_is_no_pack_is_said_to_be_none() {
    let world = World::new();
    let at = |name: &str| world.data.path().join(name);
    fs::create_dir(at("empty")).expect("made");
    fs::write(at("text.zip"), "PK, but no ZIP file").expect("written");
    fs::write(at("text"), "a text").expect("written");
    for name in ["nowhere", "empty", "text.zip", "text"] {
        let error = verify(&at(name), None).expect_err("no pack").to_string();
        assert!(error.contains(name) && error.contains("to mend it"), "{error}");
    }
}
