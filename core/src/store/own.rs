//! What there is one of: whose phone this is, what was last heard of the server, settings.

use super::Store;
use super::row::{from_json, one, to_json};
use crate::domain::Cadre;
use crate::error::{Error, Result};
use crate::ids::{KeyId, RegionCode, Sha256};
use crate::record::Anchor;
use crate::time::Moment;
use rusqlite::Connection;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Whose phone this is. No `Debug`: the token stays out of every log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The key it was enrolled with.
    pub device: KeyId,
    /// The server's address.
    pub address: String,
    /// What the server's TLS certificate is known by, when the enrolment code named it.
    #[serde(default)]
    pub pin: Option<Sha256>,
    /// The server's public key.
    pub server_key: [u8; 32],
    /// The device certificate, a compact JWS.
    pub certificate: String,
    /// The bearer token.
    pub token: String,
    /// The township.
    pub township: RegionCode,
    /// Its name.
    pub township_name: String,
    /// The cadre.
    pub cadre: Cadre,
    /// The township's X25519 key for unsent backups.
    pub backup_key: [u8; 32],
    /// A demo's server.
    pub simulated: bool,
}

/// What was last heard of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerSeen {
    /// How far the township's changes are read.
    pub cursor: u64,
    /// The newest checkpoint, tied to the phone's monotonic clock where there is one.
    pub anchor: Option<Anchor>,
    /// The same as the server signed it.
    pub checkpoint: Option<String>,
    /// When, by the phone's wall clock.
    pub last_sync: Option<Moment>,
    /// The version of Ruhu that read the last answer: another one may understand more of what was told before.
    #[serde(default)]
    pub read_by: String,
}

/// This version of Ruhu.
const VERSION: &str = env!("CARGO_PKG_VERSION");

impl ServerSeen {
    /// From where the township's changes are asked for: after the app's update from the beginning, so that nothing that
    /// the version before could not read is missed.
    pub fn asks_from(&self) -> u64 {
        match self.read_by == VERSION {
            true => self.cursor,
            false => 0,
        }
    }
    /// The same, read by this version.
    pub fn read_now(self) -> Self {
        Self {
            read_by: VERSION.to_owned(),
            ..self
        }
    }
}

/// The last time a damaged database was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAside {
    /// The file's name.
    pub file: String,
    /// When.
    pub at: Moment,
    /// Rows carried over.
    pub rows: u64,
    /// Tables of which a part could not be read.
    pub torn: u64,
}

/// The last backup of what was not sent, and what it held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBackup {
    /// When, by the phone's wall clock.
    pub at: Moment,
    /// Photo files that were left out.
    pub left_out: u32,
    /// Records in it.
    pub records: Vec<Sha256>,
    /// Photo files in it.
    pub photos: Vec<Sha256>,
    /// Photo files that could not be read then.
    #[serde(default)]
    pub unread: Vec<Sha256>,
}

pub(super) fn put<T: Serialize>(conn: &Connection, name: &str, value: &T) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO own (name, value) VALUES (?1, ?2)")?
        .execute([name, &to_json(value)])?;
    Ok(())
}

pub(super) fn get<T: DeserializeOwned>(conn: &Connection, name: &str) -> Result<Option<T>> {
    one(conn, "SELECT value FROM own WHERE name = ?1", [name], |row| {
        from_json(&row.get::<_, String>(0)?, "own.value")
    })
}

/// A value that can be told or set again: what does not read is as none.
fn readable<T>(found: Result<Option<T>>) -> Result<Option<T>> {
    match found {
        Err(Error::Damaged { .. }) => Ok(None),
        other => other,
    }
}

/// What was last heard of the server.
pub(super) fn seen(conn: &Connection) -> Result<ServerSeen> {
    Ok(readable(get(conn, "seen"))?.unwrap_or_default())
}

impl Store {
    /// Whose phone this is.
    pub fn enrolment(&self) -> Result<Option<Enrolment>> {
        self.db.read(|conn| get(conn, "enrolment"))
    }
    /// The phone is enrolled, perhaps anew; the township's changes are then read from the beginning. Enrolled anew at the
    /// same server, everything that is still here is sent once more: a township that has brought a backup back gives its
    /// phones new codes, and lacks what came after it. What it has already is answered with the first receipt.
    pub fn enrolled(&self, enrolment: &Enrolment, seen: &ServerSeen) -> Result<()> {
        self.db.write(|tx| {
            let before: Option<Enrolment> = get(tx, "enrolment")?;
            if before.is_some_and(|before| before.server_key == enrolment.server_key) {
                super::outbox::send_again(tx)?;
            }
            put(tx, "enrolment", enrolment)?;
            put(tx, "seen", seen)
        })
    }
    /// What was last heard of the server. Where it cannot be read everything is asked for again.
    pub fn server_seen(&self) -> Result<ServerSeen> {
        self.db.read(seen)
    }
    /// The township's changes are asked for from the beginning next time: something that it told cannot be read here.
    pub fn ask_anew(&self) -> Result<()> {
        self.db.write(|tx| {
            let seen = ServerSeen {
                read_by: String::new(),
                ..seen(tx)?
            };
            put(tx, "seen", &seen)
        })
    }
    /// The last set-aside, if there was one.
    pub fn last_aside(&self) -> Result<Option<LastAside>> {
        self.db.read(|conn| get(conn, "aside"))
    }
    /// The last backup, if there was one that is known.
    pub fn last_backup(&self) -> Result<Option<KeptBackup>> {
        self.db.read(|conn| readable(get(conn, "backup")))
    }
    /// Keeps what the last backup held.
    pub fn backed_up(&self, backup: &KeptBackup) -> Result<()> {
        self.db.write(|tx| put(tx, "backup", backup))
    }
    /// The settings, as the caller keeps them; none where they cannot be read.
    pub fn settings<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        self.db.read(|conn| readable(get(conn, "settings")))
    }
    /// Keeps the settings.
    pub fn set_settings<T: Serialize>(&self, settings: &T) -> Result<()> {
        self.db.write(|tx| put(tx, "settings", settings))
    }
}
