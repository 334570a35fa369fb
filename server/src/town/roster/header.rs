//! Finds the header: the first row, or pair of rows, of a sheet that holds every needed column. Titles above it,
//! a "filled in by" row, a merged row of groups over it (户主 | 帮扶责任人) are all seen in real rosters.

use super::cell::{Cell, Hidden, Sheet, SheetRow};
use super::columns::{Bare, Column};
use super::error::RosterError;
use super::finding::{Code, Finding};
use crate::characters::is_space;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// The header stands among so many first rows that are not blank.
const LOOK_AT: usize = 60;
/// A title is no longer than this many characters; longer text is a remark.
const LONGEST_TITLE: usize = 40;

/// The sheet that is read, with its columns.
pub struct Table {
    /// The sheet's name.
    pub sheet: String,
    /// The header's (last) row number.
    pub header_row: u32,
    /// Where each column is.
    pub columns: BTreeMap<Column, usize>,
    titles: BTreeMap<Column, String>,
    /// The rows under the header, without those that number the columns.
    pub rows: Vec<SheetRow>,
    /// What is hidden in the sheet.
    pub hidden: Hidden,
}

impl Table {
    /// A row's cell of a column; empty when the sheet has no such column.
    pub fn cell<'a>(&self, row: &'a SheetRow, column: Column) -> &'a Cell {
        match self.columns.get(&column) {
            Some(index) => row.cell(*index),
            None => &Cell::Empty,
        }
    }
    /// The column's title as the sheet writes it, else its usual one.
    pub fn title(&self, column: Column) -> &str {
        self.titles.get(&column).map_or(column.title(), String::as_str)
    }
    /// Whether the sheet has the column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains_key(&column)
    }
}

/// The sheet called `asked`, else the first visible one with a header; and a warning for every other sheet that has a
/// header too. A hidden sheet is read only when it is asked for: it is often last year's.
///
/// # Errors
/// `NoSuchSheet` when none is called so, `WrongSheet` when none has a header, `HiddenSheet` when a hidden one alone has.
pub fn find(sheets: Vec<Sheet>, asked: Option<&str>) -> Result<(Table, Vec<Finding>), RosterError> {
    let sheets = match asked {
        Some(asked) => vec![called(sheets, asked)?],
        None => sheets,
    };
    let mut table: Option<Table> = None;
    let mut left_out = Vec::new();
    let mut hidden_with_header: Option<String> = None;
    let mut best: Option<(String, BTreeSet<Column>)> = None;
    for sheet in sheets {
        let may_be_read = sheet.visible || asked.is_some();
        match locate(&sheet) {
            Ok(found) if table.is_none() && may_be_read => table = Some(Table::of(sheet, found)),
            // A copy with nothing under its header (a form to fill in) is not worth a word.
            Ok(found) if sheet.rows.len() > found.rows_above => {
                let code = match sheet.visible {
                    true => Code::SheetLeftOut,
                    false => Code::HiddenSheetLeftOut,
                };
                left_out.push(Finding::new(found.header_row, &sheet.name, code));
                if !may_be_read && hidden_with_header.is_none() {
                    hidden_with_header = Some(sheet.name);
                }
            }
            Ok(_) => {}
            Err(columns) => {
                if may_be_read && best.as_ref().is_none_or(|(_, b)| columns.len() > b.len()) {
                    best = Some((sheet.name, columns));
                }
            }
        }
    }
    match table {
        Some(table) if table.rows.is_empty() => Err(RosterError::NoRows { sheet: table.sheet }),
        Some(table) => Ok((table, left_out)),
        None => {
            let (sheet, found) = best.unwrap_or_default();
            let list = |columns: Vec<&str>| {
                if columns.is_empty() {
                    "—".to_owned()
                } else {
                    columns.join("、")
                }
            };
            let wanted = list(Column::NEEDED.iter().map(|c| c.title()).collect());
            let found = list(found.iter().map(|c| c.title()).collect());
            Err(match hidden_with_header {
                Some(hidden) => RosterError::HiddenSheet {
                    hidden,
                    visible: sheet,
                    wanted,
                    found,
                },
                None => RosterError::WrongSheet { sheet, wanted, found },
            })
        }
    }
}

/// The sheet of that name, whatever blanks and invisible marks stand in it.
pub fn called(sheets: Vec<Sheet>, asked: &str) -> Result<Sheet, RosterError> {
    let bare = |name: &str| name.chars().filter(|c| !is_space(*c)).collect::<String>();
    let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let exact = sheets.iter().position(|sheet| sheet.name == asked);
    let near = || sheets.iter().position(|sheet| bare(&sheet.name) == bare(asked));
    match exact.or_else(near) {
        Some(index) => Ok(sheets.into_iter().nth(index).expect("the index was found just now")),
        None => Err(RosterError::NoSuchSheet {
            asked: asked.to_owned(),
            there: names.join("、"),
        }),
    }
}

impl Table {
    fn of(sheet: Sheet, found: Found) -> Self {
        let under = sheet.rows.into_iter().skip(found.rows_above);
        Self {
            sheet: sheet.name,
            header_row: found.header_row,
            columns: found.columns,
            titles: found.titles,
            rows: under.filter(|row| !numbers_its_columns(row)).collect(),
            hidden: sheet.hidden,
        }
    }
    /// Whether the row repeats the titles, as on the next page of a printed list.
    pub fn is_title_row(&self, row: &SheetRow) -> bool {
        // Nearly every row is a household's: its number is seen before any title is looked for.
        let numbered = |c: char| c.is_ascii_digit();
        match self.cell(row, Column::Household) {
            Cell::Text(text) if text.chars().any(numbered) => return false,
            Cell::Number(_) | Cell::Date(_) => return false,
            Cell::Text(_) | Cell::Empty => {}
        }
        let titles = titles_of(row);
        let same = |column: &Column, index: &usize| {
            titles.get(*index).is_some_and(|title| {
                self.titles.get(column) == Some(title)
                    || Column::with_title(title).is_some_and(|(known, _)| known == *column)
                    || Bare::with_title(title).is_some()
            })
        };
        self.columns
            .iter()
            .filter(|(column, index)| same(column, index))
            .count()
            >= 2
    }
}

/// Whether every cell of the row only numbers its column (1, (2), ③, 甲, A, 5=3+4, 栏次) or says how to fill it in (必填).
pub fn numbers_its_columns(row: &SheetRow) -> bool {
    const WORDS: [&str; 16] = [
        "栏次",
        "栏目",
        "列次",
        "列号",
        "序号",
        "行次",
        "项目",
        "必填",
        "选填",
        "非必填",
        "可选",
        "文本",
        "文本格式",
        "数字",
        "日期",
        "字符型",
    ];
    let is_mark = |text: &str| {
        let bare: String = text
            .nfkc()
            .filter(|c| !is_space(*c) && !"()[]【】〔〕.、,，".contains(*c))
            .collect();
        let bare = bare.trim_start_matches('第').trim_end_matches(['列', '栏']);
        let short = (1..=3).contains(&bare.chars().count());
        let formula = bare.len() <= 24
            && bare.chars().all(|c| c.is_ascii_digit() || "=+-*/÷×".contains(c))
            && bare
                .split(|c: char| !c.is_ascii_digit())
                .all(|digits| digits.len() <= 2);
        WORDS.contains(&bare)
            || formula && !bare.is_empty()
            || short && bare.chars().all(|c| c.is_ascii_uppercase())
            || bare.chars().count() == 1 && bare.chars().all(|c| "甲乙丙丁戊己庚辛壬癸".contains(c))
    };
    let mut marks = 0;
    for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
        let marked = match cell {
            Cell::Text(text) => text.chars().count() <= LONGEST_TITLE && is_mark(text),
            Cell::Number(n) => n.fract() == 0.0 && (0.0..100.0).contains(n),
            Cell::Date(_) | Cell::Empty => false,
        };
        if !marked {
            return false;
        }
        marks += 1;
    }
    marks >= 3
}

struct Found {
    header_row: u32,
    rows_above: usize,
    columns: BTreeMap<Column, usize>,
    titles: BTreeMap<Column, String>,
}

/// Where the header is, or the columns of the row that came nearest. Every row, and every pair of rows, is read as one:
/// a merged row of groups (户主 | 帮扶责任人) may hold every needed word and still have the titles below it, so the reading
/// that knows the most columns is right; of equals the single row, then the upper one.
fn locate(sheet: &Sheet) -> Result<Found, BTreeSet<Column>> {
    let rows = &sheet.rows[..sheet.rows.len().min(LOOK_AT)];
    let mut best = BTreeSet::new();
    let mut found: Option<(usize, Found)> = None;
    for height in [1, 2] {
        for (index, lines) in rows.windows(height).enumerate() {
            let titles = match lines {
                [upper, lower] => two_rows(upper, lower),
                lines => lines.iter().flat_map(titles_of).map(|title| vec![title]).collect(),
            };
            let (columns, titles) = assign(&titles, &sheet.hidden);
            let known = columns.len();
            if known > best.len() {
                best = columns.keys().copied().collect();
            }
            let whole = Column::NEEDED.iter().all(|column| columns.contains_key(column));
            if whole && found.as_ref().is_none_or(|(most, _)| known > *most) {
                let rows_above = index + height;
                let header_row = rows[rows_above - 1].number;
                let located = Found {
                    header_row,
                    rows_above,
                    columns,
                    titles,
                };
                found = Some((known, located));
            }
        }
    }
    found.map(|(_, found)| found).ok_or(best)
}

fn titles_of(row: &SheetRow) -> Vec<String> {
    let title = |cell: &Cell| match cell {
        Cell::Text(text) if text.chars().count() <= LONGEST_TITLE => text.chars().filter(|c| !is_space(*c)).collect(),
        _ => String::new(),
    };
    row.cells.iter().map(title).collect()
}

/// What each column is called when a merged row of groups stands over the titles: group and title together, then the
/// title alone, then (nothing below it: merged downwards) the upper cell alone.
fn two_rows(upper: &SheetRow, lower: &SheetRow) -> Vec<Vec<String>> {
    let (upper, lower) = (titles_of(upper), titles_of(lower));
    let mut group = String::new();
    let mut titles = Vec::new();
    for index in 0..upper.len().max(lower.len()) {
        let above = upper.get(index).cloned().unwrap_or_default();
        let below = lower.get(index).cloned().unwrap_or_default();
        if !above.is_empty() {
            group.clone_from(&above);
        }
        titles.push(match (below.is_empty(), group.is_empty()) {
            (true, _) => vec![above],
            (false, true) => vec![below],
            (false, false) => vec![format!("{group}{below}"), below],
        });
    }
    titles
}

type Assigned = (BTreeMap<Column, usize>, BTreeMap<Column, String>);

/// Gives each column its index: titles that say whose they are first, then the bare ones (姓名, 联系电话, 单位) by
/// their neighbours. Of two titles for one column one that is seen stands before a hidden one, then the more usual, then
/// the first. A list of members without the householder's own column has the householder among them.
fn assign(titles: &[Vec<String>], hidden: &Hidden) -> Assigned {
    let (mut columns, mut used): Assigned = Default::default();
    let mut taken: BTreeMap<usize, Column> = BTreeMap::new();
    let mut known: Vec<(usize, usize, Column, &String)> = Vec::new();
    for (index, names) in titles.iter().enumerate() {
        let found = names
            .iter()
            .find_map(|n| Column::with_title(n).map(|(column, rank)| (rank, index, column, n)));
        known.extend(found);
    }
    known.sort_by_key(|(rank, index, ..)| (hidden.columns.contains(index), *rank, *index));
    for (_, index, column, name) in known {
        if let Entry::Vacant(place) = columns.entry(column) {
            place.insert(index);
            used.insert(column, name.clone());
            taken.insert(index, column);
        }
    }
    for (index, names) in titles.iter().enumerate() {
        let Some((bare, name)) = names.iter().find_map(|n| Bare::with_title(n).map(|b| (b, n))) else {
            continue;
        };
        if taken.contains_key(&index) {
            continue;
        }
        let of_cadre = taken.range(..index).next_back().is_some_and(|(_, c)| c.is_of_cadre());
        let free = |column: &Column| !columns.contains_key(column);
        let column = match bare {
            Bare::Name => [Column::Head, Column::Cadre].into_iter().find(free),
            Bare::Phone if of_cadre => [Column::CadrePhone, Column::Phone].into_iter().find(free),
            Bare::Phone => Some(Column::Phone).filter(free),
            Bare::Unit => Some(Column::CadreUnit).filter(free),
        };
        if let Some(column) = column {
            columns.insert(column, index);
            used.insert(column, name.clone());
            taken.insert(index, column);
        }
    }
    if !columns.contains_key(&Column::Head)
        && columns.contains_key(&Column::Relation)
        && let Some(index) = columns.get(&Column::Member).copied()
    {
        columns.insert(Column::Head, index);
        used.extend(used.get(&Column::Member).cloned().map(|title| (Column::Head, title)));
    }
    (columns, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[(u32, &[&str])]) -> Sheet {
        let cell = |t: &&str| {
            if t.is_empty() {
                Cell::Empty
            } else {
                Cell::Text((*t).to_owned())
            }
        };
        let rows = rows.iter().map(|(n, cells)| SheetRow {
            number: *n,
            cells: cells.iter().map(cell).collect(),
            merged: BTreeSet::new(),
        });
        Sheet {
            name: "表一".to_owned(),
            rows: rows.collect(),
            visible: true,
            hidden: Hidden::default(),
        }
    }

    #[test]
    fn a_bare_telephone_belongs_to_whom_it_stands_beside() {
        let rows: &[(u32, &[&str])] = &[
            (2, &["户编号", "姓名", "联系电话", "村", "帮扶干部", "单位", "联系电话"]),
            (3, &["1", "甲", "2", "丙村", "乙", "局", "3"]),
        ];
        let (table, _) = find(vec![sheet(rows)], None).expect("a roster");
        assert_eq!(
            (table.columns[&Column::Phone], table.columns[&Column::CadrePhone]),
            (2, 6)
        );
        assert_eq!(
            (
                table.columns[&Column::Head],
                table.columns[&Column::CadreUnit],
                table.header_row
            ),
            (1, 5, 2)
        );
    }

    #[test]
    fn a_more_usual_title_wins_over_a_vague_one() {
        let rows: &[(u32, &[&str])] = &[
            (
                1,
                &[
                    "编号",
                    "户编号",
                    "户主姓名",
                    "行政村",
                    "帮扶单位",
                    "帮扶责任人",
                    "帮扶责任人单位",
                ],
            ),
            (2, &["1", "2", "甲", "丙村", "局", "乙", "股"]),
        ];
        let (table, _) = find(vec![sheet(rows)], None).expect("a roster");
        assert_eq!(
            (table.columns[&Column::Household], table.columns[&Column::CadreUnit]),
            (1, 6)
        );
    }

    #[test]
    fn two_header_rows_are_read_as_one() {
        let rows: &[(u32, &[&str])] = &[
            (1, &["某镇花名册"]),
            (2, &["行政村", "户编号", "户主", "", "帮扶责任人", "", ""]),
            (3, &["", "", "姓名", "证件号码", "姓名", "单位", "联系电话"]),
            (4, &["丙村", "1", "甲", "", "乙", "局", "3"]),
        ];
        let (table, _) = find(vec![sheet(rows)], None).expect("a roster");
        assert_eq!(table.header_row, 3);
        let at = |c: Column| table.columns.get(&c).copied();
        assert_eq!(
            (at(Column::Village), at(Column::Household), at(Column::Head)),
            (Some(0), Some(1), Some(2))
        );
        assert_eq!(
            (at(Column::IdNumber), at(Column::Cadre), at(Column::CadrePhone)),
            (Some(3), Some(4), Some(6))
        );
        assert_eq!(table.rows.len(), 1);
    }

    #[test]
    fn a_sheet_without_the_columns_says_which_were_looked_for_and_found() {
        let error = find(vec![sheet(&[(1, &["户编号", "户主姓名", "收入"])])], None).err();
        assert_eq!(
            error,
            Some(RosterError::WrongSheet {
                sheet: "表一".into(),
                wanted: "户编号、户主姓名、行政村、帮扶责任人姓名".into(),
                found: "户编号、户主姓名".into()
            })
        );
    }
}
