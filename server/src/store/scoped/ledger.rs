//! The write door within a reach, and what phones are told.

use super::Scoped;
use crate::store::{DeviceRow, Down, Ledger, LogNow, Township, TownshipSecrets, Work};
use crate::{Error, Result};
use ruhu_core::ids::{CadreId, KeyId, RegionCode};
use ruhu_core::time::Moment;
use ruhu_core::wire;

impl Ledger for Scoped {
    /// One transaction reaches the whole township, so whoever reaches less than that writes by other doors.
    fn transact(&self, township: &RegionCode, work: Work<'_>) -> Result<()> {
        self.reach.writes(township)?;
        self.rows.transact(township, work)
    }
    fn transact_each(&self, townships: &[RegionCode], work: Work<'_>) -> Result<()> {
        for township in townships {
            self.reach.writes(township)?;
        }
        self.rows.transact_each(townships, work)
    }
    fn add_township(&self, township: &Township, secrets: &TownshipSecrets) -> Result<()> {
        self.reach.writes(&township.code)?;
        self.rows.add_township(township, secrets)
    }
    fn townships(&self) -> Result<Vec<Township>> {
        let mut all = self.rows.townships()?;
        all.retain(|township| self.reach.touches(&township.code));
        Ok(all)
    }
    fn township(&self, code: &RegionCode) -> Result<Township> {
        match self.reach.touches(code) {
            true => self.rows.township(code),
            false => Err(Error::NoTownship { code: code.to_string() }),
        }
    }
    fn backup_key(&self, township: &RegionCode) -> Result<[u8; 32]> {
        match self.reach.touches(township) {
            true => self.rows.backup_key(township),
            false => Err(Error::NoTownship {
                code: township.to_string(),
            }),
        }
    }
    fn device(&self, kid: &KeyId) -> Result<Option<DeviceRow>> {
        let found = self.rows.device(kid)?;
        Ok(found.filter(|device| self.reach.sees_device(&device.kid, &device.township)))
    }
    /// Size and root of the log tell of nobody.
    fn log(&self, township: &RegionCode, from: Option<u64>) -> Result<LogNow> {
        match self.reach.touches(township) {
            true => self.rows.log(township, from),
            false => Err(Error::NoTownship {
                code: township.to_string(),
            }),
        }
    }
}

impl Down for Scoped {
    fn down(&self, township: &RegionCode, cadre: &CadreId, cursor: u64, now: Moment) -> Result<wire::Down> {
        match self.reach.hears(township, cadre) {
            true => self.rows.down(township, cadre, cursor, now),
            false => Err(Error::OutOfReach),
        }
    }
}
