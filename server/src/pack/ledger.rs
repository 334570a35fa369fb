//! `ledger.xlsx`: the township's paper, a sheet a village, with each household's year as a strip of coloured cells.
//! Codes are texts, names are whole, and no ID number or telephone stands in it.

use crate::Error;
use ruhu_core::coverage::{Cell, Mark, Standing};
use ruhu_core::domain::Tenure;
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::{Day, Moment};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};

/// The columns before the strip, with their widths in characters.
const COLUMNS: [(&str, f64); 7] = [
    ("户编号 No.", 20.0),
    ("户主 Householder", 12.0),
    ("户类型 Class", 14.0),
    ("帮扶责任人 Cadre", 16.0),
    ("状态 State", 10.0),
    ("最迟 Latest", 12.0),
    ("建议 Suggested", 12.0),
];
/// Where the strip begins: twelve columns, a month each.
const STRIP: u16 = 7;
const MONTHS: u16 = 12;
/// So many days of a counted visit stand in a line of their cell.
const DAYS_A_LINE: usize = 7;

/// A ledger being gathered.
pub struct Ledger {
    villages: BTreeMap<RegionCode, String>,
    on: Day,
    rows: BTreeMap<RegionCode, Vec<Row>>,
}

/// A household as the ledger tells of it.
pub struct LedgerLine<'a> {
    /// Its number.
    pub household: &'a HouseholdNo,
    /// Its village.
    pub village: &'a RegionCode,
    /// The householder's name.
    pub head: &'a str,
    /// Its days in the programme and its classes.
    pub tenure: &'a Tenure,
    /// Names of those responsible on the day.
    pub cadres: Vec<&'a str>,
    /// Where it stands.
    pub standing: Standing,
    /// Its year.
    pub strip: &'a [Cell],
    /// The year's days with a counted visit, up to the day.
    pub counted: Vec<Day>,
}

/// What stands above a ledger.
pub struct Heading<'a> {
    /// The township's name.
    pub township: &'a str,
    /// The year.
    pub year: i32,
    /// When it was made.
    pub made: Moment,
    /// A demo's.
    pub simulated: bool,
}

struct Row {
    words: [String; COLUMNS.len()],
    cells: Vec<(Mark, u32)>,
    counted: usize,
    days: String,
}

impl Ledger {
    /// An empty one of these villages, as of a day.
    pub fn new(villages: BTreeMap<RegionCode, String>, on: Day) -> Self {
        Self {
            villages,
            on,
            rows: BTreeMap::new(),
        }
    }

    /// Adds a household.
    pub fn household(&mut self, line: LedgerLine<'_>) {
        let classes = line.tenure.classes.iter().filter(|class| class.from <= self.on);
        let class = classes.max_by_key(|class| class.from);
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        // The title says which year: month and day are enough, with a dot, after which no line is broken.
        let counted: Vec<String> = line
            .counted
            .iter()
            .map(|day| day.to_string()[5..].replace('-', "."))
            .collect();
        let row = Row {
            words: [
                line.household.to_string(),
                line.head.to_owned(),
                class.map(|class| class.class.zh().to_owned()).unwrap_or_default(),
                line.cadres.join("、"),
                line.standing.state.zh().to_owned(),
                day(line.standing.date),
                day(line.standing.suggested),
            ],
            cells: line.strip.iter().map(|cell| (cell.mark, cell.visits)).collect(),
            counted: counted.len(),
            days: counted.join(" "),
        };
        self.rows.entry(line.village.clone()).or_default().push(row);
    }

    /// The spreadsheet's bytes.
    ///
    /// # Errors
    /// A spreadsheet that cannot hold it: more than a million households in one village.
    pub fn finish(&self, heading: &Heading<'_>) -> crate::Result<Vec<u8>> {
        self.build(heading).map_err(|e| Error::inconsistent("ledger.xlsx", e))
    }

    fn build(&self, heading: &Heading<'_>) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_timestamp(heading.made.millis() / 1000)?;
        let title = format!("{} {} 走访台账", heading.township, heading.year);
        book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
        let mut names = BTreeSet::new();
        for (village, rows) in &self.rows {
            let name = self.villages.get(village).map_or(village.as_str(), String::as_str);
            let sheet = book.add_worksheet();
            sheet.set_name(sheet_name(name, village, &mut names))?;
            let demo = if heading.simulated { "（演示 demo）" } else { "" };
            let title = format!("{} {name} {} 年走访台账{demo}", heading.township, heading.year);
            fill(sheet, &title, rows, self.on)?;
        }
        if self.rows.is_empty() {
            book.add_worksheet()
                .write_string(0, 0, format!("{title}：没有农户 no household"))?;
        }
        book.save_to_buffer()
    }
}

fn fill(sheet: &mut Worksheet, title: &str, rows: &[Row], on: Day) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_background_color(0xE3EFEA)
        .set_border(FormatBorder::Thin)
        .set_text_wrap();
    let text = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter);
    let wrapped = text.clone().set_text_wrap();
    sheet.write_string_with_format(0, 0, title, &Format::new().set_bold().set_font_size(14))?;
    let legend = format!(
        "截至 as of {on}    ✓ 已走访 visited  ⋯ 待审核 waiting  ! 该去了 due  × 漏访 missed  – 未到、免访 not asked"
    );
    sheet.write_string(1, 0, legend)?;
    for (column, (name, width)) in (0u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(2, column, name, &head)?;
    }
    for month in 0..MONTHS {
        sheet.set_column_width(STRIP + month, 4.5)?;
        sheet.write_string_with_format(2, STRIP + month, format!("{}月", month + 1), &head)?;
    }
    let (count, days) = (STRIP + MONTHS, STRIP + MONTHS + 1);
    sheet.write_string_with_format(2, count, "次数 Visits", &head)?;
    sheet.set_column_width(days, 44.0)?;
    sheet.set_row_height(2, 32.0)?;
    sheet.write_string_with_format(2, days, "算数的走访 Counted on", &head)?;
    for (line, row) in (3u32..).zip(rows) {
        for (column, word) in (0u16..).zip(&row.words) {
            sheet.write_string_with_format(line, column, word, &text)?;
        }
        fill_strip(sheet, line, &row.cells)?;
        let counted = u32::try_from(row.counted).unwrap_or(u32::MAX);
        sheet.write_number_with_format(line, count, counted, &text)?;
        sheet.write_string_with_format(line, days, &row.days, &wrapped)?;
        // Some programs do not fit a row to its wrapped text by themselves.
        let lines = row.counted.div_ceil(DAYS_A_LINE).max(1);
        sheet.set_row_height(line, 18.0 * f64::from(u32::try_from(lines).unwrap_or(u32::MAX)))?;
    }
    sheet.set_freeze_panes(3, 2)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(2, 2)?;
    Ok(())
}

/// Six cells take two months each, twelve one.
fn fill_strip(sheet: &mut Worksheet, line: u32, cells: &[(Mark, u32)]) -> Result<(), XlsxError> {
    let Some(width) = u16::try_from(cells.len())
        .ok()
        .filter(|cells| *cells > 0)
        .map(|cells| MONTHS / cells)
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
            0 | 1 => sheet.write_string_with_format(line, first, word, &colour(*mark))?,
            _ => sheet.merge_range(line, first, line, first + width - 1, &word, &colour(*mark))?,
        };
    }
    Ok(())
}

/// The look's colours; never colour alone, always with the mark.
fn colour(mark: Mark) -> Format {
    let (ground, ink) = match mark {
        Mark::Met => (0x1B7A55, 0xFFFFFF),
        Mark::Waiting => (0xDFE8F5, 0x2B5C9E),
        Mark::Now => (0xFBEBCB, 0x9A5B00),
        Mark::Missed => (0xF8DFDB, 0xA8281E),
        Mark::Rest => (0xECE9E1, 0x56605C),
    };
    Format::new()
        .set_background_color(ground)
        .set_font_color(ink)
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
}

/// A sheet's name has at most 31 characters, none of `[]:*?/\`, no apostrophe at its ends, and is the only one of its kind.
fn sheet_name(name: &str, village: &RegionCode, taken: &mut BTreeSet<String>) -> String {
    let clean: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(18).collect();
    let clean = clean.trim().to_owned();
    let name = match clean.is_empty() || taken.contains(&clean.to_lowercase()) {
        true => format!("{clean}{village}"),
        false => clean,
    };
    taken.insert(name.to_lowercase());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_villages_of_one_name_have_sheets_of_their_own_and_no_name_is_refused() {
        let (one, other): (RegionCode, RegionCode) = (
            "610924102001".parse().expect("12 digits"),
            "610924102002".parse().expect("12 digits"),
        );
        let mut taken = BTreeSet::new();
        assert_eq!(sheet_name("向阳村", &one, &mut taken), "向阳村");
        assert_eq!(sheet_name("向阳村", &other, &mut taken), "向阳村610924102002");
        let long = sheet_name(&"很长的[名]字/".repeat(9), &one, &mut taken);
        assert!(long.chars().count() <= 31 && !long.contains(['[', '/']), "{long}");
    }
}
