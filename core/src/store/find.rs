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
        const SQL: &str = include_str!("sql/find_households.sql");
        self.db.read(|conn| {
            many(conn, SQL, params![text, most], |row| {
                parsed(&row.get::<_, String>(0)?, "household.household")
            })
        })
    }
}
