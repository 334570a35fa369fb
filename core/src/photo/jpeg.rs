//! JPEG bytes to pixels and back. Sizes are read and capped before pixels are allocated.

use super::container::Container;
use super::error::PhotoError;
use super::formats::not_jpeg;
use super::{MAX_BYTES, MAX_PIXELS};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

/// What the copy is written with: hardly to be told from the original, about a quarter of its size.
const QUALITY: u8 = 85;

/// The stored width and height of a tidy JPEG, checked; the picture itself is not decoded.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), PhotoError> {
    let mut decoder = decoder(bytes);
    decoder.decode_headers().map_err(|e| broken(&e))?;
    let (width, height) = decoder
        .dimensions()
        .ok_or_else(|| PhotoError::Broken("no size".to_owned()))?;
    let too_large = || PhotoError::TooLarge(format!("{width} x {height} pixels"));
    let pixels = width.checked_mul(height).and_then(|n| u64::try_from(n).ok());
    match pixels {
        Some(0) => Err(PhotoError::Broken("no pixels".to_owned())),
        Some(pixels) if pixels <= MAX_PIXELS => {
            let side = |n: usize| u32::try_from(n).map_err(|_| too_large());
            Ok((side(width)?, side(height)?))
        }
        _ => Err(too_large()),
    }
}

/// The whole picture of a tidy JPEG as stored. Strict: a picture whose data ends early or is interrupted is not filled up with grey.
pub(super) fn decode(bytes: &[u8]) -> Result<RgbImage, PhotoError> {
    let (width, height) = size(bytes)?;
    let mut decoder = decoder(bytes);
    decoder.decode_headers().map_err(|e| broken(&e))?;
    let grey = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let wanted = if grey { ColorSpace::Luma } else { ColorSpace::RGB };
    decoder.set_options(options().jpeg_set_out_colorspace(wanted));
    let mut pixels = decoder.decode().map_err(|e| broken(&e))?;
    if grey {
        pixels = pixels.into_iter().flat_map(|y| [y, y, y]).collect();
    }
    RgbImage::from_raw(width, height, pixels).ok_or(PhotoError::Truncated)
}

/// Pixels as JPEG bytes, without any metadata.
pub(super) fn encode(picture: &RgbImage) -> Result<Vec<u8>, PhotoError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(|e| PhotoError::Broken(e.to_string()))?;
    Ok(bytes)
}

fn options() -> DecoderOptions {
    // The decoder's own caps are as wide as the format: ours counts pixels.
    DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
}

fn decoder(bytes: &[u8]) -> JpegDecoder<ZCursor<&[u8]>> {
    JpegDecoder::new_with_options(ZCursor::new(bytes), options())
}

/// A file's bytes, bounded, taken apart and named when they are no JPEG.
pub(super) fn open(bytes: &[u8]) -> Result<Container<'_>, PhotoError> {
    match bytes {
        [] => Err(PhotoError::Empty),
        bytes if bytes.len() > MAX_BYTES => Err(PhotoError::TooLarge(format!("{} bytes", bytes.len()))),
        bytes => match Container::of(bytes) {
            Err(PhotoError::NotAJpeg) => Err(not_jpeg(bytes)),
            other => other,
        },
    }
}

fn broken(error: &DecodeErrors) -> PhotoError {
    match error {
        DecodeErrors::ExhaustedData => PhotoError::Truncated,
        other => {
            let said = format!("{other:?}");
            PhotoError::Broken(said.chars().take(80).collect())
        }
    }
}
