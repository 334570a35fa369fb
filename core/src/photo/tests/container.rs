//! Bytes between the segments: other decoders step over them, so is a photo that has them kept.

use super::*;
use crate::photo::container::Container;

/// The places before each segment of a JPEG without padding, as far as the first scan.
fn joints(jpeg: &[u8]) -> Vec<usize> {
    let (mut at, mut joints) = (2, Vec::new());
    loop {
        joints.push(at);
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        if jpeg[at + 1] == 0xDA {
            return joints;
        }
        at += 2 + length;
    }
}

fn inserted(jpeg: &[u8], at: usize, padding: &[u8]) -> Vec<u8> {
    [&jpeg[..at], padding, &jpeg[at..]].concat()
}

#[test]
fn padding_between_any_two_segments_changes_nothing_of_the_picture() {
    let small = jpeg::encode(&RgbImage::from_fn(40, 24, |x, y| {
        Rgb([if x < 20 { 200 } else { 40 }, if y < 12 { 30 } else { 220 }, 90])
    }))
    .expect("encodes");
    let said = tag::block((40, 24), Some("2026-05-03T09:10:00"), None, tag::Colours::Srgb);
    let plain = with_segment(&small, 0xE1, &[b"Exif\0\0".as_slice(), &said].concat());
    let as_it_was = kept(&plain);
    let paddings: [&[u8]; 8] = [
        &[0; 4],
        &[0],
        &[0xFF; 5],
        &[0x12, 0x34, 0x56],
        &[0, 0xFF, 0, 0xFF, 0, 0],
        &[0xFF, 0xD0, 0xFF, 0xD7],
        &[0xFF, 0x01, 0, 0xFF],
        &[b'x'; 3000],
    ];
    for at in joints(&plain) {
        for padding in paddings {
            let odd = inserted(&plain, at, padding);
            let kept = kept(&odd);
            assert_eq!(kept.copy, as_it_was.copy, "{padding:02X?} at {at}");
            assert_eq!(kept.facts, as_it_was.facts, "{padding:02X?} at {at}");
            // The original is kept as it came.
            assert_eq!(kept.original.sha256, crate::ids::Sha256::of(&odd));
        }
    }
}

#[test]
fn padding_at_every_joint_at_once_and_behind_the_picture() {
    let plain = photo("DSCN0010.jpg");
    let mut odd = plain.clone();
    for at in joints(&plain).into_iter().rev() {
        odd = inserted(&odd, at, &[0, 0, 0, 0]);
    }
    odd.extend([0; 100]);
    assert_eq!(kept(&odd).copy, kept(&plain).copy);
}

#[test]
fn a_file_without_padding_is_read_where_it_lies() {
    let plain = photo("no_exif.jpg");
    let container = Container::of(&plain).expect("a JPEG");
    assert!(matches!(container.jpeg, std::borrow::Cow::Borrowed(_)));
}

#[test]
fn what_is_cut_or_has_no_end_is_refused_with_padding_too() {
    let plain = photo("landscape_1.jpg");
    let odd = inserted(&plain, joints(&plain)[1], &[0; 4]);
    for part in [1, 10, 50, 90, 99] {
        let cut = &odd[..odd.len() * part / 100];
        assert!(matches!(code(cut), "photo_truncated" | "photo_broken"), "{part} %");
    }
    assert_eq!(code(&[0xFF, 0xD8, 0, 0, 0, 0]), "photo_truncated");
    assert_eq!(code(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xD9]), "photo_broken");
}

#[test]
fn no_bytes_at_all_make_it_panic() {
    let mut seed = 7u64;
    let mut next = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits")
    };
    let whole = photo("landscape_6.jpg");
    let markers = [0x00, 0x01, 0xC0, 0xC4, 0xD0, 0xD8, 0xD9, 0xDA, 0xE1, 0xE2, 0xFF];
    for _ in 0..300 {
        let mut bytes = whole[..next() % whole.len()].to_vec();
        for _ in 0..next() % 8 {
            let at = next() % bytes.len().max(1);
            if let Some(pair) = bytes.get_mut(at..at + 2) {
                pair.copy_from_slice(&[0xFF, markers[next() % markers.len()]]);
            }
        }
        if let Ok(container) = Container::of(&bytes) {
            assert!(container.jpeg.len() <= bytes.len());
            let _ = crate::photo::exif::read(container.exif());
            let _ = container.icc();
        }
    }
}
