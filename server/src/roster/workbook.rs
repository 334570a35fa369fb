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
        *kept += longer * size_of::<Cell>() + if let Cell::Text(text) = &cell { text.len() } else { 0 };
        if *kept > MOST_KEPT {
            let detail = format!("over {} MB of cells", MOST_KEPT >> 20);
            return Err(Failed::Roster(RosterError::Swells { detail }));
        }
        cells.resize(cells.len() + longer, Cell::Empty);
        cells[index] = cell;
    }
    Ok(rows
        .into_iter()
        .map(|(number, cells)| SheetRow { number, cells })
        .collect())
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
