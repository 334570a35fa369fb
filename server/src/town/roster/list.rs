//! The sheets of a file, and the rows of a list that is no roster.

use super::cell::Sheet;
use super::error::RosterError;
use super::mend::{self, Mended};
use super::{delimited, header, row, workbook};

/// The largest roster file that is opened, in bytes. A county's 20,000 households are 3 MB.
pub const LARGEST_FILE: usize = 64 << 20;

/// What the bytes are, decided by their content and never by the file's name.
pub(super) fn sheets_of(bytes: &[u8]) -> Result<Vec<Sheet>, RosterError> {
    if bytes.len() > LARGEST_FILE {
        return Err(RosterError::TooLarge {
            bytes: bytes.len(),
            most: LARGEST_FILE,
        });
    }
    if bytes.starts_with(b"PK") {
        return workbook::xlsx::read(bytes);
    }
    if bytes.starts_with(&workbook::xls::MAGIC) {
        return workbook::xls::read(bytes);
    }
    delimited::read(bytes).map(|sheet| vec![sheet])
}

/// One row of a list that is no roster: the sheet's own row number (a CSV's line), and its cells as text.
pub type ListRow = (u32, Vec<String>);

/// What a list that is no roster holds.
pub enum ListRows {
    /// The header and the rows under it.
    Found(Vec<ListRow>),
    /// No row is such a header; the first row of the first visible sheet.
    NoHeader(ListRow),
}

/// The rows of a list that is no roster, mended as a roster's are, from a workbook or a delimited text: those from the
/// first row that `is_header` on, blank rows and rows that number the columns left out. Hidden sheets are not read.
///
/// # Errors
/// The file is no table, or an empty one.
pub fn list_rows(bytes: &[u8], is_header: impl Fn(&[String]) -> bool) -> Result<ListRows, RosterError> {
    let mut mended = Mended::default();
    let mut first = None;
    for sheet in sheets_of(bytes)?.into_iter().filter(|sheet| sheet.visible) {
        let mut rows = Vec::new();
        for row in sheet.rows.iter().filter(|row| !header::numbers_its_columns(row)) {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| mend::text(cell, &mut mended).unwrap_or_default())
                .collect();
            if rows.is_empty() && !is_header(&cells) {
                first.get_or_insert((row.number, cells));
                continue;
            }
            rows.push((row.number, cells));
        }
        if !rows.is_empty() {
            return Ok(ListRows::Found(rows));
        }
    }
    first.map(ListRows::NoHeader).ok_or(RosterError::Empty)
}

/// Whether a list's row is a total or a note under it, by its first word.
pub fn is_note(cells: &[String]) -> bool {
    let filled = || cells.iter().filter(|cell| !cell.is_empty());
    filled().count() <= 1
        || filled().any(|cell| row::is_total(cell))
        || filled().next().is_some_and(|cell| row::is_footer(cell))
}
