//! The store's database, and its two ways in. Every schema step of the server is listed here.

use super::turn::Turns;
use crate::{Error, Result};
use parking_lot::ReentrantMutex;
use ruhu_core::ids::RegionCode;
use ruhu_core::record::MerkleLog;
use ruhu_core::sqlite::{Database, Key, Migration};
use ruhu_core::time::{Clock, Moment};
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

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
    Migration {
        number: 6,
        name: "upkeep",
        sql: include_str!("0006_upkeep.sql"),
    },
    Migration {
        number: 7,
        name: "tokens",
        sql: include_str!("0007_tokens.sql"),
    },
    Migration {
        number: 8,
        name: "phones",
        sql: include_str!("0008_phones.sql"),
    },
    Migration {
        number: 9,
        name: "anchors",
        sql: include_str!("0009_anchors.sql"),
    },
    Migration {
        number: 10,
        name: "companions",
        sql: include_str!("0010_companions.sql"),
    },
    Migration {
        number: 11,
        name: "audit_session",
        sql: include_str!("0011_audit_session.sql"),
    },
];

/// The store on SQLite: one file. Several processes may have it open at a time.
pub struct SqliteStore {
    database: Arc<Database>,
    /// Absent in a store that is only read.
    turns: Option<Turns>,
    /// Set in a store of one instant: all its reads are made here. A read may ask for another in its middle.
    pinned: Option<Pinned>,
    /// Logs in memory, for consistency proofs. A log only ever grows, so what is here is never stale, only short.
    pub(super) logs: Mutex<HashMap<RegionCode, MerkleLog>>,
    /// What is asked for the time once the write lock is held; absent where the caller's own time holds, as in a test.
    clock: Option<Arc<dyn Clock>>,
}

/// A connection inside a read transaction; given back when it is dropped.
struct Pinned {
    database: Arc<Database>,
    connection: Option<ReentrantMutex<Connection>>,
}

impl Drop for Pinned {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.database.end_instant(connection.into_inner());
        }
    }
}

impl SqliteStore {
    fn over(database: Database) -> Self {
        Self {
            database: Arc::new(database),
            turns: None,
            pinned: None,
            logs: Mutex::default(),
            clock: None,
        }
    }

    /// The store as it stands now, whatever is written meanwhile; a write through it is an error.
    pub fn as_of_now(&self) -> Result<Self> {
        let database = Arc::clone(&self.database);
        let connection = Some(ReentrantMutex::new(database.begin_instant()?));
        Ok(Self {
            database: Arc::clone(&database),
            turns: None,
            pinned: Some(Pinned { database, connection }),
            logs: Mutex::default(),
            clock: None,
        })
    }

    /// Opens the database, making and migrating it where needed: encrypted with `key` when there is one. Call it under
    /// the folder's lock.
    pub fn open(path: &Path, key: Option<&[u8; 32]>) -> Result<Self> {
        let database = Database::open(path, &raw_or_plain(key), MIGRATIONS)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        Ok(Self {
            turns: Some(Turns::in_folder(folder.unwrap_or(Path::new(".")))?),
            ..Self::over(database)
        })
    }

    /// Reads the time by this clock once the write lock is held: a call may have waited for it for seconds, and what was
    /// written meanwhile must not be later than what this one writes.
    pub fn timed_by(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The time of a write that was asked for at `said`; called with the write lock held.
    pub(super) fn time_of(&self, said: Moment) -> Moment {
        self.clock.as_ref().map_or(said, |clock| clock.now().wall)
    }

    /// Opens a database that is there and leaves it as it is, whatever its schema: for the doctor. Answers the schema's
    /// number too.
    pub fn look(path: &Path, key: Option<&[u8; 32]>) -> Result<(Self, u32)> {
        let (database, schema) = Database::look(path, &raw_or_plain(key))?;
        Ok((Self::over(database), schema))
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
        if self.pinned.is_some() {
            return Err(Error::inconsistent("store", "written to as of an instant that is over"));
        }
        let turn = self.turns.as_ref().map(Turns::take).transpose()?;
        let answer = self.database.write(|tx| {
            drop(turn);
            work(tx)
        });
        // What was committed stands: a failed checkpoint is for whoever looks after the server.
        if let Some(error) = self.database.take_untidy() {
            tracing::warn!(%error, "the write-ahead log could not be checkpointed; the next large write tries again");
        }
        answer
    }

    /// Empties the write-ahead log, if readers allow it within `patience`.
    pub(super) fn empty_log(&self, patience: Duration) -> Result<bool> {
        Ok(self.database.empty_log(patience)?)
    }

    /// Runs `work` on one snapshot of what is committed.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match self.pinned.as_ref().and_then(|pinned| pinned.connection.as_ref()) {
            Some(connection) => work(&connection.lock()),
            None => self.database.read_instant(work),
        }
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
