//! What happens to a pack on its way: litter of file managers, ZIP files packed again, a folder too high, and what anybody
//! can rewrite without a key.

use super::forge::{bag_again, copy, files, lines, put};
use super::township::full;
use super::world::*;
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::{Code, Compared, NoteCode, Report, verify};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn honest() -> (World, PathBuf) {
    let world = full();
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    (world, pack)
}
fn notes(report: &Report) -> Vec<NoteCode> {
    report.notes.iter().map(|note| note.code).collect()
}

#[test]
fn litter_of_file_managers_is_a_note_and_the_signed_part_is_whole() {
    let (world, pack) = honest();
    let untouched = check(&pack);
    for (number, litter) in [
        ".DS_Store",
        "data/.DS_Store",
        "data/Thumbs.db",
        "data/photos/desktop.ini",
        "._bag-info.txt",
        "data/~$ledger.xlsx",
        "__MACOSX/._pack",
        "data/.~lock.ledger.xlsx#",
    ]
    .into_iter()
    .enumerate()
    {
        let copied = copy(&world, &pack, &format!("litter{number}"));
        let file = copied.join(litter);
        fs::create_dir_all(file.parent().expect("in a folder")).expect("made");
        fs::write(&file, "left by a program").expect("written");
        let report = check(&copied);
        assert!(report.ok && report.signed_whole, "{litter}: {:?}", report.findings);
        assert!(notes(&report).contains(&NoteCode::Litter), "{litter}");
        assert_eq!(report.checked.files, untouched.checked.files);
        let text = report.text(Compared::No);
        let (whole, note) = (text.find("已签部分完好"), text.find("litter"));
        assert!(whole.is_some() && whole < note, "{text}");
    }
}

#[test]
fn what_nobody_signs_and_was_rewritten_is_found_line_by_line() {
    let (world, pack) = honest();
    let changes: [(&str, &str); 9] = [
        ("Source-Organization", "Source-Organization: 别的镇"),
        ("External-Identifier", "External-Identifier: ruhu-610924102-2025"),
        ("External-Description", "External-Description: 别的"),
        ("Bagging-Date", "Bagging-Date: 2025-01-01"),
        ("Bag-Software-Agent", "Bag-Software-Agent: 别的软件"),
        (
            "Ruhu-Server-Key",
            "Ruhu-Server-Key: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ),
        ("Ruhu-Log", "Ruhu-Log: 610924102-AAAAAAAA 9999 00"),
        ("Bagging-Date", ""),
        ("Bagging-Date", "Contact-Name: 张三"),
    ];
    for (number, (name, instead)) in changes.into_iter().enumerate() {
        let copied = copy(&world, &pack, &format!("info{number}"));
        lines(&copied, "bag-info.txt", |lines| {
            let line = lines.iter_mut().find(|line| line.starts_with(name)).expect("there");
            *line = instead.to_owned();
            lines.retain(|line| !line.is_empty());
        });
        bag_again(&copied);
        let report = check(&copied);
        assert_eq!(
            codes(&report),
            [Code::BagInfoDiffers],
            "{instead}: {:?}",
            report.findings
        );
        assert!(
            report.signed_whole && report.findings[0].place.contains(name),
            "{:?}",
            report.findings
        );
    }
    let copied = copy(&world, &pack, "twice");
    lines(&copied, "bag-info.txt", |lines| {
        lines.push("Bagging-Date: 2020-01-01".to_owned())
    });
    bag_again(&copied);
    assert_eq!(codes(&check(&copied)), [Code::BagInfoDiffers]);

    let copied = copy(&world, &pack, "added");
    put(&copied, "note.txt", "put in by a stranger");
    fs::create_dir(copied.join("more")).expect("made");
    put(&copied, "more/a.txt", "put in by a stranger");
    bag_again(&copied);
    let report = check(&copied);
    assert_eq!(codes(&report), [Code::FileUnsigned]);
    let named: Vec<&str> = report.findings.iter().map(|finding| finding.place.as_str()).collect();
    assert_eq!(named, ["more/a.txt", "note.txt"]);
    let text = report.text(Compared::No);
    assert!(text.contains("已签部分完好") && text.contains("note.txt"), "{text}");
}

fn zipped(world: &World, pack: &Path, name: &str, top: &str, options: SimpleFileOptions) -> PathBuf {
    let path = world.data.path().join(name);
    let mut zip = ZipWriter::new(File::create(&path).expect("made"));
    for file in files(pack) {
        let inside = match top.contains('\\') {
            true => format!("{top}{}", file.replace('/', "\\")),
            false => format!("{top}{file}"),
        };
        zip.start_file(inside, options).expect("begun");
        zip.write_all(&fs::read(pack.join(&file)).expect("there"))
            .expect("written");
    }
    zip.finish().expect("finished");
    path
}

#[test]
fn a_pack_that_was_zipped_again_is_read_or_told_what_to_do() {
    let (world, pack) = honest();
    let plain = SimpleFileOptions::default();
    for (name, top, below) in [
        ("inside.zip", "", false),
        ("one.zip", "pack/", false),
        ("two.zip", "a/pack/", true),
        ("three.zip", "2026/镇/pack/", true),
        ("windows.zip", "pack\\", false),
    ] {
        let path = zipped(&world, &pack, name, top, plain);
        let report = check(&path);
        assert!(report.ok && report.signed_whole, "{name}: {:?}", report.findings);
        assert_eq!(notes(&report).contains(&NoteCode::PackBelow), below, "{name}");
    }
    let litter = copy(&world, &pack, "litter");
    fs::create_dir(litter.join("__MACOSX")).expect("made");
    put(&litter, "__MACOSX/._bagit.txt", "left by an archiver");
    let report = check(&zipped(&world, &litter, "macos.zip", "", plain));
    assert!(report.ok && notes(&report).contains(&NoteCode::Litter));

    // APPNOTE 4.4.4: bit 0 of the flags says that an entry is encrypted.
    let locked = zipped(&world, &pack, "locked.zip", "pack/", plain);
    marked(&locked, 6, 8, 1);
    let error = verify(&locked, None).expect_err("locked").to_string();
    assert!(
        error.contains("加了密码") && error.contains("unpack it with its password"),
        "{error}"
    );
}

/// Writes a byte into the head of every entry and into its line of the directory.
fn marked(zip: &Path, in_head: usize, in_directory: usize, byte: u8) {
    let mut bytes = fs::read(zip).expect("there");
    for at in 0..bytes.len() - 12 {
        if bytes[at..].starts_with(b"PK\x03\x04") {
            bytes[at + in_head] = byte;
        }
        if bytes[at..].starts_with(b"PK\x01\x02") {
            bytes[at + in_directory] = byte;
        }
    }
    fs::write(zip, &bytes).expect("written");
}

/// A ZIP file whose entries say that they are packed by another method.
#[test]
fn another_method_of_packing_is_told_what_to_do() {
    let (world, pack) = honest();
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    // APPNOTE 4.4.5: 9 is Deflate64, 12 BZIP2, 14 LZMA, 93 Zstandard, 95 XZ.
    for method in [9u8, 12, 14, 93, 95] {
        let path = zipped(&world, &pack, "method.zip", "pack/", stored);
        marked(&path, 8, 10, method);
        let error = verify(&path, None).expect_err("not read").to_string();
        assert!(
            error.contains("unpack it with the program that made it"),
            "{method}: {error}"
        );
    }
}

#[test]
fn the_folder_above_a_pack_leads_to_it_and_of_two_it_asks_which() {
    let (world, pack) = honest();
    let above = world.data.path().join("above");
    fs::create_dir_all(above.join("2026")).expect("made");
    fs::rename(&pack, above.join("2026/ruhu-610924102-2026")).expect("moved");
    let report = check(&above);
    assert!(report.ok, "{:?}", report.findings);
    let below = report
        .notes
        .iter()
        .find(|note| note.code == NoteCode::PackBelow)
        .expect("told");
    assert!(below.place.ends_with("ruhu-610924102-2026"), "{below:?}");

    let error = verify(&above.join("2026/ruhu-610924102-2026/data"), None)
        .expect_err("too deep")
        .to_string();
    assert!(error.contains("ruhu-610924102-2026"), "{error}");

    let (second, _) = world.export(VILLAGE, 2026, "village", Form::Folder);
    fs::rename(&second, above.join("village")).expect("moved");
    let error = verify(&above, None).expect_err("two").to_string();
    assert!(
        error.contains("village") && error.contains("ruhu-610924102-2026"),
        "{error}"
    );

    let zips = world.data.path().join("zips");
    fs::create_dir(&zips).expect("made");
    let (zip, _) = world.export(VILLAGE, 2026, "village.zip", Form::Zip);
    fs::rename(&zip, zips.join("village.zip")).expect("moved");
    let error = verify(&zips, None).expect_err("a ZIP file alone").to_string();
    assert!(error.contains("village.zip"), "{error}");
}
