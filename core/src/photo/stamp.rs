//! The stamp on the copy (who, where, when): painted by the platform, whose fonts know Chinese, composited here.

use super::error::PhotoError;
use super::scale::scale_pixels;
use super::upright::fit;
use image::RgbImage;

/// A picture to lay over the copy's lower left corner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// RGBA, 8 bits each, straight alpha, row by row from the top.
    pub rgba: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// Lays the stamp over the picture, an even margin from the left and the bottom; one that is larger than the picture
/// less its margins is scaled down.
pub(super) fn lay(picture: &mut RgbImage, stamp: &Stamp) -> Result<(), PhotoError> {
    let wanted = u64::from(stamp.width) * u64::from(stamp.height) * 4;
    if u64::try_from(stamp.rgba.len()).ok() != Some(wanted) || wanted == 0 {
        return Err(PhotoError::BadStamp {
            bytes: stamp.rgba.len(),
            width: stamp.width,
            height: stamp.height,
            wanted,
        });
    }
    let margin = picture.width().min(picture.height()) / 50;
    let room = (
        (picture.width() - 2 * margin).max(1),
        (picture.height() - 2 * margin).max(1),
    );
    let mut size = (stamp.width, stamp.height);
    if size.0 > room.0 {
        size = fit_width(size, room.0);
    }
    if size.1 > room.1 {
        size = fit(size.0, size.1, room.1);
    }
    // Colours by their alpha: what cannot be seen must not colour its neighbours when they are made one.
    let mut pixels = stamp.rgba.clone();
    for pixel in pixels.chunks_exact_mut(4) {
        let alpha = u32::from(pixel[3]);
        pixel[..3]
            .iter_mut()
            .for_each(|colour| *colour = part(u32::from(*colour) * alpha));
    }
    if size != (stamp.width, stamp.height) {
        pixels = scale_pixels::<4>(&pixels, (stamp.width, stamp.height), size);
    }
    let top = picture.height() - margin.min(picture.height() - size.1) - size.1;
    let left = margin.min(picture.width() - size.0);
    for (row, line) in (top..).zip(pixels.chunks_exact(size.0 as usize * 4)) {
        for (column, over) in (left..).zip(line.chunks_exact(4)) {
            let clear = 255 - u32::from(over[3]);
            let under = picture.get_pixel_mut(column, row);
            for (below, above) in under.0.iter_mut().zip(over) {
                *below = above.saturating_add(part(u32::from(*below) * clear));
            }
        }
    }
    Ok(())
}

/// This many 255ths, rounded.
fn part(of_255: u32) -> u8 {
    u8::try_from((of_255 + 127) / 255).expect("a part of a byte is a byte")
}

fn fit_width((width, height): (u32, u32), room: u32) -> (u32, u32) {
    let scaled = u64::from(height) * u64::from(room) / u64::from(width);
    (room, u32::try_from(scaled).expect("not higher than it was").max(1))
}
