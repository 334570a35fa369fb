//! Real photos from real cameras, broken ones, and every way up.

mod colour;
mod container;
mod formats;
mod statements;

use super::*;
use crate::error::Error;
use crate::time::Moment;
use image::{Rgb, RgbImage};

fn photo(name: &str) -> Vec<u8> {
    let path = format!("{}/../tests/data/photos/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// A moment behind every photo here.
fn shutter() -> Shutter {
    Shutter::Before(moment("2026-11-25T09:10:00+08:00"))
}

fn moment(text: &str) -> Moment {
    text.parse().expect("a moment")
}

fn kept(bytes: &[u8]) -> Prepared {
    prepare(bytes, None, shutter()).expect("a photo")
}

/// This JPEG with another segment behind its start of image.
fn with_segment(jpeg: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).expect("a segment");
    [&jpeg[..2], &[0xFF, marker], &length.to_be_bytes(), payload, &jpeg[2..]].concat()
}

fn code(bytes: &[u8]) -> &'static str {
    match prepare(bytes, None, shutter()) {
        Err(Error::Photo { code, .. }) => code,
        Err(other) => panic!("another error: {other}"),
        Ok(kept) => panic!("not refused: {} x {}", kept.width, kept.height),
    }
}

#[test]
fn real_photos_say_where_and_when_they_were_taken() {
    let facts = read(&photo("DSCN0010.jpg")).expect("a photo");
    let at = facts.position.expect("it has a position");
    // As exiftool reads them.
    assert!((at.lat - 43.467_448_333_3).abs() < 1e-8 && (at.lon - 11.885_126_666_7).abs() < 1e-8);
    assert_eq!(facts.taken.as_deref(), Some("2008-10-22T16:28:39"));
    let nokia = read(&photo("HMD_Nokia_8.3_5G.jpg")).expect("a photo");
    assert_eq!(nokia.taken.as_deref(), Some("2022-08-14T14:12:31+03:00"));
    // It writes its degrees as signed rationals.
    let at = nokia.position.expect("it has a position");
    assert!((at.lat - 60.146_705_555_6).abs() < 1e-8 && (at.lon - 24.906_772_222_2).abs() < 1e-8);
    let odd = read(&photo("45-gps_ifd.jpg")).expect("an odd GPS part is no reason to refuse a photo");
    assert_eq!(
        (odd.taken.as_deref(), odd.position),
        (Some("2012-06-23T06:55:49"), None)
    );
}

#[test]
fn the_copy_stands_upright_and_is_never_enlarged() {
    for (name, size) in [
        ("landscape_1.jpg", (600, 450)),
        ("landscape_6.jpg", (600, 450)),
        ("landscape_8.jpg", (600, 450)),
        ("portrait_5.jpg", (450, 600)),
        ("HMD_Nokia_8.3_5G.jpg", (2048, 878)),
        ("image01713.jpg", (49, 500)),
        ("image00971.jpg", (636, 227)),
        ("no_exif.jpg", (322, 466)),
    ] {
        let kept = prepare(&photo(name), None, shutter()).expect(name);
        assert_eq!((kept.width, kept.height), size, "{name}");
        let copy = read(&kept.copy).expect("the copy is a photo");
        assert_eq!(
            (copy.width, copy.height, copy.turn),
            (size.0, size.1, Turn::None),
            "{name}"
        );
        let thumb = read(&kept.thumb).expect("the thumbnail is a photo");
        assert!(thumb.width.max(thumb.height) <= THUMB_SIDE, "{name}");
    }
}

#[test]
fn the_copy_keeps_time_and_position() {
    for name in ["DSCN0012.jpg", "HMD_Nokia_8.3_5G.jpg", "45-gps_ifd.jpg", "no_exif.jpg"] {
        let kept = prepare(&photo(name), None, shutter()).expect(name);
        let copy = read(&kept.copy).expect("the copy is a photo");
        assert_eq!(copy.taken, kept.facts.taken, "{name}");
        match (copy.position, kept.facts.position) {
            (Some(copy), Some(original)) => {
                assert!((copy.lat - original.lat).abs() < 1e-8 && (copy.lon - original.lon).abs() < 1e-8);
            }
            (copy, original) => assert_eq!(copy, original, "{name}"),
        }
    }
}

#[test]
fn south_and_west_stay_south_and_west() {
    let here = crate::domain::LatLon {
        lat: -33.856_784,
        lon: -70.648_271,
    };
    let plain = jpeg::encode(&RgbImage::new(8, 8)).expect("encodes");
    let mut parts = img_parts::jpeg::Jpeg::from_bytes(plain.into()).expect("a JPEG");
    img_parts::ImageEXIF::set_exif(
        &mut parts,
        Some(tag::block((8, 8), None, Some(here), tag::Colours::Srgb).into()),
    );
    let at = read(&parts.encoder().bytes())
        .expect("a photo")
        .position
        .expect("a position");
    assert!((at.lat - here.lat).abs() < 1e-8 && (at.lon - here.lon).abs() < 1e-8);
}

#[test]
fn a_photo_that_cannot_be_used_is_refused_by_name() {
    let whole = photo("DSCN0010.jpg");
    assert_eq!(code(&photo("corrupted.jpg")), "photo_broken");
    assert_eq!(code(&[]), "photo_empty");
    assert_eq!(code(b"\x89PNG\r\n\x1a\n....."), "photo_not_jpeg");
    assert_eq!(code("这不是照片".as_bytes()), "photo_not_jpeg");
    assert_eq!(code(&whole[..2]), "photo_truncated");
    assert_eq!(code(&whole[..whole.len() - 2]), "photo_truncated");
    // Cut anywhere in the picture: never taken for a whole one.
    for part in [3, 5, 20, 60, 90, 99] {
        let cut = &whole[..whole.len() * part / 100];
        assert!(matches!(code(cut), "photo_truncated" | "photo_broken"), "{part} %");
    }
}

#[test]
fn a_picture_beyond_every_camera_is_refused_before_it_is_decoded() {
    let mut bytes = jpeg::encode(&RgbImage::new(16, 16)).expect("encodes");
    let frame = bytes
        .windows(2)
        .position(|w| w == [0xFF, 0xC0])
        .expect("a frame header");
    // Height and width in the frame header: 60,000 x 60,000.
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    assert_eq!(code(&bytes), "photo_too_large");
}

#[test]
fn each_orientation_comes_upright() {
    // A picture with a red corner where an upright picture has its top left.
    for (turn, corner) in [
        (Turn::None, (0, 0)),
        (Turn::FlipH, (31, 0)),
        (Turn::Half, (31, 15)),
        (Turn::FlipV, (0, 15)),
        (Turn::Transpose, (0, 0)),
        (Turn::Right, (0, 15)),
        (Turn::Transverse, (31, 15)),
        (Turn::Left, (31, 0)),
    ] {
        let mut stored = RgbImage::new(32, 16);
        stored.put_pixel(corner.0, corner.1, Rgb([255, 0, 0]));
        let upright = upright::turn(stored, turn);
        assert_eq!(upright.get_pixel(0, 0), &Rgb([255, 0, 0]), "{turn:?}");
        assert_eq!(upright.dimensions() == (16, 32), turn.swaps_sides(), "{turn:?}");
    }
}

#[test]
fn a_stamp_lies_in_the_lower_left_and_a_wide_one_is_made_to_fit() {
    let white = jpeg::encode(&RgbImage::from_pixel(400, 200, Rgb([255; 3]))).expect("encodes");
    for (width, height) in [(100u32, 20u32), (4_000, 400)] {
        let stamp = Stamp {
            rgba: [0, 0, 0, 255].repeat((width * height) as usize),
            width,
            height,
        };
        let kept = prepare(&white, Some(&stamp), shutter()).expect("stamped");
        let picture = jpeg::decode(&kept.copy).expect("decodes");
        assert!(picture.get_pixel(8, 194).0[0] < 60, "{width}");
        assert!(picture.get_pixel(200, 20).0[0] > 200, "{width}");
        assert!(picture.get_pixel(399, 199).0[0] > 200, "{width}");
    }
    let short = Stamp {
        rgba: vec![0; 7],
        width: 2,
        height: 1,
    };
    assert!(matches!(
        prepare(&white, Some(&short), shutter()),
        Err(Error::Photo {
            code: "photo_bad_stamp",
            ..
        })
    ));
}
