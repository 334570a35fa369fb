//! What was found of records' anchors, as rows.

use super::column::{Cells, count};
use super::tx::SqliteTx;
use crate::Result;
use crate::store::AnchorRow;
use ruhu_core::ids::{KeyId, Sha256};
use ruhu_core::record::{AnchorPoint, ChainAnchors};
use ruhu_core::time::Moment;
use rusqlite::{OptionalExtension, Row, params};

fn anchor_row(row: &Row<'_>) -> Result<AnchorRow> {
    let cells = Cells::new(row, "anchor");
    Ok(AnchorRow {
        device: cells.text("device")?,
        seq: cells.whole("seq")?,
        record: cells.sha("record")?,
        point: AnchorPoint {
            size: cells.whole("size")?,
            time: cells.moment("time")?,
        },
        high: AnchorPoint {
            size: cells.whole("high_size")?,
            time: cells.moment("high_time")?,
        },
        untrue: cells.flag("untrue")?,
    })
}

impl SqliteTx<'_> {
    pub(super) fn read_anchor(&self, device: &KeyId, seq: u64, record: &Sha256) -> Result<Option<AnchorRow>> {
        let sql = "SELECT * FROM anchor WHERE township = ?1 AND device = ?2 AND seq = ?3 AND record = ?4";
        let key = params![self.township.as_str(), device.as_str(), count(seq), record.0];
        self.one(sql, key, anchor_row)
    }

    pub(super) fn read_anchors_around(&self, device: &KeyId, seq: u64) -> Result<ChainAnchors> {
        let lower = "SELECT * FROM anchor WHERE township = ?1 AND device = ?2 AND seq < ?3 AND untrue = 0
                     ORDER BY seq DESC, record DESC LIMIT 1";
        let higher = "SELECT * FROM anchor WHERE township = ?1 AND device = ?2 AND seq > ?3 AND untrue = 0
                      ORDER BY seq, record LIMIT 1";
        let nearest = |sql: &str| {
            let key = params![self.township.as_str(), device.as_str(), count(seq)];
            self.one(sql, key, anchor_row)
        };
        Ok(ChainAnchors {
            lower: nearest(lower)?.map(|row| row.high),
            higher: nearest(higher)?.map(|row| row.point),
        })
    }

    pub(super) fn write_anchor(&self, anchor: &AnchorRow) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("put_anchor.sql"))?
            .execute(params![
                self.township.as_str(),
                anchor.device.as_str(),
                count(anchor.seq),
                anchor.record.0,
                count(anchor.point.size),
                anchor.point.time.millis(),
                count(anchor.high.size),
                anchor.high.time.millis(),
                anchor.untrue
            ])?;
        Ok(())
    }

    pub(super) fn write_anchors_kept(&self) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE township SET anchors_kept = 1 WHERE code = ?1")?
            .execute([self.township.as_str()])?;
        Ok(())
    }

    pub(super) fn read_log_time(&self) -> Result<Option<Moment>> {
        let time: Option<Option<i64>> = self
            .conn
            .prepare_cached("SELECT log_time FROM township WHERE code = ?1")?
            .query_row([self.township.as_str()], |row| row.get(0))
            .optional()?;
        Ok(time.flatten().map(Moment::from_millis))
    }

    pub(super) fn write_log_time(&self, time: Moment) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE township SET log_time = ?2 WHERE code = ?1")?
            .execute(params![self.township.as_str(), time.millis()])?;
        Ok(())
    }
}
