//! Finding households by what a cadre types.

use super::Store;
use super::row::{many, parsed};
use crate::error::Result;
use crate::ids::HouseholdNo;
use rusqlite::params;

impl Store {
    /// Numbers of households whose name, group, village or number contains `text` (lower case), or whose initials begin
    /// with it. Names that begin with it come first.
    pub fn find(&self, text: &str, most: u32) -> Result<Vec<HouseholdNo>> {
        const SQL: &str = "SELECT household FROM household
             WHERE gone = 0 AND (instr(search, ?1) > 0 OR substr(initials, 1, length(?1)) = ?1)
             ORDER BY substr(search, 1, length(?1)) <> ?1, initials <> ?1, household LIMIT ?2";
        self.db.read(|conn| {
            many(conn, SQL, params![text, most], |row| {
                parsed(&row.get::<_, String>(0)?, "household.household")
            })
        })
    }
}
