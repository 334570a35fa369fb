//! An account's row.

use super::column::Cells;
use crate::Result;
use crate::store::Account;
use rusqlite::Row;

/// An account's columns, wherever they were joined.
pub(super) fn account_of(row: &Row<'_>) -> Result<Account> {
    let cells = Cells::new(row, "account");
    Ok(Account {
        name: cells.text("name")?,
        scope: cells.text("scope")?,
        role: cells.word("role")?,
        created: cells.moment("created")?,
        disabled: cells.moment_or_none("disabled")?,
        has_password: cells.get::<Option<String>>("password")?.is_some(),
    })
}
