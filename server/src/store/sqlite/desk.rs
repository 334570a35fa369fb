//! The desk's reads, and the few rows that only a desk's decision writes.

use super::column::Cells;
use super::door::SqliteStore;
use super::evidence::{record_row, stream};
use super::household::{assignment_row, waivers};
use super::tx::{SqliteTx, many};
use crate::Result;
use crate::store::{Desk, DeskTx, Erased, EvidenceRecord, Granted, ToErase, Visited};
use ruhu_core::domain::{Assignment, Cadre};
use ruhu_core::ids::{CadreId, HouseholdNo, KeyId, PolicyId, RegionCode, Sha256, VisitId};
use rusqlite::params;
use std::time::Duration;

impl Desk for SqliteStore {
    fn townships_with(&self, household: &HouseholdNo) -> Result<Vec<RegionCode>> {
        let sql = "SELECT t.code AS code FROM township t JOIN household h ON h.township = t.code AND h.no = ?1 ORDER BY t.code";
        self.read(|conn| {
            many(conn, sql, [household.as_str()], |row| {
                Cells::new(row, "township").text("code")
            })
        })
    }

    fn township_of(&self, visit: &VisitId) -> Result<Option<RegionCode>> {
        let sql = "SELECT t.code AS code FROM township t JOIN visit v ON v.township = t.code AND v.id = ?1";
        self.read(|conn| {
            let found = many(conn, sql, [visit.as_bytes()], |row| {
                Cells::new(row, "township").text("code")
            })?;
            Ok(found.into_iter().next())
        })
    }

    fn each_decided(&self, township: &RegionCode, each: &mut dyn FnMut(EvidenceRecord) -> Result<()>) -> Result<()> {
        self.read(|conn| {
            stream(conn, include_str!("each_decided.sql"), [township.as_str()], |row| {
                each(record_row(row)?)
            })
        })
    }

    fn visited(&self, township: &RegionCode, visit: &VisitId) -> Result<Option<Visited>> {
        let sql = "SELECT v.household AS household, h.village AS village FROM visit v LEFT JOIN household h \
            ON h.township = v.township AND h.no = v.household WHERE v.township = ?1 AND v.id = ?2";
        self.read(|conn| {
            let found = many(conn, sql, params![township.as_str(), visit.as_bytes()], |row| {
                let cells = Cells::new(row, "visit");
                Ok((cells.text("household")?, cells.text_or_none("village")?))
            })?;
            Ok(found.into_iter().next())
        })
    }

    fn erased_photos(&self) -> Result<Vec<(RegionCode, Sha256)>> {
        self.read(|conn| {
            many(conn, include_str!("erased_photos.sql"), [], |row| {
                let cells = Cells::new(row, "photo");
                Ok((cells.text("township")?, cells.sha("sha256")?))
            })
        })
    }

    fn forget_photo(&self, township: &RegionCode, sha256: &Sha256) -> Result<()> {
        self.write(|conn| {
            conn.prepare_cached("DELETE FROM photo WHERE township = ?1 AND sha256 = ?2")?
                .execute(params![township.as_str(), sha256.0])?;
            Ok(())
        })
    }

    fn photo_erased(&self, device: &KeyId, sha256: &Sha256) -> Result<bool> {
        self.read(|conn| {
            let named = include_str!("photo_erased.sql");
            Ok(conn.prepare_cached(named)?.exists(params![device.as_str(), sha256.0])?)
        })
    }

    fn erased_files(&self, township: &RegionCode, household: &HouseholdNo) -> Result<Vec<Sha256>> {
        let sql = include_str!("erased_files.sql");
        self.read(|conn| {
            many(conn, sql, [township.as_str(), household.as_str()], |row| {
                Cells::new(row, "photo_named").sha("sha256")
            })
        })
    }

    fn is_unsettled(&self) -> Result<bool> {
        self.read(|conn| Ok(conn.prepare_cached("SELECT 1 FROM unsettled")?.exists([])?))
    }

    fn settle(&self, patience: Duration) -> Result<bool> {
        if !self.is_unsettled()? {
            return Ok(true);
        }
        if !self.empty_log(patience)? {
            return Ok(false);
        }
        self.write(|conn| Ok(conn.execute("DELETE FROM unsettled", [])?))?;
        Ok(true)
    }
}

impl DeskTx for SqliteTx<'_> {
    fn written(&mut self, kind: &str) -> Result<Vec<String>> {
        let sql = "SELECT r.jws AS jws FROM township t JOIN record r ON r.township = t.code AND r.device = t.desk_kid \
            WHERE t.code = ?1 AND r.kind = ?2 AND r.jws IS NOT NULL ORDER BY r.seq";
        self.many(sql, [self.township.as_str(), kind], |row| {
            Cells::new(row, "record").get("jws")
        })
    }

    fn withdraw_policy(&mut self, id: &PolicyId) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM policy WHERE township = ?1 AND id = ?2")?
            .execute([self.township.as_str(), id.as_str()])?;
        Ok(())
    }

    fn cadre(&mut self, id: &CadreId) -> Result<Option<Cadre>> {
        let sql = "SELECT * FROM cadre WHERE township = ?1 AND id = ?2";
        self.one(sql, params![self.township.as_str(), id.as_bytes()], |row| {
            let cells = Cells::new(row, "cadre");
            Ok(Cadre {
                id: cells.id("id")?,
                name: cells.get("name")?,
                unit: cells.get("unit")?,
                phone: cells.get("phone")?,
            })
        })
    }

    fn assignments_of(&mut self, cadre: &CadreId) -> Result<Vec<Assignment>> {
        let sql = "SELECT * FROM assignment WHERE cadre = ?2 AND township = ?1 ORDER BY no, from_day";
        self.many(sql, params![self.township.as_str(), cadre.as_bytes()], assignment_row)
    }

    fn waivers(&mut self) -> Result<Vec<Granted>> {
        waivers(self.conn, &self.township)
    }

    fn knows_village(&mut self, code: &RegionCode) -> Result<bool> {
        let sql = "SELECT 1 FROM village WHERE code = ?1 UNION ALL SELECT 1 FROM household WHERE village = ?1 LIMIT 1";
        Ok(self.conn.prepare_cached(sql)?.exists([code.as_str()])?)
    }

    fn erased(&mut self, no: &HouseholdNo) -> Result<Option<Erased>> {
        let sql = "SELECT erased, erased_by FROM household WHERE township = ?1 AND no = ?2 AND erased IS NOT NULL";
        self.one(sql, [self.township.as_str(), no.as_str()], |row| {
            let cells = Cells::new(row, "household");
            Ok(Erased {
                at: cells.moment("erased")?,
                by: cells.get("erased_by")?,
            })
        })
    }

    fn records_of(&mut self, no: &HouseholdNo) -> Result<Vec<ToErase>> {
        self.read_records_of(no)
    }
    fn erase_record(&mut self, no: &HouseholdNo, sha256: &Sha256) -> Result<()> {
        self.write_erased_record(no, sha256)
    }
    fn erase_household(&mut self, no: &HouseholdNo, erased: &Erased) -> Result<()> {
        self.write_erased_household(no, erased)
    }
}
