//! Phones as rows.

use super::column::{Cells, count};
use super::tx::{SqliteTx, many};
use crate::Result;
use crate::store::{DeviceRow, PhoneSaid};
use ruhu_core::ids::KeyId;
use ruhu_core::time::Moment;
use rusqlite::{Connection, params};

/// The phone with this key, of whichever township.
pub(super) fn device(conn: &Connection, kid: &KeyId) -> Result<Option<DeviceRow>> {
    let found = many(conn, "SELECT * FROM device WHERE kid = ?1", [kid.as_str()], |row| {
        let cells = Cells::new(row, "device");
        Ok(DeviceRow {
            kid: cells.text("kid")?,
            township: cells.text("township")?,
            cadre: cells.id("cadre")?,
            public_key: cells.get("public_key")?,
            revoked: cells.moment_or_none("revoked")?,
        })
    })?;
    Ok(found.into_iter().next())
}

impl SqliteTx<'_> {
    pub(super) fn write_device(&self, device: &DeviceRow, model: &str, enrolled: Moment) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("put_device.sql"))?
            .execute(params![
                device.kid.as_str(),
                self.township.as_str(),
                device.cadre.as_bytes(),
                device.public_key,
                model,
                enrolled.millis(),
                device.revoked.map(Moment::millis)
            ])?;
        Ok(())
    }

    pub(super) fn write_revoked(&self, kid: &KeyId, revoked: Option<Moment>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE device SET revoked = ?2 WHERE kid = ?1")?
            .execute(params![kid.as_str(), revoked.map(Moment::millis)])?;
        Ok(())
    }

    pub(super) fn write_seen(&self, kid: &KeyId, at: Moment, said: &PhoneSaid) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("device_seen.sql"))?
            .execute(params![
                kid.as_str(),
                at.millis(),
                count(said.waiting_records),
                count(said.waiting_photos),
                said.app_version
            ])?;
        Ok(())
    }
}
