//! Real photos made distinct: the pictures of `tests/data/photos` that can be decoded, cropped by a seed, made smaller,
//! written anew with another time and another position in their EXIF. No two seeds give the same bytes.

use bytes::Bytes;
use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, RgbImage, imageops};
use img_parts::ImageEXIF;
use img_parts::jpeg::Jpeg;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use ruhu_core::domain::LatLon;
use ruhu_core::time::Moment;
use std::io::Cursor;

/// The photos of `tests/data/photos` that any decoder reads. Those with damaged headers stay out.
const SOURCES: [&[u8]; 10] = [
    include_bytes!("../data/photos/45-gps_ifd.jpg"),
    include_bytes!("../data/photos/DSCN0010.jpg"),
    include_bytes!("../data/photos/DSCN0012.jpg"),
    include_bytes!("../data/photos/DSCN0021.jpg"),
    include_bytes!("../data/photos/HMD_Nokia_8.3_5G.jpg"),
    include_bytes!("../data/photos/landscape_1.jpg"),
    include_bytes!("../data/photos/landscape_6.jpg"),
    include_bytes!("../data/photos/landscape_8.jpg"),
    include_bytes!("../data/photos/no_exif.jpg"),
    include_bytes!("../data/photos/portrait_5.jpg"),
];
/// A photo whose end is missing: what a phone refuses to take in.
pub const TRUNCATED: &[u8] = include_bytes!("../data/photos/corrupted.jpg");
/// The longest side a source is kept with, in pixels.
const SOURCE_SIDE: u32 = 1600;
/// JPEG quality of what is written.
const QUALITY: u8 = 72;

/// The pictures, decoded once.
pub struct Pictures(Vec<RgbImage>);

impl Pictures {
    /// Decodes them. An error names which of them does not decode.
    pub fn decode() -> Result<Self, image::ImageError> {
        let decode = |bytes: &&[u8]| {
            let picture = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg)?.into_rgb8();
            let longest = picture.width().max(picture.height());
            let side = |side: u32| (side * SOURCE_SIDE / longest).max(1);
            Ok(match longest > SOURCE_SIDE {
                true => imageops::thumbnail(&picture, side(picture.width()), side(picture.height())),
                false => picture,
            })
        };
        SOURCES.iter().map(decode).collect::<Result<_, _>>().map(Self)
    }

    /// A photo of `width` pixels and three quarters of it in height, of this seed, time and place.
    pub fn shoot(
        &self,
        seed: u64,
        width: u32,
        taken: Moment,
        at: Option<LatLon>,
    ) -> Result<Vec<u8>, image::ImageError> {
        let mut dice = StdRng::seed_from_u64(seed);
        let source = &self.0[dice.random_range(0..self.0.len())];
        let part = |side: u32, dice: &mut StdRng| {
            let cut = (side * dice.random_range(55..95) / 100).max(1);
            (dice.random_range(0..=side - cut), cut)
        };
        let ((x, w), (y, h)) = (part(source.width(), &mut dice), part(source.height(), &mut dice));
        let cropped = imageops::crop_imm(source, x, y, w, h).to_image();
        let mut picture = imageops::thumbnail(&cropped, width, width * 3 / 4);
        // A little light more or less: two crops of one sky are not the same picture.
        let light = dice.random_range(-12..=12i16);
        for sample in picture.iter_mut() {
            *sample = u8::try_from((i16::from(*sample) + light).clamp(0, 255)).unwrap_or(u8::MAX);
        }
        let mut jpeg = Vec::new();
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))?;
        let mut file = Jpeg::from_bytes(Bytes::from(jpeg)).expect("an encoder has just written this JPEG");
        file.set_exif(Some(Bytes::from(block(taken, at))));
        Ok(file.encoder().bytes().to_vec())
    }
}

/// The EXIF block: upright, this time, this position.
fn block(taken: Moment, at: Option<LatLon>) -> Vec<u8> {
    let text = |tag, text: &str| field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]));
    let told = taken.to_string();
    let clock = told[..19].replace('-', ":").replace('T', " ");
    let mut fields = vec![
        field(Tag::Orientation, Value::Short(vec![1])),
        text(Tag::DateTimeOriginal, &clock),
        text(Tag::OffsetTimeOriginal, "+08:00"),
    ];
    if let Some(at) = at {
        fields.push(text(Tag::GPSLatitudeRef, if at.lat < 0.0 { "S" } else { "N" }));
        fields.push(field(Tag::GPSLatitude, degrees(at.lat)));
        fields.push(text(Tag::GPSLongitudeRef, if at.lon < 0.0 { "W" } else { "E" }));
        fields.push(field(Tag::GPSLongitude, degrees(at.lon)));
    }
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut out = Cursor::new(Vec::new());
    writer
        .write(&mut out, true)
        .expect("a few short fields always fit into memory");
    out.into_inner()
}

fn field(tag: Tag, value: Value) -> Field {
    Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    }
}

/// Degrees as EXIF has them, in millionths.
fn degrees(value: f64) -> Value {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let num = (value.abs().min(180.0) * 1e6).round() as u32;
    let whole = |num, denom| Rational { num, denom };
    Value::Rational(vec![whole(num, 1_000_000), whole(0, 1), whole(0, 1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_seeds_give_two_photos_that_say_their_own_time_and_place() {
        let pictures = Pictures::decode().expect("all sources decode");
        let taken: Moment = "2026-05-03T09:10:00+08:00".parse().expect("a time");
        let at = LatLon {
            lat: 32.63,
            lon: 108.72,
        };
        let shoot = |seed| pictures.shoot(seed, 320, taken, Some(at)).expect("encodes");
        assert_eq!(shoot(1), shoot(1));
        assert_ne!(shoot(1), shoot(2));
        let (facts, position) = {
            let facts = ruhu_core::photo::read(&shoot(3)).expect("a phone takes it in");
            (facts.clone(), facts.position.expect("it says where"))
        };
        assert_eq!((facts.width, facts.height), (320, 240));
        assert_eq!(facts.taken.as_deref(), Some("2026-05-03T09:10:00+08:00"));
        assert!((position.lat - at.lat).abs() < 1e-6 && (position.lon - at.lon).abs() < 1e-6);
    }

    #[test]
    fn the_truncated_photo_is_refused_by_the_photo_job() {
        let shutter = ruhu_core::photo::Shutter::Before(Moment::from_millis(i64::MAX / 1_000_000));
        assert!(ruhu_core::photo::prepare(TRUNCATED, None, shutter).is_err());
    }
}
