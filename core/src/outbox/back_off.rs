//! How long to wait after a failure: twice as long each time, never over an hour, spread by a seed so that the phones
//! of a township do not come back all at once when the server does.

use crate::ids::Sha256;

/// The first wait, in milliseconds.
const FIRST_MS: u64 = 4_000;
/// The longest wait, in milliseconds, whatever the server or the count of tries says.
pub const LONGEST_WAIT_MS: i64 = 3_600_000;

/// How many milliseconds to wait after `tries` tries in vain (1 for the first): between three quarters of the full wait
/// and the full wait. The same seed, item and count give the same answer.
pub fn back_off(tries: u32, seed: u64, item: &Sha256) -> i64 {
    let longest = LONGEST_WAIT_MS.unsigned_abs();
    let full = FIRST_MS
        .saturating_mul(1u64.checked_shl(tries.saturating_sub(1)).unwrap_or(u64::MAX))
        .min(longest);
    let mut salt = [0u8; 8];
    salt.copy_from_slice(&item.0[..8]);
    let draw = mix(seed ^ u64::from_le_bytes(salt) ^ (u64::from(tries) << 32));
    let wait = full - full / 4 + draw % (full / 4 + 1);
    i64::try_from(wait).unwrap_or(LONGEST_WAIT_MS).min(LONGEST_WAIT_MS)
}

/// SplitMix64's finalizer: every bit of the seed reaches every bit of the draw.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_about_twice_the_last_until_an_hour() {
        let item = Sha256::of(b"photo");
        for tries in 1..40 {
            let full = (4_000i64 << (tries - 1).min(20)).min(LONGEST_WAIT_MS);
            let wait = back_off(tries, 7, &item);
            assert!((full - full / 4..=full).contains(&wait), "{tries}: {wait}");
        }
        assert!(back_off(u32::MAX, u64::MAX, &item) <= LONGEST_WAIT_MS);
    }

    #[test]
    fn one_seed_gives_one_answer_and_phones_spread() {
        let item = Sha256::of(b"photo");
        assert_eq!(back_off(5, 1, &item), back_off(5, 1, &item));
        let different: std::collections::BTreeSet<i64> = (0..50).map(|seed| back_off(5, seed, &item)).collect();
        assert!(different.len() > 45, "{}", different.len());
    }
}
