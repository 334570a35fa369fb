//! The queue within a reach: a region is narrowed, a household outside does not wait.

use super::Scoped;
use crate::Result;
use crate::store::Rejudging;
use ruhu_core::ids::{HouseholdNo, RegionCode};

impl Rejudging for Scoped {
    fn to_judge(&self, region: &RegionCode) -> Result<u64> {
        match self.reach.narrowed(region) {
            Some(part) => self.rows.to_judge(part),
            None => Ok(0),
        }
    }
    /// Asked of a household whose page is within reach already.
    fn waits(&self, township: &RegionCode, no: &HouseholdNo) -> Result<bool> {
        Ok(self.reach.touches(township) && self.rows.waits(township, no)?)
    }
    fn townships_to_judge(&self) -> Result<Vec<RegionCode>> {
        let mut all = self.rows.townships_to_judge()?;
        all.retain(|township| self.reach.covers(township));
        Ok(all)
    }
    fn judged_by_older_rules(&self, version: u32) -> Result<Vec<RegionCode>> {
        let mut all = self.rows.judged_by_older_rules(version)?;
        all.retain(|township| self.reach.covers(township));
        Ok(all)
    }
}
