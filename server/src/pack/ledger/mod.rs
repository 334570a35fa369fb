//! `ledger.xlsx`: the township's paper, a sheet a village, with each household's year as a strip of marked cells, totals
//! and lines to sign. Codes are texts, names are whole, and no ID number or telephone stands in it.
//!
//! `Ledger::household` gathers, `Ledger::finish` draws: `paper` the sheet as it is printed, `name` the sheets' names.

mod name;
mod paper;
mod row;

use crate::Error;
use crate::characters::visible;
use name::SheetNames;
use paper::Paper;
use row::{MONTHS, Row};
use ruhu_core::coverage::{Cell, Standing};
use ruhu_core::domain::Tenure;
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::{Day, Moment};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::collections::BTreeMap;

/// The longest text that a cell holds, in characters: Excel's limit is 32,767 UTF-16 units, at most two a character.
const LONGEST_TEXT: usize = 16_383;

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
        let mut months = [0; MONTHS];
        for counted in &line.counted {
            let month = usize::try_from(counted.month()).unwrap_or(1);
            months[month.saturating_sub(1).min(MONTHS - 1)] += 1;
        }
        let row = Row {
            words: [
                line.household.to_string(),
                written(line.head),
                class.map(|class| class.class.zh().to_owned()).unwrap_or_default(),
                written(&line.cadres.join("、")),
                line.standing.state.zh().to_owned(),
                day(line.standing.date),
                day(line.standing.suggested),
            ],
            state: line.standing.state,
            cells: line.strip.iter().map(|cell| (cell.mark, cell.visits)).collect(),
            months,
            counted: line.counted.len(),
            // The title says which year: month and day are enough, with a dot, after which no line is broken.
            days: line
                .counted
                .iter()
                .map(|day| day.to_string()[5..].replace('-', "."))
                .collect(),
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
        let township = written(heading.township);
        let title = format!("{township} {} 走访台账", heading.year);
        book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
        let mut names = SheetNames::default();
        let demo = if heading.simulated { "（演示 demo）" } else { "" };
        for (village, rows) in &self.rows {
            let known = self.villages.get(village).map(|name| written(name));
            let name = known.filter(|name| !name.trim().is_empty());
            let name = name.unwrap_or_else(|| village.to_string());
            let sheet = book.add_worksheet();
            sheet.set_name(names.name(&name, village))?;
            let title = format!("{township} {name} {} 年走访台账{demo}", heading.year);
            Paper {
                title: &title,
                on: self.on,
                rows,
            }
            .draw(sheet)?;
        }
        if self.rows.is_empty() {
            book.add_worksheet()
                .write_string(0, 0, format!("{title}{demo}：没有农户 no household"))?;
        }
        book.save_to_buffer()
    }
}

/// A text as a cell holds it: without what a spreadsheet's XML cannot hold, and not too long.
fn written(text: &str) -> String {
    visible(text).chars().take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Reader, Xlsx};
    use ruhu_core::coverage::State;
    use ruhu_core::domain::{Class, ClassFrom};
    use std::io::{Cursor, Read};

    fn code(last: u8) -> RegionCode {
        format!("6109241010{last:02}").parse().expect("12 digits")
    }

    /// Names that a list may bring, or that an older version kept: every one has its sheet, and the file is good XML.
    #[test]
    fn whatever_villages_and_people_are_called_there_is_a_ledger() {
        let long = "蒿坪镇易地搬迁集中安置点𬇙𫒗里社区";
        let names = [
            format!("{long}{}第一期", "安".repeat(14)),
            format!("{long}{}第二期", "安".repeat(14)),
            "History".to_owned(),
            String::new(),
            "村\u{FFFF}\u{FFFE}\u{1}\u{B}".to_owned(),
            "'=村'".to_owned(),
        ];
        let day: Day = "2026-03-01".parse().expect("a day");
        let villages = (1u8..).zip(&names).map(|(last, name)| (code(last), name.clone()));
        let mut ledger = Ledger::new(villages.collect(), day);
        let tenure = Tenure {
            entered: day,
            left: None,
            classes: vec![ClassFrom {
                class: Class::Lifted,
                from: day,
            }],
        };
        let numbers: Vec<HouseholdNo> = (1u8..)
            .zip(&names)
            .map(|(n, _)| format!("61092410101{n:02}").parse().expect("a number"))
            .collect();
        for (last, number) in (1u8..).zip(&numbers) {
            ledger.household(LedgerLine {
                household: number,
                village: &code(last),
                head: "户\u{FFFF}主\u{0}",
                tenure: &tenure,
                cadres: vec!["王试一", "李\u{FFFE}"],
                standing: Standing {
                    state: State::Met,
                    date: None,
                    suggested: None,
                },
                strip: &[],
                counted: vec![day],
            });
        }
        let heading = Heading {
            township: "镇\u{FFFF}",
            year: 2026,
            made: Moment::from_millis(1_767_225_600_000),
            simulated: true,
        };
        let bytes = ledger.finish(&heading).expect("a ledger");
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).expect("a workbook");
        let sheets = book.sheet_names();
        assert_eq!(sheets.len(), names.len(), "{sheets:?}");
        for sheet in &sheets {
            let range = book.worksheet_range(sheet).expect("a sheet");
            assert_eq!(
                range.get_value((3, 1)).map(ToString::to_string).as_deref(),
                Some("户主"),
                "{sheet}"
            );
            assert_eq!(
                range.get_value((4, 19)).map(ToString::to_string).as_deref(),
                Some("1"),
                "{sheet}"
            );
        }
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP file");
        for index in 0..archive.len() {
            let mut text = String::new();
            let mut entry = archive.by_index(index).expect("an entry");
            entry.read_to_string(&mut text).expect("UTF-8");
            assert!(
                !text
                    .chars()
                    .any(|c| crate::characters::is_invisible(c) || c.is_control() && !c.is_whitespace())
            );
        }
    }
}
