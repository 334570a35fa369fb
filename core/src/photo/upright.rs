//! Smaller and upright: scaling first, then turning, so that the turn moves the fewer pixels.

use super::error::PhotoError;
use super::exif::Turn;
use super::scale::scale_pixels;
use image::{RgbImage, imageops};

/// The largest size with this shape whose longer side is at most `side`; never larger than it is.
pub(super) fn fit(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= side {
        return (width, height);
    }
    let scaled = |n: u32| {
        let rounded = (u64::from(n) * u64::from(side) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(rounded).expect("not longer than side").max(1)
    };
    (scaled(width), scaled(height))
}

/// Scales to exactly this size.
pub(super) fn scale(picture: &RgbImage, (width, height): (u32, u32)) -> Result<RgbImage, PhotoError> {
    if (width, height) == picture.dimensions() {
        return Ok(picture.clone());
    }
    let pixels = scale_pixels::<3>(picture.as_raw(), picture.dimensions(), (width, height));
    RgbImage::from_raw(width, height, pixels).ok_or_else(|| PhotoError::Broken("scaling".to_owned()))
}

/// Turns the stored picture upright.
pub(super) fn turn(picture: RgbImage, turn: Turn) -> RgbImage {
    match turn {
        Turn::None => picture,
        Turn::FlipH => imageops::flip_horizontal(&picture),
        Turn::Half => imageops::rotate180(&picture),
        Turn::FlipV => imageops::flip_vertical(&picture),
        Turn::Transpose => imageops::flip_horizontal(&imageops::rotate90(&picture)),
        Turn::Right => imageops::rotate90(&picture),
        Turn::Transverse => imageops::flip_horizontal(&imageops::rotate270(&picture)),
        Turn::Left => imageops::rotate270(&picture),
    }
}
