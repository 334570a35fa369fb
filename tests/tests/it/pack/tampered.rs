//! What somebody without the server's key does to a pack is found, and the file is named.

use super::forge::{bag_again, copy, files, lines, middle, put, sign_again, text};
use super::township::full;
use super::world::*;
use ruhu_core::ids::Sha256;
use ruhu_core::record::ServerSigner;
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::{Code, verify};
use std::fs;
use std::path::{Path, PathBuf};

fn honest() -> (World, PathBuf) {
    let world = full();
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    (world, pack)
}
/// Tampers with a copy, makes the manifests again, and answers the codes found.
fn after(world: &World, pack: &Path, name: &str, tamper: impl FnOnce(&Path)) -> Vec<Code> {
    let copy = copy(world, pack, name);
    tamper(&copy);
    bag_again(&copy);
    codes(&check(&copy))
}

#[test]
fn a_changed_byte_in_any_file_is_found_and_the_file_is_named() {
    let (_world, pack) = honest();
    let all = files(&pack);
    assert!(all.len() > 15);
    for file in all {
        let path = pack.join(&file);
        let honest = fs::read(&path).expect("there");
        for at in [0, honest.len() / 2, honest.len() - 1] {
            let mut changed = honest.clone();
            changed[at] ^= 1;
            fs::write(&path, &changed).expect("written");
            let report = check(&pack);
            assert!(!report.ok, "{file}, byte {at}");
            // A changed manifest is told of by the file it no longer fits.
            let named = file.contains("manifest") || report.findings.iter().any(|f| f.place.starts_with(&file));
            assert!(named, "{file}, byte {at}: {:?}", report.findings);
        }
        fs::write(&path, honest).expect("written");
    }
    assert!(check(&pack).ok);
}

#[test]
fn a_file_taken_away_or_added_is_found() {
    let (_world, pack) = honest();
    for file in files(&pack) {
        let path = pack.join(&file);
        let honest = fs::read(&path).expect("there");
        fs::remove_file(&path).expect("removed");
        let report = check(&pack);
        let found = report
            .findings
            .iter()
            .any(|f| f.code == Code::FileMissing && f.place == file);
        assert!(found, "{file}: {:?}", report.findings);
        fs::write(&path, honest).expect("written");
    }
    for file in ["data/more.txt", "more.txt", "data/photos/more.jpg"] {
        put(&pack, file, "more");
        let report = check(&pack);
        let found = report
            .findings
            .iter()
            .any(|f| f.code == Code::FileExtra && f.place == file);
        assert!(found, "{file}: {:?}", report.findings);
        fs::remove_file(pack.join(file)).expect("removed");
    }
    assert!(check(&pack).ok);
}

#[test]
fn two_records_that_changed_places_are_found() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "swapped", |pack| {
        lines(pack, "data/records.jwsl", |lines| lines.swap(2, 3))
    });
    assert!(
        found.contains(&Code::OrderWrong) && found.contains(&Code::NotAsSigned),
        "{found:?}"
    );
}

#[test]
fn a_record_left_out_in_the_middle_is_found() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "left-out", |pack| {
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
        forget_receipt(pack, &record);
    });
    assert!(
        found.contains(&Code::ChainGap) && found.contains(&Code::NotAsSigned),
        "{found:?}"
    );
}

/// Takes the receipt of a record away.
fn forget_receipt(pack: &Path, record: &Sha256) {
    lines(pack, "data/receipts.jwsl", |lines| {
        let before = lines.len();
        lines.retain(|line| super::forge::payload(line)["sha256"] != record.to_string());
        assert_eq!(before, lines.len() + 1);
    });
}

#[test]
fn the_last_record_of_a_device_taken_away_with_its_receipt_is_found() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "cut-off", |pack| {
        let all = text(pack, "data/records.jwsl");
        let at = |line: &str| {
            let told = super::forge::payload(line);
            (told["device"].clone(), told["seq"].as_u64())
        };
        // A device whose chain in the pack ends with a whole record, not with a receipt alone.
        let receipts: Vec<_> = text(pack, "data/receipts.jwsl").lines().map(at).collect();
        let ends = |(device, seq): &(serde_json::Value, Option<u64>)| {
            receipts.iter().all(|(other, later)| other != device || later <= seq)
        };
        let last = all
            .lines()
            .position(|line| ends(&at(line)))
            .expect("a chain that ends with a record");
        let record = Sha256::of(all.lines().nth(last).expect("a line").as_bytes());
        lines(pack, "data/records.jwsl", |lines| {
            lines.remove(last);
        });
        forget_receipt(pack, &record);
    });
    assert!(found.contains(&Code::LastDiffers), "{found:?}");
}

#[test]
fn a_photo_replaced_with_its_manifest_is_found() {
    let (world, pack) = honest();
    let found = after(&world, &pack, "photo", |pack| {
        let all = files(pack);
        let photo = all.iter().find(|file| file.contains("photos/")).expect("a photo");
        put(pack, photo, "another picture");
    });
    assert!(
        found.contains(&Code::PhotoChanged) && found.contains(&Code::NotAsSigned),
        "{found:?}"
    );
    let found = after(&world, &pack, "renamed", |pack| {
        let all = files(pack);
        let photo = all.iter().find(|file| file.contains("photos/")).expect("a photo");
        fs::remove_file(pack.join(photo)).expect("removed");
        put(pack, &format!("data/photos/{}.jpg", Sha256::of(b"another")), "another");
    });
    assert!(
        found.contains(&Code::PhotoUnnamed) && found.contains(&Code::PhotoMissing),
        "{found:?}"
    );
}

#[test]
fn a_record_of_another_pack_is_found() {
    let (world, pack) = honest();
    let mut other = World::new();
    let visit = other.good_visit(0, 4, "2025-03-01T09:00:00+08:00");
    // The same phone, hence the same key; and one of another phone.
    let record = other.visit(0, &visit).1;
    let found = after(&world, &pack, "foreign", |pack| {
        lines(pack, "data/records.jwsl", |lines| lines.insert(0, record.jws.clone()));
    });
    for code in [Code::ReceiptMissing, Code::NotAsSigned] {
        assert!(found.contains(&code), "{found:?}");
    }
    let unknown = ruhu_core::record::MemorySigner::from_bytes(&[99; 32]).expect("a scalar");
    let mut envelope = record.envelope;
    let key = ruhu_core::record::Signer::public_key(&unknown).expect("in memory");
    envelope.device = ruhu_core::record::DeviceKey::from_sec1(&key).expect("a point").id();
    let record = ruhu_core::record::sign_record(&unknown, envelope).expect("signs");
    let found = after(&world, &pack, "stranger", |pack| {
        lines(pack, "data/records.jwsl", |lines| lines.push(record.jws));
    });
    assert!(found.contains(&Code::KeyUnknown), "{found:?}");
}

#[test]
fn a_changed_field_of_a_record_is_found_by_its_line() {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let (world, pack) = honest();
    let copy = copy(&world, &pack, "field");
    lines(&copy, "data/records.jwsl", |lines| {
        let mut value = super::forge::payload(&lines[4]);
        value["at"]["wall"] = serde_json::json!("2026-01-01T00:00:00.000+08:00");
        let parts: Vec<String> = lines[4].split('.').map(str::to_owned).collect();
        lines[4] = format!(
            "{}.{}.{}",
            parts[0],
            URL_SAFE_NO_PAD.encode(value.to_string()),
            parts[2]
        );
    });
    bag_again(&copy);
    let report = check(&copy);
    let found = report
        .findings
        .iter()
        .any(|f| f.code == Code::RecordNotGenuine && f.place.starts_with("data/records.jwsl:5"));
    assert!(found, "{:?}", report.findings);
}

#[test]
fn a_pack_signed_with_other_keys_is_found_by_the_printed_fingerprint() {
    // Another server, other keys, the same story: consistent in itself, and not the township's.
    let (township, other) = (World::new(), full());
    let (pack, _) = other.export(TOWNSHIP, 2026, "pack", Form::Folder);
    let printed = township.folder.signer.public().id();
    assert!(check(&pack).ok);
    let report = verify(&pack, Some(&printed)).expect("a pack");
    assert_eq!(codes(&report), [Code::ServerKeyOther]);
    // Only the statement signed with another key, whose JWK is not there.
    let key = ServerSigner::from_bytes(&[3; 32]);
    sign_again(&pack, &key, |_| {});
    assert!(codes(&check(&pack)).contains(&Code::StatementNotGenuine));
}

#[test]
fn a_damaged_zip_is_found_or_refused_wherever_it_is_damaged() {
    let world = full();
    let (pack, _) = world.export(VILLAGE, 2026, "pack.zip", Form::Zip);
    let honest = fs::read(&pack).expect("there");
    for step in 1..60 {
        let mut changed = honest.clone();
        let at = honest.len() * step / 60;
        changed[at] ^= 0x41;
        fs::write(&pack, &changed).expect("written");
        let report = verify(&pack, None);
        // A byte of a header that says nothing (a time, a version) may be changed: then no file has changed either.
        if report.as_ref().is_ok_and(|report| report.ok) {
            assert_eq!(unpacked(&changed), unpacked(&honest), "byte {at}");
        }
    }
    fs::write(&pack, &honest[..honest.len() / 2]).expect("written");
    assert!(verify(&pack, None).is_err(), "half a file is no ZIP file");
}

#[test]
fn a_zip_entry_that_is_not_what_the_zip_says_of_it_is_found() {
    let world = full();
    let (pack, _) = world.export(VILLAGE, 2026, "pack.zip", Form::Zip);
    let honest = fs::read(&pack).expect("there");
    // The central directory: a signature, the checksum at 16, the name's length at 28, the name at 46; behind it the
    // ZIP64 part, whose first number, at 4, is the size when unpacked.
    let entries: Vec<usize> = (0..honest.len() - 46)
        .filter(|at| honest[*at..].starts_with(b"PK\x01\x02"))
        .collect();
    let mut sizes = 0;
    for entry in &entries {
        let name = entry + 46..entry + 46 + usize::from(honest[entry + 28]);
        let told = String::from_utf8_lossy(&honest[name.clone()]).into_owned();
        let refused = |at: usize, what: &str| {
            let mut changed = honest.clone();
            // One less: the entry then goes on behind its declared end.
            changed[at] = changed[at].wrapping_sub(1);
            fs::write(&pack, &changed).expect("written");
            let ok = verify(&pack, None).is_ok_and(|report| report.ok);
            assert!(!ok, "{told}: another {what}");
        };
        refused(entry + 16, "checksum");
        if honest[name.end..].starts_with(&[1, 0, 16, 0]) && honest[name.end + 4] > 0 {
            refused(name.end + 4, "size");
            sizes += 1;
        }
    }
    assert!(entries.len() > 10 && sizes > 5);
}

fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP file");
    (0..archive.len())
        .map(|place| {
            let mut file = archive.by_index(place).expect("an entry");
            let name = file.name().expect("UTF-8").into_owned();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut content).expect("readable");
            (name, content)
        })
        .collect()
}
