//! A database is never deleted. A damaged one is set aside under a dated name, and what can be read is carried over; so is
//! one whose cadre signed out, of which nothing is carried.

use super::database::connect;
use super::{Database, Key};
use crate::error::{Error, Result};
use crate::time::Moment;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::path::{Path, PathBuf};

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

/// Why something is set aside: it stands in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// It failed its check.
    Damaged,
    /// The cadre signed out.
    SignedOut,
}

impl Because {
    fn word(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::SignedOut => "signed-out",
        }
    }
}

/// A dated name beside `path` that nothing has: one that is taken gets a number.
pub fn dated(path: &Path, because: Because, at: Moment) -> PathBuf {
    let stamp = format!("{}T{}", at.day(), at.clock_text().replace(':', ""));
    let named = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}-{stamp}", because.word()));
        if number > 1 {
            name.push(format!("-{number}"));
        }
        PathBuf::from(name)
    };
    (1..)
        .map(named)
        .find(|name| !name.exists())
        .expect("one of four thousand million names is free")
}

/// Renames a database with its `-wal` and `-shm` to a dated name beside it, and answers that name. Nobody may have it
/// open.
pub fn set_aside(path: &Path, because: Because, at: Moment) -> Result<PathBuf> {
    let aside = dated(path, because, at);
    for suffix in ["-wal", "-shm", ""] {
        let with = |base: &Path| {
            let mut name = base.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        match std::fs::rename(with(path), with(&aside)) {
            Ok(()) => {}
            // Only the database itself must be there.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && !suffix.is_empty() => {}
            Err(e) => return Err(Error::file(path, e)),
        }
    }
    Ok(aside)
}

/// Carries the rows of these tables from a file that was set aside into a fresh database of the same schema or a later one, skipping
/// what cannot be read. A row that the fresh database has already, or does not take, is left out.
pub fn carry_over(from: &Path, key: &Key, into: &Database, tables: &[&str]) -> Result<Vec<Carried>> {
    let nothing = |table: &&str| Carried {
        table: (*table).to_owned(),
        rows: 0,
        whole: false,
    };
    let old = match connect(from, key, OpenFlags::SQLITE_OPEN_READ_WRITE) {
        Ok(old) => old,
        // Not even its first page can be read: there is nothing to carry.
        Err(Error::WrongKey | Error::Damaged { .. } | Error::Database(_)) => {
            return Ok(tables.iter().map(nothing).collect());
        }
        Err(other) => return Err(other),
    };
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
                Err(_) => break false,
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
