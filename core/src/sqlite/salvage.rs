//! Carrying over what can still be read of a damaged database.

use super::{Database, Key};
use crate::error::Result;
use std::path::Path;

/// What became of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedOver {
    /// The table's name.
    pub table: String,
    /// Rows now in the new database.
    pub rows: u64,
    /// Rows that were read but did not fit the new schema or stood there already.
    pub refused: u64,
    /// Whether a part of the table could not be read, so that rows may be missing.
    pub torn: bool,
}

/// What a salvage brought, table by table of the new database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Salvage {
    /// Tables in order of name.
    pub tables: Vec<CarriedOver>,
}

/// Copies every readable row of the database at `from` into `into` (just opened, same tables), table by table,
/// stepping over what cannot be read. `from` is not changed.
///
/// # Errors
/// When nothing at all can be read of `from` (`WrongKey`, `Damaged`), or `into` cannot be written.
pub fn salvage(_from: &Path, _key: &Key, _into: &Database) -> Result<Salvage> {
    todo!()
}
