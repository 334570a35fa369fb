//! What a file is that is no JPEG, by its first bytes: whoever handed it in is told what to change.

use super::error::PhotoError;

/// The error that names the format.
pub(super) fn not_jpeg(bytes: &[u8]) -> PhotoError {
    match bytes {
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => by_brand(bytes),
        [0x89, b'P', b'N', b'G', ..] => PhotoError::OtherFormat("PNG"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => PhotoError::OtherFormat("WebP"),
        [b'G', b'I', b'F', b'8', ..] => PhotoError::OtherFormat("GIF"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => PhotoError::OtherFormat("BMP"),
        [b'I', b'I', 42 | 43 | b'R', 0 | b'O' | b'S', ..] | [b'M', b'M', 0, 42 | 43, ..] => {
            PhotoError::OtherFormat("RAW / TIFF")
        }
        [b'I', b'I', b'U', 0, ..] | [b'F', b'U', b'J', b'I', b'F', b'I', b'L', b'M', ..] => {
            PhotoError::OtherFormat("RAW")
        }
        [0, 0, 0, 0x0C, b'J', b'X', b'L', ..] | [0xFF, 0x0A, ..] => PhotoError::OtherFormat("JPEG XL"),
        [0, 0, 0, 0x0C, b'j', b'P', ..] => PhotoError::OtherFormat("JPEG 2000"),
        [b'%', b'P', b'D', b'F', ..] => PhotoError::OtherFormat("PDF"),
        _ => PhotoError::NotAJpeg,
    }
}

/// ISO base media files (ISO/IEC 14496-12) name themselves by brands: the major one, then compatible ones.
fn by_brand(bytes: &[u8]) -> PhotoError {
    // The box's size bounds the list; a size that lies is cut at what a real list never reaches.
    let size = bytes
        .iter()
        .take(4)
        .fold(0usize, |sum, byte| sum << 8 | usize::from(*byte));
    let end = size.clamp(16, 128).min(bytes.len());
    let major = bytes.get(8..12).into_iter();
    let others = bytes.get(16..end).unwrap_or_default().chunks_exact(4);
    let brands: Vec<&[u8]> = major.chain(others).collect();
    let has = |names: &[&[u8; 4]]| {
        brands
            .iter()
            .any(|brand| names.iter().any(|name| name.as_slice() == *brand))
    };
    if has(&[b"avif", b"avis"]) {
        PhotoError::OtherFormat("AVIF")
    } else if has(&[
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1",
    ]) {
        PhotoError::Heic
    } else if has(&[b"crx "]) {
        PhotoError::OtherFormat("RAW")
    } else {
        PhotoError::OtherFormat("MP4")
    }
}
