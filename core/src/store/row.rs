//! Reading and writing columns: a value that is not what we wrote means a damaged database, and says which column.

use crate::error::{Error, Result};
use rusqlite::{Connection, Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A column holds what we never write.
pub(super) fn damaged(column: &str) -> Error {
    Error::Damaged {
        detail: format!("column {column} holds what was never written there"),
    }
}

/// A JSON document, as a column keeps it.
pub(super) fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own types have text keys only, so they are always JSON")
}

/// A JSON document from a column.
pub(super) fn from_json<T: DeserializeOwned>(text: &str, column: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| damaged(column))
}

/// A stable word from a column: any type whose JSON is a text.
pub(super) fn from_word<T: DeserializeOwned>(word: &str, column: &str) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| damaged(column))
}

/// An id or a name that is checked when read.
pub(super) fn parsed<T: std::str::FromStr>(text: &str, column: &str) -> Result<T> {
    text.parse().map_err(|_| damaged(column))
}

/// A count or a size from a column.
pub(super) fn count(value: i64, column: &str) -> Result<u64> {
    u64::try_from(value).map_err(|_| damaged(column))
}

/// A count or a size for a column.
pub(super) fn column(value: u64) -> Result<i64> {
    i64::try_from(value).map_err(|_| Error::unusable("size", "over 2^63", "hand in a smaller one"))
}

/// Every row of a query, read by `read`.
pub(super) fn many<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// The one row of a query, if there is one.
pub(super) fn one<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    Ok(many(conn, sql, params, read)?.into_iter().next())
}
