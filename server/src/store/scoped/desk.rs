//! The desk's reads within a reach.

use super::Scoped;
use crate::store::{Desk, EvidenceRecord, Visited};
use crate::{Error, Result};
use ruhu_core::ids::{HouseholdNo, KeyId, RegionCode, Sha256, VisitId};
use std::time::Duration;

impl Desk for Scoped {
    fn townships_with(&self, household: &HouseholdNo) -> Result<Vec<RegionCode>> {
        let mut within = Vec::new();
        for township in self.rows.townships_with(household)? {
            let covered = self.reach.covers(&township);
            if covered || self.reach.touches(&township) && self.holds(&township, household)? {
                within.push(township);
            }
        }
        Ok(within)
    }
    fn township_of(&self, visit: &VisitId) -> Result<Option<RegionCode>> {
        let Some(township) = self.rows.township_of(visit)? else {
            return Ok(None);
        };
        Ok(self.visited(&township, visit)?.map(|_| township))
    }
    /// What was decided tells of the whole township.
    fn each_decided(&self, township: &RegionCode, each: &mut dyn FnMut(EvidenceRecord) -> Result<()>) -> Result<()> {
        self.reach.whole(township)?;
        self.rows.each_decided(township, each)
    }
    fn visited(&self, township: &RegionCode, visit: &VisitId) -> Result<Option<Visited>> {
        let found = match self.reach.touches(township) {
            true => self.rows.visited(township, visit)?,
            false => None,
        };
        Ok(found.filter(|(_, village)| self.reach.covers(village.as_ref().unwrap_or(township))))
    }
    fn erased_photos(&self) -> Result<Vec<(RegionCode, Sha256)>> {
        let mut photos = self.rows.erased_photos()?;
        photos.retain(|(township, _)| self.reach.covers(township));
        Ok(photos)
    }
    fn forget_photo(&self, township: &RegionCode, sha256: &Sha256) -> Result<()> {
        self.reach.writes(township)?;
        self.rows.forget_photo(township, sha256)
    }
    fn photo_erased(&self, device: &KeyId, sha256: &Sha256) -> Result<bool> {
        match self.rows.device(device)? {
            Some(row) if self.reach.sees_device(&row.kid, &row.township) => self.rows.photo_erased(device, sha256),
            Some(_) | None => Ok(false),
        }
    }
    fn erased_files(&self, township: &RegionCode, household: &HouseholdNo) -> Result<Vec<Sha256>> {
        self.reach.whole(township)?;
        self.rows.erased_files(township, household)
    }
    /// The disk's own upkeep: it shows no row.
    fn is_unsettled(&self) -> Result<bool> {
        self.rows.is_unsettled()
    }
    fn settle(&self, patience: Duration) -> Result<bool> {
        match self.reach.decides() {
            true => self.rows.settle(patience),
            false => Err(Error::ReadOnly),
        }
    }
}

impl Scoped {
    /// Whether a household of a part of the township is within reach.
    fn holds(&self, township: &RegionCode, household: &HouseholdNo) -> Result<bool> {
        let file = self.rows.household_file(township, household)?;
        Ok(file.is_some_and(|file| self.reach.covers(&file.household.village)))
    }
}
