//! The job itself: from the camera's bytes to what the phone keeps.

use super::colour::to_srgb;
use super::container::Container;
use super::error::PhotoError;
use super::exif::{self, PhotoFacts, Statements};
use super::stamp::{Stamp, lay};
use super::tag::Colours;
use super::upright::{fit, scale, turn};
use super::{COPY_SIDE, THUMB_SIDE, jpeg, tag};
use crate::domain::FileRef;
use crate::error::Result;
use crate::ids::Sha256;
use crate::time::{Day, Moment};
use img_parts::jpeg::Jpeg;
use img_parts::{ImageEXIF, ImageICC};

/// What the phone keeps of a photo, beside the original's own bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// What the original says of itself.
    pub facts: PhotoFacts,
    /// The original: its bytes are kept as they came.
    pub original: FileRef,
    /// The copy: a JPEG, upright, at most [`COPY_SIDE`] px, in sRGB, stamped, with the original's position and time (or the
    /// record's, where the original states none that can be believed) in its EXIF.
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

/// What is known of the moment of the shutter besides what the file says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutter {
    /// The record's own time: the file says nothing later than a day behind it that could be believed, and where the file
    /// says nothing the copy says this.
    At(Moment),
    /// Nothing but that it was before now.
    Before(Moment),
}

/// What a photo says of itself; the picture itself is not decoded.
pub fn read(original: &[u8]) -> Result<PhotoFacts> {
    let container = jpeg::open(original)?;
    Ok(facts(&container, &exif::read(container.exif()))?)
}

fn facts(container: &Container<'_>, said: &Statements) -> std::result::Result<PhotoFacts, PhotoError> {
    let (width, height) = jpeg::size(&container.jpeg)?;
    let (width, height) = match said.turn.swaps_sides() {
        true => (height, width),
        false => (width, height),
    };
    Ok(PhotoFacts {
        width,
        height,
        turn: said.turn,
        taken: said.taken.clone(),
        position: said.position,
    })
}

/// Makes copy and thumbnail. Errors: [`crate::Error::Photo`], see [`PhotoError`].
pub fn prepare(original: &[u8], stamp: Option<&Stamp>, shutter: Shutter) -> Result<Prepared> {
    let container = jpeg::open(original)?;
    let said = exif::read(container.exif());
    let mut facts = facts(&container, &said)?;
    facts.taken = facts.taken.filter(|taken| !later(taken, shutter));
    let stored = jpeg::decode(&container.jpeg)?;
    let shrunk = scale(&stored, fit(stored.width(), stored.height(), COPY_SIDE))?;
    drop(stored);
    let mut copy = turn(shrunk, facts.turn);
    let profile = to_srgb(&mut copy, container.icc(), said.adobe_rgb);
    let thumb = jpeg::encode(&scale(&copy, fit(copy.width(), copy.height(), THUMB_SIDE))?)?;
    if let Some(stamp) = stamp {
        lay(&mut copy, stamp)?;
    }
    let (width, height) = copy.dimensions();
    let taken = facts.taken.clone().or(match shutter {
        Shutter::At(at) => Some(as_exif_says(at)),
        Shutter::Before(_) => None,
    });
    let colours = profile.as_ref().map_or(Colours::Srgb, |_| Colours::AsTheProfileSays);
    let block = tag::block((width, height), taken.as_deref(), facts.position, colours);
    let copy = with_metadata(jpeg::encode(&copy)?, block, profile)?;
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

/// Whether a file's clock time is more than a day behind what is known; a day, for the file does not always say its zone.
fn later(taken: &str, shutter: Shutter) -> bool {
    let (Shutter::At(latest) | Shutter::Before(latest)) = shutter;
    let day = taken.get(..10).and_then(|day| day.parse::<Day>().ok());
    day.is_some_and(|day| day > latest.day().plus(1))
}

/// A moment as [`PhotoFacts::taken`] has it, by China's clock.
fn as_exif_says(at: Moment) -> String {
    format!("{}+08:00", &at.to_string()[..19])
}

fn with_metadata(jpeg: Vec<u8>, exif: Vec<u8>, profile: Option<Vec<u8>>) -> std::result::Result<Vec<u8>, PhotoError> {
    let failed = |e: img_parts::Error| PhotoError::Broken(e.to_string());
    let mut parts = Jpeg::from_bytes(jpeg.into()).map_err(failed)?;
    parts.set_exif(Some(exif.into()));
    parts.set_icc_profile(profile.map(Into::into));
    Ok(parts.encoder().bytes().to_vec())
}

fn file_ref(bytes: &[u8]) -> FileRef {
    FileRef {
        sha256: Sha256::of(bytes),
        size: bytes.len() as u64,
    }
}
