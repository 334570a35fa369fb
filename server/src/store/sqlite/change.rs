//! The township's change numbers: what phones' cursors count by. One more with every change a phone must hear of.

use super::tx::SqliteTx;
use crate::Result;
use ruhu_core::ids::HouseholdNo;
use rusqlite::params;

/// Which of the township's own lists changed.
pub(super) enum List {
    Policies,
    Cadres,
}

impl SqliteTx<'_> {
    fn next_change(&self) -> Result<i64> {
        let sql = "UPDATE township SET change = change + 1 WHERE code = ?1 RETURNING change";
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row([self.township.as_str()], |row| row.get(0))?)
    }

    pub(super) fn touch_household(&self, no: &HouseholdNo) -> Result<()> {
        let change = self.next_change()?;
        self.conn
            .prepare_cached("UPDATE household SET changed = ?3 WHERE township = ?1 AND no = ?2")?
            .execute(params![self.township.as_str(), no.as_str(), change])?;
        Ok(())
    }

    pub(super) fn touch_list(&self, list: List) -> Result<()> {
        let change = self.next_change()?;
        let sql = match list {
            List::Policies => "UPDATE township SET policy_change = ?2 WHERE code = ?1",
            List::Cadres => "UPDATE township SET cadre_change = ?2 WHERE code = ?1",
        };
        self.conn
            .prepare_cached(sql)?
            .execute(params![self.township.as_str(), change])?;
        Ok(())
    }
}
