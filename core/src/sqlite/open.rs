//! `Database`: one writer behind a lock, readers beside it.

use super::{Checkpointed, Key, Migration};
use crate::error::Result;
use rusqlite::{Connection, Transaction};
use std::path::Path;

/// How thoroughly [`Database::check`] looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Pages and rows hang together (`quick_check`): fit for every start of a phone.
    Quick,
    /// Indexes agree with their tables too, and references point at something (`integrity_check`, `foreign_key_check`).
    Whole,
}

/// An open database. Share it (`Arc`): writes queue for one connection, reads run beside them on their own and see
/// the last commit. Calls block: keep them off the UI's and the async threads.
pub struct Database {}

impl Database {
    /// Opens or makes the database at `path` (its folder must exist; a new file is readable by its owner only) and
    /// brings its schema up to the last of `migrations`, one transaction a step.
    ///
    /// # Errors
    /// `WrongKey` (wrong or missing key, or no database), `NewerSchema`, `Damaged`, `Busy`, `DiskFull`, `File`, `Database`.
    pub fn open(_path: &Path, _key: Key, _migrations: &[Migration]) -> Result<Self> {
        todo!()
    }
    /// The one write door: `BEGIN IMMEDIATE`, then commit when `act` answers `Ok`, else roll back. When it returns
    /// `Ok`, the rows are on the disk (one sync). Inside, `?` turns `rusqlite::Error` into the core's error.
    /// Never call a write from within a write.
    ///
    /// # Errors
    /// What `act` answered; `Busy` when another process wrote for longer than the busy timeout; `DiskFull`, `Damaged`.
    pub fn write<T>(&self, _act: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        todo!()
    }
    /// The same for drafts: nothing is synced, so a killed process loses nothing, but a flat battery may lose what was
    /// committed since the last full write or [`Database::sync_now`]. It is never torn.
    pub fn write_relaxed<T>(&self, _act: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        todo!()
    }
    /// Makes every relaxed write durable: one sync, or none when there is nothing to make durable. For `onPause`.
    pub fn sync_now(&self) -> Result<()> {
        todo!()
    }
    /// Reads in one snapshot, beside any writer. The connection refuses to write.
    pub fn read<T>(&self, _act: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        todo!()
    }
    /// Moves what the WAL holds into the database file and empties the WAL, so that later commits are one sync each.
    /// Call it after a sync call, on pause, or when [`Database::wal_bytes`] is large; a relaxed write does it by itself
    /// above 16 MiB, and a full write only above 64 MiB.
    pub fn checkpoint(&self) -> Result<Checkpointed> {
        todo!()
    }
    /// The size of the WAL in bytes.
    pub fn wal_bytes(&self) -> Result<u64> {
        todo!()
    }
    /// SQLite's `data_version`: it changes when another connection or process has committed. No cache may outlive it.
    pub fn data_version(&self) -> Result<i64> {
        todo!()
    }
    /// Looks whether the database hangs together.
    ///
    /// # Errors
    /// `Damaged` with the first findings.
    pub fn check(&self, _depth: Depth) -> Result<()> {
        todo!()
    }
    /// Copies the database, as it stands at one moment and under the same key, into a new file at `path`, synced,
    /// while others go on writing.
    ///
    /// # Errors
    /// `NotNow` when there is a file at `path` already.
    pub fn backup_to(&self, _path: &Path) -> Result<()> {
        todo!()
    }
    /// Every table, index, view and trigger as SQL, in order of name: to compare two schemas.
    pub fn schema_text(&self) -> Result<String> {
        todo!()
    }
    /// Where the database lies.
    pub fn path(&self) -> &Path {
        todo!()
    }
}
