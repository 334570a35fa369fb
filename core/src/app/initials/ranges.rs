// Where Chinese characters with a reading are; shared by build.rs and `initials.rs`.

/// Bits of a letter.
const BITS: usize = 5;

/// Without a gap: the table counts through them.
const RANGES: [std::ops::Range<u32>; 3] = [0x3007..0xA000, 0xF900..0xFB00, 0x2_0000..0x3_3480];
