//! What can be mended safely in a cell, each cell counted once per kind: full-width digits and letters, stray spaces,
//! `="..."` and the like. Nothing is mended on a guess.

use super::cell::Cell;
use crate::characters::{is_name_dot, is_space, standard, visible};
use std::collections::BTreeMap;

/// A kind of mending, by its stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mend {
    /// A private, compatibility or radical code point in place of the usual ideograph, or another dot in a name.
    CharacterForm,
    /// Longitude and latitude had changed places.
    CoordinatesSwapped,
    /// A date written in another style than `YYYY-MM-DD`.
    DateStyle,
    /// Full-width digits or letters.
    FullWidth,
    /// Marks that do not show: zero-width, bidirectional and byte-order marks, soft hyphens, variation selectors.
    InvisibleMarks,
    /// Rows of further members of a household, joined into it.
    MemberRows,
    /// A number with its unit, as "4人".
    NumberWithUnit,
    /// Spaces around or inside.
    Spaces,
    /// A telephone with a country code, dashes or the like.
    TelephoneStyle,
}

impl Mend {
    /// The stable word of the report.
    pub fn word(self) -> &'static str {
        match self {
            Mend::CharacterForm => "character_form",
            Mend::CoordinatesSwapped => "coordinates_swapped",
            Mend::DateStyle => "date_style",
            Mend::FullWidth => "full_width",
            Mend::InvisibleMarks => "invisible_marks",
            Mend::MemberRows => "member_rows",
            Mend::NumberWithUnit => "number_with_unit",
            Mend::Spaces => "spaces",
            Mend::TelephoneStyle => "telephone_style",
        }
    }
    /// What a reader sees, Chinese and English.
    pub fn text(self) -> (&'static str, &'static str) {
        match self {
            Mend::CharacterForm => (
                "异体编码的字、间隔号",
                "other code points of a character, dots in names",
            ),
            Mend::CoordinatesSwapped => ("经纬度写反", "longitude and latitude swapped"),
            Mend::DateStyle => ("日期写法", "date style"),
            Mend::FullWidth => ("全角字符", "full-width characters"),
            Mend::InvisibleMarks => ("看不见的符号", "invisible marks"),
            Mend::MemberRows => ("家庭成员的行并入本户", "rows of members joined into their household"),
            Mend::NumberWithUnit => ("数字带单位", "number with a unit"),
            Mend::Spaces => ("多余空格", "stray spaces"),
            Mend::TelephoneStyle => ("电话写法", "telephone style"),
        }
    }
}

/// How many cells were mended, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mended(pub BTreeMap<Mend, usize>);

impl Mended {
    /// One more cell of this kind.
    pub fn count(&mut self, kind: Mend) {
        *self.0.entry(kind).or_default() += 1;
    }
}

/// A code as a cell keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeText {
    /// Nothing there.
    Missing,
    /// The code.
    Text(String),
    /// A number of more digits than a spreadsheet's number keeps (15): its last digits are lost.
    Rounded,
}

/// The whole numbers a spreadsheet keeps exactly have at most 15 digits.
const FIRST_ROUNDED: f64 = 1e15;

/// Full-width forms (U+FF01 to U+FF5E) as their ASCII counterparts.
pub fn half_width(c: char) -> char {
    match u32::from(c) {
        n @ 0xFF01..=0xFF5E => char::from_u32(n - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A number, telephone or ID: no spaces at all, everything half-width.
pub fn code(cell: &Cell, mended: &mut Mended) -> CodeText {
    let raw = match cell {
        Cell::Empty => return CodeText::Missing,
        Cell::Number(n) => return code_of_number(*n),
        Cell::Date(_) => return CodeText::Rounded,
        Cell::Text(raw) => unwrapped(raw),
    };
    let shown = visible(&raw);
    let half: String = shown.chars().map(half_width).collect();
    let bare: String = half.chars().filter(|c| !is_space(*c) && *c != '\'').collect();
    if is_placeholder(&bare) {
        return CodeText::Missing;
    }
    if shown != raw {
        mended.count(Mend::InvisibleMarks);
    }
    if half != shown {
        mended.count(Mend::FullWidth);
    }
    if half.chars().any(is_space) {
        mended.count(Mend::Spaces);
    }
    match bare.strip_suffix(".0") {
        Some(whole) if whole.bytes().all(|b| b.is_ascii_digit()) => return CodeText::Text(whole.to_owned()),
        _ => {}
    }
    // "6.10924E+16" is a long number that a spreadsheet has written into a CSV.
    let exponent = bare.contains(['E', 'e']) && bare.contains(['.', '+']) && bare.parse::<f64>().is_ok();
    if exponent {
        CodeText::Rounded
    } else {
        CodeText::Text(bare)
    }
}

/// A telephone: a code, and a mobile number of China as its eleven digits, whatever country code and signs stand in it.
/// `1.3800000001E+10` has all its digits and is read; `1.38E+10` has lost them and is [`CodeText::Rounded`].
pub fn telephone(cell: &Cell, mended: &mut Mended) -> CodeText {
    let written = match cell {
        Cell::Text(raw) => exact_exponent(raw),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => None,
    };
    let (text, styled) = match written {
        Some(digits) => (digits, true),
        None => match code(cell, mended) {
            CodeText::Text(text) => (text, false),
            other => return other,
        },
    };
    let digits = phone_digits(&text);
    let signs_alone = text.chars().all(|c| c.is_ascii_digit() || is_phone_sign(c));
    let plain = match is_mobile(&digits) && signs_alone {
        true => digits,
        false => text.clone(),
    };
    if styled || plain != text {
        mended.count(Mend::TelephoneStyle);
    }
    CodeText::Text(plain)
}

/// The digits of a telephone, without China's country code and, before a mobile number, without a trunk prefix.
pub fn phone_digits(phone: &str) -> String {
    let digits: String = phone.chars().map(half_width).filter(char::is_ascii_digit).collect();
    let national = match digits.strip_prefix("0086") {
        Some(rest) => rest,
        None => match digits.strip_prefix("86") {
            Some(rest) if phone.contains(['+', '＋']) || is_mobile(rest) => rest,
            _ => &digits,
        },
    };
    let mobile = national.trim_start_matches('0');
    match is_mobile(mobile) {
        true => mobile.to_owned(),
        false => national.to_owned(),
    }
}

/// Whether these digits are a mobile number: eleven, the first two 13 to 19 (the numbering plan of the ministry, MIIT).
pub fn is_mobile(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    digits.len() == 11
        && digits.bytes().all(|b| b.is_ascii_digit())
        && bytes.next() == Some(b'1')
        && matches!(bytes.next(), Some(b'3'..=b'9'))
}

fn is_phone_sign(c: char) -> bool {
    matches!(
        c,
        '+' | '-' | '(' | ')' | '.' | '/' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−'
    )
}

/// The whole number that a text with an exponent stands for, when it writes every digit of it.
fn exact_exponent(raw: &str) -> Option<String> {
    let bare: String = visible(raw).chars().map(half_width).filter(|c| !is_space(*c)).collect();
    let (mantissa, exponent) = bare.split_once(['E', 'e'])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.')?;
    let written = whole.len() == 1 && fraction.len() == exponent && (9..=13).contains(&exponent);
    let digits = format!("{whole}{fraction}");
    (written && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

fn code_of_number(n: f64) -> CodeText {
    if !n.is_finite() || n.abs() >= FIRST_ROUNDED {
        CodeText::Rounded
    } else if n.fract() == 0.0 {
        CodeText::Text(format!("{n:.0}"))
    } else {
        CodeText::Text(n.to_string())
    }
}

/// A name or a word: trimmed, spaces between Chinese characters taken out, digits and letters half-width.
/// Full-width brackets and commas stay: they are ordinary Chinese writing.
pub fn text(cell: &Cell, mended: &mut Mended) -> Option<String> {
    let raw = match cell {
        Cell::Empty => return None,
        Cell::Number(n) => return Some(n.to_string()),
        Cell::Date(day) => return Some(day.to_string()),
        Cell::Text(raw) => unwrapped(raw),
    };
    let shown = visible(&raw);
    let usual = standard(&shown);
    let half: String = usual
        .chars()
        .map(|c| {
            if half_width(c).is_ascii_alphanumeric() {
                half_width(c)
            } else {
                c
            }
        })
        .collect();
    let neat = without_stray_spaces(&half);
    if is_placeholder(&neat) {
        return None;
    }
    if shown != raw {
        mended.count(Mend::InvisibleMarks);
    }
    if usual != shown {
        mended.count(Mend::CharacterForm);
    }
    if half != usual {
        mended.count(Mend::FullWidth);
    }
    if neat != half {
        mended.count(Mend::Spaces);
    }
    Some(neat)
}

/// A person's name: a text in which the dot between two parts is 「·」 (GB/T 15834), whichever was typed.
pub fn name(cell: &Cell, mended: &mut Mended) -> Option<String> {
    let text = text(cell, mended)?;
    let chars: Vec<char> = text.chars().collect();
    let between = |at: usize| {
        let beside = |index: Option<usize>| {
            index
                .and_then(|i| chars.get(i))
                .is_some_and(|c| !c.is_ascii() && !is_name_dot(*c))
        };
        beside(at.checked_sub(1)) && beside(at.checked_add(1))
    };
    let dotted = |at: usize| {
        if is_name_dot(chars[at]) && between(at) {
            '·'
        } else {
            chars[at]
        }
    };
    let usual: String = (0..chars.len()).map(dotted).collect();
    if usual != text {
        mended.count(Mend::CharacterForm);
    }
    Some(usual)
}

/// Text as it would be written without spaces at its ends and between Chinese characters. Between two Latin words
/// one space stays.
pub fn without_stray_spaces(text: &str) -> String {
    let mut neat = String::with_capacity(text.len());
    let mut pending = false;
    for c in text.chars() {
        if is_space(c) {
            pending = true;
            continue;
        }
        let latin_before = neat.chars().next_back().is_some_and(|b| b.is_ascii());
        if pending && latin_before && c.is_ascii() {
            neat.push(' ');
        }
        pending = false;
        neat.push(c);
    }
    neat
}

/// What people write where there is nothing to write.
pub fn is_placeholder(text: &str) -> bool {
    matches!(
        text,
        "" | "-"
            | "--"
            | "/"
            | "\\"
            | "—"
            | "——"
            | "无"
            | "暂无"
            | "空"
            | "不详"
            | "N/A"
            | "#N/A"
            | "NULL"
            | "null"
            | "None"
    )
}

/// The inside of `="..."`, which keeps a code from being read as a number.
fn unwrapped(text: &str) -> String {
    let trimmed = text.trim();
    match trimmed.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')) {
        Some(inside) => inside.replace("\"\"", "\""),
        None => text.to_owned(),
    }
}
