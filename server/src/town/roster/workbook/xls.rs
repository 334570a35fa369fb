//! XLS, the binary format of Excel 97 to 2003, which old systems still export. A compound file may also be a newer
//! workbook under a password.

use super::{Grid, Kept, cell_of, detail_of, hidden, names, xls_guard};
use crate::town::roster::cell::{Hidden, Sheet};
use crate::town::roster::error::RosterError;
use calamine::{Data, DataRef, Reader, Xls, XlsError};
use std::cell::Cell;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::panic::{self, UnwindSafe};
use std::sync::Once;

/// What a compound file begins with.
pub const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The stream in which Office keeps a workbook under a password.
const ENCRYPTED: &str = "/EncryptedPackage";
/// The streams in which Excel keeps a workbook.
const WORKBOOKS: [&str; 2] = ["/Workbook", "/Book"];
/// The workbook's sheets, the visible ones first, blank rows left out.
///
/// # Errors
/// It is encrypted, damaged, or another kind of compound file.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, RosterError> {
    let damaged = |error: std::io::Error| RosterError::Damaged {
        detail: detail_of(&error),
    };
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if file.exists(ENCRYPTED) {
        return Err(RosterError::Encrypted);
    }
    let Some(stream) = WORKBOOKS.iter().find(|name| file.is_stream(name)) else {
        return Err(RosterError::NotASpreadsheet {
            looks: "an old Office file that is no workbook",
        });
    };
    let mut records = Vec::new();
    let mut stream = file.open_stream(stream).map_err(damaged)?;
    stream.read_to_end(&mut records).map_err(damaged)?;
    xls_guard::inspect(&records)?;
    let hidden = hidden::of_xls(&records);
    quietly(|| sheets_of(bytes, hidden)).unwrap_or_else(|| {
        Err(RosterError::Damaged {
            detail: "its parts contradict each other".to_owned(),
        })
    })
}

/// What the work comes to; `None` when it panics, which the reader of this old format does on some spoilt files. Nothing
/// is shared with it, so nothing is left half done; the panic is not printed, for the error says what is to be said.
fn quietly<T>(work: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    thread_local!(static QUIET: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let done = panic::catch_unwind(work);
    QUIET.set(false);
    done.ok()
}

fn sheets_of(bytes: &[u8], hidden: Vec<Hidden>) -> Result<Vec<Sheet>, RosterError> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut kept = Kept::default();
    let mut sheets = Vec::new();
    let in_order = workbook.sheets_metadata().iter().map(|sheet| sheet.name.clone());
    let mut hidden: HashMap<String, Hidden> = in_order.zip(hidden).collect();
    for (name, visible) in names(workbook.sheets_metadata()) {
        let range = match workbook.worksheet_range(&name) {
            Ok(range) => range,
            Err(XlsError::WorksheetNotFound(_)) => continue,
            Err(other) => return Err(damaged(other)),
        };
        let (top, left) = range.start().unwrap_or_default();
        let mut grid = Grid::default();
        for (row, column, value) in range.used_cells() {
            let place = |from: u32, by: usize| from.saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
            let cell = cell_of(&as_read(value));
            grid.put(place(top, row), place(left, column), cell, &mut kept)?;
        }
        let regions = workbook.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        grid.fill_merged(&regions, &mut kept)?;
        sheets.push(Sheet {
            hidden: hidden.remove(&name).unwrap_or_default(),
            name,
            rows: grid.into_rows(),
            visible,
        });
    }
    if sheets.iter().all(|s| s.rows.is_empty()) {
        return Err(RosterError::Empty);
    }
    Ok(sheets)
}

/// The value as the other reader tells it.
fn as_read(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(n) => DataRef::Float(*n),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(b) => DataRef::Bool(*b),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn damaged(error: XlsError) -> RosterError {
    match error {
        XlsError::Password => RosterError::Encrypted,
        other => RosterError::Damaged {
            detail: detail_of(&other),
        },
    }
}
