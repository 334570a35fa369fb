//! A workbook to cells, whichever of Excel's formats it is in. Cells are kept one by one, never as a rectangle: one stray
//! cell in the last row and column of a sheet would otherwise ask for seventeen thousand million of them. Hidden rows are
//! read like any other: a filter somebody left on hides households, it does not remove them.

mod hidden;
pub mod xls;
mod xls_guard;
pub mod xlsx;

use super::cell::{Cell, SheetRow};
use super::error::RosterError;
use calamine::{DataRef, Dimensions, SheetVisible};
use ruhu_core::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Columns past this one are not read: a roster has twenty.
pub const MOST_COLUMNS: u32 = 256;
/// The longest text Excel itself keeps in a cell, in characters.
pub const LONGEST_TEXT: usize = 32_767;
/// The most text and cells kept of one workbook, in bytes: one long shared text may be named by a million cells.
pub const MOST_KEPT: usize = 256 << 20;

/// The whole numbers a spreadsheet keeps exactly are below this one.
const FIRST_ROUNDED: i64 = 1_000_000_000_000_000;

/// A sheet while it is being read; blank rows take no room.
#[derive(Default)]
struct Grid(BTreeMap<u32, SheetRow>);

/// What is kept of a workbook so far, in bytes.
#[derive(Default)]
struct Kept(usize);

impl Kept {
    /// Counts `more` cells and this one's text.
    fn count(&mut self, cell: &Cell, more: usize) -> Result<(), RosterError> {
        let text = if let Cell::Text(text) = cell { text.len() } else { 0 };
        self.0 += more * size_of::<Cell>() + text;
        match self.0 > MOST_KEPT {
            true => Err(RosterError::Swells {
                detail: format!("over {} MB of cells", MOST_KEPT >> 20),
            }),
            false => Ok(()),
        }
    }
}

impl Grid {
    /// Keeps a cell at its place, both counted from 0. Blank ones and those far to the right are left out.
    fn put(&mut self, row: u32, column: u32, cell: Cell, kept: &mut Kept) -> Result<(), RosterError> {
        if column >= MOST_COLUMNS || cell.is_blank() {
            return Ok(());
        }
        let number = row.saturating_add(1);
        let cells = &mut self.0.entry(number).or_insert_with(|| empty_row(number)).cells;
        let index = usize::try_from(column).expect("a column under 256 fits");
        let longer = (index + 1).saturating_sub(cells.len());
        kept.count(&cell, longer)?;
        cells.resize(cells.len() + longer, Cell::Empty);
        cells[index] = cell;
        Ok(())
    }

    /// A village's cell is often merged over all its households, and over two columns: the file then keeps the value in
    /// the block's first cell only. Every row of the block is given it, in the block's first column. Cells merged across
    /// one row are titles and stay as they are.
    fn fill_merged(&mut self, regions: &[Dimensions], kept: &mut Kept) -> Result<(), RosterError> {
        for region in regions
            .iter()
            .filter(|r| r.start.0 < r.end.0 && r.start.1 < MOST_COLUMNS)
        {
            let column = usize::try_from(region.start.1).expect("a column under 256 fits");
            let first = region.start.0.saturating_add(1);
            let Some(value) = self.0.get(&first).and_then(|row| row.cells.get(column)).cloned() else {
                continue;
            };
            for (_, row) in self
                .0
                .range_mut(first.saturating_add(1)..=region.end.0.saturating_add(1))
            {
                if row.cells.len() <= column {
                    row.cells.resize(column + 1, Cell::Empty);
                }
                kept.count(&value, 1)?;
                row.cells[column] = value.clone();
                row.merged.insert(column);
            }
        }
        Ok(())
    }

    fn into_rows(self) -> Vec<SheetRow> {
        self.0.into_values().collect()
    }
}

fn empty_row(number: u32) -> SheetRow {
    SheetRow {
        number,
        cells: Vec::new(),
        merged: BTreeSet::new(),
    }
}

/// The sheets' names and whether each is seen, the visible ones first.
fn names(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let mut names: Vec<(String, bool)> = sheets
        .iter()
        .map(|s| (s.name.clone(), s.visible == SheetVisible::Visible))
        .collect();
    names.sort_by_key(|(_, visible)| !*visible);
    names
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    match value {
        // However many digits the file has: whatever spreadsheet kept them as a number has rounded them before.
        DataRef::Int(n) if n.unsigned_abs() >= FIRST_ROUNDED.unsigned_abs() => Cell::Number(f64::INFINITY),
        DataRef::Int(n) => Cell::Text(n.to_string()),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(text) => text_of(text),
        DataRef::SharedString(text) => text_of(text),
        DataRef::Bool(b) => Cell::Text(if *b { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            Day::new(year.into(), month.into(), day.into()).map_or(Cell::Empty, Cell::Date)
        }
        // A number shown as a length of time is a number somebody formatted by mistake.
        DataRef::DateTime(at) => Cell::Number(at.as_f64()),
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(|day| day.parse().ok()) {
            Some(day) => Cell::Date(day),
            None => text_of(text),
        },
        DataRef::DurationIso(text) => text_of(text),
        DataRef::Error(_) | DataRef::Empty => Cell::Empty,
    }
}

fn text_of(text: &str) -> Cell {
    // Excel cannot keep more; a longer text was made by no spreadsheet and is cut, not carried along.
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => Cell::Text(text[..end].to_owned()),
        None => Cell::Text(text.to_owned()),
    }
}

fn detail_of(error: &dyn std::fmt::Display) -> String {
    error.to_string().chars().take(120).collect()
}
