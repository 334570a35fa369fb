//! The record and its log as rows.

use super::column::{Cells, count};
use super::tx::SqliteTx;
use crate::store::{ChainMark, Head, NewRecord, RecordRow, Unread};
use crate::{Error, Result};
use ruhu_core::ids::{HouseholdNo, KeyId, Sha256};
use ruhu_core::record::Leaf;
use ruhu_core::time::Day;
use rusqlite::{OptionalExtension, Row, params};

const COLUMNS: &str = "n, device, seq, sha256, prev, received, mark, unread";

fn record_row(row: &Row<'_>) -> Result<RecordRow> {
    let cells = Cells::new(row, "record");
    Ok(RecordRow {
        n: cells.whole("n")?,
        device: cells.text("device")?,
        seq: cells.whole("seq")?,
        sha256: cells.sha("sha256")?,
        prev: cells.sha_or_none("prev")?,
        received: cells.moment("received")?,
        mark: cells.word_or_none("mark")?,
        unread: cells.word_or_none("unread")?,
    })
}

impl SqliteTx<'_> {
    pub(super) fn read_record(&self, sha256: &Sha256) -> Result<Option<RecordRow>> {
        let sql = format!("SELECT {COLUMNS} FROM record WHERE township = ?1 AND sha256 = ?2");
        self.one(&sql, params![self.township.as_str(), sha256.0], record_row)
    }

    pub(super) fn read_records_at(&self, device: &KeyId, seq: u64) -> Result<Vec<RecordRow>> {
        let sql =
            format!("SELECT {COLUMNS} FROM record WHERE township = ?1 AND device = ?2 AND seq = ?3 ORDER BY sha256");
        self.many(
            &sql,
            params![self.township.as_str(), device.as_str(), count(seq)],
            record_row,
        )
    }

    pub(super) fn read_last_of(&self, device: &KeyId) -> Result<Option<RecordRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM record WHERE township = ?1 AND device = ?2 ORDER BY seq DESC, sha256 LIMIT 1"
        );
        self.one(&sql, params![self.township.as_str(), device.as_str()], record_row)
    }

    pub(super) fn write_record(&self, record: &NewRecord) -> Result<u64> {
        let n: i64 = self
            .conn
            .prepare_cached("UPDATE township SET log_size = log_size + 1 WHERE code = ?1 RETURNING log_size - 1")?
            .query_row([self.township.as_str()], |row| row.get(0))?;
        self.conn
            .prepare_cached(include_str!("append_record.sql"))?
            .execute(params![
                self.township.as_str(),
                n,
                record.device.as_str(),
                count(record.seq),
                record.sha256.0,
                record.prev.map(|hash| hash.0),
                record.id.as_bytes(),
                record.kind,
                record.household.as_ref().map(|no| no.as_str()),
                record.day.map(|day| day.number()),
                record.jws,
                record.received.millis(),
                record.salt,
                record.leaf.0.0,
                record.mark.map(ChainMark::word),
                record.unread.map(Unread::word),
            ])?;
        u64::try_from(n).map_err(|_| Error::inconsistent("township.log_size", "below zero"))
    }

    pub(super) fn read_jws(&self, sha256: &Sha256) -> Result<Option<String>> {
        let jws: Option<Option<String>> = self
            .conn
            .prepare_cached("SELECT jws FROM record WHERE township = ?1 AND sha256 = ?2")?
            .query_row(params![self.township.as_str(), sha256.0], |row| row.get(0))
            .optional()?;
        Ok(jws.flatten())
    }

    pub(super) fn write_mark(&self, sha256: &Sha256, mark: Option<ChainMark>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE record SET mark = ?3 WHERE township = ?1 AND sha256 = ?2")?
            .execute(params![self.township.as_str(), sha256.0, mark.map(ChainMark::word)])?;
        Ok(())
    }

    pub(super) fn write_unread(&self, sha256: &Sha256, unread: Option<Unread>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE record SET unread = ?3 WHERE township = ?1 AND sha256 = ?2")?
            .execute(params![self.township.as_str(), sha256.0, unread.map(Unread::word)])?;
        Ok(())
    }

    pub(super) fn write_about(&self, sha256: &Sha256, household: &HouseholdNo, day: Day) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE record SET household = ?3, day = ?4 WHERE township = ?1 AND sha256 = ?2")?
            .execute(params![
                self.township.as_str(),
                sha256.0,
                household.as_str(),
                day.number()
            ])?;
        Ok(())
    }

    pub(super) fn read_leaves(&self, from: u64) -> Result<Vec<Leaf>> {
        let sql = "SELECT leaf FROM record WHERE township = ?1 AND n >= ?2 ORDER BY n";
        self.many(sql, params![self.township.as_str(), count(from)], |row| {
            Ok(Leaf(Cells::new(row, "record").sha("leaf")?))
        })
    }

    pub(super) fn read_head(&self) -> Result<Option<Head>> {
        let sql = "SELECT * FROM log_head WHERE township = ?1 ORDER BY size DESC LIMIT 1";
        self.one(sql, [self.township.as_str()], head_row)
    }

    pub(super) fn read_head_of(&self, size: u64) -> Result<Option<Head>> {
        let sql = "SELECT * FROM log_head WHERE township = ?1 AND size = ?2";
        self.one(sql, params![self.township.as_str(), count(size)], head_row)
    }

    pub(super) fn read_head_after(&self, size: u64) -> Result<Option<Head>> {
        let sql = "SELECT * FROM log_head WHERE township = ?1 AND size > ?2 ORDER BY size LIMIT 1";
        self.one(sql, params![self.township.as_str(), count(size)], head_row)
    }

    pub(super) fn write_head(&self, head: &Head) -> Result<()> {
        let peaks: Vec<u8> = head.peaks.iter().flat_map(|peak| peak.0).collect();
        self.conn
            .prepare_cached("INSERT INTO log_head (township, size, root, peaks, time) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                self.township.as_str(),
                count(head.size),
                head.root.0,
                peaks,
                head.time.millis()
            ])?;
        Ok(())
    }
}

fn head_row(row: &Row<'_>) -> Result<Head> {
    let cells = Cells::new(row, "log_head");
    let peaks: Vec<u8> = cells.get("peaks")?;
    let (peaks, rest) = peaks.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(Error::inconsistent("log_head.peaks", "not 32 bytes each"));
    }
    Ok(Head {
        size: cells.whole("size")?,
        root: cells.sha("root")?,
        peaks: peaks.iter().map(|bytes| Sha256(*bytes)).collect(),
        time: cells.moment("time")?,
    })
}
