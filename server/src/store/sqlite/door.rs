//! Opening, migrating, and the two ways in: a writer that begins `IMMEDIATE`, and readers that each see one snapshot.

use crate::{Error, Result};
use ruhu_core::ids::RegionCode;
use ruhu_core::record::MerkleLog;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Every schema step, in order. A released one is never edited.
const MIGRATIONS: &[&str] = &[include_str!("0001_township.sql")];

/// How long a writer waits for another process's transaction: a command's import may take a while.
const BUSY: Duration = Duration::from_secs(30);

/// The store on SQLite: one file. Several processes may have it open at a time.
pub struct SqliteStore {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    /// Logs in memory, for consistency proofs. A log only ever grows, so what is here is never stale, only short.
    pub(super) logs: Mutex<HashMap<RegionCode, MerkleLog>>,
}

impl SqliteStore {
    /// Opens the database, making and migrating it where needed. Call it under the folder's lock.
    pub fn open(path: &Path) -> Result<Self> {
        let mut writer = connect(path)?;
        migrate(&mut writer)?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            logs: Mutex::default(),
        })
    }

    /// Runs `work` in one transaction: all of it is synced when this answers, or nothing has happened.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut conn = lock(&self.writer);
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = work(&tx)?;
        tx.commit()?;
        Ok(answer)
    }

    /// Runs `work` on one snapshot of what is committed.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let pooled = lock(&self.readers).pop();
        let mut conn = match pooled {
            Some(conn) => conn,
            None => connect(&self.path)?,
        };
        let tx = conn.transaction()?;
        let answer = work(&tx);
        drop(tx);
        lock(&self.readers).push(conn);
        answer
    }
}

/// A lock whose holder panicked guards nothing half done: transactions roll back, and a log only grows by whole leaves.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path) -> Result<Connection> {
    let conn = Connection::open(path)?;
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(conn)
}

fn migrate(conn: &mut Connection) -> Result<()> {
    let known = u32::try_from(MIGRATIONS.len()).expect("there are fewer than 2^32 migrations");
    let found: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(ruhu_core::Error::NewerSchema { found, known }.into());
    }
    for (number, sql) in (1..).zip(MIGRATIONS).skip(usize::try_from(found).unwrap_or(usize::MAX)) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "user_version", number)?;
        tx.commit()?;
    }
    Ok(())
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let core = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => ruhu_core::Error::DiskFull,
            Some(ErrorCode::NotADatabase) => ruhu_core::Error::WrongKey,
            Some(ErrorCode::DatabaseCorrupt) => ruhu_core::Error::Damaged {
                detail: error.to_string(),
            },
            _ => ruhu_core::Error::Database(error.to_string()),
        };
        core.into()
    }
}
