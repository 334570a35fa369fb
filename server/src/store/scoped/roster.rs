//! The roster within a reach.

use super::Scoped;
use crate::Result;
use crate::store::{Kept, KnownVillages, Roster, RosterNow, Village};
use ruhu_core::domain::Cadre;
use ruhu_core::ids::RegionCode;

impl Roster for Scoped {
    fn roster_now(&self, township: &RegionCode) -> Result<RosterNow> {
        if !self.reach.touches(township) {
            return Ok(RosterNow::default());
        }
        let mut now = self.rows.roster_now(township)?;
        now.households.retain(|home| self.reach.covers(&home.village));
        now.cadres = self.helping_here(now.cadres, township)?;
        Ok(now)
    }
    fn villages(&self, region: &RegionCode) -> Result<Vec<Village>> {
        match self.reach.narrowed(region) {
            Some(part) => self.rows.villages(part),
            None => Ok(Vec::new()),
        }
    }
    fn every_village(&self) -> Result<KnownVillages> {
        let (mut villages, mut regions) = self.rows.every_village()?;
        villages.retain(|village| self.reach.covers(&village.code));
        regions.retain(|(code, _)| self.reach.touches(code));
        Ok((villages, regions))
    }
    fn put_villages(&self, villages: &[Village], regions: &[(RegionCode, String)]) -> Result<u64> {
        let codes = villages.iter().map(|village| &village.code);
        for code in codes.chain(regions.iter().map(|(code, _)| code)) {
            self.reach.writes(code)?;
        }
        self.rows.put_villages(villages, regions)
    }
    fn region_name(&self, code: &RegionCode) -> Result<Option<String>> {
        match self.reach.touches(code) {
            true => self.rows.region_name(code),
            false => Ok(None),
        }
    }
    fn cadres(&self, township: &RegionCode) -> Result<Vec<Cadre>> {
        match self.reach.touches(township) {
            true => self.helping_here(self.rows.cadres(township)?, township),
            false => Ok(Vec::new()),
        }
    }
}

impl Scoped {
    /// The township's cadres; of a part of it those alone who help there.
    fn helping_here(&self, mut cadres: Vec<Cadre>, township: &RegionCode) -> Result<Vec<Cadre>> {
        if !self.reach.covers(township) {
            let here = self.helping(township)?;
            cadres.retain(|cadre| here.contains(&cadre.id));
        }
        Ok(cadres)
    }
}
