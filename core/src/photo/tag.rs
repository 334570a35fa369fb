//! A small fresh EXIF block for the copy: upright, the time and the position that the original states, nothing else.
//! Written as CIPA DC-008 wants it (TIFF, little-endian); what is left out of the original stays with the original.

use crate::domain::LatLon;

/// One entry of a directory: tag, type, count, and the value's bytes.
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

const BYTE: u16 = 1;
const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
const UNDEFINED: u16 = 7;

fn short(tag: u16, value: u16) -> Entry {
    Entry {
        tag,
        kind: SHORT,
        count: 1,
        value: value.to_le_bytes().to_vec(),
    }
}
fn long(tag: u16, value: u32) -> Entry {
    Entry {
        tag,
        kind: LONG,
        count: 1,
        value: value.to_le_bytes().to_vec(),
    }
}
fn bytes(tag: u16, kind: u16, value: &[u8]) -> Entry {
    let count = u32::try_from(value.len()).expect("a tag's value is short");
    Entry {
        tag,
        kind,
        count,
        value: value.to_vec(),
    }
}
fn text(tag: u16, text: &str) -> Entry {
    bytes(tag, ASCII, &[text.as_bytes(), b"\0"].concat())
}
fn rationals(tag: u16, values: &[(u32, u32)]) -> Entry {
    let value = values
        .iter()
        .flat_map(|(n, d)| [n.to_le_bytes(), d.to_le_bytes()].concat())
        .collect();
    let count = u32::try_from(values.len()).expect("three at most");
    Entry {
        tag,
        kind: RATIONAL,
        count,
        value,
    }
}

/// What the copy's numbers mean.
#[derive(Clone, Copy)]
pub(super) enum Colours {
    /// sRGB.
    Srgb,
    /// Something else, by the profile that goes with it ("uncalibrated" in EXIF's words).
    AsTheProfileSays,
}

/// The TIFF block. `taken` is as `PhotoFacts` has it.
pub(super) fn block(
    (width, height): (u32, u32),
    taken: Option<&str>,
    position: Option<LatLon>,
    colours: Colours,
) -> Vec<u8> {
    let clock = taken.map(|taken| taken[..19].replace('-', ":").replace('T', " "));
    let offset = taken
        .and_then(|taken| taken.get(19..))
        .filter(|offset| !offset.is_empty());
    let mut exif = vec![bytes(0x9000, UNDEFINED, b"0232")];
    exif.extend(clock.as_ref().map(|clock| text(0x9003, clock)));
    exif.extend(offset.map(|offset| text(0x9011, offset)));
    exif.push(bytes(0x9101, UNDEFINED, &[1, 2, 3, 0]));
    exif.push(bytes(0xA000, UNDEFINED, b"0100"));
    exif.push(short(
        0xA001,
        match colours {
            Colours::Srgb => 1,
            Colours::AsTheProfileSays => 0xFFFF,
        },
    ));
    exif.push(long(0xA002, width));
    exif.push(long(0xA003, height));
    let gps = position.map(|at| {
        vec![
            bytes(0x0000, BYTE, &[2, 3, 0, 0]),
            text(0x0001, if at.lat < 0.0 { "S" } else { "N" }),
            rationals(0x0002, &sexagesimal(at.lat)),
            text(0x0003, if at.lon < 0.0 { "W" } else { "E" }),
            rationals(0x0004, &sexagesimal(at.lon)),
        ]
    });
    let main = |exif_at: u32, gps_at: Option<u32>| {
        let mut main = vec![
            short(0x0112, 1),
            rationals(0x011A, &[(72, 1)]),
            rationals(0x011B, &[(72, 1)]),
            short(0x0128, 2),
            short(0x0213, 1),
            long(0x8769, exif_at),
        ];
        main.extend(gps_at.map(|at| long(0x8825, at)));
        main
    };
    // The size of a directory does not depend on the offsets in it: lay it out once to know them, then for good.
    let header = 8;
    let exif_at = header + length(&main(0, gps.as_ref().map(|_| 0)));
    let gps_at = exif_at + length(&exif);
    let mut out = b"II\x2A\0\x08\0\0\0".to_vec();
    directory(&mut out, main(exif_at, gps.as_ref().map(|_| gps_at)));
    directory(&mut out, exif);
    if let Some(gps) = gps {
        directory(&mut out, gps);
    }
    out
}

/// Degrees, minutes, seconds in 1/100,000: a third of a millimetre on the ground.
fn sexagesimal(degrees: f64) -> [(u32, u32); 3] {
    const SCALE: u32 = 100_000;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let units = (degrees.abs().min(180.0) * 3600.0 * f64::from(SCALE)).round() as u64;
    let part = |n: u64| u32::try_from(n).expect("at most 180 degrees");
    let second = u64::from(SCALE);
    [
        (part(units / (3600 * second)), 1),
        (part(units / (60 * second) % 60), 1),
        (part(units % (60 * second)), SCALE),
    ]
}

fn padded(n: usize) -> usize {
    n + n % 2
}

fn length(entries: &[Entry]) -> u32 {
    let outside: usize = entries
        .iter()
        .map(|e| e.value.len())
        .filter(|n| *n > 4)
        .map(padded)
        .sum();
    u32::try_from(2 + 12 * entries.len() + 4 + outside).expect("a block of some hundred bytes")
}

/// Appends a directory, its long values behind it.
fn directory(out: &mut Vec<u8>, entries: Vec<Entry>) {
    let start = out.len();
    let mut values_at = start + 2 + 12 * entries.len() + 4;
    let mut values = Vec::new();
    out.extend(u16::try_from(entries.len()).expect("a dozen entries").to_le_bytes());
    for entry in entries {
        out.extend(entry.tag.to_le_bytes());
        out.extend(entry.kind.to_le_bytes());
        out.extend(entry.count.to_le_bytes());
        if entry.value.len() <= 4 {
            let mut inline = entry.value;
            inline.resize(4, 0);
            out.extend(inline);
        } else {
            out.extend(
                u32::try_from(values_at)
                    .expect("a block of some hundred bytes")
                    .to_le_bytes(),
            );
            values_at += padded(entry.value.len());
            values.extend(&entry.value);
            if entry.value.len() % 2 == 1 {
                values.push(0);
            }
        }
    }
    out.extend(0u32.to_le_bytes());
    out.extend(values);
}
