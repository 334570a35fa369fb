//! Each kind of file that cannot be used has its own code and its own words.

use super::*;

fn sentence(bytes: &[u8]) -> String {
    match prepare(bytes, None, shutter()) {
        Err(Error::Photo { message, .. }) => message,
        other => panic!("not refused as a photo: {other:?}"),
    }
}

fn ftyp(major: &[u8; 4], compatible: &[&[u8; 4]]) -> Vec<u8> {
    let size = u32::try_from(16 + 4 * compatible.len()).expect("small");
    let brands: Vec<u8> = compatible.iter().flat_map(|brand| brand.iter().copied()).collect();
    [
        &size.to_be_bytes(),
        b"ftyp".as_slice(),
        major,
        &[0; 4],
        &brands,
        &[0; 200],
    ]
    .concat()
}

#[test]
fn heic_is_told_how_to_set_the_camera() {
    for bytes in [
        ftyp(b"heic", &[b"mif1", b"heic"]),
        ftyp(b"heix", &[]),
        ftyp(b"mif1", &[b"miaf"]),
        ftyp(b"msf1", &[b"hevc"]),
        ftyp(b"isom", &[b"heic"]),
    ] {
        assert_eq!(code(&bytes), "photo_heic");
        assert!(sentence(&bytes).contains("turn off HEIF"));
    }
    assert!(words("photo_heic").contains("设置") && words("photo_heic").contains("JPEG"));
}

#[test]
fn other_formats_are_named() {
    for (bytes, name) in [
        (b"\x89PNG\r\n\x1a\n.....".to_vec(), "PNG"),
        (b"RIFF\x10\0\0\0WEBPVP8 ....".to_vec(), "WebP"),
        (b"GIF89a......".to_vec(), "GIF"),
        (b"II*\0\x08\0\0\0.....".to_vec(), "RAW / TIFF"),
        (b"MM\0*\0\0\0\x08.....".to_vec(), "RAW / TIFF"),
        (b"%PDF-1.7....".to_vec(), "PDF"),
        (ftyp(b"avif", &[b"mif1"]), "AVIF"),
        (ftyp(b"isom", &[b"mp42"]), "MP4"),
        (ftyp(b"crx ", &[]), "RAW"),
    ] {
        assert_eq!(code(&bytes), "photo_not_jpeg", "{name}");
        assert!(
            sentence(&bytes).contains(&format!("is {name}")),
            "{name}: {}",
            sentence(&bytes)
        );
    }
    assert_eq!(code(b"<html>"), "photo_not_jpeg");
    assert_eq!(code(b"ftyp"), "photo_not_jpeg");
    assert_eq!(code(b"....ftyp"), "photo_not_jpeg");
}

#[test]
fn each_code_has_a_chinese_sentence_of_its_own_that_says_what_to_do() {
    let codes = [
        "photo_empty",
        "photo_heic",
        "photo_not_jpeg",
        "photo_truncated",
        "photo_broken",
        "photo_too_large",
    ];
    let said: std::collections::BTreeSet<&str> = codes.iter().map(|code| words(code)).collect();
    assert_eq!(said.len(), codes.len());
    assert!(said.iter().all(|words| words.contains("再") && words.ends_with('。')));
    assert!(!said.contains(words("anything else")));
}
