//! The sheets' names: at most 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at the ends, not the reserved `History`,
//! and no two that a spreadsheet takes for one (whatever their case and width).

use ruhu_core::ids::RegionCode;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Excel's limit, in UTF-16 units: a character of a rare plane is two.
const LONGEST: usize = 31;
/// So much of a village's name stands before its code when the name alone will not do.
const BEFORE_CODE: usize = LONGEST - 13;

/// The names that are taken.
#[derive(Default)]
pub struct SheetNames(BTreeSet<String>);

impl SheetNames {
    /// The name of a village's sheet: the village's, with its code when it is cut, empty, reserved or taken.
    pub fn name(&mut self, village_name: &str, village: &RegionCode) -> String {
        let clean: String = village_name
            .chars()
            .filter(|c| !"[]:*?/\\'［］：＊？／＼＇".contains(*c) && !c.is_control())
            .collect();
        let clean = clean.trim();
        let whole = shortened(clean, LONGEST);
        let mut name = match whole == clean && !clean.is_empty() {
            true => whole.to_owned(),
            false => format!("{} {village}", shortened(clean, BEFORE_CODE)).trim().to_owned(),
        };
        if self.is_taken(&name) {
            name = format!("{} {village}", shortened(clean, BEFORE_CODE)).trim().to_owned();
        }
        // A village may be called as another one's name and code.
        for number in 2u32.. {
            if !self.is_taken(&name) {
                break;
            }
            name = format!("{village} {number}");
        }
        self.0.insert(key(&name));
        name
    }
    fn is_taken(&self, name: &str) -> bool {
        let key = key(name);
        key == "history" || self.0.contains(&key)
    }
}

fn key(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).collect()
}

/// The longest beginning of so many UTF-16 units.
fn shortened(text: &str, most: usize) -> &str {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > most {
            return text[..at].trim_end();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(last: u8) -> RegionCode {
        format!("6109241020{last:02}").parse().expect("12 digits")
    }

    #[test]
    fn two_villages_of_one_name_have_sheets_of_their_own_and_no_name_is_refused() {
        let long = "蒿坪镇易地搬迁集中安置点𬇙𫒗里社区易地搬迁集中安置点幸福里小区";
        let names = [
            "向阳村",
            "向阳村",
            "History",
            "ｈｉｓｔｏｒｙ",
            "",
            "  ",
            "'",
            "[]:*?/\\",
            "A村",
            "a村",
            "Ａ村",
            "向阳村 610924102002",
            &format!("{long}第一期"),
            &format!("{long}第二期"),
            &"𬇙".repeat(40),
            &"𬇙".repeat(41),
            "村'",
            "甲/乙",
            "甲乙",
            "\u{1}",
            "610924102005",
        ];
        let mut taken = SheetNames::default();
        let mut made = BTreeSet::new();
        for (last, name) in (1u8..).zip(names) {
            let sheet = taken.name(name, &code(last));
            assert!(!sheet.is_empty() && sheet.encode_utf16().count() <= LONGEST, "{sheet}");
            assert!(!sheet.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']), "{sheet}");
            assert!(made.insert(key(&sheet)) && key(&sheet) != "history", "{sheet}");
            let mut book = rust_xlsxwriter::Workbook::new();
            book.add_worksheet().set_name(&sheet).expect("a good name");
        }
        assert!(made.contains("向阳村") && made.contains("a村"));
    }
}
