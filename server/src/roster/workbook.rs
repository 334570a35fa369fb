//! XLSX to cells. Cells are read one by one, never as a rectangle: one stray cell in the last row and column of a
//! sheet would otherwise ask for seventeen thousand million of them.

use super::cell::{Cell, Sheet, SheetRow};
use super::error::RosterError;
use super::zip_guard::{self, Archive};
use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};
use ruhu_core::time::Day;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Columns past this one are not read: a roster has twenty.
const MOST_COLUMNS: u32 = 256;
/// The longest text Excel itself keeps in a cell, in characters.
pub const LONGEST_TEXT: usize = 32_767;
/// The most text and cells kept of one workbook, in bytes: one long shared text may be named by a million cells.
const MOST_KEPT: usize = 256 << 20;

/// The workbook's sheets, the visible ones first, blank rows left out.
///
/// # Errors
/// The archive swells, is damaged, or is no workbook.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, RosterError> {
    if let Archive::Other(looks) = zip_guard::inspect(bytes)? {
        return Err(RosterError::NotASpreadsheet { looks });
    }
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let mut names: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .map(|s| (s.name.clone(), s.visible != SheetVisible::Visible))
        .collect();
    names.sort_by_key(|(_, hidden)| *hidden);
    let mut kept = 0usize;
    let mut sheets = Vec::new();
    for (name, _) in names {
        match read_sheet(&mut workbook, &name, &mut kept) {
            Ok(rows) => sheets.push(Sheet { name, rows }),
            // A chart sheet has no cells; it is simply not a sheet with a roster.
            Err(Failed::NoCells) => {}
            Err(Failed::Roster(error)) => return Err(error),
        }
    }
    if sheets.iter().all(|s| s.rows.is_empty()) {
        return Err(RosterError::Empty);
    }
    Ok(sheets)
}

enum Failed {
    NoCells,
    Roster(RosterError),
}

fn read_sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, kept: &mut usize) -> Result<Vec<SheetRow>, Failed> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => return Err(Failed::NoCells),
        Err(other) => return Err(Failed::Roster(damaged(other))),
    };
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    while let Some(found) = reader.next_cell().map_err(|e| Failed::Roster(damaged(e)))? {
        let (row, column) = found.get_position();
        let cell = cell_of(found.get_value());
        if column >= MOST_COLUMNS || cell.is_blank() {
            continue;
        }
        let cells = rows.entry(row.saturating_add(1)).or_default();
        let index = usize::try_from(column).expect("a column under 256 fits");
        let longer = (index + 1).saturating_sub(cells.len());
        keep(kept, &cell, longer)?;
        cells.resize(cells.len() + longer, Cell::Empty);
        cells[index] = cell;
    }
    drop(reader);
    fill_merged(workbook, name, &mut rows, kept)?;
    Ok(rows
        .into_iter()
        .map(|(number, cells)| SheetRow { number, cells })
        .collect())
}

/// Counts what is kept of the workbook: `more` cells and this one's text.
fn keep(kept: &mut usize, cell: &Cell, more: usize) -> Result<(), Failed> {
    let text = if let Cell::Text(text) = cell { text.len() } else { 0 };
    *kept += more * size_of::<Cell>() + text;
    match *kept > MOST_KEPT {
        true => Err(Failed::Roster(RosterError::Swells {
            detail: format!("over {} MB of cells", MOST_KEPT >> 20),
        })),
        false => Ok(()),
    }
}

/// A village's cell is often merged over all its households: the file then keeps the value in the first row only. Every
/// row of a cell merged downwards is given it. Cells merged across are titles and stay as they are.
fn fill_merged(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    rows: &mut BTreeMap<u32, Vec<Cell>>,
    kept: &mut usize,
) -> Result<(), Failed> {
    let regions = workbook
        .merge_cells_by_sheet_name(name)
        .map_err(|e| Failed::Roster(damaged(e)))?;
    for region in regions
        .iter()
        .filter(|r| r.start.1 == r.end.1 && r.start.0 < r.end.0 && r.start.1 < MOST_COLUMNS)
    {
        let column = usize::try_from(region.start.1).expect("a column under 256 fits");
        let first = region.start.0.saturating_add(1);
        let Some(value) = rows.get(&first).and_then(|cells| cells.get(column)).cloned() else {
            continue;
        };
        for (_, cells) in rows.range_mut(first.saturating_add(1)..=region.end.0.saturating_add(1)) {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            keep(kept, &value, 1)?;
            cells[column] = value.clone();
        }
    }
    Ok(())
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    match value {
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

fn damaged(error: XlsxError) -> RosterError {
    match error {
        XlsxError::Password => RosterError::EncryptedOrOld,
        other => RosterError::Damaged {
            detail: other.to_string().chars().take(120).collect(),
        },
    }
}
