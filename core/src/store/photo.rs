//! Photo rows. A row is written only after its bytes are synced to the shelf; a file leaves the shelf only when no record
//! names it, or its receipt is stored here.

use super::Store;
use super::row::{column, count, from_json, many, to_json};
use crate::domain::PhotoEntry;
use crate::error::Result;
use crate::ids::{DraftId, RecordId, Sha256, VisitId};
use crate::outbox::SendState;
use crate::time::Moment;
use rusqlite::Connection;
use rusqlite::params;

/// A photo just taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPhoto {
    /// Hashes, sizes, when, where from.
    pub entry: PhotoEntry,
    /// The thumbnail, a JPEG.
    pub thumb: Vec<u8>,
}

/// A photo of a draft, a visit or help.
pub type KeptPhoto = NewPhoto;

/// What photos belong to: a visit or help given. While it is being written it has the id its record will have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Album([u8; 16]);

impl From<DraftId> for Album {
    fn from(draft: DraftId) -> Self {
        Self(*draft.as_bytes())
    }
}
impl From<VisitId> for Album {
    fn from(visit: VisitId) -> Self {
        Self(*visit.as_bytes())
    }
}
impl From<RecordId> for Album {
    fn from(help: RecordId) -> Self {
        Self(*help.as_bytes())
    }
}

impl Store {
    /// The photos of an album, in the order of taking.
    pub fn photos(&self, album: impl Into<Album>) -> Result<Vec<KeptPhoto>> {
        let album = album.into();
        self.db.read(|conn| {
            many(
                conn,
                "SELECT entry, thumb FROM picture WHERE visit = ?1 ORDER BY place",
                [album.0],
                |row| {
                    Ok(KeptPhoto {
                        entry: from_json(&row.get::<_, String>(0)?, "picture.entry")?,
                        thumb: row.get(1)?,
                    })
                },
            )
        })
    }

    /// Keeps a photo of what is being written, synced, and every draft saved so far with it. A picture that the album has
    /// already stays as it is: then no row names the new copy, unless it is the same one.
    pub fn attach(&self, album: Album, photo: &NewPhoto) -> Result<()> {
        self.db.write(|tx| {
            let sql = "SELECT 1 FROM picture WHERE visit = ?1 AND original = ?2";
            if !many(tx, sql, params![album.0, photo.entry.original.sha256.0], |_| Ok(()))?.is_empty() {
                return Ok(());
            }
            let mut file = tx.prepare_cached(
                "INSERT OR IGNORE INTO file (sha256, what, bytes, step, send) VALUES (?1, ?2, ?3, 'draft', ?4)",
            )?;
            let entry = &photo.entry;
            for (what, of) in [("original", entry.original), ("copy", entry.copy)] {
                file.execute(params![of.sha256.0, what, column(of.size)?, to_json(&SendState::NEW)])?;
            }
            // The bytes are on the shelf again, should they have been cleared once.
            for of in [entry.original, entry.copy] {
                tx.prepare_cached("UPDATE file SET freed = NULL WHERE sha256 = ?1")?
                    .execute([of.sha256.0])?;
            }
            tx.prepare_cached(
                "INSERT INTO picture (visit, original, entry, thumb, place) VALUES (?1, ?2, ?3, ?4,
                 (SELECT coalesce(max(place), 0) + 1 FROM picture WHERE visit = ?1))",
            )?
            .execute(params![album.0, entry.original.sha256.0, to_json(entry), photo.thumb])?;
            Ok(())
        })
    }

    /// Takes a photo out of what is being written; answers the files that nothing needs any more.
    pub fn detach(&self, album: Album, original: &Sha256) -> Result<Vec<Sha256>> {
        self.db.write(|tx| {
            let sql = "SELECT entry FROM picture WHERE visit = ?1 AND original = ?2";
            let entries = many(tx, sql, params![album.0, original.0], |row| {
                from_json(&row.get::<_, String>(0)?, "picture.entry")
            })?;
            drop_pictures(tx, album, &entries)
        })
    }

    /// Throws a draft away; answers the files that nothing needs any more.
    pub fn cancel_draft(&self, draft: DraftId) -> Result<Vec<Sha256>> {
        self.db.write(|tx| {
            tx.execute("DELETE FROM draft WHERE id = ?1", [draft.as_bytes()])?;
            take_all(tx, Album::from(draft))
        })
    }

    /// The files that have a row: a draft or a record needs them.
    pub fn file_names(&self) -> Result<Vec<Sha256>> {
        self.db
            .read(|conn| many(conn, "SELECT sha256 FROM file", [], |row| Ok(Sha256(row.get(0)?))))
    }

    /// Drops rows of files that no record names and no picture shows.
    pub fn drop_unshown_files(&self) -> Result<()> {
        const NONE: &str = "SELECT 1 FROM file WHERE step = 'draft' AND named_by IS NULL LIMIT 1";
        if self.db.read(|conn| many(conn, NONE, [], |_| Ok(())))?.is_empty() {
            return Ok(());
        }
        self.db.write(|tx| {
            tx.execute(include_str!("sql/drop_unshown_files.sql"), [])?;
            Ok(())
        })
    }

    /// Whether a file has a row: it is then needed by a draft or a record.
    pub fn has_file(&self, sha256: &Sha256) -> Result<bool> {
        self.db
            .read(|conn| Ok(!many(conn, "SELECT 1 FROM file WHERE sha256 = ?1", [sha256.0], |_| Ok(()))?.is_empty()))
    }

    /// Which of this draft's originals stand in an own visit that comes before (`started`, id).
    pub fn used_before(&self, draft: DraftId, started: Moment) -> Result<Vec<Sha256>> {
        const SQL: &str = include_str!("sql/used_before.sql");
        self.db.read(|conn| {
            many(conn, SQL, params![draft.as_bytes(), started.millis()], |row| {
                Ok(Sha256(row.get(0)?))
            })
        })
    }

    /// Originals that may leave the phone: sent, the receipt stored here, and in nothing that is being written.
    pub fn freeable(&self) -> Result<Vec<(Sha256, u64)>> {
        const SQL: &str = include_str!("sql/freeable.sql");
        self.db.read(|conn| {
            many(conn, SQL, [], |row| {
                Ok((Sha256(row.get(0)?), count(row.get(1)?, "file.bytes")?))
            })
        })
    }

    /// Files that the township has, with its receipt on this phone, and that are still here.
    pub fn receipted(&self) -> Result<Vec<Sha256>> {
        const SQL: &str = "SELECT sha256 FROM file WHERE step = 'sent' AND freed IS NULL ORDER BY sha256";
        self.db.read(|conn| many(conn, SQL, [], |row| Ok(Sha256(row.get(0)?))))
    }

    /// Notes that these originals are no longer on the phone.
    pub fn freed(&self, files: &[Sha256], now: Moment) -> Result<()> {
        self.db.write(|tx| {
            let mut note = tx.prepare_cached("UPDATE file SET freed = ?2 WHERE sha256 = ?1 AND step = 'sent'")?;
            for file in files {
                note.execute(params![file.0, now.millis()])?;
            }
            Ok(())
        })
    }
}

/// Whether some picture shows this file, as its original or its copy.
const SHOWN: &str = "SELECT 1 FROM picture
    WHERE original = ?1 OR (json_valid(entry) AND unhex(json_extract(entry, '$.copy.sha256')) = ?1) LIMIT 1";

/// Takes every photo out of what is being written; answers the files that nothing needs any more.
pub(super) fn take_all(conn: &Connection, album: Album) -> Result<Vec<Sha256>> {
    let entries = many(conn, "SELECT entry FROM picture WHERE visit = ?1", [album.0], |row| {
        Ok(from_json(&row.get::<_, String>(0)?, "picture.entry").ok())
    })?;
    let unneeded = drop_pictures(conn, album, &entries.into_iter().flatten().collect::<Vec<_>>())?;
    // A picture that does not read goes too; the next opening sweeps its files.
    conn.prepare_cached("DELETE FROM picture WHERE visit = ?1")?
        .execute([album.0])?;
    Ok(unneeded)
}

/// Deletes an album's pictures, and the rows of those files that no record names and no other picture shows.
fn drop_pictures(conn: &Connection, album: Album, entries: &[PhotoEntry]) -> Result<Vec<Sha256>> {
    let mut unneeded = Vec::new();
    for entry in entries {
        conn.prepare_cached("DELETE FROM picture WHERE visit = ?1 AND original = ?2")?
            .execute(params![album.0, entry.original.sha256.0])?;
        for file in [entry.original.sha256, entry.copy.sha256] {
            // One original may be in two albums, each with a copy of its own.
            if !many(conn, SHOWN, [file.0], |_| Ok(()))?.is_empty() {
                continue;
            }
            let gone = conn
                .prepare_cached("DELETE FROM file WHERE sha256 = ?1 AND named_by IS NULL")?
                .execute([file.0])?;
            if gone > 0 {
                unneeded.push(file);
            }
        }
    }
    Ok(unneeded)
}
