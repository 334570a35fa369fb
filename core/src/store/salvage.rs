//! Rows of `file` that a damaged database lost, made again: a record says which photo files it names, and the shelf which
//! of them are here. Without its row a photo would never be sent, nor be found by an erasure.

use super::record::{KeptRecord, records};
use super::row::{column, from_json, many, to_json};
use crate::domain::{FileRef, PhotoEntry};
use crate::error::{Error, Result};
use crate::ids::Sha256;
use crate::outbox::SendState;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// A file's row; one that is there stays as it is. What the township has already is answered with its receipt.
const INSERT: &str = "INSERT OR IGNORE INTO file (sha256, what, bytes, device, named_by, needed, step, send)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/// Makes rows for the files on the shelf that records name, then for those that only something being written shows.
pub(super) fn file_rows(conn: &Connection, shelf: &BTreeSet<Sha256>) -> Result<()> {
    // One record that does not read costs its own photos alone.
    for sha256 in many(
        conn,
        "SELECT sha256 FROM record WHERE kind IN ('visit', 'help') ORDER BY device, seq",
        [],
        |row| Ok(Sha256(row.get(0)?)),
    )? {
        let record = match records(conn, "sha256 = ?1", [sha256.0]) {
            Ok(found) => found.into_iter().next(),
            Err(Error::Damaged { .. }) => None,
            Err(other) => return Err(other),
        };
        let Some(record) = record else { continue };
        for photo in photos_of(&record) {
            for (what, file) in both(&photo)
                .into_iter()
                .filter(|(_, file)| shelf.contains(&file.sha256))
            {
                conn.prepare_cached(INSERT)?.execute(params![
                    file.sha256.0,
                    what,
                    column(file.size)?,
                    record.envelope.device.as_str(),
                    record.sha256.0,
                    record.envelope.at.wall.millis(),
                    "waiting",
                    to_json(&SendState::NEW)
                ])?;
            }
        }
    }
    for text in many(
        conn,
        "SELECT entry FROM picture WHERE visit IN (SELECT id FROM draft UNION SELECT id FROM help_draft)",
        [],
        |row| Ok(row.get::<_, String>(0)?),
    )? {
        let Ok(photo) = from_json::<PhotoEntry>(&text, "picture.entry") else {
            continue;
        };
        for (what, file) in both(&photo)
            .into_iter()
            .filter(|(_, file)| shelf.contains(&file.sha256))
        {
            conn.prepare_cached(INSERT)?.execute(params![
                file.sha256.0,
                what,
                column(file.size)?,
                None::<String>,
                None::<[u8; 32]>,
                None::<i64>,
                "draft",
                to_json(&SendState::NEW)
            ])?;
        }
    }
    Ok(())
}

/// The photos that a visit's or help's body lists.
fn photos_of(record: &KeptRecord) -> Vec<PhotoEntry> {
    let listed = record.envelope.body.get("photos").cloned().unwrap_or_default();
    serde_json::from_value(listed).unwrap_or_default()
}

fn both(photo: &PhotoEntry) -> [(&'static str, FileRef); 2] {
    [("original", photo.original), ("copy", photo.copy)]
}
