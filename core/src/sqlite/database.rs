//! An open database: one connection that writes, others that read.

use super::key::Key;
use super::migrate::{Migration, migrate, refuse_newer};
use crate::error::{Error, Result};
use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a call waits for another program's write to end.
const BUSY: Duration = Duration::from_secs(20);
/// The WAL is checkpointed after a write that leaves it longer than this; some hundred visits fit below it.
const WAL_BYTES: u64 = 16 * 1024 * 1024;
/// How long writers are held up by one try to empty the write-ahead log, and the pause before the next.
const EMPTYING: Duration = Duration::from_millis(200);
/// Reading connections kept for the next reader.
const READERS: usize = 8;

/// The durability of a commit when the call answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Synchronous {
    /// Synced.
    Full,
    /// Survives a kill of the program; a loss of power may take the last ones.
    Normal,
}

struct Writer {
    connection: Connection,
    synchronous: Synchronous,
}

/// A database that is open and up to date. Threads share it.
pub struct Database {
    path: PathBuf,
    key: Key,
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Connection>>,
    /// What the last housekeeping failed with; none when it went well.
    untidy: Mutex<Option<Error>>,
}

impl Database {
    /// Opens the file, or makes it, and brings its schema up to the last of `migrations`.
    ///
    /// Errors: [`Error::WrongKey`] (also: no key for an encrypted file, a key for a plain one, a file that is no
    /// database), [`Error::NewerSchema`], [`Error::Damaged`], [`Error::DiskFull`], [`Error::Busy`].
    pub fn open(path: &Path, key: &Key, migrations: &[Migration]) -> Result<Self> {
        let mut connection = connect(path, key, OpenFlags::default())?;
        // Before anything is written: what a newer program made is left as it is.
        refuse_newer(&connection, migrations)?;
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0))?;
        // Checkpoints are ours to place: an automatic one would fall into somebody's commit.
        connection.pragma_update_and_check(None, "wal_autocheckpoint", 0, |row| row.get::<_, i64>(0))?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update_and_check(None, "secure_delete", "on", |row| row.get::<_, i64>(0))?;
        migrate(&mut connection, migrations)?;
        Ok(Self {
            path: path.to_owned(),
            key: key.clone(),
            writer: Mutex::new(Writer {
                connection,
                synchronous: Synchronous::Full,
            }),
            readers: Mutex::new(Vec::new()),
            untidy: Mutex::new(None),
        })
    }

    /// Opens a file that is there and leaves it as it is: nothing is made, migrated, written or checkpointed, and every
    /// write through it is an error. Answers the schema's number as well, which may be any.
    ///
    /// Errors: as [`Database::open`], but for the schema's.
    pub fn look(path: &Path, key: &Key) -> Result<(Self, u32)> {
        let connection = connect(path, key, OpenFlags::default() & !OpenFlags::SQLITE_OPEN_CREATE)?;
        keep_log_on_close(&connection)?;
        connection.pragma_update(None, "query_only", true)?;
        let schema = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let looked = Self {
            path: path.to_owned(),
            key: key.clone(),
            writer: Mutex::new(Writer {
                connection,
                synchronous: Synchronous::Full,
            }),
            readers: Mutex::new(Vec::new()),
            untidy: Mutex::new(None),
        };
        Ok((looked, schema))
    }

    /// The one way to write: `BEGIN IMMEDIATE`, the work, `COMMIT`, synced when this answers. On any error of the work
    /// nothing has happened.
    pub fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.transact(Synchronous::Full, work)
    }

    /// As [`Database::write`], but not synced: for drafts, saved at every touch. A kill of the program loses none of it;
    /// [`Database::sync_now`], or the next `write`, makes it safe from a loss of power too.
    pub fn write_relaxed<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.transact(Synchronous::Normal, work)
    }

    /// Syncs what `write_relaxed` has written: when the app is paused, and with each photo.
    pub fn sync_now(&self) -> Result<()> {
        // Only a commit that writes a page syncs the log: the schema's own number is written over with itself.
        self.write(|tx| {
            let version: u32 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            tx.pragma_update(None, "user_version", version).map_err(Error::from)
        })
    }

    /// Reads on a connection of its own: a reader sees the database as it stood when its first statement began.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let kept = lock(&self.readers).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.reader()?,
        };
        let answer = work(&connection);
        let mut readers = lock(&self.readers);
        // A reader left inside a transaction would read an old snapshot for ever: it is not kept.
        if readers.len() < READERS && connection.is_autocommit() {
            readers.push(connection);
        }
        answer
    }

    /// Reads several statements of one instant.
    pub fn read_instant<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.read(|connection| {
            let instant = connection.unchecked_transaction().map_err(Error::from)?;
            work(&instant)
        })
    }

    /// A connection that reads the database as it stands now until it is given to [`Database::end_instant`]. Writers go on
    /// meanwhile; the write-ahead log cannot be emptied.
    pub fn begin_instant(&self) -> Result<Connection> {
        let kept = lock(&self.readers).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.reader()?,
        };
        connection.execute_batch("BEGIN")?;
        // The instant begins with its first read.
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    }

    /// Takes back a connection of [`Database::begin_instant`] for the next reader.
    pub fn end_instant(&self, connection: Connection) {
        // One that cannot leave its transaction is closed instead.
        if connection.execute_batch("ROLLBACK").is_ok() {
            let mut readers = lock(&self.readers);
            if readers.len() < READERS {
                readers.push(connection);
            }
        }
    }

    /// Checkpoints the WAL, as far as readers allow. Two or three syncs: call it when
    /// nobody waits (after a sync with the server, when the app is paused).
    pub fn checkpoint(&self) -> Result<()> {
        checkpoint(&lock(&self.writer).connection)
    }

    /// Ends it: the write-ahead log is in the database file, synced, and gone. `Busy` while another program reads.
    pub fn close(self) -> Result<()> {
        drop(self.readers);
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        let busy: i64 = writer
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        writer.connection.close().map_err(|(_, error)| Error::from(error))?;
        match busy {
            0 => Ok(()),
            _ => Err(Error::Busy),
        }
    }

    /// As [`Database::checkpoint`], and empties the log: nothing that was deleted stays in it. Readers of an older state
    /// may hold it up; then the next checkpoint copies it.
    pub fn checkpoint_whole(&self) -> Result<()> {
        let writer = lock(&self.writer);
        writer
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// As [`Database::checkpoint`], for after a commit: what was committed stands however this goes, so a failure is no
    /// answer to whoever wrote. It is kept for [`Database::take_untidy`], and the next write over the limit tries again.
    pub fn tidy(&self) {
        self.keep_house(&lock(&self.writer).connection);
    }

    /// What the last housekeeping failed with, told once.
    pub fn take_untidy(&self) -> Option<Error> {
        lock(&self.untidy).take()
    }

    fn keep_house(&self, connection: &Connection) {
        *lock(&self.untidy) = checkpoint(connection).err();
    }

    /// Copies the write-ahead log into the database and empties it, so that nothing that was deleted stays in it. Readers of
    /// an older state hold that up: it is tried again for `patience`, each time for a moment in which writers wait. Answers
    /// whether the log is empty.
    pub fn empty_log(&self, patience: Duration) -> Result<bool> {
        let begun = Instant::now();
        loop {
            let busy: i64 = {
                let writer = lock(&self.writer);
                // Most of it without holding anybody up.
                checkpoint(&writer.connection)?;
                writer.connection.busy_timeout(EMPTYING)?;
                let asked = writer
                    .connection
                    .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
                writer.connection.busy_timeout(BUSY)?;
                asked?
            };
            if busy == 0 {
                return Ok(true);
            }
            if begun.elapsed() >= patience {
                return Ok(false);
            }
            std::thread::sleep(EMPTYING);
        }
    }

    /// Reads every page and checks what SQLite can check; [`Error::Damaged`] says what is wrong.
    pub fn check(&self) -> Result<()> {
        self.checked("PRAGMA integrity_check(1)")
    }

    /// As [`Database::check`], but that each index fits its table: what a start has time for.
    pub fn quick_check(&self) -> Result<()> {
        self.checked("PRAGMA quick_check(1)")
    }

    fn checked(&self, pragma: &str) -> Result<()> {
        self.read(|connection| {
            let said: String = connection.query_row(pragma, [], |row| row.get(0))?;
            match said.as_str() {
                "ok" => Ok(()),
                _ if not_read(&said) => Err(Error::DiskIo(said)),
                _ => Err(Error::Damaged { detail: said }),
            }
        })
    }

    /// Makes every index anew from its table.
    pub fn reindex(&self) -> Result<()> {
        self.write(|tx| Ok(tx.execute_batch("REINDEX")?))
    }

    /// Rows that point to a row which is not there, counted by their table.
    pub fn dangling(&self) -> Result<BTreeMap<String, u64>> {
        self.read(|connection| {
            let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
            let mut rows = statement.query([])?;
            let mut tables = BTreeMap::new();
            while let Some(row) = rows.next()? {
                *tables.entry(row.get(0)?).or_insert(0) += 1;
            }
            Ok::<_, Error>(tables)
        })
    }

    /// Copies the database, as of one instant, into a new file encrypted with `key`, while others go on writing.
    pub fn backup_to(&self, path: &Path, key: &Key) -> Result<()> {
        let mut target = connect(path, key, OpenFlags::default())?;
        self.read_instant(|connection| {
            // The instant begins with its first read. It is held to the end: without it, each write of another program
            // would make the copy begin again.
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Backup::new(connection, &mut target)?.run_to_completion(512, Duration::ZERO, None)?;
            Ok::<_, Error>(())
        })?;
        target.close().map_err(|(_, error)| Error::from(error))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn reader(&self) -> Result<Connection> {
        let connection = connect(
            &self.path,
            &self.key,
            OpenFlags::default() & !OpenFlags::SQLITE_OPEN_CREATE,
        )?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }

    fn transact<T, E: From<Error>>(
        &self,
        wanted: Synchronous,
        work: impl FnOnce(&Transaction<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut writer = lock(&self.writer);
        if writer.synchronous != wanted {
            let word = match wanted {
                Synchronous::Full => "full",
                Synchronous::Normal => "normal",
            };
            writer
                .connection
                .pragma_update(None, "synchronous", word)
                .map_err(Error::from)?;
            writer.synchronous = wanted;
        }
        let tx = writer
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Error::from)?;
        let answer = work(&tx)?;
        tx.commit().map_err(Error::from)?;
        let mut wal = self.path.as_os_str().to_owned();
        wal.push("-wal");
        if std::fs::metadata(&wal).is_ok_and(|file| file.len() > WAL_BYTES) {
            self.keep_house(&writer.connection);
        }
        Ok(answer)
    }
}

/// Whether a check's finding is a page that the system did not read: SQLite tells it with the others, its error's number at
/// the end (10 I/O, 7 memory, 14 open; the higher bytes say more).
fn not_read(finding: &str) -> bool {
    let code = finding
        .rsplit_once("error code=")
        .map(|(_, code)| code.trim().parse::<i32>());
    matches!(code, Some(Ok(code)) if [7, 10, 14].contains(&(code & 0xff)))
}

/// Statements begun by this process, in all its databases.
static STATEMENTS: AtomicU64 = AtomicU64::new(0);

/// How many SQL statements this process has begun, in all its databases: what a page costs is counted with it.
pub fn statements() -> u64 {
    STATEMENTS.load(Ordering::Relaxed)
}

/// A connection with the key told and the settings that every connection needs.
pub(super) fn connect(path: &Path, key: &Key, flags: OpenFlags) -> Result<Connection> {
    let mut connection = Connection::open_with_flags(path, flags)?;
    let counted = |_: TraceEvent<'_>| {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
    };
    connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(counted))?;
    key.apply(&connection)?;
    connection.busy_timeout(BUSY)?;
    // A wrong key shows at the first statement that reads a page.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    Ok(connection)
}

/// The last connection to close leaves the write-ahead log as it is.
pub(super) fn keep_log_on_close(connection: &Connection) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(())
}

fn checkpoint(connection: &Connection) -> Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    Ok(())
}

/// A thread that panicked inside left no half write behind: its transaction rolled back when it was dropped.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
