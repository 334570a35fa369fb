//! One text written with other code points: what does not show is taken out, private and compatibility code points
//! become the standard ones, and two spellings of one name have one key.
//!
//! `visible` cleans what is kept and shown; `name_key` is only compared, never shown.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The private-use code points of GBK 1.0 (bytes FE50 to FEA0) and the standard ones of GB 18030-2022, in their order
/// from U+E815. Systems of before 2000 still write them.
const GBK_PRIVATE: [u32; 80] = [
    0x2E81, 0x20087, 0x20089, 0x200CC, 0x2E84, 0x3473, 0x3447, 0x2E88, 0x2E8B, 0x9FB4, 0x359E, 0x361A, 0x360E, 0x2E8C,
    0x2E97, 0x396E, 0x3918, 0x9FB5, 0x39CF, 0x39DF, 0x3A73, 0x39D0, 0x9FB6, 0x9FB7, 0x3B4E, 0x3C6E, 0x3CE0, 0x2EA7,
    0x215D7, 0x9FB8, 0x2EAA, 0x4056, 0x415F, 0x2EAE, 0x4337, 0x2EB3, 0x2EB6, 0x2EB7, 0x2298F, 0x43B1, 0x43AC, 0x2EBB,
    0x43DD, 0x44D6, 0x4661, 0x464C, 0x9FB9, 0x4723, 0x4729, 0x477C, 0x478D, 0x2ECA, 0x4947, 0x497A, 0x497D, 0x4982,
    0x4983, 0x4985, 0x4986, 0x499F, 0x499B, 0x49B7, 0x49B6, 0x9FBA, 0x241FE, 0x4CA3, 0x4C9F, 0x4CA0, 0x4CA1, 0x4C77,
    0x4CA2, 0x4D13, 0x4D14, 0x4D15, 0x4D16, 0x4D17, 0x4D18, 0x4D19, 0x4DAE, 0x9FBB,
];
/// The first of [`GBK_PRIVATE`].
const GBK_PRIVATE_FIRST: u32 = 0xE815;

/// Whether the character shows nothing and takes no room: zero-width and bidirectional marks, byte-order marks, soft
/// hyphens, variation selectors, fillers, tags, noncharacters, and control characters that are no blank (Unicode's
/// Default_Ignorable_Code_Point, and what XML cannot hold).
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    ) || (c.is_control() && !c.is_whitespace())
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The text without what does not show.
pub fn visible(text: &str) -> Cow<'_, str> {
    match text.chars().any(is_invisible) {
        true => Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect()),
        false => Cow::Borrowed(text),
    }
}

/// The text with private, compatibility and radical code points written as the ideographs they stand for.
pub fn standard(text: &str) -> Cow<'_, str> {
    match text.chars().any(|c| standard_of(c).is_some()) {
        true => Cow::Owned(text.chars().map(|c| standard_of(c).unwrap_or(c)).collect()),
        false => Cow::Borrowed(text),
    }
}

/// The ideograph that this code point is another writing of, when it is one.
fn standard_of(c: char) -> Option<char> {
    let other = match c {
        '\u{E7C7}' => '\u{1E3F}',
        '\u{E7C8}' => '\u{01F9}',
        '\u{E815}'..='\u{E864}' => {
            let index = usize::try_from(u32::from(c) - GBK_PRIVATE_FIRST).ok()?;
            char::from_u32(*GBK_PRIVATE.get(index)?)?
        }
        // Kangxi radicals, radicals with a decomposition, compatibility ideographs of both planes.
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
            let mut forms = c.nfkc();
            forms.next().filter(|_| forms.next().is_none())?
        }
        _ => return None,
    };
    (other != c).then_some(other)
}

/// Dots that are written between the parts of a name: 阿依·买买提.
pub fn is_name_dot(c: char) -> bool {
    matches!(
        c,
        '·' | '.'
            | '•'
            | '‧'
            | '∙'
            | '⋅'
            | '・'
            | '･'
            | '．'
            | '。'
            | '｡'
            | '﹒'
            | '●'
            | '⦁'
            | '⸱'
            | '⸳'
            | '᛫'
            | 'ꞏ'
            | '\u{0387}'
            | '\u{10101}'
            | '˙'
            | '․'
    )
}

/// What two spellings of one name have in common: NFKC, standard code points, one case, no blanks, no invisible marks and
/// no dots between its parts. Empty for a text that has nothing else.
pub fn name_key(text: &str) -> String {
    let standard: String = visible(text).chars().map(|c| standard_of(c).unwrap_or(c)).collect();
    standard
        .nfkc()
        .filter(|c| !is_invisible(*c) && !c.is_whitespace() && !is_name_dot(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a character stands for one that could not be written: private use without a standard code point, a
/// replacement character, or a sign that people and systems put in a rare character's place.
fn is_stand_in(c: char) -> bool {
    matches!(c,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}' | '\u{FFFD}'
        | '?' | '*' | '□' | '■' | '〓' | '○' | '◯' | '〇' | '×' | '_' | '#')
}

/// Whether two different keys may be one name all the same: as many characters, and one that could not be written
/// wherever they differ.
pub fn may_be_one(a: &str, b: &str) -> bool {
    let (mut left, mut right) = (a.chars(), b.chars());
    let mut shared = 0;
    loop {
        match (left.next(), right.next()) {
            (None, None) => return shared > 0,
            (Some(x), Some(y)) if x == y => shared += 1,
            (Some(x), Some(y)) if is_stand_in(x) || is_stand_in(y) => {}
            _ => return false,
        }
    }
}

/// How many characters differ between two keys of the same length; `None` when their lengths differ.
pub fn differing(a: &str, b: &str) -> Option<usize> {
    (a.chars().count() == b.chars().count()).then(|| a.chars().zip(b.chars()).filter(|(x, y)| x != y).count())
}

/// A number with a comma before each three digits.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Spaces in the wide sense: U+3000, no-break spaces, and what does not show at all.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_private_code_points_are_those_of_gb18030() {
        let trails = (0x50u8..=0xA0).filter(|trail| *trail != 0x7F);
        for ((trail, standard), private) in trails.zip(GBK_PRIVATE).zip(GBK_PRIVATE_FIRST..) {
            let bytes = [0xFE, trail];
            let (decoded, _) = encoding_rs::GB18030.decode_without_bom_handling(&bytes);
            let decoded = decoded.chars().next().map(u32::from);
            // The table of 2005 still has private code points for some; the others are to be the same.
            assert!(
                decoded == Some(standard) || decoded == Some(private),
                "FE{trail:02X}: {decoded:X?}"
            );
        }
        assert_eq!(standard("李\u{E863}"), "李䶮");
    }

    #[test]
    fn one_name_in_many_spellings_has_one_key() {
        for other in [
            "阿试•买测",
            "阿试・买测",
            "阿试‧买测",
            "阿试∙买测",
            "阿试.买测",
            "阿试． 买测",
            "阿试●买测",
            "阿\u{200B}试·买测\u{FEFF}",
            "\u{202E}阿试·买测\u{202C}",
            "阿试\u{E0101}·买测",
        ] {
            assert_eq!(name_key(other), name_key("阿试·买测"), "{other}");
        }
        assert_eq!(name_key("\u{F9B4}"), name_key("領"));
        assert_eq!(name_key("\u{2F830}"), name_key("卽"));
        assert_eq!(name_key("⼤明"), name_key("大明"));
        assert_eq!(name_key("李\u{E863}"), name_key("李\u{4DAE}"));
        assert_eq!(name_key("ＷＡＮＧ fang"), name_key("wangfang"));
        assert_ne!(name_key("王芳"), name_key("王方"));
    }

    #[test]
    fn a_character_that_could_not_be_written_may_be_any() {
        assert!(may_be_one("李?", "李䶮") && may_be_one("李\u{E100}", "李䶮") && may_be_one("王□生", "王喆生"));
        assert!(!may_be_one("李明", "李䶮") && !may_be_one("李?", "李小䶮") && !may_be_one("?", "王"));
    }

    #[test]
    fn what_does_not_show_is_taken_out_and_blanks_stay() {
        assert_eq!(visible("张\u{202E}试\u{FEFF}\u{AD}四\u{FFFF}\u{7}"), "张试四");
        assert!(matches!(visible("王 芳\n"), Cow::Borrowed("王 芳\n")));
    }

    #[test]
    fn a_number_is_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (1234, "1,234"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }
}
