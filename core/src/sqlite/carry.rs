//! Carrying over what can be read of a damaged database: row by row, so that one bad page costs only its own rows.

use super::database::{connect, keep_log_on_close};
use super::{Database, Key};
use crate::error::{Error, Result};
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OpenFlags, params_from_iter};
use std::path::Path;

/// What was carried over from one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The table.
    pub table: String,
    /// Rows carried over.
    pub rows: u64,
    /// Whether every row could be read; if not, some are only in the file that was set aside.
    pub whole: bool,
}

/// Carries the rows of these tables from a damaged database into a fresh one of the same schema or a later one, skipping
/// what cannot be read. A row that the fresh database has already, or does not take, is left out. The damaged one stays as
/// it is, its write-ahead log too.
///
/// Errors: those of the fresh database, and `DiskIo` where the damaged file cannot be opened now: nothing says then that
/// there is nothing to carry.
pub fn carry_over(from: &Path, key: &Key, into: &Database, tables: &[&str]) -> Result<Vec<Carried>> {
    let nothing = |table: &&str| Carried {
        table: (*table).to_owned(),
        rows: 0,
        whole: false,
    };
    let old = match connect(from, key, OpenFlags::SQLITE_OPEN_READ_WRITE) {
        Ok(old) => old,
        // Not even its first page can be read, or it is not there: there is nothing to carry.
        Err(Error::WrongKey | Error::Damaged { .. } | Error::Database(_)) => {
            return Ok(tables.iter().map(nothing).collect());
        }
        Err(Error::DiskIo(_)) if !from.exists() => return Ok(tables.iter().map(nothing).collect()),
        Err(other) => return Err(other),
    };
    keep_log_on_close(&old)?;
    into.write(|tx| {
        // Rows may come before the rows they point to; what points nowhere in the end is the caller's to mend.
        tx.pragma_update(None, "defer_foreign_keys", true)?;
        tables
            .iter()
            .map(|table| match carry_table(&old, tx, table) {
                // It was written before this table was thought of.
                Err(Error::Database(_)) if lacks(&old, table) => Ok(Carried {
                    whole: true,
                    ..nothing(table)
                }),
                Ok(carried) => Ok(carried),
                // The table's own definition or root cannot be read.
                Err(Error::Damaged { .. } | Error::WrongKey) => Ok(nothing(table)),
                Err(other) => Err(other),
            })
            .collect()
    })
}

/// Whether the old database's schema can be read and does not know the table.
fn lacks(old: &Connection, table: &str) -> bool {
    let named = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    old.query_row(named, [table], |row| row.get(0)) == Ok(0)
}

/// From both ends towards the middle: one bad page then costs only its own rows.
fn carry_table(old: &Connection, tx: &Connection, table: &str) -> Result<Carried> {
    let mut rows = 0;
    let mut whole = true;
    for order in ["ASC", "DESC"] {
        let mut read = old.prepare(&format!("SELECT * FROM \"{table}\" ORDER BY rowid {order}"))?;
        let columns: Vec<String> = read.column_names().map(|name| format!("\"{name}\"")).collect();
        let marks = vec!["?"; columns.len()].join(", ");
        let mut put = tx.prepare(&format!(
            "INSERT OR IGNORE INTO \"{table}\" ({}) VALUES ({marks})",
            columns.join(", ")
        ))?;
        let mut cursor = read.query([])?;
        let ended = loop {
            let row = match cursor.next() {
                Ok(Some(row)) => row,
                Ok(None) => break true,
                Err(error) if unreadable(&error) => break false,
                Err(error) => return Err(error.into()),
            };
            let values: std::result::Result<Vec<Value>, _> = (0..columns.len()).map(|i| row.get(i)).collect();
            match values {
                Ok(values) => rows += u64::try_from(put.execute(params_from_iter(values))?).unwrap_or(0),
                Err(_) => whole = false,
            }
        };
        if ended {
            break;
        }
        whole = false;
    }
    Ok(Carried {
        table: table.to_owned(),
        rows,
        whole,
    })
}

/// Whether the error is the damaged page's own; a lack of memory, say, is not.
fn unreadable(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::SystemIoFailure | ErrorCode::Unknown)
    )
}
