//! Partial files: one an upload, in one folder. The offset of an upload is the size of its file, measured. One call at
//! a time is inside an upload; a newcomer asks the one inside to leave, because a phone whose road was cut comes back
//! long before the server notices that the old connection is dead.

use crate::Result;
use crate::store::UploadId;
use ruhu_core::Error as CoreError;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, OwnedMutexGuard};

/// The folder of partial files, and the doors to them.
pub struct Partials {
    folder: PathBuf,
    doors: Mutex<HashMap<UploadId, Arc<Door>>>,
}

#[derive(Default)]
struct Door {
    inside: Arc<tokio::sync::Mutex<()>>,
    waiting: AtomicUsize,
    knock: Notify,
}

impl Partials {
    /// The partial files in this folder, which is made when it is not there.
    pub fn open(folder: &Path) -> Result<Self> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| CoreError::file(folder, error))?;
        Ok(Self {
            folder: folder.to_owned(),
            doors: Mutex::default(),
        })
    }

    /// Goes inside an upload as soon as whoever is inside has left; they are asked to.
    pub(super) async fn enter(&self, id: &UploadId) -> Inside {
        let door = self.door(id);
        door.waiting.fetch_add(1, Ordering::SeqCst);
        let guard = GoneFromTheQueue(&door);
        door.knock.notify_one();
        let alone = Arc::clone(&door.inside).lock_owned().await;
        drop(guard);
        Inside {
            path: self.path(id),
            door,
            _alone: alone,
        }
    }

    /// The uploads that have a file here.
    pub(crate) async fn list(&self) -> std::result::Result<Vec<UploadId>, CoreError> {
        on_disk(&self.folder, |folder| {
            let mut ids = Vec::new();
            for entry in fs::read_dir(folder)? {
                let name = entry?.file_name();
                // A name that is no upload's is not ours to touch.
                ids.extend(name.to_str().and_then(|name| name.strip_suffix(".part")?.parse().ok()));
            }
            Ok(ids)
        })
        .await
    }

    fn door(&self, id: &UploadId) -> Arc<Door> {
        // No code panics while it holds the map, and a half-made entry is a whole one anyway.
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        doors.retain(|_, door| Arc::strong_count(door) > 1);
        Arc::clone(doors.entry(id.clone()).or_default())
    }

    fn path(&self, id: &UploadId) -> PathBuf {
        self.folder.join(format!("{id}.part"))
    }
}

/// Counts a newcomer out of the queue, also when it gives up waiting.
struct GoneFromTheQueue<'a>(&'a Door);

impl Drop for GoneFromTheQueue<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Being alone with an upload's file.
pub(super) struct Inside {
    path: PathBuf,
    door: Arc<Door>,
    _alone: OwnedMutexGuard<()>,
}

impl Inside {
    /// Makes the file, empty; it and its name in the folder are synced.
    pub(super) async fn create(&self) -> std::result::Result<(), CoreError> {
        on_disk(&self.path, |path| {
            File::options()
                .create_new(true)
                .write(true)
                .mode(0o600)
                .open(path)?
                .sync_all()?;
            sync_folder(path)
        })
        .await
    }

    /// How many bytes are there, all of them synced; `None` when the file is gone.
    pub(super) async fn offset(&self) -> std::result::Result<Option<u64>, CoreError> {
        on_disk(&self.path, |path| match File::open(path) {
            Ok(file) => {
                file.sync_data()?;
                Ok(Some(file.metadata()?.len()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// The file, open for adding at its end.
    pub(super) async fn open(&self) -> std::result::Result<File, CoreError> {
        on_disk(&self.path, |path| File::options().append(true).open(path)).await
    }

    /// All of it.
    pub(super) async fn read(&self) -> std::result::Result<Vec<u8>, CoreError> {
        on_disk(&self.path, |path| fs::read(path)).await
    }

    /// Removes it; one that is gone is gone.
    pub(super) async fn remove(&self) -> std::result::Result<(), CoreError> {
        on_disk(&self.path, |path| match fs::remove_file(path) {
            Ok(()) => sync_folder(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }

    /// Ends when somebody else wants to come in.
    pub(super) async fn asked_to_leave(&self) {
        // A knock may be an old one: somebody must be waiting too.
        while self.door.waiting.load(Ordering::SeqCst) == 0 {
            self.door.knock.notified().await;
        }
    }

    /// The file's error.
    pub(super) fn failed(&self, error: io::Error) -> CoreError {
        CoreError::file(&self.path, error)
    }
}

/// Disk work in a blocking thread: a sync may take its time, and other calls must not wait for it.
async fn on_disk<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
) -> std::result::Result<T, CoreError> {
    let at = path.to_owned();
    let done = tokio::task::spawn_blocking(move || work(&at)).await;
    done.unwrap_or_else(|_| Err(io::Error::other("the thread that worked on it has ended")))
        .map_err(|error| CoreError::file(path, error))
}

fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_is_inside_is_asked_to_leave_and_the_newcomer_measures() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let partials = Arc::new(Partials::open(&folder.path().join("uploads")).expect("a new folder"));
        let id = UploadId::new();
        let first = partials.enter(&id).await;
        first.create().await.expect("no such file yet");
        let newcomer = {
            let (partials, id) = (Arc::clone(&partials), id.clone());
            tokio::spawn(async move { partials.enter(&id).await.offset().await })
        };
        first.asked_to_leave().await;
        io::Write::write_all(&mut first.open().await.expect("it is there"), b"abc").expect("three bytes fit");
        drop(first);
        let measured = newcomer.await.expect("no panic").expect("measured");
        assert_eq!(measured, Some(3));
        assert_eq!(partials.list().await.expect("readable"), std::slice::from_ref(&id));
        partials.enter(&id).await.remove().await.expect("removed");
        assert_eq!(partials.enter(&id).await.offset().await.expect("measured"), None);
    }
}
