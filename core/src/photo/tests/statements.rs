//! What a file says of itself and cannot be: clocks that were never set, other calendars, positions without a fix.

use super::*;
use crate::photo::container::Container;
use crate::photo::exif::read as statements;

/// One entry of a directory: tag, type, count, value's bytes.
type Entry = (u16, u16, u32, Vec<u8>);

fn ascii(tag: u16, text: &str) -> Entry {
    let value = [text.as_bytes(), b"\0"].concat();
    (tag, 2, u32::try_from(value.len()).expect("short"), value)
}

fn rationals(tag: u16, parts: &[(u32, u32)]) -> Entry {
    let value = parts
        .iter()
        .flat_map(|(n, d)| [n.to_le_bytes(), d.to_le_bytes()].concat())
        .collect();
    (tag, 5, u32::try_from(parts.len()).expect("short"), value)
}

/// A TIFF block of a main directory that points to an EXIF and a GPS directory.
fn tiff(exif: &[Entry], gps: &[Entry]) -> Vec<u8> {
    let size = |entries: &[Entry]| {
        let outside: usize = entries.iter().map(|e| e.3.len()).filter(|n| *n > 4).sum();
        2 + 12 * entries.len() + 4 + outside
    };
    let pointer = |tag: u16, at: usize| (tag, 4, 1, u32::try_from(at).expect("small").to_le_bytes().to_vec());
    let exif_at = 8 + 2 + 24 + 4;
    let gps_at = exif_at + size(exif);
    let mut out = b"II\x2A\0\x08\0\0\0".to_vec();
    for entries in [&[pointer(0x8769, exif_at), pointer(0x8825, gps_at)], exif, gps] {
        let mut values_at = out.len() + 2 + 12 * entries.len() + 4;
        let mut values: Vec<u8> = Vec::new();
        out.extend(u16::try_from(entries.len()).expect("few").to_le_bytes());
        for (tag, kind, count, value) in entries {
            out.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
            out.extend(count.to_le_bytes());
            match value.len() <= 4 {
                true => out.extend(value.iter().copied().chain([0; 4]).take(4)),
                false => {
                    out.extend(u32::try_from(values_at).expect("small").to_le_bytes());
                    values_at += value.len();
                    values.extend(value);
                }
            }
        }
        out.extend([0; 4]);
        out.extend(values);
    }
    out
}

fn plain() -> Vec<u8> {
    jpeg::encode(&RgbImage::from_pixel(32, 32, Rgb([90, 120, 60]))).expect("encodes")
}

/// A picture with these EXIF parts, in this order.
fn saying(parts: &[Vec<u8>]) -> Vec<u8> {
    parts.iter().rev().fold(plain(), |jpeg, tiff| {
        with_segment(&jpeg, 0xE1, &[b"Exif\0\0".as_slice(), tiff].concat())
    })
}

fn taken_at(clock: &str) -> Vec<Entry> {
    vec![ascii(0x9003, clock)]
}

fn at(lat: &[(u32, u32)], lon: &[(u32, u32)]) -> Vec<Entry> {
    vec![ascii(1, "N"), rationals(2, lat), ascii(3, "E"), rationals(4, lon)]
}

fn home() -> Vec<Entry> {
    at(&[(32, 1), (37, 1), (48, 1)], &[(108, 1), (43, 1), (12, 1)])
}

#[test]
fn what_makes_sense_is_believed() {
    let facts = read(&saying(&[tiff(&taken_at("2026:05:03 09:10:00"), &home())])).expect("a photo");
    assert_eq!(facts.taken.as_deref(), Some("2026-05-03T09:10:00"));
    let at = facts.position.expect("a position");
    assert!((at.lat - 32.63).abs() < 1e-9 && (at.lon - 108.72).abs() < 1e-9);
}

#[test]
fn years_of_other_calendars_and_of_clocks_that_were_never_set_are_no_time() {
    for clock in [
        "2569:05:03 09:10:00",
        "0115:05:03 09:10:00",
        "0000:00:00 00:00:00",
        "0000:05:03 09:10:00",
        "1970:01:01 08:00:00",
        "1980:01:01 00:00:00",
        "1994:12:31 23:59:59",
        "1405:02:13 09:10:00",
        "9999:12:31 23:59:59",
        "2026:13:03 09:10:00",
        "2026:02:30 09:10:00",
        "2026:05:03 24:10:00",
        "    :  :     :  :  ",
        "2027:05:03 09:10:00",
    ] {
        let file = saying(&[tiff(&taken_at(clock), &home())]);
        let kept = kept(&file);
        assert_eq!(kept.facts.taken, None, "{clock}");
        assert!(kept.facts.position.is_some(), "{clock}: the position stays");
        let copy = read(&kept.copy).expect("the copy is a photo");
        assert_eq!(copy.taken, None, "{clock}");
        // A record knows better, and its copy says what it knows.
        let shutter = Shutter::At(moment("2026-05-03T09:10:00.250+08:00"));
        let copy = read(&prepare(&file, None, shutter).expect("a photo").copy).expect("the copy is a photo");
        assert_eq!(copy.taken.as_deref(), Some("2026-05-03T09:10:00+08:00"), "{clock}");
    }
}

#[test]
fn a_time_of_the_next_day_by_another_zone_is_believed_and_one_behind_it_is_not() {
    let shutter = Shutter::At(moment("2026-05-03T20:00:00+08:00"));
    for (clock, believed) in [
        ("2026:05:04 09:00:00", true),
        ("2026:05:05 00:00:00", false),
        ("2011:01:01 00:00:00", true),
    ] {
        let file = saying(&[tiff(&taken_at(clock), &[])]);
        let kept = prepare(&file, None, shutter).expect("a photo");
        assert_eq!(kept.facts.taken.is_some(), believed, "{clock}");
    }
}

#[test]
fn positions_without_a_fix_are_none_and_do_not_come_into_the_copy() {
    let zero = [(0, 1), (0, 1), (0, 1)];
    let lat = [(32, 1), (37, 1), (48, 1)];
    let lon = [(108, 1), (43, 1), (12, 1)];
    let refs = |north: &str, east: &str| vec![ascii(1, north), rationals(2, &lat), ascii(3, east), rationals(4, &lon)];
    let status = |status: &str| [home(), vec![ascii(9, status)]].concat();
    let cases: Vec<(&str, Vec<Entry>)> = vec![
        ("0, 0", at(&zero, &zero)),
        ("nearly 0, 0", at(&[(0, 1), (0, 1), (1, 1)], &[(0, 1), (0, 1), (2, 1)])),
        ("0/0", at(&[(0, 0), (0, 0), (0, 0)], &[(0, 0), (0, 0), (0, 0)])),
        ("a part of 0/0", at(&[(32, 1), (37, 1), (0, 0)], &lon)),
        ("n/0", at(&[(32, 0), (37, 1), (48, 1)], &lon)),
        ("void", status("V")),
        ("void, small", status("v")),
        ("latitude 91", at(&[(91, 1), (0, 1), (0, 1)], &lon)),
        ("longitude 181", at(&lat, &[(181, 1), (0, 1), (0, 1)])),
        ("minutes 75", at(&[(32, 1), (75, 1), (0, 1)], &lon)),
        ("huge", at(&[(u32::MAX, 1), (0, 1), (0, 1)], &lon)),
        ("references swapped", refs("E", "N")),
        ("no reference", vec![rationals(2, &lat), rationals(4, &lon)]),
        ("odd reference", refs("?", "E")),
        ("no longitude", vec![ascii(1, "N"), rationals(2, &lat)]),
        ("no parts", at(&[], &[])),
    ];
    for (name, gps) in cases {
        let kept = kept(&saying(&[tiff(&taken_at("2026:05:03 09:10:00"), &gps)]));
        assert_eq!(kept.facts.position, None, "{name}");
        assert!(kept.facts.taken.is_some(), "{name}: the time stays");
        assert_eq!(read(&kept.copy).expect("the copy is a photo").position, None, "{name}");
        let container = Container::of(&kept.copy).expect("a JPEG");
        let block = container.exif().next().expect("the copy has EXIF");
        let read = ::exif::Reader::new()
            .read_raw(block.to_vec())
            .expect("the copy's EXIF reads");
        assert!(
            read.get_field(::exif::Tag::GPSLatitude, ::exif::In::PRIMARY).is_none(),
            "{name}"
        );
    }
    assert!(kept(&saying(&[tiff(&[], &status("A"))])).facts.position.is_some());
}

#[test]
fn of_two_exif_parts_the_first_that_makes_sense_is_believed() {
    let good = tiff(&taken_at("2026:05:03 09:10:00"), &home());
    let other = tiff(
        &taken_at("2020:01:02 03:04:05"),
        &at(&[(1, 1), (2, 1), (3, 1)], &[(4, 1), (5, 1), (6, 1)]),
    );
    let odd = tiff(&taken_at("2569:05:03 09:10:00"), &at(&[(0, 1); 3], &[(0, 1); 3]));
    let empty = tiff(&[], &[]);
    for (name, parts) in [
        ("both good", vec![good.clone(), other]),
        ("odd first", vec![odd.clone(), good.clone()]),
        ("empty first", vec![empty, good.clone()]),
        ("rubbish first", vec![b"not TIFF at all".to_vec(), good.clone()]),
        ("cut first", vec![good[..20].to_vec(), good.clone()]),
        ("nothing first", vec![Vec::new(), good.clone()]),
        ("odd behind", vec![good.clone(), odd]),
        ("rubbish behind", vec![good, vec![0xFF; 300]]),
    ] {
        let kept = kept(&saying(&parts));
        assert_eq!(kept.facts.taken.as_deref(), Some("2026-05-03T09:10:00"), "{name}");
        let at = kept.facts.position.unwrap_or_else(|| panic!("{name}: no position"));
        assert!((at.lat - 32.63).abs() < 1e-9, "{name}");
    }
}

#[test]
fn an_exif_part_cut_anywhere_makes_fewer_statements_and_no_panic() {
    let good = tiff(&taken_at("2026:05:03 09:10:00"), &home());
    for end in 0..good.len() {
        let said = statements([&good[..end]].into_iter());
        assert!(said.taken.is_none_or(|taken| taken == "2026-05-03T09:10:00"));
        assert!(said.position.is_none_or(|at| (at.lat - 32.63).abs() < 1e-9));
    }
}
