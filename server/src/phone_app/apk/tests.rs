//! What `aapt2` and `apksigner` write is read; whatever else somebody brings is refused in words.

use super::*;
use proptest::prelude::*;
use std::io::{Cursor, Write};

/// Made by the field's own tools: tests/data/app/README.md.
const REAL: &[u8] = include_bytes!("../../../tests/data/app/ruhu-0.1.9.apk");

fn read(bytes: &[u8]) -> Result<Apk> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("给 手机.apk");
    std::fs::write(&path, bytes).expect("written");
    Apk::read(&path, Path::new("given.apk"))
}

#[test]
fn an_apk_of_the_fields_own_tools_is_read() {
    let apk = read(REAL).expect("a good APK");
    let expected = Manifest {
        package: "org.ruhu.phone".into(),
        version_name: "0.1.9".into(),
        version_code: 9,
        min_sdk: 26,
        build: Build::Release,
    };
    assert_eq!(apk.manifest, expected);
    assert_eq!(apk.bytes, u64::try_from(REAL.len()).expect("small"));
    assert_eq!(apk.sha256, Sha256::of(REAL));
    // As `apksigner verify --print-certs` says it.
    let certificate = "4735690a63dfbd76092d750d3322635c7241aa082875090bba5ede65042391da";
    assert_eq!(apk.certificate.to_string(), certificate);
}

#[test]
fn what_is_no_apk_is_refused_with_where_and_how_to_mend_it() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    zip.start_file("AndroidManifest.xml", plain).expect("an entry");
    zip.write_all(b"<manifest/>").expect("written");
    let text_manifest = zip.finish().expect("a zip").into_inner();
    for (bytes, what) in [
        (&b""[..], "no APK"),
        (b"PK", "no APK"),
        (&[0; 5000][..], "no APK"),
        (&REAL[..REAL.len() - 100], "no APK"),
        (&text_manifest, "does not read"),
    ] {
        let refusal = read(bytes).expect_err("no APK").to_string();
        assert!(
            refusal.starts_with("given.apk: ") && refusal.contains(what),
            "{refusal}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]
    #[test]
    fn a_manifest_changed_anywhere_is_read_or_refused_and_never_ends_the_program(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let mut zip = zip::ZipArchive::new(Cursor::new(REAL)).expect("a zip");
        let mut bytes = Vec::new();
        zip.by_name("AndroidManifest.xml").expect("there").read_to_end(&mut bytes).expect("unpacks");
        for (at, to) in changes {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = Manifest::read(&bytes);
    }

    #[test]
    fn a_signing_block_changed_anywhere_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        directory in 0u64..10_000,
    ) {
        let mut bytes = REAL.to_vec();
        for (at, to) in changes {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        let zip = zip::ZipArchive::new(Cursor::new(REAL)).expect("a zip");
        for directory in [directory, zip.central_directory_start()] {
            let _ = certificate(&mut Cursor::new(&bytes), directory);
        }
    }
}
