//! A household that was lawfully erased goes from the phone: description, drafts, facts, pictures, and the text of its
//! records once the township has them. Their numbers and hashes stay: the chain goes on over them.

use super::Store;
use super::row::many;
use crate::error::Result;
use crate::ids::{HouseholdNo, Sha256};
use rusqlite::{Connection, params};

/// Files that only pictures and records of this household name.
const FILES: &str = include_str!("sql/erased_files.sql");
impl Store {
    /// The photo files that go with these households, arrived or not: the caller takes them off the shelf before it keeps
    /// the answer, so that a kill in between leaves rows without files and never a file that nothing names.
    pub fn files_of(&self, households: &[HouseholdNo]) -> Result<Vec<Sha256>> {
        self.db.read_instant(|conn| {
            let mut files = Vec::new();
            for household in households {
                files.extend(many(conn, FILES, [household.as_str()], |row| Ok(Sha256(row.get(0)?)))?);
            }
            Ok(files)
        })
    }
}

/// Takes a household's rows away. A record that is not sent yet keeps its text until it is; the township then names the
/// household once more.
pub(super) fn erase_household(conn: &Connection, household: &HouseholdNo) -> Result<()> {
    let no = household.as_str();
    let files = many(conn, FILES, [no], |row| Ok(Sha256(row.get(0)?)))?;
    conn.prepare_cached(include_str!("sql/erase_pictures.sql"))?
        .execute([no])?;
    for file in files {
        conn.prepare_cached("DELETE FROM file WHERE sha256 = ?1")?
            .execute(params![file.0])?;
    }
    conn.prepare_cached(include_str!("sql/erase_own_visits.sql"))?
        .execute([no])?;
    for sql in [
        "DELETE FROM draft WHERE household = ?1",
        "DELETE FROM help_draft WHERE household = ?1",
        "DELETE FROM cover WHERE household = ?1",
        "DELETE FROM fact WHERE household = ?1",
        "DELETE FROM household WHERE household = ?1",
        "UPDATE record SET jws = '', household = NULL, about = NULL WHERE household = ?1 AND step = 'sent'",
    ] {
        conn.prepare_cached(sql)?.execute([no])?;
    }
    Ok(())
}
