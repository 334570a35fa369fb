//! The first letter of a Chinese character's reading, from a table that `build.rs` writes.

include!("initials/ranges.rs");

const TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/initials.bin"));

/// `王` is `w`; what has no reading has no letter.
pub(super) fn letter(character: char) -> Option<char> {
    let code = u32::from(character);
    let mut before = 0;
    for range in &RANGES {
        if range.contains(&code) {
            let at = usize::try_from(before + code - range.start).ok()? * BITS;
            let (byte, shift) = (at / 8, at % 8);
            let bits = u16::from_le_bytes([*TABLE.get(byte)?, *TABLE.get(byte + 1)?]) >> shift;
            let letter = u8::try_from(bits & 0x1F).ok()?;
            return (letter > 0).then(|| char::from(b'a' + letter - 1));
        }
        before += range.end - range.start;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::letter;
    use pinyin::ToPinyin;

    #[test]
    fn every_character_has_the_first_letter_that_its_reading_has() {
        let mut read = 0;
        for character in '\0'..=char::MAX {
            let first = character.to_pinyin().and_then(|pinyin| pinyin.plain().chars().next());
            let typed = first.map(|first| if first == 'ê' { 'e' } else { first });
            assert_eq!(letter(character), typed, "{character:?}");
            read += u32::from(first.is_some());
        }
        assert!(read > 40_000, "{read} characters have a reading");
    }
}
