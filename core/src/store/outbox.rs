//! What waits to be sent, and how far it has come.

use super::Store;
use super::row::{count, from_json, many, one, parsed, to_json};
use crate::error::{Error, Result};
use crate::ids::Sha256;
use crate::outbox::{Item, SendState, What};
use crate::time::Moment;
use rusqlite::params;
use rusqlite::{Connection, Row};

/// Everything that is not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    /// Records and photo files, stuck ones too.
    pub items: Vec<Item>,
}

/// What is not sent, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnsentSum {
    /// Records.
    pub records: u64,
    /// Photo files.
    pub photos: u64,
    /// Bytes of both.
    pub bytes: u64,
}

/// The upload box in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCount {
    /// Records that are not sent, or some file of theirs is not.
    pub waiting: u64,
    /// Records that are sent with all their files.
    pub sent: u64,
    /// Files of the waiting records that have arrived.
    pub files_sent: u64,
    /// Files of the waiting records.
    pub files: u64,
    /// Bytes of those that have arrived.
    pub bytes_sent: u64,
}

/// The word of a state's column.
fn step(state: &SendState) -> &'static str {
    match state {
        SendState::Waiting { .. } => "waiting",
        SendState::Sending { .. } => "sending",
        SendState::Sent { .. } => "sent",
        SendState::Stuck { .. } => "stuck",
    }
}

/// How far something not sent has come; where that does not read it begins anew, which costs a call.
fn state_of(text: &str) -> SendState {
    from_json(text, "send").unwrap_or(SendState::NEW)
}

fn read_record(row: &Row<'_>) -> Result<Item> {
    Ok(Item {
        sha256: Sha256(row.get(0)?),
        what: What::Record {
            seq: count(row.get(1)?, "record.seq")?,
        },
        device: parsed(&row.get::<_, String>(2)?, "record.device")?,
        bytes: count(row.get(3)?, "record.jws")?,
        needed: Moment::from_millis(row.get(4)?),
        state: state_of(&row.get::<_, String>(5)?),
        upload: None,
    })
}

fn read_file(row: &Row<'_>) -> Result<Item> {
    let named_by = Sha256(row.get(6)?);
    let what: String = row.get(1)?;
    Ok(Item {
        sha256: Sha256(row.get(0)?),
        what: match what.as_str() {
            "original" => What::Original { named_by },
            "copy" => What::Copy { named_by },
            _ => return Err(super::row::damaged("file.what")),
        },
        device: parsed(&row.get::<_, String>(2)?, "file.device")?,
        bytes: count(row.get(3)?, "file.bytes")?,
        needed: Moment::from_millis(row.get(4)?),
        state: state_of(&row.get::<_, String>(5)?),
        upload: row.get(7)?,
    })
}

/// Writes a state to the record or the file of this hash. What is sent stays sent.
pub(super) fn set_state(conn: &Connection, sha256: &Sha256, state: &SendState) -> Result<()> {
    for sql in [
        "UPDATE record SET step = ?2, send = ?3 WHERE sha256 = ?1 AND step <> 'sent'",
        "UPDATE file SET step = ?2, send = ?3 WHERE sha256 = ?1 AND step NOT IN ('sent', 'given_up', 'draft')",
    ] {
        conn.prepare_cached(sql)?
            .execute(params![sha256.0, step(state), to_json(state)])?;
    }
    Ok(())
}

/// What was sent waits again, but for files that are no longer on the phone, and records whose text was erased with their
/// household: of those nothing is left to send.
pub(super) fn send_again(conn: &Connection) -> Result<()> {
    let (word, state) = (step(&SendState::NEW), to_json(&SendState::NEW));
    for sql in [
        "UPDATE record SET step = ?1, send = ?2 WHERE step = 'sent' AND jws <> ''",
        "UPDATE file SET step = ?1, send = ?2, upload = NULL WHERE step = 'sent' AND freed IS NULL",
    ] {
        conn.prepare_cached(sql)?.execute([word, &state])?;
    }
    Ok(())
}

impl Store {
    /// Everything that is not sent, records and photos that a record names, in the order of need.
    pub fn unsent(&self) -> Result<Unsent> {
        const RECORDS: &str = "SELECT sha256, seq, device, length(CAST(jws AS BLOB)), needed, send FROM record
             WHERE step <> 'sent' ORDER BY device, seq";
        const FILES: &str = "SELECT sha256, what, device, bytes, needed, send, named_by, upload FROM file
             WHERE step <> 'sent' AND step NOT IN ('draft', 'given_up') ORDER BY needed DESC, what, sha256";
        self.db.read_instant(|conn| {
            let mut items = many(conn, RECORDS, [], read_record)?;
            items.extend(many(conn, FILES, [], read_file)?);
            Ok(Unsent { items })
        })
    }

    /// The same in numbers.
    pub fn unsent_sum(&self) -> Result<UnsentSum> {
        self.db.read(|conn| {
            let found = one(conn, include_str!("sql/unsent_sum.sql"), [], |row| {
                Ok(UnsentSum {
                    records: count(row.get(0)?, "count")?,
                    photos: count(row.get(1)?, "count")?,
                    bytes: count(row.get(2)?, "sum")?,
                })
            })?;
            Ok(found.unwrap_or_default())
        })
    }

    /// The upload box in numbers.
    pub fn outbox_count(&self) -> Result<OutboxCount> {
        self.db.read(|conn| {
            let found = one(conn, include_str!("sql/outbox_count.sql"), [], |row| {
                let n = |at: usize| -> Result<u64> { count(row.get::<_, i64>(at)?, "count") };
                Ok(OutboxCount {
                    waiting: n(0)?,
                    sent: n(1)?,
                    files_sent: n(2)?,
                    files: n(3)?,
                    bytes_sent: n(4)?,
                })
            })?;
            Ok(found.unwrap_or_default())
        })
    }

    /// The compact JWS of these records, in the same order.
    pub fn jws_of(&self, hashes: &[Sha256]) -> Result<Vec<String>> {
        self.db.read(|conn| {
            hashes
                .iter()
                .map(|hash| {
                    one(conn, "SELECT jws FROM record WHERE sha256 = ?1", [hash.0], |row| {
                        Ok(row.get(0)?)
                    })?
                    .ok_or_else(|| Error::NotFound {
                        what: "record",
                        id: hash.to_string(),
                    })
                })
                .collect()
        })
    }

    /// Keeps new states; losing one in a loss of power costs a call, never a photo.
    pub fn keep_states(&self, states: &[(Sha256, SendState)]) -> Result<()> {
        self.db
            .write_relaxed(|tx| states.iter().try_for_each(|(hash, state)| set_state(tx, hash, state)))
    }
    /// Keeps a photo's receipt, synced: only now may its original leave the phone.
    pub fn keep_receipt(&self, sha256: &Sha256, receipt: &str) -> Result<()> {
        let state = SendState::Sent {
            receipt: receipt.to_owned(),
        };
        self.db.write(|tx| set_state(tx, sha256, &state))
    }
    /// Keeps where the server has what came of a photo so far.
    pub fn keep_upload(&self, sha256: &Sha256, upload: Option<&str>) -> Result<()> {
        self.db.write_relaxed(|tx| {
            tx.prepare_cached("UPDATE file SET upload = ?2 WHERE sha256 = ?1")?
                .execute(params![sha256.0, upload])?;
            Ok(())
        })
    }
}
