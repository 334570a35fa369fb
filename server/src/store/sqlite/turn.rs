//! Whose turn it is to write: threads and programs that write to one database each get theirs in the order they asked.
//! SQLite alone lets whoever asks at the right moment go first, and a program that writes without a pause keeps every
//! other one waiting.

use crate::Result;
use parking_lot::{FairMutex, FairMutexGuard};
use std::fs::File;
use std::path::{Path, PathBuf};

/// The order of the writers of one folder's database.
pub(super) struct Turns {
    path: PathBuf,
    folder: FairMutex<File>,
}

/// Held from asking until the transaction has begun, so that one writer waits for SQLite and the others for it.
pub(super) struct Turn<'a>(FairMutexGuard<'a, File>);

impl Turns {
    /// Of the database in this folder. The lock is on the folder: one on a database's file, given back, would take
    /// SQLite's own locks with it.
    pub(super) fn in_folder(folder: &Path) -> Result<Self> {
        let opened = File::open(folder).map_err(|error| ruhu_core::Error::file(folder, error))?;
        Ok(Self {
            path: folder.to_owned(),
            folder: FairMutex::new(opened),
        })
    }

    /// Waits for the turn: as long as the writers before need to begin, each of them 20 s at most.
    pub(super) fn take(&self) -> Result<Turn<'_>> {
        let folder = self.folder.lock();
        folder
            .lock()
            .map_err(|error| ruhu_core::Error::file(&self.path, error))?;
        Ok(Turn(folder))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // The system gives it back at the latest when the program ends.
        if let Err(error) = self.0.unlock() {
            tracing::error!(%error, "the folder's lock could not be given back: other programs cannot write");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn two_programs_have_the_turn_one_after_the_other() {
        let folder = tempfile::tempdir().expect("a folder");
        // Each opens the folder for itself, as two programs do.
        let (one, other) = (
            Turns::in_folder(folder.path()).expect("opens"),
            Turns::in_folder(folder.path()).expect("opens"),
        );
        let turn = one.take().expect("free");
        let (has, gets) = channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let turn = other.take().expect("given back");
                has.send(()).expect("heard");
                drop(turn);
            });
            let refused = File::open(folder.path()).expect("opens").try_lock().is_err();
            assert!(refused && gets.try_recv().is_err());
            drop(turn);
            gets.recv().expect("it has the turn now");
        });
    }
}
