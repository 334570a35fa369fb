//! Numbers from a seed (SplitMix64): the same seed is the same life.

pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x5DEE_CE66)
    }
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// A number below `most` (0 when `most` is 0).
    pub(super) fn below(&mut self, most: u64) -> u64 {
        if most == 0 { 0 } else { self.next() % most }
    }
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
    pub(super) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let index = usize::try_from(self.below(u64::try_from(choices.len()).expect("few"))).expect("few");
        &choices[index]
    }
    pub(super) fn fork(&mut self) -> Self {
        Self(self.next())
    }
    pub(super) fn bytes(&mut self, count: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while u64::try_from(bytes.len()).expect("small") < count {
            bytes.extend_from_slice(&self.next().to_le_bytes());
        }
        bytes.truncate(usize::try_from(count).expect("small"));
        bytes
    }
}
