//! ICC profiles of the matrix/TRC kind (ICC.1:2022, 8.3.3 and 10.6, 10.18): three tone curves and a 3 x 3 matrix, which is what
//! cameras and phones embed (Display P3, Adobe RGB, ProPhoto). Profiles that are tables alone are not read.

/// A matrix/TRC profile.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Profile {
    /// Linear light of red, green and blue to CIE XYZ under D50, row by row.
    pub(super) to_xyz: [[f64; 3]; 3],
    /// For each channel and each of its 256 values the linear light, 0 to 1.
    pub(super) light: [[f64; 256]; 3],
}

impl Profile {
    /// Reads a profile; none for one that is broken, of another colour space, or not of this kind.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let is_rgb = bytes.get(16..20)? == b"RGB " && bytes.get(20..24)? == b"XYZ " && bytes.get(36..40)? == b"acsp";
        if !is_rgb {
            return None;
        }
        let (red, green, blue) = (xyz(bytes, b"rXYZ")?, xyz(bytes, b"gXYZ")?, xyz(bytes, b"bXYZ")?);
        let light = [curve(bytes, b"rTRC")?, curve(bytes, b"gTRC")?, curve(bytes, b"bTRC")?];
        Some(Self {
            to_xyz: [0, 1, 2].map(|row| [red[row], green[row], blue[row]]),
            light,
        })
    }

    /// Adobe RGB (1998): its primaries adapted to D50, gamma 563/256.
    pub(super) fn adobe_rgb() -> Self {
        Self {
            to_xyz: [
                [0.609_741, 0.205_276, 0.149_185],
                [0.311_111, 0.625_671, 0.063_217],
                [0.019_470, 0.060_867, 0.744_568],
            ],
            light: [powers(563.0 / 256.0); 3],
        }
    }
}

/// The bytes of a tag, by the tag table behind the header of 128 bytes.
fn tag<'a>(bytes: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    let count = u32_at(bytes, 128)?.min(200);
    let entry = (0..count)
        .map(|n| 132 + 12 * n)
        .find(|at| bytes.get(*at..at + 4) == Some(name.as_slice()))?;
    let (from, size) = (u32_at(bytes, entry + 4)?, u32_at(bytes, entry + 8)?);
    bytes.get(from..from.checked_add(size)?)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

/// s15Fixed16Number.
fn fixed(bytes: &[u8], at: usize) -> Option<f64> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(f64::from(i32::from_be_bytes(four)) / 65_536.0)
}

fn xyz(bytes: &[u8], name: &[u8; 4]) -> Option<[f64; 3]> {
    let tag = tag(bytes, name).filter(|tag| tag.starts_with(b"XYZ "))?;
    Some([fixed(tag, 8)?, fixed(tag, 12)?, fixed(tag, 16)?])
}

/// A `curv` or `para` tag as a table.
fn curve(bytes: &[u8], name: &[u8; 4]) -> Option<[f64; 256]> {
    let tag = tag(bytes, name)?;
    match tag.get(..4)? {
        b"curv" => sampled(tag),
        b"para" => parametric(tag),
        _ => None,
    }
}

fn sampled(tag: &[u8]) -> Option<[f64; 256]> {
    let sample = |n: usize| -> Option<f64> {
        let two: [u8; 2] = tag.get(12 + 2 * n..14 + 2 * n)?.try_into().ok()?;
        Some(f64::from(u16::from_be_bytes(two)))
    };
    match u32_at(tag, 8)? {
        0 => Some(powers(1.0)),
        1 => Some(powers(sample(0)? / 256.0)),
        count => {
            let samples: Vec<f64> = (0..count.min(65_536))
                .map(|n| Some(sample(n)? / 65_535.0))
                .collect::<Option<_>>()?;
            Some(table(|value| between(&samples, value)))
        }
    }
}

/// Linear interpolation in evenly spaced samples of 0 to 1.
fn between(samples: &[f64], value: f64) -> f64 {
    let last = samples.len() - 1;
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    let (at, below) = {
        let at = value * last as f64;
        (at, (at as usize).min(last))
    };
    let above = (below + 1).min(last);
    samples[below] + (samples[above] - samples[below]) * (at - at.floor())
}

/// ICC.1:2022, table 68: five shapes of a power with a linear beginning.
fn parametric(tag: &[u8]) -> Option<[f64; 256]> {
    let kind = u16::from_be_bytes(tag.get(8..10)?.try_into().ok()?);
    let p = |n: usize| fixed(tag, 12 + 4 * n);
    let g = p(0)?;
    let (a, b, c, d, e, f) = match kind {
        0 => (1.0, 0.0, 0.0, f64::NEG_INFINITY, 0.0, 0.0),
        1 => (p(1)?, p(2)?, 0.0, -p(2)? / p(1)?, 0.0, 0.0),
        2 => (p(1)?, p(2)?, 0.0, -p(2)? / p(1)?, p(3)?, p(3)?),
        3 => (p(1)?, p(2)?, p(3)?, p(4)?, 0.0, 0.0),
        4 => (p(1)?, p(2)?, p(3)?, p(4)?, p(5)?, p(6)?),
        _ => return None,
    };
    let curve = |x: f64| match x >= d {
        true => (a * x + b).max(0.0).powf(g) + e,
        false => c * x + f,
    };
    [g, a, b, c, e, f].iter().all(|n| n.is_finite()).then(|| table(curve))
}

fn powers(gamma: f64) -> [f64; 256] {
    table(|value| value.powf(gamma))
}

/// A curve at the 256 values of a byte, bounded to what light can be.
fn table(curve: impl Fn(f64) -> f64) -> [f64; 256] {
    let mut table = [0.0; 256];
    for (light, value) in table.iter_mut().zip(0u8..=255) {
        let at = curve(f64::from(value) / 255.0);
        *light = if at.is_finite() { at.clamp(0.0, 1.0) } else { 0.0 };
    }
    table
}
