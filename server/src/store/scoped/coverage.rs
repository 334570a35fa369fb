//! What pages read, within a reach: a region is narrowed to the part that is covered, a household outside is none.

use super::Scoped;
use crate::Result;
use crate::store::{Coverage, HouseholdFile, HouseholdState, Kept, Person, PhoneState, PolicyRow, VillageRow};
use ruhu_core::ids::{HouseholdNo, RegionCode};

impl Coverage for Scoped {
    fn policies(&self, township: &RegionCode) -> Result<Vec<PolicyRow>> {
        match self.reach.touches(township) {
            true => self.rows.policies(township),
            false => Ok(Vec::new()),
        }
    }
    fn villages_in(&self, scope: &RegionCode) -> Result<Vec<VillageRow>> {
        match self.reach.narrowed(scope) {
            Some(part) => self.rows.villages_in(part),
            None => Ok(Vec::new()),
        }
    }
    fn households(&self, scope: &RegionCode) -> Result<Vec<HouseholdState>> {
        match self.reach.narrowed(scope) {
            Some(part) => self.rows.households(part),
            None => Ok(Vec::new()),
        }
    }
    fn household_file(&self, township: &RegionCode, no: &HouseholdNo) -> Result<Option<HouseholdFile>> {
        if !self.reach.touches(township) {
            return Ok(None);
        }
        let file = self.rows.household_file(township, no)?;
        Ok(file.filter(|file| self.reach.covers(&file.household.village)))
    }
    fn person(&self, township: &RegionCode, no: &HouseholdNo) -> Result<Option<(RegionCode, Person)>> {
        if !self.reach.touches(township) {
            return Ok(None);
        }
        let person = self.rows.person(township, no)?;
        Ok(person.filter(|(village, _)| self.reach.covers(village)))
    }
    /// Whoever reaches part of a township hears of the phones of those who help there.
    fn phones(&self, township: &RegionCode) -> Result<Vec<PhoneState>> {
        if self.reach.covers(township) {
            return self.rows.phones(township);
        }
        let here = self.helping(township)?;
        match here.is_empty() {
            true => Ok(Vec::new()),
            false => {
                let mut phones = self.rows.phones(township)?;
                phones.retain(|phone| here.contains(&phone.cadre));
                Ok(phones)
            }
        }
    }
}
