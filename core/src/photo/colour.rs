//! The copy's colours: everybody who opens a copy takes its numbers for sRGB, so numbers that mean other colours (Display P3,
//! Adobe RGB) are changed to those that mean the same in sRGB (IEC 61966-2-1).

use super::icc::Profile;
use image::RgbImage;

/// Changes the numbers to sRGB where the profile is of the matrix kind. Answers the profile that must go with the picture
/// because its numbers still mean what it says: one of another kind; none when the numbers are sRGB, or nobody says.
pub(super) fn to_srgb(picture: &mut RgbImage, icc: Option<Vec<u8>>, adobe_rgb: bool) -> Option<Vec<u8>> {
    let profile = match &icc {
        Some(bytes) => Profile::read(bytes),
        None => adobe_rgb.then(Profile::adobe_rgb),
    };
    match profile {
        Some(profile) => {
            Conversion::of(&profile).apply(picture);
            None
        }
        None => icc.filter(|bytes| is_whole_rgb(bytes) && bytes.len() <= MOST_PROFILE),
    }
}

/// Bytes of a profile that is worth carrying along.
const MOST_PROFILE: usize = 1 << 20;

/// By its header: its own size, the colour space, the signature.
fn is_whole_rgb(bytes: &[u8]) -> bool {
    let size = bytes
        .get(..4)
        .map(|size| size.iter().fold(0usize, |sum, byte| sum << 8 | usize::from(*byte)));
    size == Some(bytes.len()) && bytes.get(16..20) == Some(b"RGB ") && bytes.get(36..40) == Some(b"acsp")
}

/// CIE XYZ under D50 to linear sRGB: the inverse of the colorants of the ICC's own sRGB profile.
const TO_LINEAR_SRGB: [[f64; 3]; 3] = [
    [3.134_136, -1.617_386, -0.490_662],
    [-0.978_795, 1.916_254, 0.033_443],
    [0.071_955, -0.228_977, 1.405_386],
];

/// Steps of linear light between 0 and 1: at the steepest part of sRGB's curve one step is a fifth of a level.
const STEPS: u16 = 16_384;

struct Conversion {
    light: [[f32; 256]; 3],
    matrix: [[f32; 3]; 3],
    /// sRGB's byte for each step of linear light.
    byte: Vec<u8>,
}

impl Conversion {
    fn of(profile: &Profile) -> Self {
        #[allow(clippy::cast_possible_truncation)]
        let narrow = |n: f64| n as f32;
        let product = |row: usize, column: usize| {
            (0..3)
                .map(|k| TO_LINEAR_SRGB[row][k] * profile.to_xyz[k][column])
                .sum::<f64>()
        };
        Self {
            light: profile.light.map(|curve| curve.map(narrow)),
            matrix: [0, 1, 2].map(|row| [0, 1, 2].map(|column| narrow(product(row, column)))),
            byte: (0..=STEPS)
                .map(|step| srgb(f64::from(step) / f64::from(STEPS)))
                .collect(),
        }
    }

    fn apply(&self, picture: &mut RgbImage) {
        if self.changes_nothing() {
            return;
        }
        for pixel in picture.pixels_mut() {
            pixel.0 = self.converted(pixel.0);
        }
    }

    /// An sRGB profile: rounding would change numbers that already mean what they say.
    fn changes_nothing(&self) -> bool {
        let steps = [0, 32, 64, 128, 192, 224, 255];
        let colours = steps.map(|r| steps.map(|g| steps.map(|b| [r, g, b]))).concat().concat();
        colours.into_iter().all(|colour| {
            let now = self.converted(colour);
            now.iter().zip(colour).all(|(now, before)| now.abs_diff(before) <= 2)
        })
    }

    fn converted(&self, [r, g, b]: [u8; 3]) -> [u8; 3] {
        let light = [
            self.light[0][usize::from(r)],
            self.light[1][usize::from(g)],
            self.light[2][usize::from(b)],
        ];
        self.matrix.map(|row| {
            let linear = row[0] * light[0] + row[1] * light[1] + row[2] * light[2];
            // Colours that sRGB does not have become the nearest that it has, channel by channel.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let step = (linear.clamp(0.0, 1.0) * f32::from(STEPS) + 0.5) as usize;
            self.byte[step]
        })
    }
}

/// sRGB's byte for a linear light.
fn srgb(light: f64) -> u8 {
    let value = match light <= 0.003_130_8 {
        true => 12.92 * light,
        false => 1.055 * light.powf(1.0 / 2.4) - 0.055,
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let byte = (value * 255.0).round().clamp(0.0, 255.0) as u8;
    byte
}
