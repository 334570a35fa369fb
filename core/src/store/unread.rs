//! What a newer server told and this version could not read, kept for a later one.

use super::Store;
use super::row::many;
use crate::error::Result;
use crate::wire::Unread;
use rusqlite::{Connection, params};

/// Keeps these; one of the same field and name stands in the earlier one's place.
pub(super) fn keep(conn: &Connection, unread: &[Unread]) -> Result<()> {
    for part in unread {
        conn.prepare_cached("INSERT OR REPLACE INTO unread (field, id, raw) VALUES (?1, ?2, ?3)")?
            .execute(params![part.field, part.id, part.raw])?;
    }
    Ok(())
}

/// A readable one has come in its place, or the household is gone.
pub(super) fn settle(conn: &Connection, field: &str, id: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM unread WHERE field = ?1 AND id = ?2")?
        .execute([field, id])?;
    Ok(())
}

impl Store {
    /// What this version could not read of what the township told, in the order it came.
    pub fn unread(&self) -> Result<Vec<Unread>> {
        self.db.read(|conn| {
            many(conn, "SELECT field, id, raw FROM unread ORDER BY rowid", [], |row| {
                Ok(Unread {
                    field: row.get(0)?,
                    id: row.get(1)?,
                    raw: row.get(2)?,
                })
            })
        })
    }
    /// Whether there is any.
    pub fn has_unread(&self) -> Result<bool> {
        self.db
            .read(|conn| Ok(!many(conn, "SELECT 1 FROM unread LIMIT 1", [], |_| Ok(()))?.is_empty()))
    }
}
