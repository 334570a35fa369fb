//! One open transaction on one township's ledger, and how its rows are read.

use crate::Result;
use ruhu_core::ids::RegionCode;
use ruhu_core::time::Moment;
use rusqlite::{Connection, Params, Row};

/// An open transaction.
pub(super) struct SqliteTx<'c> {
    pub conn: &'c Connection,
    pub township: RegionCode,
    pub time_of: &'c dyn Fn(Moment) -> Moment,
}

/// Every row of a query, read by `read`.
pub(super) fn many<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

impl SqliteTx<'_> {
    pub(super) fn many<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        many(self.conn, sql, params, read)
    }
    /// The first row of a query, if there is one.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.many(sql, params, read)?.into_iter().next())
    }
}
