//! A household as the roster describes it.

use super::column::Cells;
use super::household::{classes, places};
use super::tx::many;
use crate::Result;
use ruhu_core::domain::{Household, Tenure};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use rusqlite::Connection;

/// A household as the roster describes it.
pub(super) fn described(conn: &Connection, township: &RegionCode, no: &HouseholdNo) -> Result<Household> {
    let found = many(
        conn,
        include_str!("household_described.sql"),
        [township.as_str(), no.as_str()],
        |row| {
            let cells = Cells::new(row, "household");
            Ok(Household {
                household: cells.text("no")?,
                village: cells.text("village")?,
                village_name: cells.get("village_name")?,
                group: cells.get("group_name")?,
                head: cells.get("head")?,
                people: cells.whole_or_none("people")?,
                risk: cells.get("risk")?,
                phone: cells.get("phone")?,
                tenure: Tenure {
                    entered: cells.day("entered")?,
                    left: cells.day_or_none("left_on")?,
                    classes: classes(conn, township, no)?,
                },
                place: places(conn, township, no)?.pop(),
            })
        },
    )?;
    found
        .into_iter()
        .next()
        .ok_or_else(|| crate::Error::inconsistent("household_person", "a household has no personal row"))
}
