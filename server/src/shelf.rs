//! The photo shelf: files named by their hash, one folder a township, behind `object_store`: a local folder now, any
//! S3-compatible store later. What is put here is synced to disk, its folders too, before `put` answers.

use crate::Result;
use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ShelfPath;
use object_store::{ObjectStore, ObjectStoreExt};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::time::Moment;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

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

    /// [`put`](Self::put) for a command, which has no runtime of its own.
    pub fn write(&self, township: &RegionCode, sha256: &Sha256, bytes: Bytes) -> Result<()> {
        self.runtime()?.block_on(self.put(township, sha256, bytes))
    }

    /// [`get`](Self::get) for a command, which has no runtime of its own.
    pub fn read(&self, township: &RegionCode, sha256: &Sha256) -> Result<Option<Bytes>> {
        self.runtime()?.block_on(self.get(township, sha256))
    }

    /// Files that lie on the shelf since before `before` and are named as photos are, or as what the shelf writes before it
    /// gives a photo its name. Which of them a row names is the caller's to ask.
    pub fn lying(&self, before: Moment) -> Result<Vec<Lying>> {
        let mut found = Vec::new();
        for path in files_below(&self.place)? {
            let Some((township, sha256, whole)) = named(&self.place, &path) else {
                continue;
            };
            if modified(&path)?.is_some_and(|at| at < before) {
                found.push(Lying {
                    township,
                    sha256,
                    whole,
                    path,
                });
            }
        }
        Ok(found)
    }

    fn runtime(&self) -> Result<tokio::runtime::Runtime> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Ok(runtime.map_err(|error| CoreError::file(&self.place, error))?)
    }
}

/// A file on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lying {
    /// The township whose folder it lies in.
    pub township: RegionCode,
    /// The hash in its name.
    pub sha256: Sha256,
    /// It has its name; otherwise it was being written.
    pub whole: bool,
    path: PathBuf,
}

impl Lying {
    /// Takes the file away if it is still as old as that: one that was put there meanwhile stays.
    pub fn remove(&self, before: Moment) -> Result<bool> {
        if modified(&self.path)?.is_none_or(|at| at >= before) {
            return Ok(false);
        }
        match std::fs::remove_file(&self.path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(CoreError::file(&self.path, error).into()),
        }
    }
}

/// When a file was last written, by the disk's clock; `None` when it is not there.
fn modified(path: &Path) -> Result<Option<Moment>> {
    let failed = |error| crate::Error::Core(CoreError::file(path, error));
    let at = match std::fs::metadata(path) {
        Ok(file) => file.modified().map_err(failed)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let millis = at.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    Ok(Some(Moment::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))))
}

/// Every file below a folder, by path; none when it is not there yet.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(CoreError::file(&folder, error).into()),
        };
        for entry in entries {
            let entry = entry.map_err(|error| CoreError::file(&folder, error))?;
            match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                true => folders.push(entry.path()),
                false => found.push(entry.path()),
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whose photo a path is, when it is one that the shelf gives; the flag is false for one that was being written
/// (`HASH.jpg#1`).
pub(crate) fn named(shelf: &Path, path: &Path) -> Option<(RegionCode, Sha256, bool)> {
    let mut parts = path.strip_prefix(shelf).ok()?.components();
    let township: RegionCode = parts.next()?.as_os_str().to_str()?.parse().ok()?;
    let name = path.file_name()?.to_str()?;
    let (name, whole) = match name.split_once('#') {
        Some((name, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => (name, false),
        _ => (name, true),
    };
    let sha256: Sha256 = name.strip_suffix(".jpg")?.parse().ok()?;
    let file = local_file(shelf, &township, &sha256);
    (file.parent() == path.parent()).then_some((township, sha256, whole))
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
