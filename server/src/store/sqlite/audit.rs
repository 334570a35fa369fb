//! The audit log in SQLite. Two triggers keep its rows as they were written; the hashes tell of whoever went around
//! them.

use super::column::{Cells, count};
use super::door::SqliteStore;
use super::tx::many;
use crate::Result;
use crate::store::audit::SEAL;
use crate::store::{Audit, AuditNote, AuditRow};
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::time::Moment;
use rusqlite::{Connection, Row, params};

impl Audit for SqliteStore {
    fn note(&self, note: &AuditNote, now: Moment) -> Result<()> {
        self.write(|conn| append(conn, note, self.time_of(now)))
    }

    fn audit(&self, each: &mut dyn FnMut(AuditRow) -> Result<()>) -> Result<Option<u64>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached("SELECT * FROM audit ORDER BY n")?;
            let mut rows = statement.query([])?;
            let (mut before, mut last, mut broken) = (Sha256([0; 32]), 0, None);
            while let Some(row) = rows.next()? {
                let row = audit_row(row)?;
                if broken.is_none() && (row.n != last + 1 || row.hash != row.hash_after(&before)) {
                    broken = Some(row.n);
                }
                (before, last) = (row.hash, row.n);
                each(row)?;
            }
            Ok(broken)
        })
    }

    fn audit_row(&self, n: u64) -> Result<Option<AuditRow>> {
        self.read(|conn| {
            let found = many(conn, "SELECT * FROM audit WHERE n = ?1", [count(n)], audit_row)?;
            Ok(found.into_iter().next())
        })
    }

    fn last_audit(&self) -> Result<Option<AuditRow>> {
        self.read(last)
    }

    fn audit_seals(&self, township: &RegionCode) -> Result<Vec<String>> {
        let sql = "SELECT jws FROM record
                    WHERE township = ?1 AND device = (SELECT desk_kid FROM township WHERE code = ?1)
                      AND kind = ?2 AND jws IS NOT NULL
                    ORDER BY seq";
        self.read(|conn| {
            many(conn, sql, [township.as_str(), SEAL], |row| {
                Cells::new(row, "record").get("jws")
            })
        })
    }
}

pub(super) fn last(conn: &Connection) -> Result<Option<AuditRow>> {
    let last = many(conn, "SELECT * FROM audit ORDER BY n DESC LIMIT 1", [], audit_row)?;
    Ok(last.into_iter().next())
}

/// Appends a row within a transaction.
pub(super) fn append(conn: &Connection, note: &AuditNote, now: Moment) -> Result<()> {
    let (n, before) = last(conn)?.map_or((1, Sha256([0; 32])), |row| (row.n + 1, row.hash));
    let mut row = AuditRow {
        n,
        at: now,
        who: note.who.text().to_owned(),
        event: note.event.word().to_owned(),
        account: note.event.account().map(ToString::to_string),
        place: note.event.place(),
        detail: note.event.detail(),
        origin: note.origin.clone(),
        session: note.who.session().map(ToString::to_string),
        hash: before,
    };
    row.hash = row.hash_after(&before);
    let sql = "INSERT INTO audit (n, at, who, event, account, place, detail, origin, hash, session)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    conn.prepare_cached(sql)?.execute(params![
        count(row.n),
        row.at.millis(),
        row.who,
        row.event,
        row.account,
        row.place,
        row.detail,
        row.origin,
        row.hash.0,
        row.session
    ])?;
    Ok(())
}

fn audit_row(row: &Row<'_>) -> Result<AuditRow> {
    let cells = Cells::new(row, "audit");
    Ok(AuditRow {
        n: cells.whole("n")?,
        at: cells.moment("at")?,
        who: cells.get("who")?,
        event: cells.get("event")?,
        account: cells.get("account")?,
        place: cells.get("place")?,
        detail: cells.get("detail")?,
        origin: cells.get("origin")?,
        session: cells.get("session")?,
        hash: cells.sha("hash")?,
    })
}
