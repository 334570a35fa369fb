//! `ruhu photo`: each file that cannot be used is named by its code and told in both languages, the others are kept.

use ruhu_server::command::{Outcome, Output, photo};
use serde_json::Value;
use std::path::PathBuf;

fn run(files: Vec<PathBuf>, out: &std::path::Path) -> (Outcome, Value) {
    let (mut said, mut err) = (Vec::new(), Vec::new());
    let args = photo::Args {
        files,
        out: out.to_owned(),
        json: true,
    };
    let ended = photo::run(
        &args,
        &mut Output {
            stdout: &mut said,
            stderr: &mut err,
        },
    )
    .expect("something can be used");
    (ended, serde_json::from_slice(&said).expect("JSON"))
}

#[test]
fn each_kind_of_unusable_file_has_its_own_code_and_words() {
    let dir = tempfile::tempdir().expect("a folder");
    let good = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/data/photos/DSCN0010.jpg"
    ))
    .expect("a photo");
    let padded = [&good[..2], &[0; 4], &good[2..]].concat();
    let cases: [(&str, &[u8], Option<&str>); 6] = [
        ("padded.jpg", &padded, None),
        ("heic.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Some("photo_heic")),
        ("shot.jpg", b"\x89PNG\r\n\x1a\n", Some("photo_not_jpeg")),
        ("empty.jpg", b"", Some("photo_empty")),
        ("cut.jpg", &good[..good.len() / 2], Some("photo_truncated")),
        ("good.jpg", &good, None),
    ];
    let files = cases.map(|(name, bytes, _)| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).expect("writes");
        path
    });
    let (ended, said) = run(files.to_vec(), &dir.path().join("out"));
    assert_eq!(ended, Outcome::PartlyRefused);
    let mut words = Vec::new();
    for ((name, _, code), kept) in cases.iter().zip(said.as_array().expect("a list")) {
        assert_eq!(kept["code"].as_str(), *code, "{name}: {kept}");
        assert_eq!(kept["ok"], code.is_none(), "{name}: {kept}");
        if let Some(message) = kept["message"].as_str() {
            assert!(message.contains('。') && message.contains("photo"), "{name}: {message}");
            words.push(message.to_owned());
        }
    }
    words.sort();
    words.dedup();
    assert_eq!(words.len(), 4);
    assert!(
        said[1]["message"]
            .as_str()
            .is_some_and(|words| words.contains("高效率") && words.contains("HEIF"))
    );
}
