//! Help being written: the id its record will have, so that its photos are somewhere before anything is signed. Its words
//! are not kept: they are few, and stay with the screen.

use super::Store;
use super::photo::{Album, take_all};
use super::row::{many, one, parsed};
use crate::error::Result;
use crate::ids::{HouseholdNo, RecordId, Sha256};
use rusqlite::{Connection, params};

/// Help being written for a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptHelp {
    /// The id its record will have.
    pub id: RecordId,
    /// Whom.
    pub household: HouseholdNo,
    /// Photos so far.
    pub photos: u64,
}

impl Store {
    /// The help being written for this household, if its photos are kept.
    pub fn help_draft(&self, household: &HouseholdNo) -> Result<Option<RecordId>> {
        self.db.read(|conn| id_of(conn, household))
    }
    /// Begins writing help under this id, or goes on under the one begun before; answers which.
    pub fn begin_help(&self, household: &HouseholdNo, id: RecordId) -> Result<RecordId> {
        self.db.write_relaxed(|tx| {
            tx.prepare_cached("INSERT OR IGNORE INTO help_draft (household, id) VALUES (?1, ?2)")?
                .execute(params![household.as_str(), id.as_bytes()])?;
            Ok(id_of(tx, household)?.unwrap_or(id))
        })
    }
    /// All help being written that has photos, the newest first.
    pub fn help_drafts(&self) -> Result<Vec<KeptHelp>> {
        const SQL: &str = "SELECT d.id, d.household, count(*) FROM help_draft d JOIN picture p ON p.visit = d.id
             GROUP BY d.id ORDER BY d.id DESC";
        self.db.read(|conn| {
            many(conn, SQL, [], |row| {
                Ok(KeptHelp {
                    id: RecordId::from_bytes(row.get(0)?),
                    household: parsed(&row.get::<_, String>(1)?, "help_draft.household")?,
                    photos: super::row::count(row.get(2)?, "count")?,
                })
            })
        })
    }
    /// Throws help being written away; answers the files that nothing needs any more.
    pub fn cancel_help(&self, household: &HouseholdNo) -> Result<Vec<Sha256>> {
        self.db.write(|tx| {
            let Some(id) = id_of(tx, household)? else {
                return Ok(Vec::new());
            };
            tx.execute("DELETE FROM help_draft WHERE household = ?1", [household.as_str()])?;
            take_all(tx, Album::from(id))
        })
    }
}

fn id_of(conn: &Connection, household: &HouseholdNo) -> Result<Option<RecordId>> {
    let sql = "SELECT id FROM help_draft WHERE household = ?1";
    one(conn, sql, [household.as_str()], |row| {
        Ok(RecordId::from_bytes(row.get(0)?))
    })
}
