//! What can be mended safely in a cell, each cell counted once per kind: full-width digits and letters, stray spaces,
//! `="..."` and the like. Nothing is mended on a guess.

use super::cell::Cell;
use std::collections::BTreeMap;

/// A kind of mending, by its stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mend {
    /// Longitude and latitude had changed places.
    CoordinatesSwapped,
    /// A date written in another style than `YYYY-MM-DD`.
    DateStyle,
    /// Full-width digits or letters.
    FullWidth,
    /// A number with its unit, as "4人".
    NumberWithUnit,
    /// Spaces around or inside.
    Spaces,
}

impl Mend {
    /// The stable word of the report.
    pub fn word(self) -> &'static str {
        match self {
            Mend::CoordinatesSwapped => "coordinates_swapped",
            Mend::DateStyle => "date_style",
            Mend::FullWidth => "full_width",
            Mend::NumberWithUnit => "number_with_unit",
            Mend::Spaces => "spaces",
        }
    }
    /// What a reader sees, Chinese and English.
    pub fn text(self) -> (&'static str, &'static str) {
        match self {
            Mend::CoordinatesSwapped => ("经纬度写反", "longitude and latitude swapped"),
            Mend::DateStyle => ("日期写法", "date style"),
            Mend::FullWidth => ("全角字符", "full-width characters"),
            Mend::NumberWithUnit => ("数字带单位", "number with a unit"),
            Mend::Spaces => ("多余空格", "stray spaces"),
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

/// Spaces in the wide sense: U+3000, no-break, zero-width and byte-order marks too.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

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
    let half: String = raw.chars().map(half_width).collect();
    let bare: String = half.chars().filter(|c| !is_space(*c) && *c != '\'').collect();
    if is_placeholder(&bare) {
        return CodeText::Missing;
    }
    if half != raw {
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
    let half: String = raw
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
    if half != raw {
        mended.count(Mend::FullWidth);
    }
    if neat != half {
        mended.count(Mend::Spaces);
    }
    Some(neat)
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
