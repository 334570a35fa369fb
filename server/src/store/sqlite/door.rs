//! The store's database, and its two ways in. Every schema step of the server is listed here.

use crate::{Error, Result};
use ruhu_core::ids::RegionCode;
use ruhu_core::record::MerkleLog;
use ruhu_core::sqlite::{Database, Key, Migration};
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Every schema step, in order. A released one is never edited.
const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "township",
        sql: include_str!("0001_township.sql"),
    },
    Migration {
        number: 2,
        name: "access",
        sql: include_str!("0002_access.sql"),
    },
    Migration {
        number: 3,
        name: "desk",
        sql: include_str!("0003_desk.sql"),
    },
    Migration {
        number: 4,
        name: "accounts",
        sql: include_str!("0005_accounts.sql"),
    },
];

/// The store on SQLite: one file. Several processes may have it open at a time.
pub struct SqliteStore {
    database: Database,
    /// Logs in memory, for consistency proofs. A log only ever grows, so what is here is never stale, only short.
    pub(super) logs: Mutex<HashMap<RegionCode, MerkleLog>>,
}

impl SqliteStore {
    /// Opens the database, making and migrating it where needed: encrypted with `key` when there is one. Call it under
    /// the folder's lock.
    pub fn open(path: &Path, key: Option<&[u8; 32]>) -> Result<Self> {
        let key = key.map_or(Key::Plain, |bytes| Key::raw(*bytes));
        Ok(Self {
            database: Database::open(path, &key, MIGRATIONS)?,
            logs: Mutex::default(),
        })
    }

    /// Runs `work` in one transaction: all of it is synced when this answers, or nothing has happened.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.database.write(|tx| work(tx))
    }

    /// Brings the write-ahead log home and empties it, as far as readers allow.
    pub(super) fn settle_log(&self) -> Result<()> {
        Ok(self.database.checkpoint_whole()?)
    }

    /// Runs `work` on one snapshot of what is committed.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.database.read_instant(work)
    }
}

/// A lock whose holder panicked guards nothing half done: a log only grows by whole leaves.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Core(error.into())
    }
}
