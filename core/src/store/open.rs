//! Opening the store; setting a damaged one aside and carrying over what can be read.

use super::own::LastAside;
use super::row::many;
use crate::error::Result;
use crate::ids::KeyId;
use crate::sqlite::{Because, Database, Key, Migration, carry_over, set_aside};
use crate::time::Moment;
use std::path::Path;

/// Every schema step, in order. A released one is never edited.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "first",
        sql: include_str!("migrations/0001_first.sql"),
    },
    Migration {
        number: 2,
        name: "help_draft",
        sql: include_str!("migrations/0002_help_draft.sql"),
    },
];

/// What is carried over from a damaged store. Due rows are not: they are made anew.
const CARRIED: &[&str] = &[
    "own",
    "retired",
    "record",
    "file",
    "picture",
    "draft",
    "help_draft",
    "household",
    "fact",
    "mine",
    "policy",
    "cadre",
];

/// The phone's store. Share it between threads.
pub struct Store {
    pub(super) db: Database,
}

/// What was carried over from a database that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedOver {
    /// The file it was set aside as.
    pub file: String,
    /// Rows carried over.
    pub rows: u64,
    /// Tables of which a part could not be read.
    pub torn: u64,
}

impl Store {
    /// Opens or makes the store and looks whether it hangs together.
    ///
    /// # Errors
    /// `WrongKey`, `NewerSchema`, `Damaged` (then [`Store::set_aside`]), `DiskFull`, `File`.
    pub fn open(path: &Path, key: [u8; 32]) -> Result<Self> {
        let db = Database::open(path, &Key::raw(key), MIGRATIONS)?;
        db.check()?;
        Ok(Self { db })
    }

    /// Sets the damaged store at `path` aside, dated, and opens a new one with what can be read of it. The keys that
    /// signed its chain are retired (`signer` and the one it was enrolled with): where the chain ended is not known for
    /// sure, and a number used twice would be a fork.
    pub fn set_aside(path: &Path, key: [u8; 32], signer: &KeyId, now: Moment) -> Result<(Self, CarriedOver)> {
        let aside = set_aside(path, Because::Damaged, now)?;
        let key = Key::raw(key);
        let store = Self {
            db: Database::open(path, &key, MIGRATIONS)?,
        };
        let tables = carry_over(&aside, &key, &store.db, CARRIED)?;
        let carried = CarriedOver {
            file: aside
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            rows: tables.iter().map(|table| table.rows).sum(),
            torn: tables.iter().map(|table| u64::from(!table.whole)).sum(),
        };
        store.after_salvage(signer, &carried, now)?;
        Ok((store, carried))
    }

    /// Makes a carried-over store fit to be used: old keys retired, everything of the township heard anew.
    fn after_salvage(&self, signer: &KeyId, carried: &CarriedOver, now: Moment) -> Result<()> {
        let enrolled = match self.enrolment() {
            Ok(enrolment) => enrolment.map(|e| e.device),
            Err(crate::Error::Damaged { .. }) => None,
            Err(other) => return Err(other),
        };
        let seen = match self.server_seen() {
            Ok(seen) => seen,
            Err(crate::Error::Damaged { .. }) => Default::default(),
            Err(other) => return Err(other),
        };
        self.db.write(|tx| {
            for device in enrolled.iter().chain([signer]) {
                tx.execute("INSERT OR IGNORE INTO retired (device) VALUES (?1)", [device.as_str()])?;
            }
            let seen = super::own::ServerSeen { cursor: 0, ..seen };
            super::own::put(tx, "seen", &seen)?;
            super::own::put(
                tx,
                "aside",
                &LastAside {
                    file: carried.file.clone(),
                    at: now,
                    rows: carried.rows,
                    torn: carried.torn,
                },
            )
        })
    }

    /// Sets the store at `path` aside, dated, if there is one: its cadre has signed out. Nobody may have it open.
    pub fn set_aside_signed_out(path: &Path, now: Moment) -> Result<()> {
        match path.exists() {
            true => set_aside(path, Because::SignedOut, now).map(|_| ()),
            false => Ok(()),
        }
    }

    /// Keys that nothing may be signed with any more.
    pub fn retired(&self) -> Result<Vec<KeyId>> {
        self.db.read(|conn| {
            many(conn, "SELECT device FROM retired ORDER BY device", [], |row| {
                super::row::parsed(&row.get::<_, String>(0)?, "retired.device")
            })
        })
    }
    /// Nothing may be signed with these keys any more.
    pub fn retire(&self, devices: &[KeyId]) -> Result<()> {
        self.db.write(|tx| {
            for device in devices {
                tx.execute("INSERT OR IGNORE INTO retired (device) VALUES (?1)", [device.as_str()])?;
            }
            Ok(())
        })
    }
    /// Whether nothing may be signed with this key any more.
    pub fn is_retired(&self, device: &KeyId) -> Result<bool> {
        self.db.read(|conn| {
            let found = many(
                conn,
                "SELECT 1 FROM retired WHERE device = ?1",
                [device.as_str()],
                |_| Ok(()),
            )?;
            Ok(!found.is_empty())
        })
    }

    /// Makes every saved draft durable: for the moment the app goes to the background.
    pub fn sync_drafts(&self) -> Result<()> {
        self.db.sync_now()
    }

    /// Moves the write-ahead log into the database file, so that the next visit's commit is one sync.
    pub fn tidy(&self) -> Result<()> {
        self.db.checkpoint().map(|_| ())
    }
}
