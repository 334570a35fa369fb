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
        name: "cells",
        sql: include_str!("0004_cells.sql"),
    },
    Migration {
        number: 5,
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
        Ok(Self {
            database: Database::open(path, &raw_or_plain(key), MIGRATIONS)?,
            logs: Mutex::default(),
        })
    }

    /// Opens a database that is there and leaves it as it is, whatever its schema: for the doctor. Answers the schema's
    /// number too.
    pub fn look(path: &Path, key: Option<&[u8; 32]>) -> Result<(Self, u32)> {
        let (database, schema) = Database::look(path, &raw_or_plain(key))?;
        let looked = Self {
            database,
            logs: Mutex::default(),
        };
        Ok((looked, schema))
    }

    /// The number of the newest schema this program knows.
    pub fn newest_schema() -> u32 {
        MIGRATIONS.last().map_or(0, |step| step.number)
    }

    /// What SQLite finds wrong with its pages, its indexes, and rows that point nowhere; nothing when all is well.
    pub fn faults(&self) -> Result<Vec<String>> {
        match self.database.check() {
            Ok(()) => {}
            Err(ruhu_core::Error::Damaged { detail }) => return Ok(vec![detail]),
            Err(other) => return Err(other.into()),
        }
        let dangling = self.database.dangling()?.into_iter();
        Ok(dangling
            .map(|(table, rows)| format!("{rows} rows of {table} point to rows that are not there"))
            .collect())
    }

    /// Copies the database as of one instant into a new file with the same key, while others go on writing.
    pub fn copy_to(&self, path: &Path, key: Option<&[u8; 32]>) -> Result<()> {
        Ok(self.database.backup_to(path, &raw_or_plain(key))?)
    }

    /// Runs `work` in one transaction: all of it is synced when this answers, or nothing has happened.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let answer = self.database.write(|tx| work(tx));
        // What was committed stands: a failed checkpoint is for whoever looks after the server.
        if let Some(error) = self.database.take_untidy() {
            tracing::warn!(%error, "the write-ahead log could not be checkpointed; the next large write tries again");
        }
        answer
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

fn raw_or_plain(key: Option<&[u8; 32]>) -> Key {
    key.map_or(Key::Plain, |bytes| Key::raw(*bytes))
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
