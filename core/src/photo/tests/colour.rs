//! Colours that are not sRGB's: the copy's numbers mean in sRGB what the original's meant by its profile. The peer is moxcms.

use super::*;
use crate::photo::container::Container;
use moxcms::{ColorProfile, Layout, TransformOptions};

const PATCHES: [[u8; 3]; 12] = [
    [200, 60, 59],
    [80, 190, 60],
    [40, 60, 200],
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
    [0, 0, 0],
    [128, 128, 128],
    [16, 16, 16],
    [230, 180, 150],
    [12, 90, 140],
];

/// Squares of 32 px side by side, so that a pixel in the midst of one has none of the next.
fn patches() -> Vec<u8> {
    let width = 32 * u32::try_from(PATCHES.len()).expect("few");
    let picture = RgbImage::from_fn(width, 32, |x, _| Rgb(PATCHES[x as usize / 32]));
    jpeg::encode(&picture).expect("encodes")
}

fn with_icc(jpeg: &[u8], icc: &[u8]) -> Vec<u8> {
    // In parts, as long profiles come; written last part first, for each is put behind the start of image.
    let parts: Vec<&[u8]> = icc.chunks(700).collect();
    let count = u8::try_from(parts.len()).expect("few");
    let numbered = (1..=count).zip(parts).rev();
    numbered.fold(jpeg.to_vec(), |jpeg, (number, part)| {
        with_segment(
            &jpeg,
            0xE2,
            &[b"ICC_PROFILE\0".as_slice(), &[number, count], part].concat(),
        )
    })
}

fn middles(jpeg: &[u8]) -> Vec<[u8; 3]> {
    let container = Container::of(jpeg).expect("a JPEG");
    let picture = jpeg::decode(&container.jpeg).expect("decodes");
    (0..PATCHES.len())
        .map(|n| picture.get_pixel(u32::try_from(n).expect("few") * 32 + 16, 16).0)
        .collect()
}

/// What the peer makes of these colours.
fn by_peer(profile: &ColorProfile, colours: &[[u8; 3]]) -> Vec<[u8; 3]> {
    let srgb = ColorProfile::new_srgb();
    let transform = profile
        .create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default())
        .expect("the peer converts");
    let flat: Vec<u8> = colours.iter().flatten().copied().collect();
    let mut out = vec![0; flat.len()];
    transform.transform(&flat, &mut out).expect("the peer converts");
    out.chunks_exact(3).map(|c| [c[0], c[1], c[2]]).collect()
}

fn off(ours: [u8; 3], theirs: [u8; 3]) -> u8 {
    ours.iter().zip(theirs).map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0)
}

#[test]
fn matrix_profiles_come_out_as_the_peer_has_them() {
    let plain = patches();
    let stored = middles(&plain);
    for (name, profile) in [
        ("Display P3", ColorProfile::new_display_p3()),
        ("Adobe RGB", ColorProfile::new_adobe_rgb()),
        ("ProPhoto", ColorProfile::new_pro_photo_rgb()),
        ("BT.2020", ColorProfile::new_bt2020()),
    ] {
        let icc = profile.encode().expect("the peer writes it");
        let kept = kept(&with_icc(&plain, &icc));
        for ((ours, theirs), before) in middles(&kept.copy)
            .into_iter()
            .zip(by_peer(&profile, &stored))
            .zip(&stored)
        {
            // JPEG's own rounding, twice.
            assert!(
                off(ours, theirs) <= 5,
                "{name}: {before:?} became {ours:?}, the peer says {theirs:?}"
            );
        }
        let container = Container::of(&kept.copy).expect("a JPEG");
        assert_eq!(container.icc(), None, "{name}: the copy is sRGB and says no other");
    }
}

#[test]
fn the_conversion_itself_is_within_a_level_of_the_peer() {
    let steps = [0u8, 1, 3, 10, 30, 60, 100, 150, 200, 240, 254, 255];
    let grid: Vec<[u8; 3]> = steps.map(|r| steps.map(|g| steps.map(|b| [r, g, b]))).concat().concat();
    for (name, profile) in [
        ("Display P3", ColorProfile::new_display_p3()),
        ("Adobe RGB", ColorProfile::new_adobe_rgb()),
        ("BT.2020", ColorProfile::new_bt2020()),
    ] {
        let mut picture = RgbImage::from_fn(u32::try_from(grid.len()).expect("few"), 1, |x, _| Rgb(grid[x as usize]));
        let icc = profile.encode().expect("the peer writes it");
        assert_eq!(crate::photo::colour::to_srgb(&mut picture, Some(icc), false), None);
        for ((ours, theirs), before) in picture.pixels().zip(by_peer(&profile, &grid)).zip(&grid) {
            assert!(
                off(ours.0, theirs) <= 2,
                "{name}: {before:?} became {:?}, the peer says {theirs:?}",
                ours.0
            );
        }
    }
}

#[test]
fn adobe_rgb_that_only_exif_names_is_converted_too() {
    let mut picture = RgbImage::from_pixel(1, 1, Rgb([60, 190, 80]));
    assert_eq!(crate::photo::colour::to_srgb(&mut picture, None, true), None);
    let theirs = by_peer(&ColorProfile::new_adobe_rgb(), &[[60, 190, 80]])[0];
    assert!(
        off(picture.get_pixel(0, 0).0, theirs) <= 2,
        "{:?}, {theirs:?}",
        picture.get_pixel(0, 0)
    );
}

#[test]
fn srgb_no_profile_and_a_broken_one_change_no_number() {
    let plain = patches();
    let before = kept(&plain).copy;
    let srgb = ColorProfile::new_srgb().encode().expect("the peer writes it");
    assert_eq!(kept(&with_icc(&plain, &srgb)).copy, before);
    let p3 = ColorProfile::new_display_p3().encode().expect("the peer writes it");
    for end in [0, 40, 100, 128, 131, 140, 200] {
        let kept = kept(&with_icc(&plain, &p3[..end.min(p3.len() - 1)]));
        assert_eq!(middles(&kept.copy), middles(&before), "cut at {end}");
    }
    // A part of it is missing: it cannot be put together.
    let in_parts = with_segment(&plain, 0xE2, &[b"ICC_PROFILE\0".as_slice(), &[1, 2], &p3].concat());
    assert_eq!(kept(&in_parts).copy, before);
}

#[test]
fn a_profile_of_tables_goes_with_the_copy_whose_numbers_it_explains() {
    // An RGB profile in whose tag table stands nothing that is a matrix.
    let mut tables = vec![0u8; 200];
    tables[..4].copy_from_slice(&200u32.to_be_bytes());
    tables[16..20].copy_from_slice(b"RGB ");
    tables[20..24].copy_from_slice(b"Lab ");
    tables[36..40].copy_from_slice(b"acsp");
    let plain = patches();
    let copy = kept(&with_icc(&plain, &tables)).copy;
    assert_eq!(middles(&copy), middles(&kept(&plain).copy));
    assert_eq!(Container::of(&copy).expect("a JPEG").icc(), Some(tables));
}
