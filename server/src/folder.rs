//! The data folder: `ruhu.db`, `keys/server.key`, `lock`. Every command that has `--data` opens it here, so that a
//! first start makes everything once, whoever comes first.

use crate::Result;
use crate::store::SqliteStore;
use ruhu_core::record::ServerSigner;
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
    pub fn open(_path: &Path, _key: Option<&[u8; 32]>) -> Result<Self> {
        todo!()
    }

    /// Opens a folder that is there already; a missing one is an error that says so, and nothing is made.
    pub fn open_existing(_path: &Path, _key: Option<&[u8; 32]>) -> Result<Self> {
        todo!()
    }
}
