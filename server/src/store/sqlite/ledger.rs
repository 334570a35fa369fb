//! The write door of a township's ledger, and the small reads around it.

use super::column::Cells;
pub(super) use super::device::device;
use super::door::{SqliteStore, lock};
use super::tx::{SqliteTx, many};
use crate::store::{DeviceRow, Instant, Ledger, LogNow, Store, Township, TownshipSecrets, Work};
use crate::{Error, Result};
use ruhu_core::ids::{KeyId, RegionCode};
use ruhu_core::rules::RULES_VERSION;
use ruhu_core::wire::sealed;
use rusqlite::{Connection, Row, params};
use std::sync::Arc;

impl Instant for SqliteStore {
    fn instant(&self) -> Result<Arc<dyn Store>> {
        Ok(Arc::new(self.as_of_now()?))
    }
}

impl Ledger for SqliteStore {
    fn transact(&self, township: &RegionCode, work: Work<'_>) -> Result<()> {
        self.transact_each(std::slice::from_ref(township), work)
    }

    fn transact_each(&self, townships: &[RegionCode], work: Work<'_>) -> Result<()> {
        self.write(|conn| {
            for township in townships {
                self::township(conn, township)?;
                work(&mut SqliteTx {
                    conn,
                    township: township.clone(),
                    time_of: &|said| self.time_of(said),
                })?;
            }
            Ok(())
        })
    }

    fn add_township(&self, township: &Township, secrets: &TownshipSecrets) -> Result<()> {
        self.write(|conn| {
            conn.prepare_cached(include_str!("put_township.sql"))?.execute(params![
                township.code.as_str(),
                township.name,
                township.log.as_str(),
                township.desk_kid.as_str(),
                township.desk_key,
                secrets.desk,
                secrets.backup,
                RULES_VERSION
            ])?;
            // A township that is new has no visit whose year could be missing.
            conn.prepare_cached(include_str!("put_kept_township.sql"))?
                .execute([township.code.as_str()])?;
            Ok(())
        })
    }

    fn townships(&self) -> Result<Vec<Township>> {
        self.read(|conn| many(conn, "SELECT * FROM township ORDER BY code", [], township_row))
    }

    fn township(&self, code: &RegionCode) -> Result<Township> {
        self.read(|conn| self::township(conn, code))
    }

    fn backup_key(&self, township: &RegionCode) -> Result<[u8; 32]> {
        let secrets = self.read(|conn| self::secrets(conn, township))?;
        Ok(sealed::public_key_of(&secrets.backup)?)
    }

    fn device(&self, kid: &KeyId) -> Result<Option<DeviceRow>> {
        self.read(|conn| self::device(conn, kid))
    }

    fn log(&self, township: &RegionCode, from: Option<u64>) -> Result<LogNow> {
        let mut logs = lock(&self.logs);
        let log = logs.entry(township.clone()).or_default();
        let (new, time) = self.read(|conn| {
            let tx = SqliteTx {
                conn,
                township: township.clone(),
                time_of: &|said| said,
            };
            Ok((tx.read_leaves(log.size())?, tx.read_head()?.map(|head| head.time)))
        })?;
        for leaf in new {
            log.push(leaf);
        }
        Ok(LogNow {
            size: log.size(),
            root: log.root(),
            time,
            consistency: match from {
                Some(from) if from < log.size() => Some(log.consistency(from)?),
                Some(_) | None => None,
            },
        })
    }
}

fn township_row(row: &Row<'_>) -> Result<Township> {
    let cells = Cells::new(row, "township");
    Ok(Township {
        code: cells.text("code")?,
        name: cells.get("name")?,
        log: cells.text("log")?,
        desk_kid: cells.text("desk_kid")?,
        desk_key: cells.get("desk_key")?,
        log_size: cells.whole("log_size")?,
    })
}

pub(super) fn secrets(conn: &Connection, code: &RegionCode) -> Result<TownshipSecrets> {
    let sql = "SELECT desk_secret, backup_secret FROM township WHERE code = ?1";
    many(conn, sql, [code.as_str()], |row| {
        let cells = Cells::new(row, "township");
        Ok(TownshipSecrets {
            desk: cells.bytes32("desk_secret")?,
            backup: cells.bytes32("backup_secret")?,
        })
    })?
    .pop()
    .ok_or_else(|| Error::NoTownship { code: code.to_string() })
}

pub(super) fn township(conn: &Connection, code: &RegionCode) -> Result<Township> {
    many(
        conn,
        "SELECT * FROM township WHERE code = ?1",
        [code.as_str()],
        township_row,
    )?
    .pop()
    .ok_or_else(|| Error::NoTownship { code: code.to_string() })
}
