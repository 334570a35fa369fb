//! The households that wait to be judged again, as rows.

use super::column::Cells;
use super::door::SqliteStore;
use super::tx::{SqliteTx, many};
use crate::store::{Rejudging, RejudgingTx, VisitRow, Why};
use crate::{Error, Result};
use ruhu_core::ids::{HouseholdNo, PolicyId, RegionCode};
use ruhu_core::time::Day;
use rusqlite::{OptionalExtension, params};

impl Rejudging for SqliteStore {
    fn to_judge(&self, region: &RegionCode) -> Result<u64> {
        // A household that the roster does not know lies in its township and in no village.
        let sql = match region.as_str().len() > 9 {
            true => include_str!("to_judge_in_village.sql"),
            false => "SELECT count(*) FROM to_judge WHERE substr(township, 1, length(?1)) = ?1",
        };
        let count: i64 = self.read(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            Ok(statement.query_row([region.as_str()], |row| row.get(0))?)
        })?;
        u64::try_from(count).map_err(|_| Error::inconsistent("to_judge", "a count below zero"))
    }

    fn waits(&self, township: &RegionCode, no: &HouseholdNo) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM to_judge WHERE township = ?1 AND no = ?2)";
        self.read(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            Ok(statement.query_row([township.as_str(), no.as_str()], |row| row.get(0))?)
        })
    }

    fn townships_to_judge(&self) -> Result<Vec<RegionCode>> {
        let sql = "SELECT DISTINCT township FROM to_judge WHERE left_out = 0 ORDER BY township";
        self.read(|conn| many(conn, sql, [], |row| Cells::new(row, "to_judge").text("township")))
    }

    fn judged_by_older_rules(&self, version: u32) -> Result<Vec<RegionCode>> {
        let sql = "SELECT code FROM township WHERE rules < ?1 ORDER BY code";
        self.read(|conn| many(conn, sql, [version], |row| Cells::new(row, "township").text("code")))
    }
}

impl RejudgingTx for SqliteTx<'_> {
    fn queue(&mut self, no: &HouseholdNo, why: Why) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("queue_household.sql"))?
            .execute(params![self.township.as_str(), no.as_str(), why.word()])?;
        Ok(())
    }

    fn queue_visited(&mut self, from: Option<Day>, to: Option<Day>, why: Why) -> Result<()> {
        let from = from.map_or(i32::MIN, Day::number);
        let to = to.map_or(i32::MAX, Day::number);
        self.conn
            .prepare_cached(include_str!("queue_visited.sql"))?
            .execute(params![self.township.as_str(), why.word(), from, to])?;
        Ok(())
    }

    fn queued(&mut self, no: &HouseholdNo) -> Result<Option<Why>> {
        let sql = "SELECT why FROM to_judge WHERE township = ?1 AND no = ?2 AND left_out = 0";
        self.one(sql, [self.township.as_str(), no.as_str()], |row| {
            Cells::new(row, "to_judge").word("why")
        })
    }

    fn first_queued(&mut self, most: usize) -> Result<Vec<(HouseholdNo, Why)>> {
        let sql = "SELECT no, why FROM to_judge WHERE township = ?1 AND left_out = 0 ORDER BY no LIMIT ?2";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.many(sql, params![self.township.as_str(), most], |row| {
            let cells = Cells::new(row, "to_judge");
            Ok((cells.text("no")?, cells.word("why")?))
        })
    }

    fn count_visits(&mut self, no: &HouseholdNo) -> Result<u64> {
        let sql = "SELECT count(*) FROM visit WHERE township = ?1 AND household = ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let count: i64 = statement.query_row([self.township.as_str(), no.as_str()], |row| row.get(0))?;
        u64::try_from(count).map_err(|_| Error::inconsistent("visit", "a count below zero"))
    }

    fn set_times(&mut self, visit: &VisitRow) -> Result<()> {
        self.move_visit(visit)
    }

    fn unqueue(&mut self, no: &HouseholdNo) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM to_judge WHERE township = ?1 AND no = ?2")?
            .execute([self.township.as_str(), no.as_str()])?;
        Ok(())
    }

    fn leave_out(&mut self, no: &HouseholdNo) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE to_judge SET left_out = 1 WHERE township = ?1 AND no = ?2")?
            .execute([self.township.as_str(), no.as_str()])?;
        Ok(())
    }

    fn set_rules(&mut self, version: u32) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE township SET rules = ?2 WHERE code = ?1")?
            .execute(params![self.township.as_str(), version])?;
        Ok(())
    }

    fn policy_begun(&mut self, id: &PolicyId) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO policy_begun (township, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute([self.township.as_str(), id.as_str()])?;
        Ok(())
    }

    fn is_policy_begun(&mut self, id: &PolicyId) -> Result<bool> {
        let found = self
            .conn
            .prepare_cached("SELECT 1 FROM policy_begun WHERE township = ?1 AND id = ?2")?
            .query_row([self.township.as_str(), id.as_str()], |_| Ok(()))
            .optional()?;
        Ok(found.is_some())
    }

    fn policy_done(&mut self, id: &PolicyId) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM policy_begun WHERE township = ?1 AND id = ?2")?
            .execute([self.township.as_str(), id.as_str()])?;
        Ok(())
    }
}
