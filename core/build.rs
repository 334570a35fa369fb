//! Writes the first letter of every Chinese character's reading, five bits each, for `app/today/initials.rs`. The crate
//! `pinyin` knows the readings whole; on the phone its tables would take 190 KB more (docs/size.md).

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    #[cfg(feature = "device")]
    initials::write()?;
    Ok(())
}

#[cfg(feature = "device")]
mod initials {
    use pinyin::ToPinyin;
    use std::path::PathBuf;

    include!("src/app/today/initials/ranges.rs");

    /// One bit string: the ranges one after the other, the lowest bit first.
    pub fn write() -> std::io::Result<()> {
        let letters: Vec<u8> = RANGES.iter().flat_map(|range| range.clone().map(letter)).collect();
        let mut packed = vec![0u8; (letters.len() * BITS).div_ceil(8) + 1];
        for (n, letter) in letters.iter().enumerate() {
            let (byte, shift) = (n * BITS / 8, n * BITS % 8);
            let bits = u16::from(*letter) << shift;
            let [low, high] = bits.to_le_bytes();
            packed[byte] |= low;
            packed[byte + 1] |= high;
        }
        let out = std::env::var_os("OUT_DIR").ok_or_else(|| std::io::Error::other("cargo sets OUT_DIR"))?;
        std::fs::write(PathBuf::from(out).join("initials.bin"), packed)
    }

    /// 1 to 26; 0 where there is no reading.
    fn letter(code: u32) -> u8 {
        let reading = char::from_u32(code).and_then(|character| character.to_pinyin());
        match reading.and_then(|pinyin| pinyin.plain().chars().next()) {
            Some(first @ 'a'..='z') => u8::try_from(u32::from(first) - u32::from('a')).map_or(0, |n| n + 1),
            // As it is typed.
            Some('ê') => b'e' - b'a' + 1,
            Some(other) => panic!("the crate pinyin has a reading that begins with {other}: say here how it is typed"),
            None => 0,
        }
    }
}
