//! JPEG bytes to pixels and back. Sizes are read and capped before pixels are allocated.

use super::error::PhotoError;
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

/// The stored width and height, checked; the picture itself is not decoded.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), PhotoError> {
    let mut decoder = decoder(bytes)?;
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

/// The whole picture as stored. Strict: a picture whose data ends early or is interrupted is not filled up with grey.
pub(super) fn decode(bytes: &[u8]) -> Result<RgbImage, PhotoError> {
    let (width, height) = size(bytes)?;
    let mut decoder = decoder(bytes)?;
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

fn decoder(bytes: &[u8]) -> Result<JpegDecoder<ZCursor<&[u8]>>, PhotoError> {
    match bytes {
        [] => Err(PhotoError::Empty),
        bytes if bytes.len() > MAX_BYTES => Err(PhotoError::TooLarge(format!("{} bytes", bytes.len()))),
        [0xFF, 0xD8, 0xFF, ..] => match ends(bytes) {
            true => Ok(JpegDecoder::new_with_options(ZCursor::new(bytes), options())),
            false => Err(PhotoError::Truncated),
        },
        [0xFF, 0xD8] | [0xFF] => Err(PhotoError::Truncated),
        _ => Err(PhotoError::NotAJpeg),
    }
}

/// Whether the picture itself has its end-of-image marker. Segments are stepped over by their lengths, so that the end of a
/// small picture inside EXIF is not taken for it; what cameras append behind the end is not looked at.
fn ends(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        // To the next marker: fill bytes before it and, behind a start of scan, the picture's own data.
        while let Some(pair) = bytes.get(at..at + 2) {
            match pair {
                [0xFF, 0x00 | 0xFF | 0xD0..=0xD7] => at += 1,
                [0xFF, _] => break,
                _ => at += 1,
            }
        }
        match bytes.get(at..at + 4) {
            Some([0xFF, 0xD9, ..]) => return true,
            Some([0xFF, _, high, low]) => at += 2 + usize::from(u16::from_be_bytes([*high, *low])),
            // The last two bytes of a file may be its end.
            _ => return bytes.get(at..at + 2) == Some(&[0xFF, 0xD9]),
        }
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
