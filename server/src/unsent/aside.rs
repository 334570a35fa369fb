//! A phone's store that was set aside: its key comes out of `store-key.sealed`, its records out of `ruhu.db`, its photos off
//! the encrypted shelf.

use super::place::StoreFolder;
use crate::Result;
use ruhu_core::Error as CoreError;
use ruhu_core::ids::Sha256;
use ruhu_core::shelf::Shelf;
use ruhu_core::sqlite::SetAside;
use ruhu_core::wire::store_key::open_store_key;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of a phone's database at most.
const MOST_DATABASE: u64 = 8 << 30;
/// Bytes of a photo's file at most: 64 MiB and what its encryption adds.
const MOST_PHOTO: u64 = 70 << 20;

/// A set-aside store, opened in a copy of its own.
pub struct AsideStore {
    database: SetAside,
    shelf: Shelf,
    from: StoreFolder,
    copy: TemporaryFolder,
}

impl AsideStore {
    pub(super) fn open(from: &StoreFolder, private: &[u8; 32]) -> Result<Self> {
        let copy = TemporaryFolder::new()?;
        let here = |name: &str| copy.0.join(name);
        if !from.copy("store-key.sealed", &here("store-key.sealed"), 4096)? {
            return Err(CoreError::unusable(
                "set-aside store",
                "store-key.sealed",
                "it was never sealed to a township: its phone was not enrolled, or was last opened by an old version. Only that \
                 phone's own keystore can open it",
            )
            .into());
        }
        let sealed = fs::read(here("store-key.sealed")).map_err(|error| CoreError::file(&copy.0, error))?;
        let key = open_store_key(private, &sealed)?;
        from.copy("ruhu.db", &here("ruhu.db"), MOST_DATABASE)?;
        // The last commits are still in the log when the process was killed.
        from.copy("ruhu.db-wal", &here("ruhu.db-wal"), MOST_DATABASE)?;
        Ok(Self {
            database: SetAside::open(&here("ruhu.db"), key)?,
            shelf: Shelf::open(&here("photos"), key)?,
            from: from.clone(),
            copy,
        })
    }

    pub(super) fn records(&self) -> Result<Vec<String>> {
        Ok(self.database.records()?)
    }

    pub(super) fn photos(&self) -> Result<Vec<Sha256>> {
        Ok(self.database.photos()?)
    }

    pub(super) fn photo(&self, sha256: &Sha256) -> Result<Option<Vec<u8>>> {
        let name = format!("{sha256}.photo");
        let here = self.copy.0.join("photos").join(&name);
        if !self.from.copy(&format!("photos/{name}"), &here, MOST_PHOTO)? {
            return Ok(None);
        }
        let bytes = match self.shelf.read(sha256) {
            Ok(bytes) => Some(bytes),
            Err(CoreError::NotFound { .. } | CoreError::Damaged { .. } | CoreError::NotGenuine(_)) => None,
            Err(other) => return Err(other.into()),
        };
        fs::remove_file(&here).map_err(|error| CoreError::file(&here, error))?;
        Ok(bytes)
    }

    pub(super) fn begun(&self) -> Result<Vec<serde_json::Value>> {
        let value = |body: String| serde_json::from_str(&body).unwrap_or(serde_json::Value::String(body));
        Ok(self.database.drafts()?.into_iter().map(value).collect())
    }
}

/// A folder for this user alone that goes with its owner.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new() -> Result<Self> {
        use std::os::unix::fs::DirBuilderExt;
        let mut random = [0u8; 8];
        getrandom::fill(&mut random).expect("the operating system always has random bytes once it has booted");
        let path = std::env::temp_dir().join(format!("ruhu-unsent-{}", hex::encode(random)));
        let made = fs::DirBuilder::new().mode(0o700).create(&path);
        made.map_err(|error| CoreError::file(Path::new(&path), error))?;
        Ok(Self(path))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What cannot be removed is encrypted, and in a folder that the system clears.
        drop(fs::remove_dir_all(&self.0));
    }
}
