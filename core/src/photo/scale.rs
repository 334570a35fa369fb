//! Pictures made smaller: each pixel of the target is the mean of what it covers, parts of pixels by their share. No larger
//! kernel is needed to make smaller, and a general library's, with its code for every kind of processor and pixel, was a
//! tenth of the phone's whole library (docs/size.md).

/// Scales interleaved pixels of `N` bytes, row by row from the top, to exactly this size.
///
/// # Panics
/// When `pixels` is not as long as `from` says: the callers' own pictures always are.
pub(super) fn scale_pixels<const N: usize>(pixels: &[u8], from: (u32, u32), to: (u32, u32)) -> Vec<u8> {
    let (width, height) = (from.0 as usize, from.1 as usize);
    let (to_width, to_height) = (to.0 as usize, to.1 as usize);
    assert_eq!(pixels.len(), width * height * N, "a picture is as large as it says");
    // One source pixel is `to` units wide and one target pixel `from` units, so that all borders lie on whole units.
    let columns: Vec<Share> = shares(width, to_width).collect();
    let whole = (width * height) as u64;
    let mut scaled = Vec::with_capacity(to_width * to_height * N);
    let mut line = vec![0u64; to_width * N];
    let mut sum = vec![0u64; to_width * N];
    let mut row = usize::MAX;
    for share in shares(height, to_height) {
        if share.source != row {
            row = share.source;
            squeeze::<N>(&pixels[row * width * N..][..width * N], &columns, &mut line);
        }
        for (sum, line) in sum.iter_mut().zip(&line) {
            *sum += line * share.units;
        }
        if share.ends {
            let mean = |sum: &mut u64| {
                let mean = (std::mem::take(sum) + whole / 2) / whole;
                u8::try_from(mean).expect("a mean of bytes is a byte")
            };
            scaled.extend(sum.iter_mut().map(mean));
        }
    }
    scaled
}

/// So much of a source pixel lies in a target pixel.
#[derive(Clone, Copy)]
struct Share {
    source: usize,
    target: usize,
    units: u64,
    /// The target pixel is complete with it.
    ends: bool,
}

/// All shares along one side, in order.
fn shares(from: usize, to: usize) -> impl Iterator<Item = Share> {
    let (mut source, mut target, mut at) = (0, 0, 0);
    std::iter::from_fn(move || {
        if target == to {
            return None;
        }
        let (source_end, target_end) = ((source + 1) * to, (target + 1) * from);
        let end = source_end.min(target_end);
        let share = Share {
            source,
            target,
            units: (end - at) as u64,
            ends: end == target_end,
        };
        at = end;
        source += usize::from(end == source_end);
        target += usize::from(end == target_end);
        Some(share)
    })
}

/// One row made as narrow as the target, in units.
fn squeeze<const N: usize>(row: &[u8], columns: &[Share], line: &mut [u64]) {
    line.fill(0);
    for share in columns {
        let pixel = &row[share.source * N..][..N];
        for (sum, byte) in line[share.target * N..][..N].iter_mut().zip(pixel) {
            *sum += u64::from(*byte) * share.units;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_is_the_mean_of_what_it_covers_parts_by_their_share() {
        assert_eq!(scale_pixels::<1>(&[10, 20, 30, 40], (4, 1), (2, 1)), [15, 35]);
        // Three into two: the middle one belongs half to each.
        assert_eq!(scale_pixels::<1>(&[0, 90, 180], (3, 1), (2, 1)), [30, 150]);
        assert_eq!(scale_pixels::<1>(&[0, 90, 180], (1, 3), (1, 2)), [30, 150]);
        assert_eq!(scale_pixels::<3>(&[1, 2, 3, 5, 6, 7], (2, 1), (1, 1)), [3, 4, 5]);
        assert_eq!(scale_pixels::<1>(&[7, 9], (2, 1), (2, 1)), [7, 9]);
    }

    #[test]
    fn one_colour_stays_that_colour_at_every_size() {
        for colour in [0, 1, 127, 254, 255] {
            let picture = vec![colour; 37 * 23 * 3];
            for to in [(37, 23), (36, 22), (20, 13), (19, 1), (1, 17), (5, 3), (1, 1)] {
                let scaled = scale_pixels::<3>(&picture, (37, 23), to);
                assert_eq!(scaled.len(), to.0 as usize * to.1 as usize * 3);
                assert!(scaled.iter().all(|byte| *byte == colour), "{colour} at {to:?}");
            }
        }
    }

    #[test]
    fn a_ramp_keeps_its_mean_and_its_order() {
        let ramp: Vec<u8> = (0..=255).collect();
        for to in [255, 200, 131, 128, 77, 3] {
            let scaled = scale_pixels::<1>(&ramp, (256, 1), (to, 1));
            assert!(scaled.is_sorted(), "{to}");
            let mean = scaled.iter().map(|b| f64::from(*b)).sum::<f64>() / f64::from(to);
            assert!((mean - 127.5).abs() < 0.51, "{mean} at {to}");
        }
    }
}
