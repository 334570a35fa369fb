//! The JPEG container (ITU-T T.81, Annex B): its segments in order, and its bytes without what stands between them.
//! Some cameras and editors pad between segments with bytes that are none (00, FF, remains of a removed segment). Other
//! decoders step over them; ours is handed a file that has none.

use super::error::PhotoError;
use std::borrow::Cow;
use std::ops::Range;

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;

/// A JPEG file taken apart.
pub(super) struct Container<'a> {
    /// The file as a strict decoder wants it: from its first marker to its end of image, nothing between the segments.
    pub(super) jpeg: Cow<'a, [u8]>,
    /// Segments before the first scan: marker and payload.
    head: Vec<(u8, &'a [u8])>,
}

impl<'a> Container<'a> {
    /// Takes a file apart. `Truncated` when it has no end-of-image marker of its own: one of a small picture inside EXIF is
    /// stepped over with its segment, and what cameras append behind the end is not looked at.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Self, PhotoError> {
        match bytes {
            [0xFF, SOI] | [0xFF] => return Err(PhotoError::Truncated),
            [0xFF, SOI, ..] => {}
            _ => return Err(PhotoError::NotAJpeg),
        }
        let mut head = Vec::new();
        let mut kept: Vec<Range<usize>> = Vec::new();
        kept.push(0..2);
        let (mut in_scan, mut scans) = (false, false);
        let mut at = 2;
        loop {
            let marker = next_marker(bytes, at, in_scan).ok_or(PhotoError::Truncated)?;
            if in_scan {
                kept.push(at..marker.fill_from);
            }
            let begin = marker.code_at - 1;
            if matches!(marker.code, EOI | SOI) {
                kept.push(begin..begin + 2);
                at = begin + 2;
                match marker.code {
                    EOI => break,
                    _ => continue,
                }
            }
            let length = match bytes.get(begin + 2..begin + 4) {
                Some([high, low]) => usize::from(u16::from_be_bytes([*high, *low])),
                _ => return Err(PhotoError::Truncated),
            };
            let end = begin + 2 + length;
            if length < 2 {
                return Err(PhotoError::Broken(format!("a segment of {length} bytes")));
            }
            let payload = bytes.get(begin + 4..end).ok_or(PhotoError::Truncated)?;
            kept.push(begin..end);
            in_scan = marker.code == SOS;
            scans |= in_scan;
            if !scans {
                head.push((marker.code, payload));
            }
            at = end;
        }
        Ok(Self {
            jpeg: joined(bytes, &kept),
            head,
        })
    }

    /// The TIFF blocks of all EXIF parts, in order: an editor may have put a new one before or behind the camera's.
    pub(super) fn exif(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.parts(APP1)
            .filter_map(|payload| payload.strip_prefix(b"Exif\0")?.get(1..))
    }

    /// The ICC profile, put together from its numbered parts (ICC.1:2022, Annex B.4); none when one is missing.
    pub(super) fn icc(&self) -> Option<Vec<u8>> {
        let mut parts: Vec<(u8, u8, &[u8])> = self
            .parts(APP2)
            .filter_map(|payload| match payload.strip_prefix(b"ICC_PROFILE\0")? {
                [number, count, data @ ..] => Some((*number, *count, data)),
                _ => None,
            })
            .collect();
        parts.sort_by_key(|(number, ..)| *number);
        let count = parts.first()?.1;
        let numbers = parts.iter().map(|(number, ..)| *number);
        let whole = numbers.eq(1..=count) && parts.iter().all(|part| part.1 == count);
        whole.then(|| parts.iter().flat_map(|(.., data)| *data).copied().collect())
    }

    fn parts(&self, marker: u8) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.head
            .iter()
            .filter(move |(code, _)| *code == marker)
            .map(|(_, payload)| *payload)
    }
}

struct Marker {
    code: u8,
    code_at: usize,
    /// Where the run of fill bytes before the marker begins.
    fill_from: usize,
}

/// The next marker that begins a segment, or SOI or EOI. What stands before it is stepped over: in a scan that is the
/// picture's data, anywhere else padding. Codes that no segment has (restart markers outside a scan, TEM, reserved ones)
/// are padding too.
fn next_marker(bytes: &[u8], from: usize, in_scan: bool) -> Option<Marker> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        let fill_from = at;
        at += bytes[at..].iter().position(|byte| *byte != 0xFF)?;
        let code = bytes[at];
        let begins = matches!(code, SOI | EOI | 0xC0..=0xCF | 0xDA..=0xFE);
        // A second start of image is no padding between segments: the decoder shall see it.
        if begins && !(in_scan && code == SOI) {
            return Some(Marker {
                code,
                code_at: at,
                fill_from,
            });
        }
        at += 1;
    }
}

fn joined<'a>(bytes: &'a [u8], kept: &[Range<usize>]) -> Cow<'a, [u8]> {
    let adjoin = kept.windows(2).all(|pair| pair[0].end == pair[1].start);
    match (adjoin, kept.last()) {
        (true, Some(last)) => Cow::Borrowed(&bytes[..last.end]),
        _ => Cow::Owned(kept.iter().flat_map(|range| &bytes[range.clone()]).copied().collect()),
    }
}
