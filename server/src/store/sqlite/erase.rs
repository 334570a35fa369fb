//! A lawful erasure in rows. The database overwrites what it deletes (`secure_delete`, set at opening), so nothing of it
//! stays in free pages.

use super::column::Cells;
use super::tx::{SqliteTx, many};
use crate::Result;
use crate::store::{Erased, ToErase};
use ruhu_core::ids::{HouseholdNo, RecordId, Sha256};
use ruhu_core::record::{Envelope, Jws};
use rusqlite::{Row, params};
use std::collections::BTreeSet;

/// Records that name a visit in their body and no household.
const OF_VISITS: &str = "SELECT n, sha256, device, seq, jws FROM record \
    WHERE township = ?1 AND jws IS NOT NULL AND household IS NULL \
    AND kind NOT IN ('tombstone', 'import', 'policy', 'waiver', 'consent') ORDER BY n";

impl SqliteTx<'_> {
    pub(super) fn read_records_of(&self, no: &HouseholdNo) -> Result<Vec<ToErase>> {
        let both = [self.township.as_str(), no.as_str()];
        let mut found = self.many(include_str!("records_of.sql"), both, to_erase)?;
        let sql = "SELECT id FROM record WHERE township = ?1 AND household = ?2 AND kind = 'visit'";
        let visits: BTreeSet<RecordId> = self
            .many(sql, both, |row| Cells::new(row, "record").id("id"))?
            .into_iter()
            .collect();
        let known: BTreeSet<Sha256> = found.iter().map(|(_, record)| record.sha256).collect();
        let beside = many(self.conn, OF_VISITS, [self.township.as_str()], |row| {
            let jws: String = Cells::new(row, "record").get("jws")?;
            Ok((to_erase(row)?, visit_named(&jws)))
        })?;
        for (record, visit) in beside {
            if visit.is_some_and(|visit| visits.contains(&visit)) && !known.contains(&record.1.sha256) {
                found.push(record);
            }
        }
        found.sort_by_key(|(n, _)| *n);
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }

    pub(super) fn write_erased_record(&self, no: &HouseholdNo, sha256: &Sha256) -> Result<()> {
        let sql = "UPDATE record SET jws = NULL, salt = NULL, household = ?3 WHERE township = ?1 AND sha256 = ?2";
        self.conn
            .prepare_cached(sql)?
            .execute(params![self.township.as_str(), sha256.0, no.as_str()])?;
        Ok(())
    }

    pub(super) fn write_erased_household(&self, no: &HouseholdNo, erased: &Erased) -> Result<()> {
        let (township, day) = (self.township.as_str(), erased.at.day().number());
        for sql in include_str!("erase_household.sql").split_inclusive(';') {
            if !sql.trim().is_empty() {
                self.conn.prepare_cached(sql)?.execute([township, no.as_str()])?;
            }
        }
        self.conn
            .prepare_cached("INSERT INTO unsettled (one) VALUES (1) ON CONFLICT DO NOTHING")?
            .execute([])?;
        let left = "UPDATE household SET erased = ?3, erased_by = ?4, left_on = min(coalesce(left_on, ?5), ?5) \
            WHERE township = ?1 AND no = ?2";
        self.conn
            .prepare_cached(left)?
            .execute(params![township, no.as_str(), erased.at.millis(), erased.by, day])?;
        let ended = "UPDATE assignment SET to_day = ?3 \
            WHERE township = ?1 AND no = ?2 AND (to_day IS NULL OR to_day > ?3)";
        self.conn
            .prepare_cached(ended)?
            .execute(params![township, no.as_str(), day])?;
        Ok(())
    }
}

/// A record and its number in the log.
fn to_erase(row: &Row<'_>) -> Result<(i64, ToErase)> {
    let cells = Cells::new(row, "record");
    Ok((
        cells.get("n")?,
        ToErase {
            sha256: cells.sha("sha256")?,
            device: cells.text("device")?,
            seq: cells.whole("seq")?,
        },
    ))
}

/// The visit that a record's body names: a decision's, a correction's, a signature's, also of a kind not known yet.
fn visit_named(jws: &str) -> Option<RecordId> {
    let parsed = Jws::parse(jws).ok()?;
    let envelope: Envelope = serde_json::from_slice(&parsed.payload).ok()?;
    serde_json::from_value(envelope.body.get("visit")?.clone()).ok()
}
