//! Room on the phone: only originals whose receipt is stored may go. And a backup of what is not sent.

use super::{Answer, App, AppError};
use crate::error::Error;
use crate::ids::Sha256;
use crate::outbox::What;
use crate::store::KeptBackup;
use crate::wire::sealed::seal;
use serde_json::json;
use std::io::Write;
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
    /// Photo files left out: they cannot be read, or the backup would grow too large for the phone's memory.
    pub left_out: u32,
    /// The file's size in bytes.
    pub bytes: u64,
}

/// Plain bytes of photos in one backup at most: it is sealed in memory.
const MOST_BACKUP_BYTES: u64 = 64 << 20;

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
    pub fn backup(&self, to: &Path) -> Answer<Backup> {
        let me = self.enrolment()?;
        let items = self.store.unsent()?.items;
        let records: Vec<Sha256> = items
            .iter()
            .filter(|item| matches!(item.what, What::Record { .. }))
            .map(|item| item.sha256)
            .collect();
        let mut files: Vec<_> = items
            .iter()
            .filter(|item| !matches!(item.what, What::Record { .. }))
            .collect();
        // Copies first: they are what a reviewer needs.
        files.sort_by_key(|item| matches!(item.what, What::Original { .. }));
        let (mut photos, mut held, mut bytes, mut left_out) = (Vec::new(), Vec::new(), Vec::new(), 0u32);
        let mut room = MOST_BACKUP_BYTES;
        for file in files {
            if file.bytes > room {
                left_out += 1;
                continue;
            }
            match self.shelf.read(&file.sha256) {
                Ok(read) => {
                    room -= file.bytes;
                    photos.push(json!({"sha256": file.sha256, "size": read.len()}));
                    bytes.extend(read);
                    held.push(file.sha256);
                }
                Err(Error::NotFound { .. } | Error::Damaged { .. } | Error::NotGenuine(_)) => left_out += 1,
                Err(other) => return Err(other.into()),
            }
        }
        let head = json!({"ruhu_backup": 1, "records": self.store.jws_of(&records)?, "photos": photos});
        let mut plain = head.to_string().into_bytes();
        plain.push(b'\n');
        plain.extend(bytes);
        let sealed = seal(&me.backup_key, &plain)?;
        write_new(to, &sealed)?;
        let backup = Backup {
            records: u32::try_from(records.len()).unwrap_or(u32::MAX),
            photos: u32::try_from(photos.len()).unwrap_or(u32::MAX),
            left_out,
            bytes: u64::try_from(sealed.len()).unwrap_or(u64::MAX),
        };
        self.store.backed_up(&KeptBackup {
            at: self.clock.now().wall,
            left_out,
            records,
            photos: held,
        })?;
        Ok(backup)
    }
}

fn sum(files: &[(Sha256, u64)]) -> Storage {
    Storage {
        originals: u32::try_from(files.len()).unwrap_or(u32::MAX),
        bytes: files.iter().map(|(_, bytes)| bytes).sum(),
    }
}

/// Writes a new file, synced; one that is there already is never written over.
fn write_new(path: &Path, bytes: &[u8]) -> Answer<()> {
    let file = |e| AppError::from(Error::file(path, e));
    let mut new = match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(AppError::fix(
                "file_exists",
                "那里已经有同名文件，请换一个名字。",
                "There is a file of that name already: choose another name.",
            ));
        }
        other => other.map_err(file)?,
    };
    new.write_all(bytes).and_then(|()| new.sync_all()).map_err(file)
}
