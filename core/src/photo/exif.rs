//! What a photo says of itself, read without trusting it: a value that makes no sense is no value.

use crate::domain::LatLon;
use ::exif::{Exif, Field, In, Reader, Tag, Value};

/// How the stored picture must be turned to stand upright: EXIF Orientation (CIPA DC-008, tag 0x0112).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// 1: as it is.
    None,
    /// 2: mirrored left to right.
    FlipH,
    /// 3: by 180 degrees.
    Half,
    /// 4: mirrored top to bottom.
    FlipV,
    /// 5: mirrored along the main diagonal.
    Transpose,
    /// 6: by 90 degrees clockwise.
    Right,
    /// 7: mirrored along the other diagonal.
    Transverse,
    /// 8: by 90 degrees counter-clockwise.
    Left,
}

impl Turn {
    fn from_orientation(number: u32) -> Self {
        match number {
            2 => Self::FlipH,
            3 => Self::Half,
            4 => Self::FlipV,
            5 => Self::Transpose,
            6 => Self::Right,
            7 => Self::Transverse,
            8 => Self::Left,
            _ => Self::None,
        }
    }
    /// Whether width and height change places.
    pub fn swaps_sides(self) -> bool {
        matches!(self, Self::Transpose | Self::Right | Self::Transverse | Self::Left)
    }
}

/// What a photo says of itself. Statements of the file, not facts: whoever wrote the file wrote these.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoFacts {
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// How the stored picture is turned to stand upright.
    pub turn: Turn,
    /// When it was taken by the camera's clock: `YYYY-MM-DDTHH:MM:SS`, with `+08:00` or the like when the file says so.
    pub taken: Option<String>,
    /// Where, WGS-84 degrees.
    pub position: Option<LatLon>,
}

/// The file's own statements, each from the first EXIF part that makes it in a way that can be believed; a file without EXIF,
/// or with a broken one, makes fewer or none.
pub(super) fn read<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Statements {
    let read: Vec<Exif> = parts.filter_map(part).collect();
    let turn = |exif: &Exif| {
        let number = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
        (1..=8).contains(&number).then(|| Turn::from_orientation(number))
    };
    Statements {
        turn: read.iter().find_map(turn).unwrap_or(Turn::None),
        taken: read.iter().find_map(taken),
        position: read.iter().find_map(position),
        adobe_rgb: read.iter().any(adobe_rgb),
    }
}

/// What EXIF states.
pub(super) struct Statements {
    pub(super) turn: Turn,
    pub(super) taken: Option<String>,
    pub(super) position: Option<LatLon>,
    /// Its colours are Adobe RGB's, which cameras say without a profile (DCF 2.0: interoperability index `R03`).
    pub(super) adobe_rgb: bool,
}

fn part(tiff: &[u8]) -> Option<Exif> {
    let mut reader = Reader::new();
    // A broken pointer in one IFD does not take the others with it.
    reader.continue_on_error(true);
    match reader.read_raw(tiff.to_vec()) {
        Ok(exif) => Some(exif),
        Err(::exif::Error::PartialResult(partial)) => Some(partial.into_inner().0),
        Err(_) => None,
    }
}

fn text(exif: &Exif, tag: Tag) -> Option<Vec<u8>> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(parts) => parts.first().cloned(),
        _ => None,
    }
}

fn adobe_rgb(exif: &Exif) -> bool {
    text(exif, Tag::InteroperabilityIndex).is_some_and(|index| index.starts_with(b"R03"))
}

/// No file is older than EXIF (1995), and calendars of other countries put their years behind 2500 (Buddhist) or at 115
/// (Minguo): such a year is a clock that was never set or another calendar, and no time.
const YEARS: std::ops::RangeInclusive<i32> = 1995..=2199;

fn taken(exif: &Exif) -> Option<String> {
    let mut time = ::exif::DateTime::from_ascii(&text(exif, Tag::DateTimeOriginal)?).ok()?;
    let day = crate::time::Day::new(i32::from(time.year), u32::from(time.month), u32::from(time.day))?;
    if !YEARS.contains(&day.year()) || time.hour > 23 || time.minute > 59 || time.second > 60 {
        return None;
    }
    let clock = format!("{day}T{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
    let offset = text(exif, Tag::OffsetTimeOriginal).filter(|offset| time.parse_offset(offset).is_ok());
    Some(match offset.and(time.offset) {
        Some(minutes) if minutes.abs() < 24 * 60 => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{clock}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
        _ => clock,
    })
}

/// A receiver without a fix writes zeros, 0/0, or the status `V` (void): none of them is a position.
fn position(exif: &Exif) -> Option<LatLon> {
    if text(exif, Tag::GPSStatus).is_some_and(|status| status.first().is_some_and(|s| s.eq_ignore_ascii_case(&b'V'))) {
        return None;
    }
    let field = |tag| exif.get_field(tag, In::PRIMARY);
    let lat = degrees(field(Tag::GPSLatitude)?)? * sign(field(Tag::GPSLatitudeRef)?, b'N', b'S')?;
    let lon = degrees(field(Tag::GPSLongitude)?)? * sign(field(Tag::GPSLongitudeRef)?, b'E', b'W')?;
    let on_earth = lat.abs() <= 90.0 && lon.abs() <= 180.0;
    // In the Gulf of Guinea, some hundred metres around 0, 0, nobody lives.
    let nowhere = lat.abs() < 0.001 && lon.abs() < 0.001;
    (on_earth && !nowhere).then_some(LatLon { lat, lon })
}

/// Degrees, minutes, seconds as three rationals; a denominator of 0 is no number, and no minute or second reaches 60. Some
/// phones write them signed, against the standard: what is not negative is read all the same.
fn degrees(field: &Field) -> Option<f64> {
    let parts: Vec<(u32, u32)> = match &field.value {
        Value::Rational(parts) => parts.iter().map(|part| (part.num, part.denom)).collect(),
        Value::SRational(parts) => parts
            .iter()
            .map(|part| Some((u32::try_from(part.num).ok()?, u32::try_from(part.denom).ok()?)))
            .collect::<Option<_>>()?,
        _ => return None,
    };
    let mut sum = 0.0;
    for ((num, denom), (unit, below)) in parts.iter().zip([(1.0, 181.0), (60.0, 60.001), (3600.0, 60.001)]) {
        if *denom == 0 || f64::from(*num) / f64::from(*denom) >= below {
            return None;
        }
        sum += f64::from(*num) / f64::from(*denom) / unit;
    }
    (!parts.is_empty() && sum.is_finite()).then_some(sum)
}

/// A position without its hemisphere is no position.
fn sign(field: &Field, plus: u8, minus: u8) -> Option<f64> {
    let Value::Ascii(parts) = &field.value else {
        return None;
    };
    match parts.first()?.first()?.to_ascii_uppercase() {
        letter if letter == plus => Some(1.0),
        letter if letter == minus => Some(-1.0),
        _ => None,
    }
}
