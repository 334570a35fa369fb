//! A village's sheet as a township hands it in: A4 landscape, one page wide, titles and page numbers on every page, totals
//! and lines to sign under the last household. Marks are told by their sign; the tint is light, so that it prints and copies.

use super::row::{MONTHS, Row};
use ruhu_core::coverage::{Mark, State};
use ruhu_core::time::Day;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// The columns before the strip, with their widths in characters.
const COLUMNS: [(&str, f64); 7] = [
    ("户编号 No.", 18.5),
    ("户主 Householder", 11.5),
    ("户类型 Class", 14.5),
    ("帮扶责任人 Cadre", 11.0),
    ("状态 State", 8.5),
    ("最迟 Latest", 10.5),
    ("建议 Suggested", 10.5),
];
/// Where the strip begins: twelve columns, a month each.
const STRIP: u16 = 7;
const STRIP_WIDTH: u16 = 12;
const COUNT: u16 = STRIP + STRIP_WIDTH;
const DAYS: u16 = COUNT + 1;
/// The rows above the first household: title, legend, heads.
const HEADS: u32 = 2;
/// So many days of a counted visit stand in a line of their cell.
const DAYS_A_LINE: usize = 5;
/// A line of text, in points.
const LINE: f64 = 16.0;
/// Widths of a strip's column, of the visits' count and of their days, in characters.
const MONTH_WIDTH: f64 = 3.9;
const COUNT_WIDTH: f64 = 6.5;
const DAYS_WIDTH: f64 = 30.0;
const FONT: &str = "宋体";
const INK: u32 = 0x1D2321;

/// A sheet to be drawn.
pub struct Paper<'a> {
    pub title: &'a str,
    pub on: Day,
    pub rows: &'a [Row],
}

impl Paper<'_> {
    /// Fills the sheet.
    pub fn draw(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        heads(sheet, self.title, self.on)?;
        let mut line = HEADS + 1;
        for row in self.rows {
            household(sheet, line, row)?;
            line += 1;
        }
        totals(sheet, line, self.rows)?;
        to_sign(sheet, line + 2)?;
        printed(sheet)
    }
}

fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10).set_font_color(INK)
}

fn boxed() -> Format {
    plain()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn centred() -> Format {
    boxed().set_align(FormatAlign::Center)
}

fn heads(sheet: &mut Worksheet, title: &str, on: Day) -> Result<(), XlsxError> {
    let head = centred().set_bold().set_background_color(0xF1F3F2);
    let big = plain()
        .set_bold()
        .set_font_size(16)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    sheet.merge_range(0, 0, 0, DAYS, title, &big)?;
    sheet.set_row_height(0, 26.0)?;
    let legend = format!(
        "截至 as of {on}    ✓ 已走访 visited  ⋯ 待审核 waiting  ! 该去了 due  × 漏访 missed  – 未到、免访 not asked"
    );
    sheet.write_string_with_format(1, 0, legend, &plain())?;
    sheet.set_row_height(1, LINE)?;
    for (column, (name, width)) in (0u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(HEADS, column, name, &head)?;
    }
    for month in 0..STRIP_WIDTH {
        sheet.set_column_width(STRIP + month, MONTH_WIDTH)?;
        sheet.write_string_with_format(HEADS, STRIP + month, format!("{}月", month + 1), &head)?;
    }
    sheet.set_column_width(COUNT, COUNT_WIDTH)?;
    sheet.write_string_with_format(HEADS, COUNT, "次数 Visits", &head)?;
    sheet.set_column_width(DAYS, DAYS_WIDTH)?;
    sheet.write_string_with_format(HEADS, DAYS, "算数的走访 Counted on", &head)?;
    sheet.set_row_height(HEADS, 32.0)?;
    Ok(())
}

fn household(sheet: &mut Worksheet, line: u32, row: &Row) -> Result<(), XlsxError> {
    let (text, middle) = (boxed(), centred());
    for (column, word) in (0u16..).zip(&row.words) {
        let format = if column < 4 { &text } else { &middle };
        sheet.write_string_with_format(line, column, word, format)?;
    }
    strip(sheet, line, &row.cells)?;
    let counted = u32::try_from(row.counted).unwrap_or(u32::MAX);
    sheet.write_number_with_format(line, COUNT, counted, &middle)?;
    sheet.write_string_with_format(line, DAYS, row.days.join(" "), &text)?;
    // Some programs do not fit a row to its wrapped text by themselves.
    let wrapped = row
        .words
        .iter()
        .zip(COLUMNS)
        .map(|(word, (_, width))| lines_of(word, width));
    let lines = wrapped.max().unwrap_or(1).max(row.counted.div_ceil(DAYS_A_LINE)).max(1);
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    sheet.set_row_height(line, (LINE * f64::from(lines) + 4.0).min(400.0))?;
    Ok(())
}

/// How many lines a text takes in a column of so many characters; a Chinese character is two.
fn lines_of(text: &str, width: f64) -> usize {
    let wide = text.chars().map(|c| if c.is_ascii() { 1u32 } else { 2 }).sum::<u32>();
    let mut lines = 1;
    while f64::from(wide) > width * f64::from(u32::try_from(lines).unwrap_or(u32::MAX)) {
        lines += 1;
    }
    lines
}

/// Six cells take two months each, twelve one.
fn strip(sheet: &mut Worksheet, line: u32, cells: &[(Mark, u32)]) -> Result<(), XlsxError> {
    let Some(width) = u16::try_from(cells.len())
        .ok()
        .filter(|cells| *cells > 0)
        .map(|cells| STRIP_WIDTH / cells)
    else {
        return Ok(());
    };
    for (place, (mark, visits)) in (0u16..).zip(cells) {
        let first = STRIP + place * width;
        let word = match visits {
            0 | 1 => mark.zh().to_owned(),
            _ => format!("{}{visits}", mark.zh()),
        };
        match width {
            0 | 1 => sheet.write_string_with_format(line, first, word, &tint(*mark))?,
            _ => sheet.merge_range(line, first, line, first + width - 1, &word, &tint(*mark))?,
        };
    }
    Ok(())
}

/// A light ground under a dark sign: the sign tells, the tint only helps the eye.
fn tint(mark: Mark) -> Format {
    let (ground, ink) = match mark {
        Mark::Met => (0xE9F3EE, 0x14603F),
        Mark::Waiting => (0xE8EEF7, 0x2B5C9E),
        Mark::Now => (0xFDF3DD, 0x8A5200),
        Mark::Missed => (0xFBE9E6, 0xA8281E),
        Mark::Rest => (0xFFFFFF, 0x56605C),
    };
    centred()
        .set_background_color(Color::RGB(ground))
        .set_font_color(Color::RGB(ink))
        .set_bold()
}

/// Households, households in each state, counted visits in each month and in all.
fn totals(sheet: &mut Worksheet, line: u32, rows: &[Row]) -> Result<(), XlsxError> {
    let (text, middle) = (boxed().set_bold(), centred().set_bold());
    sheet.write_string_with_format(line, 0, "合计 Total", &text)?;
    sheet.write_string_with_format(line, 1, format!("{} 户", rows.len()), &text)?;
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    for row in rows {
        *states.entry(row.state).or_default() += 1;
    }
    let told: Vec<String> = states
        .iter()
        .map(|(state, count)| format!("{} {count}", state.zh()))
        .collect();
    sheet.merge_range(line, 2, line, STRIP - 1, &told.join("　"), &text)?;
    for (month, column) in (0..MONTHS).zip(STRIP..) {
        let visits: u32 = rows.iter().map(|row| row.months[month]).sum();
        sheet.write_number_with_format(line, column, visits, &middle)?;
    }
    let all: usize = rows.iter().map(|row| row.counted).sum();
    sheet.write_number_with_format(line, COUNT, u32::try_from(all).unwrap_or(u32::MAX), &middle)?;
    sheet.write_string_with_format(line, DAYS, "各月为算数的走访次数", &boxed())?;
    sheet.set_row_height(line, LINE + 6.0)?;
    Ok(())
}

/// Who filled it in, who checked it, and the unit's seal.
fn to_sign(sheet: &mut Worksheet, line: u32) -> Result<(), XlsxError> {
    let format = plain().set_font_size(11).set_align(FormatAlign::VerticalCenter);
    for (column, words) in [
        (0, "填表人（签字）："),
        (3, "审核人（签字）："),
        (STRIP, "单位（盖章）："),
        (COUNT, "日期：　　　　年　　月　　日"),
    ] {
        sheet.write_string_with_format(line, column, words, &format)?;
    }
    sheet.set_row_height(line, 36.0)?;
    Ok(())
}

/// How it goes onto paper, and what stays in sight on the screen.
fn printed(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet.set_freeze_panes(HEADS + 1, 2)?;
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    // Left, right, top, bottom, header, footer, in inches.
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_repeat_rows(0, HEADS)?;
    sheet.set_footer("&L&A&C第 &P 页，共 &N 页&R打印 &D");
    Ok(())
}
