// Where Chinese characters with a reading are; shared by build.rs and `initials.rs`.

/// Bits of a letter.
const BITS: usize = 5;

/// The table counts through them without a gap. The second is GB 18030's, in Unicode's private area.
const RANGES: [std::ops::Range<u32>; 4] = [0x3007..0xA000, 0xE815..0xE865, 0xFA00..0xFB00, 0x2_0000..0x3_2400];
