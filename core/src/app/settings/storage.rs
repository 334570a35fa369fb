//! Room on the phone: only originals whose receipt is stored may go. And a backup of what is not sent.

use crate::app::{Answer, App, AppError};
use crate::error::Error;
use crate::ids::Sha256;
use crate::outbox::What;
use crate::store::KeptBackup;
use crate::wire::sealed::Sealing;
use serde_json::json;
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;

/// What may be freed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Storage {
    /// Originals that the township has, with its receipt on this phone.
    pub originals: u32,
    /// Their bytes.
    pub bytes: u64,
}

/// A backup of what is not sent yet, sealed to the township's key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Backup {
    /// Records in it.
    pub records: u32,
    /// Photo files in it.
    pub photos: u32,
    /// Photo files left out: they cannot be read.
    pub left_out: u32,
    /// The file's size in bytes.
    pub bytes: u64,
}

impl App {
    /// What may be freed.
    pub fn storage(&self) -> Answer<Storage> {
        Ok(sum(&self.store.freeable()?))
    }

    /// Frees it; copies and records stay.
    pub fn free_storage(&self) -> Answer<Storage> {
        let files = self.store.freeable()?;
        for (file, _) in &files {
            self.shelf.remove(file)?;
        }
        // A kill before this line leaves rows without files: freeing again finds nothing to remove and notes it.
        let names: Vec<Sha256> = files.iter().map(|(file, _)| *file).collect();
        self.store.freed(&names, self.clock.now().wall)?;
        Ok(sum(&files))
    }

    /// Writes everything that is not sent yet to a file that only the township can open. Inside the seal: one line of
    /// JSON `{"ruhu_backup":1,"records":[JWS...],"photos":[{"sha256","size"}...]}`, then the photos' bytes in that order.
    /// It is sealed piece by piece, so that its size is not bounded by the phone's memory; a file that could not be finished
    /// is not left behind.
    pub fn backup(&self, to: &Path) -> Answer<Backup> {
        let me = self.enrolment()?;
        let items = self.store.unsent()?.items;
        let (records, mut files): (Vec<_>, Vec<_>) =
            items.iter().partition(|item| matches!(item.what, What::Record { .. }));
        let records: Vec<Sha256> = records.iter().map(|item| item.sha256).collect();
        // Copies first: they are what a reviewer needs.
        files.sort_by_key(|item| matches!(item.what, What::Original { .. }));
        // Every file is read once before, since the first line names them.
        let (mut photos, mut unread) = (Vec::new(), Vec::new());
        for file in files {
            match self.shelf.look_through(&file.sha256) {
                Ok(size) => photos.push((file.sha256, size)),
                Err(Error::NotFound { .. } | Error::Damaged { .. } | Error::NotGenuine(_) | Error::File { .. }) => {
                    unread.push(file.sha256)
                }
                Err(other) => return Err(other.into()),
            }
        }
        let listed: Vec<_> = photos
            .iter()
            .map(|(sha256, size)| json!({"sha256": sha256, "size": size}))
            .collect();
        let head = json!({"ruhu_backup": 1, "records": self.store.jws_of(&records)?, "photos": listed});
        let bytes = write_new(to, |file| {
            let failed = |e| Error::file(to, e);
            let mut sealing = Sealing::begin(&me.backup_key, file)?.map_err(failed)?;
            writeln!(sealing, "{head}").map_err(failed)?;
            for (sha256, size) in &photos {
                let mut at = 0;
                while at < *size {
                    let part = self.shelf.read_at(sha256, at, AT_A_TIME)?;
                    at += u64::try_from(part.len()).unwrap_or(u64::MAX);
                    sealing.write_all(&part).map_err(failed)?;
                }
            }
            sealing.finish().map_err(failed)
        })?;
        let count = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
        let backup = Backup {
            records: count(records.len()),
            photos: count(photos.len()),
            left_out: count(unread.len()),
            bytes,
        };
        self.store.backed_up(&KeptBackup {
            at: self.clock.now().wall,
            left_out: backup.left_out,
            records,
            photos: photos.into_iter().map(|(sha256, _)| sha256).collect(),
            unread,
        })?;
        Ok(backup)
    }
}

/// Bytes of a photo read at a time.
const AT_A_TIME: usize = 256 * 1024;

fn sum(files: &[(Sha256, u64)]) -> Storage {
    Storage {
        originals: u32::try_from(files.len()).unwrap_or(u32::MAX),
        bytes: files.iter().map(|(_, bytes)| bytes).sum(),
    }
}

/// Writes a new file, synced, and answers its size; one that is there already is never written over, and one that could not
/// be finished is taken away.
fn write_new(path: &Path, fill: impl FnOnce(BufWriter<File>) -> Result<BufWriter<File>, Error>) -> Answer<u64> {
    let failed = |e| Error::file(path, e);
    let new = match File::options().write(true).create_new(true).open(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            return Err(AppError::fix(
                "file_exists",
                "那里已经有同名文件，请换一个名字。",
                "There is a file of that name already: choose another name.",
            ));
        }
        other => other.map_err(failed)?,
    };
    let written = fill(BufWriter::new(new)).and_then(|file| {
        let file = file.into_inner().map_err(|e| failed(e.into_error()))?;
        file.sync_all().and_then(|()| file.metadata()).map_err(failed)
    });
    match written {
        Ok(file) => Ok(file.len()),
        Err(error) => {
            // The first error is the one to tell.
            drop(std::fs::remove_file(path));
            Err(error.into())
        }
    }
}
