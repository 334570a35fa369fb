//! The store's key, sealed to the township, in a file beside the store. A phone's keystore can lose the key that the store is
//! opened with; the store is then set aside whole, this file in it, and the township can open it (`ruhu unsent`).
//! The file is made at enrolment, and at the next opening where it is missing or another store's: a phone that was enrolled
//! by an earlier version gets it then. On its own it tells nothing: only the township's private key opens it.

use crate::error::{Error, Result};
use crate::ids::Sha256;
use crate::wire::store_key::seal_store_key;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The sealed key's file, in the app's folder.
pub(super) const SEALED: &str = "store-key.sealed";
/// For which key and township the file was made, as a hash: one cannot look into the file to see.
const SEALED_FOR: &str = "store-key.for";

/// The store's key as the app keeps it while it is open.
pub(in crate::app) struct StoreKey {
    key: Zeroizing<[u8; 32]>,
    dir: PathBuf,
}

impl StoreKey {
    pub(in crate::app) fn new(key: [u8; 32], dir: &Path) -> Self {
        Self {
            key: Zeroizing::new(key),
            dir: dir.to_owned(),
        }
    }

    /// Makes the file for this township unless it is there already.
    pub(in crate::app) fn seal_for(&self, township: &[u8; 32]) -> Result<()> {
        let (sealed, made_for) = (self.dir.join(SEALED), self.dir.join(SEALED_FOR));
        let known_by =
            Sha256::of(&[b"ruhu store key\n".as_slice(), self.key.as_slice(), township].concat()).to_string();
        let there = sealed.exists() && matches!(fs::read_to_string(&made_for), Ok(text) if text == known_by);
        if there {
            return Ok(());
        }
        // The mark goes first and comes last: a kill between the two makes the file once more.
        remove(&made_for)?;
        write(&sealed, &seal_store_key(township, &self.key)?)?;
        write(&made_for, known_by.as_bytes())
    }
}

/// After a sign-out nobody shall read the store, the township neither: it has everything, or a backup of it.
pub(super) fn remove_sealed(dir: &Path) -> Result<()> {
    remove(&dir.join(SEALED_FOR))?;
    remove(&dir.join(SEALED))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(Error::file(path, e)),
        _ => Ok(()),
    }
}

/// Written beside, synced and renamed: a cut leaves the old file or the new one.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = path.with_extension("new");
    File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|e| Error::file(path, e))
}
