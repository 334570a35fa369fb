//! The photo job: a camera's JPEG in, an upright copy and a thumbnail out. Pure: bytes in, bytes out.
//!
//! `Container` takes the file apart, `exif` reads what it says of itself, `jpeg` decodes it, `upright` makes it smaller and
//! turns it, `colour` brings it to sRGB, `stamp` lays the stamp over it, `jpeg` and `tag` write the copy. What stands inside is
//! behind [`read`] and [`prepare`] alone, so that it can be replaced.
//! A photo that cannot be used gives [`crate::Error::Photo`] with one of the codes of [`PhotoError`]; nothing is kept.

mod colour;
mod container;
mod error;
mod exif;
mod formats;
mod icc;
mod jpeg;
mod prepare;
mod scale;
mod stamp;
mod tag;
#[cfg(test)]
mod tests;
mod upright;

pub use error::{PhotoError, words};
pub use exif::{PhotoFacts, Turn};
pub use prepare::{Prepared, Shutter, prepare, read};
pub use stamp::Stamp;

/// The copy's longest side, in pixels, at most; a smaller original is never enlarged.
pub const COPY_SIDE: u32 = 2048;
/// The thumbnail's longest side, in pixels, at most.
pub const THUMB_SIDE: u32 = 256;
/// The largest picture taken in, in pixels: twice a 48 MP phone camera. Counted before anything is allocated.
pub const MAX_PIXELS: u64 = 100_000_000;
/// The largest file taken in, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
