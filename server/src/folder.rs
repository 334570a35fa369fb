//! The data folder: `ruhu.db`, `keys/server.key`, `lock`. Every command that has `--data` opens it here, so that a
//! first start makes everything once, whoever comes first.

use crate::store::SqliteStore;
use crate::{Error, Result};
use ruhu_core::Error as CoreError;
use ruhu_core::record::ServerSigner;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

mod modes;

/// An open data folder.
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// The store.
    pub store: SqliteStore,
    /// The server's own key.
    pub signer: ServerSigner,
    /// What others could read until this opening: file names.
    pub mended: Vec<&'static str>,
}

impl Folder {
    /// Opens the folder, making what is missing: the folder (0700), `keys/server.key` (0600), the database and its
    /// migrations, all under `DIR/lock`. `key` is the raw 32-byte key that the database is encrypted with, if it is.
    ///
    /// Errors: a database of a newer version, a wrong or missing key, a folder that cannot be written, a database whose
    /// `keys/server.key` is not there, an older database that another `ruhu` serves.
    pub fn open(path: &Path, key: Option<&[u8; 32]>) -> Result<Self> {
        Self::open_as(path, key, &|| not_while_served(path, key))
    }

    /// As [`open`](Self::open), by whoever holds what [`serve_alone`] gave.
    pub fn open_served(path: &Path, key: Option<&[u8; 32]>) -> Result<Self> {
        Self::open_as(path, key, &|| Ok(()))
    }

    fn open_as(path: &Path, key: Option<&[u8; 32]>, before: &dyn Fn() -> Result<()>) -> Result<Self> {
        make_folder(path)?;
        let lock = locked(path)?;
        let keys = path.join("keys");
        make_folder(&keys)?;
        let mended = modes::mend(path)?;
        before()?;
        let database = path.join("ruhu.db");
        let (server_key, begun) = (path.join(SERVER_KEY), has_bytes(&database));
        if begun && !server_key.exists() {
            return Err(key_gone(&server_key));
        }
        let signer = self::server_key(&server_key)?;
        make_private(&database)?;
        let store = SqliteStore::open(&database, key)?;
        crate::town::ingest::keep_anchors(&store)?;
        crate::town::judge::keep_missing(&store)?;
        crate::town::judge::queue_older(&store)?;
        drop(lock);
        Ok(Self {
            path: path.to_owned(),
            store,
            signer,
            mended,
        })
    }

    /// Opens a folder that is there already; a missing one is an error that says so, and nothing is made.
    pub fn open_existing(path: &Path, key: Option<&[u8; 32]>) -> Result<Self> {
        match path.join("ruhu.db").is_file() {
            true => Self::open(path, key),
            false => Err(CoreError::NotFound {
                what: "data folder (no ruhu.db in it; `ruhu import` or `ruhu serve` makes one)",
                id: path.display().to_string(),
            }
            .into()),
        }
    }
}

fn has_bytes(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|found| found.len() > 0)
}

/// Makes the database's file for its owner alone, before SQLite would make it under the process's umask. SQLite gives its
/// `-wal` and `-shm` the same mode.
fn make_private(database: &Path) -> Result<()> {
    let made = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(database);
    made.map(drop).map_err(|e| CoreError::file(database, e).into())
}

/// Another key would not fit the receipts that phones hold, and they would refuse this server for ever.
fn key_gone(path: &Path) -> Error {
    Error::Core(CoreError::unusable(
        "server key",
        &path.display().to_string(),
        "it is missing, and the database beside it was begun with it: copy keys/server.key back from a backup, or restore \
         the backup into a new folder (ruhu restore); nothing was changed",
    ))
}

/// An older database is brought up to date only when nobody serves it: the running program would then write into a schema
/// that it does not know.
fn not_while_served(path: &Path, key: Option<&[u8; 32]>) -> Result<()> {
    let database = path.join("ruhu.db");
    // What cannot be looked at is refused in a moment, when it is opened.
    let older = has_bytes(&database)
        && SqliteStore::look(&database, key).is_ok_and(|(_, schema)| schema < SqliteStore::newest_schema());
    // The lock is tried only then: held for an instant, it would be in the way of a server that starts.
    match older && serving_alone(path)?.is_none() {
        false => Ok(()),
        true => Err(Error::Core(CoreError::NotNow {
            what: format!(
                "{} is served by an older ruhu, and this newer one would change its database",
                path.display()
            ),
            mend: "stop the running `ruhu serve`, start the newer one, then give this command again".into(),
        })),
    }
}

/// Holds `DIR/serve.lock`: one folder has one server, and its uploads under way are its own. Commands may run beside it.
///
/// Errors: the folder is being served already.
pub fn serve_alone(path: &Path) -> Result<File> {
    make_folder(path)?;
    serving_alone(path)?.ok_or_else(|| {
        Error::Core(CoreError::NotNow {
            what: format!("{} is being served already", path.display()),
            mend: "stop the other `ruhu serve`, or give another --data".into(),
        })
    })
}

/// Holds `DIR/serve.lock` until dropped: no server serves the folder meanwhile. `None`: one does.
pub(crate) fn serving_alone(folder: &Path) -> Result<Option<File>> {
    let path = folder.join("serve.lock");
    let failed = |error| Error::Core(CoreError::file(&path, error));
    let mut options = OpenOptions::new();
    let opened = options.create(true).truncate(false).write(true).mode(0o600).open(&path);
    let file = opened.map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Makes a folder that only its owner can read, and those above it.
fn make_folder(path: &Path) -> Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    Ok(made.map_err(|e| CoreError::file(path, e))?)
}

/// Holds `DIR/lock` until dropped: first open and migration happen once, whoever comes first.
fn locked(folder: &Path) -> Result<File> {
    let path = folder.join("lock");
    let open = || {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path)?;
        file.lock()?;
        Ok(file)
    };
    Ok(open().map_err(|e| CoreError::file(&path, e))?)
}

/// Holds `DIR/judging.lock` until dropped: one process judges again what waits. `None`: another one does.
pub fn judging_alone(folder: &Path) -> Result<Option<File>> {
    let path = folder.join("judging.lock");
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true).mode(0o600);
    let file = options.open(&path).map_err(|e| CoreError::file(&path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(CoreError::file(&path, error).into()),
    }
}

/// Where the server's own key stands in a data folder.
pub const SERVER_KEY: &str = "keys/server.key";

/// Reads a server's key, 32 bytes in hexadecimal.
pub fn read_server_key(path: &Path) -> Result<ServerSigner> {
    let text = fs::read_to_string(path).map_err(|e| CoreError::file(path, e))?;
    let mut seed = [0; 32];
    hex::decode_to_slice(text.trim(), &mut seed).map_err(|_| {
        let place = path.display().to_string();
        CoreError::unusable(
            "server key",
            &place,
            "it holds 64 hexadecimal digits: restore it from your backup",
        )
    })?;
    Ok(ServerSigner::from_bytes(&seed))
}

/// Reads the server's key, or makes it: written beside, synced, renamed, so that a power cut leaves a whole key or none.
fn server_key(path: &Path) -> Result<ServerSigner> {
    if path.exists() {
        return read_server_key(path);
    }
    let signer = ServerSigner::generate();
    let beside = path.with_extension("new");
    let write = || {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .open(&beside)?;
        writeln!(file, "{}", hex::encode(signer.to_bytes()))?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        match path.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    };
    write().map_err(|e| CoreError::file(path, e))?;
    Ok(signer)
}
