//! The job itself: from the camera's bytes to what the phone keeps.

use super::error::PhotoError;
use super::exif::{self, PhotoFacts};
use super::stamp::{Stamp, lay};
use super::upright::{fit, scale, turn};
use super::{COPY_SIDE, THUMB_SIDE, jpeg, tag};
use crate::domain::FileRef;
use crate::error::Result;
use crate::ids::Sha256;
use img_parts::ImageEXIF;
use img_parts::jpeg::Jpeg;

/// What the phone keeps of a photo, beside the original's own bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// What the original says of itself.
    pub facts: PhotoFacts,
    /// The original: its bytes are kept as they came.
    pub original: FileRef,
    /// The copy: a JPEG, upright, at most [`COPY_SIDE`] px, stamped, with the original's time and position in its EXIF.
    pub copy: Vec<u8>,
    /// The copy's hash and size.
    pub copy_ref: FileRef,
    /// The copy's width in pixels.
    pub width: u32,
    /// The copy's height in pixels.
    pub height: u32,
    /// The thumbnail: a JPEG, upright, at most [`THUMB_SIDE`] px, unstamped, without metadata.
    pub thumb: Vec<u8>,
}

/// What a photo says of itself; the picture itself is not decoded.
pub fn read(original: &[u8]) -> Result<PhotoFacts> {
    let (width, height) = jpeg::size(original)?;
    let (turn, taken, position) = exif::read(original);
    let (width, height) = match turn.swaps_sides() {
        true => (height, width),
        false => (width, height),
    };
    Ok(PhotoFacts {
        width,
        height,
        turn,
        taken,
        position,
    })
}

/// Makes copy and thumbnail. Errors: [`crate::Error::Photo`], see [`PhotoError`].
pub fn prepare(original: &[u8], stamp: Option<&Stamp>) -> Result<Prepared> {
    let facts = read(original)?;
    let stored = jpeg::decode(original)?;
    let shrunk = scale(&stored, fit(stored.width(), stored.height(), COPY_SIDE))?;
    drop(stored);
    let mut copy = turn(shrunk, facts.turn);
    let thumb = jpeg::encode(&scale(&copy, fit(copy.width(), copy.height(), THUMB_SIDE))?)?;
    if let Some(stamp) = stamp {
        lay(&mut copy, stamp)?;
    }
    let (width, height) = copy.dimensions();
    let copy = with_exif(
        jpeg::encode(&copy)?,
        tag::block((width, height), facts.taken.as_deref(), facts.position),
    )?;
    Ok(Prepared {
        facts,
        original: file_ref(original),
        copy_ref: file_ref(&copy),
        copy,
        width,
        height,
        thumb,
    })
}

fn with_exif(jpeg: Vec<u8>, exif: Vec<u8>) -> std::result::Result<Vec<u8>, PhotoError> {
    let failed = |e: img_parts::Error| PhotoError::Broken(e.to_string());
    let mut parts = Jpeg::from_bytes(jpeg.into()).map_err(failed)?;
    parts.set_exif(Some(exif.into()));
    Ok(parts.encoder().bytes().to_vec())
}

fn file_ref(bytes: &[u8]) -> FileRef {
    FileRef {
        sha256: Sha256::of(bytes),
        size: bytes.len() as u64,
    }
}
