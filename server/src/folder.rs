//! The data folder: `ruhu.db`, `keys/server.key`, `lock`. Every command that has `--data` opens it here, so that a
//! first start makes everything once, whoever comes first.

use crate::Result;
use crate::store::SqliteStore;
use ruhu_core::Error as CoreError;
use ruhu_core::record::ServerSigner;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// An open data folder.
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// The store.
    pub store: SqliteStore,
    /// The server's own key.
    pub signer: ServerSigner,
}

impl Folder {
    /// Opens the folder, making what is missing: the folder (0700), `keys/server.key` (0600), the database and its
    /// migrations, all under `DIR/lock`. `key` is the raw 32-byte key that the database is encrypted with, if it is.
    ///
    /// Errors: a database of a newer version, a wrong or missing key, a folder that cannot be written.
    pub fn open(path: &Path, key: Option<&[u8; 32]>) -> Result<Self> {
        make_folder(path)?;
        let lock = locked(path)?;
        let keys = path.join("keys");
        make_folder(&keys)?;
        let signer = server_key(&path.join(SERVER_KEY))?;
        let store = SqliteStore::open(&path.join("ruhu.db"), key)?;
        crate::ingest::keep_anchors(&store)?;
        crate::judge::keep_missing(&store)?;
        crate::judge::queue_older(&store)?;
        drop(lock);
        Ok(Self {
            path: path.to_owned(),
            store,
            signer,
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
