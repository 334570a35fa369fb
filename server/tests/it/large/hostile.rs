//! Packs made to harm whoever opens them, against the real program with a bound on its memory and its time: refused in
//! words, with exit code 1 or 2.

use super::run::verify_within;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Megabytes that the program may take: half of what the smallest of these would have it read.
const BOUND: u64 = 512;

/// A server's key (that of RFC 8037): without one nothing behind it is looked at.
const KEYS: &str =
    r#"{"keys":[{"ruhu":"server","kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

fn folder(inside: &Path) -> PathBuf {
    let pack = inside.join("pack");
    fs::create_dir_all(pack.join("data")).expect("made");
    fs::write(pack.join("bagit.txt"), BAGIT).expect("written");
    fs::write(pack.join("data/keys.jwks"), KEYS).expect("written");
    pack
}

/// Writes a file of a beginning, so many times a piece, and an end.
fn fill(path: &Path, begin: &str, piece: &[u8], times: usize, end: &str) {
    let mut file = BufWriter::new(File::create(path).expect("made"));
    file.write_all(begin.as_bytes()).expect("written");
    for _ in 0..times {
        file.write_all(piece).expect("written");
    }
    file.write_all(end.as_bytes()).expect("written");
    file.flush().expect("written");
}

/// Verifies within the bound; the codes that were found with their places.
fn refused(pack: &Path) -> Vec<(String, String)> {
    let done = verify_within(BOUND, pack);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    let told: serde_json::Value = serde_json::from_slice(&done.stdout).expect("one JSON object");
    let findings = told["findings"].as_array().expect("a list").iter();
    findings
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().expect("a text").to_owned();
            (text("code"), text("where"))
        })
        .collect()
}

fn found(pack: &Path, code: &str, place: &str) {
    let all = refused(pack);
    assert!(
        all.iter().any(|(found, at)| found == code && at.starts_with(place)),
        "{code} {place}: {all:?}"
    );
}

#[test]
fn a_line_of_a_gigabyte_is_refused_in_words() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let pack = folder(outside.path());
    // Over what a file may have; then just under it, when it is the line that is too long.
    for megabytes in [1024, 511] {
        fill(&pack.join("data/records.jwsl"), "", &[b'x'; 1 << 20], megabytes, "");
        found(&pack, "too_large", "data/records.jwsl");
    }
    for (file, megabytes) in [
        ("manifest-sha256.txt", 2),
        ("data/receipts.jwsl", 2),
        ("data/log.jsonl", 2),
        ("bag-info.txt", 65),
        ("data/pack.jws", 65),
    ] {
        fill(&pack.join(file), "", &[b'x'; 1 << 20], megabytes, "");
        found(&pack, "too_large", file);
    }
    // A hole takes no room on the disk.
    File::create(pack.join("data/records.jwsl"))
        .and_then(|file| file.set_len(1 << 40))
        .expect("a hole");
    found(&pack, "too_large", "data/records.jwsl");
}

#[test]
fn json_a_million_deep_or_a_million_wide_is_refused_in_words() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let pack = folder(outside.path());
    for (file, code) in [
        ("data/keys.jwks", "keys_unusable"),
        ("data/inputs.json", "inputs_unusable"),
        ("data/coverage.json", "coverage_unusable"),
    ] {
        for piece in ["[", "{\"\":"] {
            fs::write(pack.join("data/keys.jwks"), KEYS).expect("written");
            fill(&pack.join(file), "{\"keys\":", piece.as_bytes(), 1_000_000, "");
            found(&pack, code, file);
        }
        fs::write(pack.join("data/keys.jwks"), KEYS).expect("written");
        fill(&pack.join(file), "{\"keys\":[", b"[],", 40_000_000, "[]]}");
        let all = refused(&pack);
        assert!(all.iter().any(|(_, at)| at.starts_with(file)), "{file}: {all:?}");
        fs::remove_file(pack.join(file)).expect("removed");
    }
    fs::write(pack.join("data/keys.jwks"), KEYS).expect("written");
    let deep = "[".repeat(900_000);
    for file in [
        "data/log.jsonl",
        "data/records.jwsl",
        "data/receipts.jwsl",
        "data/checkpoints.jwsl",
    ] {
        fill(&pack.join(file), "", format!("{deep}\n").as_bytes(), 20, "");
    }
    let all = refused(&pack);
    for file in [
        "data/log.jsonl",
        "data/records.jwsl",
        "data/receipts.jwsl",
        "data/checkpoints.jwsl",
    ] {
        assert!(all.iter().any(|(_, at)| at.starts_with(file)), "{file}: {all:?}");
    }
}

fn zipped(path: &Path, fill: impl FnOnce(&mut ZipWriter<File>)) {
    let mut zip = ZipWriter::new(File::create(path).expect("made"));
    zip.start_file("pack/bagit.txt", SimpleFileOptions::default())
        .expect("begun");
    zip.write_all(BAGIT.as_bytes()).expect("written");
    fill(&mut zip);
    zip.finish().expect("finished");
}

#[test]
fn a_zip_that_swells_is_refused_in_words_whether_in_one_file_or_in_a_thousand() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let zeros = vec![0u8; 1 << 20];
    let one = outside.path().join("one.zip");
    zipped(&one, |zip| {
        zip.start_file("pack/data/records.jwsl", SimpleFileOptions::default())
            .expect("begun");
        for _ in 0..480 {
            zip.write_all(&zeros).expect("written");
        }
    });
    found(&one, "too_large", "pack/data/records.jwsl");
    // Each of these is small enough for itself; together they are not.
    let many = outside.path().join("many.zip");
    zipped(&many, |zip| {
        for number in 0..20 {
            let name = format!("pack/data/photos/{number}.jpg");
            zip.start_file(name, SimpleFileOptions::default()).expect("begun");
            for _ in 0..30 {
                zip.write_all(&zeros).expect("written");
            }
        }
    });
    assert!(fs::metadata(&many).expect("there").len() < 2 << 20);
    found(&many, "too_large", "ZIP");
}

#[test]
fn a_zip_whose_directory_lies_is_refused_in_words() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let path = outside.path().join("pack.zip");
    zipped(&path, |zip| {
        zip.start_file("pack/../../../../tmp/outside", SimpleFileOptions::default())
            .expect("begun");
        zip.write_all(b"x").expect("written");
    });
    found(&path, "bad_path", "pack/../");
    let mut bytes = fs::read(&path).expect("there");
    // The end of the directory: it says that there are 65,534 entries where there are two.
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    bytes[end + 8..end + 12].copy_from_slice(&[0xfe, 0xff, 0xfe, 0xff]);
    fs::write(&path, &bytes).expect("written");
    let done = verify_within(BOUND, &path);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.code() == Some(2) && said.contains("ZIP"), "{said}");
}

#[test]
fn a_zip_of_three_million_entries_or_without_any_is_refused_in_words() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let path = outside.path().join("pack.zip");
    let words = |path: &Path| {
        let done = verify_within(BOUND, path);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.code() == Some(2) && said.contains("ZIP"), "{said}");
    };
    // A directory entry for an empty file of one letter, three million times, and an end that tells of them.
    let mut entry = b"PK\x01\x02".to_vec();
    entry.resize(46, 0);
    entry[28] = 1;
    entry.push(b'x');
    let entries: usize = 3_000_000;
    let size = u64::try_from(entries * entry.len()).expect("small");
    let mut end = b"PK\x06\x06".to_vec();
    end.extend(44u64.to_le_bytes());
    end.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    end.extend(3_000_000u64.to_le_bytes());
    end.extend(3_000_000u64.to_le_bytes());
    end.extend(size.to_le_bytes());
    end.extend(0u64.to_le_bytes());
    end.extend(b"PK\x06\x07\0\0\0\0");
    end.extend(size.to_le_bytes());
    end.extend(1u32.to_le_bytes());
    end.extend(b"PK\x05\x06\0\0\0\0");
    end.extend([0xff; 12]);
    end.extend([0, 0]);
    let mut file = BufWriter::new(File::create(&path).expect("made"));
    for _ in 0..entries {
        file.write_all(&entry).expect("written");
    }
    file.write_all(&end).and_then(|()| file.flush()).expect("written");
    words(&path);
    // Two letters that say ZIP, and a gigabyte of nothing.
    let mut file = File::create(&path).expect("made");
    file.write_all(b"PK")
        .and_then(|()| file.set_len(1 << 30))
        .expect("written");
    words(&path);
}
