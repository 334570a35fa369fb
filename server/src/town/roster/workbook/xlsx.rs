//! XLSX, cell by cell.

use super::{Grid, Kept, cell_of, detail_of, hidden, names};
use crate::town::roster::cell::{Sheet, SheetRow};
use crate::town::roster::error::RosterError;
use crate::town::roster::zip_guard::{self, Archive};
use calamine::{Reader, Xlsx, XlsxError};
use std::io::Cursor;

/// The workbook's sheets, the visible ones first, blank rows left out.
///
/// # Errors
/// The archive swells, is damaged, or is no workbook.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, RosterError> {
    if let Archive::Other(looks) = zip_guard::inspect(bytes)? {
        return Err(RosterError::NotASpreadsheet { looks });
    }
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let mut kept = Kept::default();
    let mut sheets = Vec::new();
    let mut hidden = hidden::of_xlsx(bytes)?;
    for (name, visible) in names(workbook.sheets_metadata()) {
        // A chart sheet has no cells; it is simply not a sheet with a roster.
        if let Some(rows) = read_sheet(&mut workbook, &name, &mut kept)? {
            let hidden = hidden.remove(&name).unwrap_or_default();
            sheets.push(Sheet {
                name,
                rows,
                visible,
                hidden,
            });
        }
    }
    if sheets.iter().all(|s| s.rows.is_empty()) {
        return Err(RosterError::Empty);
    }
    Ok(sheets)
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    kept: &mut Kept,
) -> Result<Option<Vec<SheetRow>>, RosterError> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => return Ok(None),
        Err(other) => return Err(damaged(other)),
    };
    let mut grid = Grid::default();
    while let Some(found) = reader.next_cell().map_err(damaged)? {
        let (row, column) = found.get_position();
        grid.put(row, column, cell_of(found.get_value()), kept)?;
    }
    drop(reader);
    let regions = workbook.merge_cells_by_sheet_name(name).map_err(damaged)?;
    grid.fill_merged(&regions, kept)?;
    Ok(Some(grid.into_rows()))
}

fn damaged(error: XlsxError) -> RosterError {
    match error {
        XlsxError::Password => RosterError::Encrypted,
        other => RosterError::Damaged {
            detail: detail_of(&other),
        },
    }
}
