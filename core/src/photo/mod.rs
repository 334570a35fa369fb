//! A photo as a phone keeps it: bytes in, bytes out. The original is never changed; from it come the facts it tells
//! (nothing is trusted), an upright copy that travels first, and a thumbnail.
//!
//! The inside may be replaced by a streaming pipeline: nothing of the image library shows here.

use crate::domain::FileRef;
use crate::error::Result;
use crate::time::Moment;
use std::fmt;

/// The longest side of the copy, in pixels.
pub const COPY_SIDE: u32 = 2048;
/// The longest side of the thumbnail, in pixels.
pub const THUMB_SIDE: u32 = 256;
/// More pixels than this are refused before anything is allocated for them.
pub const MOST_PIXELS: u64 = 100_000_000;
/// A larger file is refused.
pub const MOST_BYTES: usize = 64 << 20;

/// What a photo says of itself. Anybody can write these facts into a file.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoFacts {
    /// Width of the upright picture, in pixels.
    pub width: u32,
    /// Height of the upright picture, in pixels.
    pub height: u32,
    /// EXIF orientation, 1 to 8 (1: stored upright; also when there is none).
    pub orientation: u8,
    /// When it was taken: `DateTimeOriginal`, else `DateTimeDigitized`.
    pub taken: Option<Taken>,
    /// Where the camera says it stood.
    pub position: Option<PhotoPosition>,
}

/// A time as EXIF has it: local, with the offset only when the camera wrote one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The local time.
    pub local: chrono::NaiveDateTime,
    /// Minutes east of UTC, when the camera wrote them.
    pub offset_minutes: Option<i16>,
}

impl Taken {
    /// The moment; without an offset, China time is assumed.
    pub fn moment(&self) -> Moment {
        todo!()
    }
}
/// `YYYY-MM-DDTHH:MM:SS`, and `+08:00` when there is an offset.
impl fmt::Display for Taken {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!()
    }
}

/// A position in WGS-84 degrees, north and east positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhotoPosition {
    /// Latitude, -90 to 90.
    pub lat: f64,
    /// Longitude, -180 to 180.
    pub lon: f64,
}

/// Text painted by the platform, laid over the copy's bottom left corner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// `width * height` pixels of red, green, blue, alpha (0 to 255, not premultiplied), row by row from the top.
    pub rgba: Vec<u8>,
    /// Width in pixels. A stamp larger than the picture is scaled down to fit.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A picture that was made: JPEG bytes, their hash and size, and its sides in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The JPEG file.
    pub bytes: Vec<u8>,
    /// Its hash and size.
    pub file: FileRef,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// What the photo job makes of one original.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// What the original says of itself.
    pub facts: PhotoFacts,
    /// The original's hash and size.
    pub original: FileRef,
    /// Upright, at most [`COPY_SIDE`], stamped, with position and time in its EXIF.
    pub copy: Picture,
    /// Upright, at most [`THUMB_SIDE`], without EXIF and stamp.
    pub thumb: Picture,
}

/// Reads what a JPEG says of itself, without decoding its pixels.
///
/// # Errors
/// `Error::Photo`: `photo_empty`, `not_a_jpeg`, `photo_too_large`, `photo_truncated`, `photo_broken`, `photo_unsupported`.
pub fn read(_bytes: &[u8]) -> Result<PhotoFacts> {
    todo!()
}

/// Makes copy and thumbnail of an original and names all three by their hashes.
///
/// # Errors
/// As [`read`]; `stamp_unusable` when the stamp's bytes are not `width * height * 4`.
pub fn prepare(_original: &[u8], _stamp: Option<&Stamp>) -> Result<Prepared> {
    todo!()
}
