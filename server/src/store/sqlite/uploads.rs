//! Uploads and photos in SQLite.

use super::column::{Cells, count};
use super::door::SqliteStore;
use super::evidence::stream;
use super::tx::many;
use crate::store::{PhotoBytes, PhotoRow, UploadId, UploadRow, Uploads};
use crate::{Error, Result};
use ruhu_core::ids::{KeyId, RegionCode, Sha256};
use ruhu_core::time::Moment;
use rusqlite::{Connection, Row, params};

impl Uploads for SqliteStore {
    fn named_size(&self, device: &KeyId, sha256: &Sha256) -> Result<Option<u64>> {
        self.read(|conn| {
            let sizes = many(
                conn,
                include_str!("named_size.sql"),
                params![device.as_str(), sha256.0],
                |row| Cells::new(row, "photo_named").whole("size"),
            )?;
            Ok(sizes.into_iter().next())
        })
    }

    fn photo(&self, township: &RegionCode, sha256: &Sha256) -> Result<Option<PhotoRow>> {
        self.read(|conn| photo(conn, township, sha256))
    }

    fn each_photo(&self, township: &RegionCode, each: &mut dyn FnMut(PhotoRow) -> Result<()>) -> Result<()> {
        let sql = "SELECT * FROM photo WHERE township = ?1 ORDER BY sha256";
        self.read(|conn| stream(conn, sql, [township.as_str()], |row| each(photo_row(row)?)))
    }

    fn photo_villages(&self, township: &RegionCode, sha256: &Sha256) -> Result<Vec<RegionCode>> {
        self.read(|conn| {
            let sql = include_str!("photo_villages.sql");
            many(conn, sql, params![township.as_str(), sha256.0], |row| {
                Cells::new(row, "household").text("village")
            })
        })
    }

    fn photo_bytes(&self, township: &RegionCode, device: &KeyId, township_too: bool) -> Result<PhotoBytes> {
        let sql = include_str!("photo_bytes.sql");
        self.read(|conn| {
            let found = many(
                conn,
                sql,
                params![township.as_str(), device.as_str(), township_too],
                |row| {
                    let cells = Cells::new(row, "photo");
                    Ok(PhotoBytes {
                        phone: cells.whole("phone")?,
                        phone_unfinished: cells.whole("phone_unfinished")?,
                        township: cells.whole("township")?,
                        township_unfinished: cells.whole("township_unfinished")?,
                    })
                },
            )?;
            Ok(found.into_iter().next().unwrap_or_default())
        })
    }

    fn begin_upload(&self, upload: &UploadRow) -> Result<u64> {
        let sql = "INSERT INTO upload (id, device, township, sha256, length, expires, finished)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)";
        self.write(|conn| {
            conn.prepare_cached(sql)?.execute(params![
                upload.id.as_str(),
                upload.device.as_str(),
                upload.township.as_str(),
                upload.sha256.0,
                count(upload.length),
                upload.expires.millis()
            ])?;
            let under_way = "SELECT count(*) AS n FROM upload WHERE device = ?1 AND finished = 0";
            let counted = many(conn, under_way, [upload.device.as_str()], |row| {
                Cells::new(row, "upload").whole("n")
            })?;
            Ok(counted.into_iter().next().unwrap_or(0))
        })
    }

    fn upload(&self, id: &UploadId) -> Result<Option<UploadRow>> {
        self.read(|conn| {
            let found = many(conn, "SELECT * FROM upload WHERE id = ?1", [id.as_str()], upload_row)?;
            Ok(found.into_iter().next())
        })
    }

    fn prolong(&self, id: &UploadId, expires: Moment) -> Result<()> {
        self.write(|conn| {
            conn.prepare_cached("UPDATE upload SET expires = ?2 WHERE id = ?1")?
                .execute(params![id.as_str(), expires.millis()])?;
            Ok(())
        })
    }

    fn take_photo(&self, upload: &UploadId, taken: &PhotoRow) -> Result<PhotoRow> {
        let sql = "INSERT INTO photo (township, sha256, size, device, received) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO NOTHING";
        self.write(|conn| {
            conn.prepare_cached(sql)?.execute(params![
                taken.township.as_str(),
                taken.sha256.0,
                count(taken.size),
                taken.device.as_str(),
                taken.received.millis()
            ])?;
            conn.prepare_cached("UPDATE upload SET finished = 1 WHERE id = ?1")?
                .execute([upload.as_str()])?;
            photo(conn, &taken.township, &taken.sha256)?
                .ok_or_else(|| Error::inconsistent("photo", "a row just written is not there"))
        })
    }

    fn end_upload(&self, id: &UploadId) -> Result<()> {
        self.write(|conn| {
            conn.prepare_cached("DELETE FROM upload WHERE id = ?1")?
                .execute([id.as_str()])?;
            Ok(())
        })
    }

    fn ended_uploads(&self, now: Moment) -> Result<Vec<UploadId>> {
        self.read(|conn| {
            many(
                conn,
                "SELECT id FROM upload WHERE expires <= ?1",
                [now.millis()],
                |row| Cells::new(row, "upload").text("id"),
            )
        })
    }
}

impl SqliteStore {
    /// Calls `each` with every photo of every township, whatever the schema: these two columns are in all of them.
    pub fn each_photo_file(&self, each: &mut dyn FnMut(RegionCode, Sha256) -> Result<()>) -> Result<()> {
        let sql = "SELECT township, sha256 FROM photo ORDER BY township, sha256";
        self.read(|conn| {
            stream(conn, sql, [], |row| {
                let cells = Cells::new(row, "photo");
                each(cells.text("township")?, cells.sha("sha256")?)
            })
        })
    }
}

fn upload_row(row: &Row<'_>) -> Result<UploadRow> {
    let cells = Cells::new(row, "upload");
    Ok(UploadRow {
        id: cells.text("id")?,
        device: cells.text("device")?,
        township: cells.text("township")?,
        sha256: cells.sha("sha256")?,
        length: cells.whole("length")?,
        expires: cells.moment("expires")?,
        finished: cells.flag("finished")?,
    })
}

fn photo(conn: &Connection, township: &RegionCode, sha256: &Sha256) -> Result<Option<PhotoRow>> {
    let sql = "SELECT * FROM photo WHERE township = ?1 AND sha256 = ?2";
    let found = many(conn, sql, params![township.as_str(), sha256.0], photo_row)?;
    Ok(found.into_iter().next())
}

fn photo_row(row: &Row<'_>) -> Result<PhotoRow> {
    let cells = Cells::new(row, "photo");
    Ok(PhotoRow {
        township: cells.text("township")?,
        sha256: cells.sha("sha256")?,
        size: cells.whole("size")?,
        device: cells.text("device")?,
        received: cells.moment("received")?,
    })
}
