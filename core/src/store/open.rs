//! Opening the store; setting a damaged one aside and carrying over what can be read.

use super::Store;
use super::own::LastAside;
use super::row::many;
use crate::error::{Error, Result};
use crate::ids::{KeyId, Sha256};
use crate::sqlite::{Because, Database, Key, KeyCheck, Migration, Replacement, carry_over, finish};
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
    Migration {
        number: 3,
        name: "unread",
        sql: include_str!("migrations/0003_unread.sql"),
    },
    Migration {
        number: 4,
        name: "next_visit",
        sql: include_str!("migrations/0004_next_visit.sql"),
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

/// Whether a set-aside had to be finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finished {
    /// There was none.
    Nothing,
    /// It was finished now.
    Now,
}

impl Store {
    /// Opens or makes the store and checks its integrity (`quick_check`). Call [`Store::finish_set_aside`] before it.
    ///
    /// An I/O error in the look says nothing about the file: the store opens, and what cannot be read fails by itself.
    ///
    /// # Errors
    /// `WrongKey`, `NewerSchema`, `Damaged` (then [`Store::set_aside`]), `DiskFull`, `DiskIo`, `File`.
    pub fn open(path: &Path, key: [u8; 32]) -> Result<Self> {
        let known = KeyCheck::beside(path);
        let is_known = known.knows(&key)? == Some(true);
        // A database of which nothing is left would open as a new one, and its key would begin the chain again.
        if is_known && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            return Err(Error::Damaged {
                detail: "the database was here and is gone, or is empty".to_owned(),
            });
        }
        let opened = Database::open(path, &Key::raw(key), MIGRATIONS);
        let db = match opened {
            Err(Error::WrongKey) if is_known => {
                return Err(Error::Damaged {
                    detail: "its first page cannot be read, and the key is the right one".to_owned(),
                });
            }
            other => other?,
        };
        match db.quick_check() {
            Ok(()) | Err(Error::DiskIo(_)) => {}
            Err(other) => return Err(other),
        }
        match known.keep(&key) {
            // The next opening tries again.
            Ok(()) | Err(Error::DiskFull) => {}
            Err(other) => return Err(other),
        }
        Ok(Self { db })
    }

    /// Reads every page and every index: for when the phone is charging and nobody waits. Indexes that do not fit are made
    /// anew; `Damaged` when that does not mend it.
    pub fn check_whole(&self) -> Result<()> {
        match self.db.check() {
            Err(Error::Damaged { .. }) => self.db.reindex().and_then(|()| self.db.check()),
            other => other,
        }
    }

    /// Finishes a set-aside that was decided before this process was killed, or the disk was full; `between` is called when
    /// the old store is out of the way and the new one not yet in its place. Nobody may have it open.
    pub fn finish_set_aside(path: &Path, between: impl FnOnce() -> Result<()>) -> Result<Finished> {
        Ok(match finish(path, between)? {
            Some(_) => Finished::Now,
            None => Finished::Nothing,
        })
    }

    /// Sets the damaged store at `path` aside, dated, and opens a new one with what can be read of it. The keys that
    /// signed its chain are retired (`signer` and the one it was enrolled with): where the chain ended is not known for
    /// sure, and a number used twice would be a fork. `shelf`: the photo files that are there, so that rows of `file` that
    /// could not be read are made again.
    ///
    /// The new store is built whole beside the old one and takes its place last (`sqlite::Replacement`): however this ends,
    /// the next opening finds the old store, or a new one that is whole.
    pub fn set_aside(path: &Path, key: [u8; 32], signer: &KeyId, shelf: &[Sha256], now: Moment) -> Result<Self> {
        let replacement = Replacement::begin(path, Because::Damaged, now)?;
        let raw = Key::raw(key);
        let store = Self {
            db: Database::open(replacement.part(), &raw, MIGRATIONS)?,
        };
        let tables = carry_over(path, &raw, &store.db, CARRIED)?;
        let name = replacement.aside().file_name();
        let carried = LastAside {
            file: name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            at: now,
            rows: tables.iter().map(|table| table.rows).sum(),
            torn: tables.iter().map(|table| u64::from(!table.whole)).sum(),
        };
        store.after_salvage(signer, &carried, shelf)?;
        replacement.commit(store.db)?;
        Self::finish_set_aside(path, || Ok(()))?;
        Self::open(path, key)
    }

    /// Makes a carried-over store fit to be used: old keys retired, everything of the township heard anew, every photo file
    /// that a record names or something being written shows known again.
    fn after_salvage(&self, signer: &KeyId, carried: &LastAside, shelf: &[Sha256]) -> Result<()> {
        let enrolled = match self.enrolment() {
            Ok(enrolment) => enrolment.map(|e| e.device),
            Err(Error::Damaged { .. }) => None,
            Err(other) => return Err(other),
        };
        let seen = self.server_seen()?;
        self.db.write(|tx| {
            for device in enrolled.iter().chain([signer]) {
                tx.execute("INSERT OR IGNORE INTO retired (device) VALUES (?1)", [device.as_str()])?;
            }
            let seen = super::own::ServerSeen { cursor: 0, ..seen };
            super::own::put(tx, "seen", &seen)?;
            super::own::put(tx, "aside", carried)?;
            super::salvage::file_rows(tx, &shelf.iter().copied().collect())
        })
    }

    /// Sets the store at `path` aside, dated, if there is one: its cadre has signed out. A new one, opened with `key`, takes
    /// its place; it knows the keys that must not begin a chain again. `decided` is called between the two, as in
    /// [`Store::finish_set_aside`]. Nobody may have it open.
    pub fn set_aside_signed_out(
        path: &Path,
        key: [u8; 32],
        retired: &[KeyId],
        now: Moment,
        decided: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let replacement = Replacement::begin(path, Because::SignedOut, now)?;
        let store = Self {
            db: Database::open(replacement.part(), &Key::raw(key), MIGRATIONS)?,
        };
        store.retire(retired)?;
        replacement.commit(store.db)?;
        Self::finish_set_aside(path, decided).map(|_| ())
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

    /// Moves the write-ahead log into the database file, so that the next visit's commit is one sync. How it goes says
    /// nothing about what was committed.
    pub fn tidy(&self) {
        self.db.tidy();
    }
}
