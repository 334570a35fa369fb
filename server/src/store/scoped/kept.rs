//! Kept years within a reach: a region is narrowed, and of a cadre's homes those outside are not there.

use super::Scoped;
use crate::Result;
use crate::store::{Homes, HouseholdYear, Kept};
use ruhu_core::ids::{CadreId, RegionCode};
use ruhu_core::time::Day;

impl Kept for Scoped {
    fn household_years(&self, homes: &Homes, days: (Day, Day)) -> Result<Vec<HouseholdYear>> {
        match homes {
            Homes::In(scope) => match self.reach.narrowed(scope) {
                Some(part) => self.rows.household_years(&Homes::In(part.clone()), days),
                None => Ok(Vec::new()),
            },
            Homes::Of { township, .. } => {
                if !self.reach.touches(township) {
                    return Ok(Vec::new());
                }
                let mut years = self.rows.household_years(homes, days)?;
                years.retain(|home| self.reach.covers(&home.village));
                Ok(years)
            }
        }
    }
    fn helping(&self, region: &RegionCode) -> Result<Vec<CadreId>> {
        match self.reach.narrowed(region) {
            Some(part) => self.rows.helping(part),
            None => Ok(Vec::new()),
        }
    }
    fn townships_to_keep(&self) -> Result<Vec<RegionCode>> {
        let mut all = self.rows.townships_to_keep()?;
        all.retain(|township| self.reach.covers(township));
        Ok(all)
    }
    fn anchors_to_keep(&self) -> Result<Vec<RegionCode>> {
        let mut all = self.rows.anchors_to_keep()?;
        all.retain(|township| self.reach.covers(township));
        Ok(all)
    }
}
