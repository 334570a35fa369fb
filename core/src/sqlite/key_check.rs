//! Whether a key is a database's own, told without the database: a damaged first page looks like a wrong key to SQLite,
//! and a database that is gone looks like one that never was.

use crate::error::{Error, Result};
use hkdf::Hkdf;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Random bytes at the file's beginning.
const SALT: usize = 32;
/// Bytes derived of key and salt, after them.
const CHECK: usize = 32;

/// The file beside a database that knows its key: a salt, and HKDF-SHA256 of the key under it. The key is 256 random bits:
/// nothing can be learnt of it from the file.
pub struct KeyCheck(PathBuf);

impl KeyCheck {
    /// The one beside this database.
    pub fn beside(database: &Path) -> Self {
        Self(super::aside::with(database, ".key-check"))
    }

    /// Whether the database was opened with this key before; `None` when that is not known.
    pub fn knows(&self, key: &[u8; 32]) -> Result<Option<bool>> {
        let kept = match fs::read(&self.0) {
            Ok(kept) => kept,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::file(&self.0, e)),
        };
        let Some((salt, check)) = kept.split_at_checked(SALT).filter(|(_, check)| check.len() == CHECK) else {
            return Ok(None);
        };
        Ok(Some(check == derived(key, salt)))
    }

    /// The database opens with this key.
    pub fn keep(&self, key: &[u8; 32]) -> Result<()> {
        if self.knows(key)? == Some(true) {
            return Ok(());
        }
        let mut salt = [0u8; SALT];
        getrandom::fill(&mut salt).map_err(|e| Error::Key(format!("no randomness: {e}")))?;
        let beside = super::aside::with(&self.0, ".new");
        let write = || {
            let mut file = File::create(&beside)?;
            file.write_all(&salt)?;
            file.write_all(&derived(key, &salt))?;
            file.sync_all()?;
            fs::rename(&beside, &self.0)
        };
        write().map_err(|e| Error::file(&self.0, e))
    }
}

fn derived(key: &[u8; 32], salt: &[u8]) -> [u8; CHECK] {
    let mut check = [0u8; CHECK];
    Hkdf::<sha2::Sha256>::new(Some(salt), key)
        .expand(b"ruhu key check", &mut check)
        .expect("32 bytes are well within what HKDF gives");
    check
}
