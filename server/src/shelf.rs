//! The photo shelf: files named by their hash, one folder a township, behind `object_store`: a local folder now, any
//! S3-compatible store later. What is put here is synced to disk, its folders too, before `put` answers.

use crate::Result;
use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ShelfPath;
use object_store::{ObjectStore, ObjectStoreExt};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{RegionCode, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The shelf.
#[derive(Clone, Debug)]
pub struct PhotoShelf {
    store: Arc<dyn ObjectStore>,
    place: PathBuf,
}

impl PhotoShelf {
    /// The shelf in this folder, which is made when it is not there.
    pub fn local(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| CoreError::file(folder, error))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| failed(folder, error))?;
        Ok(Self {
            store: Arc::new(store.with_fsync(true)),
            place: folder.to_owned(),
        })
    }

    /// Puts these bytes under their hash. The caller has compared the hash; twice is once.
    pub async fn put(&self, township: &RegionCode, sha256: &Sha256, bytes: Bytes) -> Result<()> {
        match self.store.put(&name_of(township, sha256), bytes.into()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(failed(&self.place, error)),
        }
    }

    /// The photo's bytes; `None` when it is not here.
    pub async fn get(&self, township: &RegionCode, sha256: &Sha256) -> Result<Option<Bytes>> {
        match self.store.get(&name_of(township, sha256)).await {
            Ok(found) => found
                .bytes()
                .await
                .map(Some)
                .map_err(|error| failed(&self.place, error)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(&self.place, error)),
        }
    }

    /// Takes a photo's file away; one that is not here is gone already.
    pub fn remove(&self, township: &RegionCode, sha256: &Sha256) -> Result<()> {
        let name = name_of(township, sha256);
        match self.runtime()?.block_on(self.store.delete(&name)) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(&self.place, error)),
        }
    }

    /// [`get`](Self::get) for a command, which has no runtime of its own.
    pub fn read(&self, township: &RegionCode, sha256: &Sha256) -> Result<Option<Bytes>> {
        self.runtime()?.block_on(self.get(township, sha256))
    }

    fn runtime(&self) -> Result<tokio::runtime::Runtime> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Ok(runtime.map_err(|error| CoreError::file(&self.place, error))?)
    }
}

/// `TOWNSHIP/ab/abcd….jpg`: no folder grows beyond a few hundred files of a township-year.
fn name_of(township: &RegionCode, sha256: &Sha256) -> ShelfPath {
    let hex = sha256.to_string();
    ShelfPath::from(format!("{township}/{}/{hex}.jpg", &hex[..2]))
}

/// Where a local shelf in this folder keeps a photo.
pub fn local_file(folder: &Path, township: &RegionCode, sha256: &Sha256) -> PathBuf {
    folder.join(name_of(township, sha256).as_ref())
}

/// The store's error as a file's: a full disk stays a full disk.
fn failed(place: &Path, error: object_store::Error) -> crate::Error {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            return CoreError::file(place, std::io::Error::new(io.kind(), io.to_string())).into();
        }
        source = inner.source();
    }
    CoreError::file(place, std::io::Error::other(error.to_string())).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_stands_under_its_hash_in_its_township() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shelf = PhotoShelf::local(folder.path()).expect("an empty folder is a shelf");
        let township: RegionCode = "610924102".parse().expect("nine digits");
        let other: RegionCode = "610924103".parse().expect("nine digits");
        let sha256 = Sha256::of(b"photo");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        runtime
            .block_on(shelf.put(&township, &sha256, Bytes::from_static(b"photo")))
            .expect("the shelf takes it");
        assert_eq!(
            shelf.read(&township, &sha256).expect("readable").as_deref(),
            Some(&b"photo"[..])
        );
        assert_eq!(shelf.read(&other, &sha256).expect("readable"), None);
        let hex = sha256.to_string();
        assert!(
            folder
                .path()
                .join("610924102")
                .join(&hex[..2])
                .join(format!("{hex}.jpg"))
                .exists()
        );
    }
}
