//! Putting a new database in the place of an old one, which is kept under a dated name. A process may be killed, or the
//! disk be full, at any step:
//!
//! 1. [`Replacement::begin`] names `PATH.part`. The caller fills it; `PATH` stays what it is. A kill leaves `PATH`, and a
//!    `.part` that the next `begin` removes.
//! 2. [`Replacement::commit`] closes the new database whole and renames it to `ASIDE.next`. This one rename decides: from
//!    now on whatever stands at `PATH` is the old database.
//! 3. [`finish`] moves `PATH`, `PATH-wal` and `PATH-shm` to `ASIDE`, then `ASIDE.next` to `PATH`. It is called at every
//!    opening, before `PATH` is opened, so that a log is never read beside another database; done twice it changes nothing.

use super::Database;
use super::aside::{Because, NEXT, dated, with};
use crate::error::{Error, Result};
use crate::time::Moment;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What the name of a database that is being built ends with.
const PART: &str = ".part";
/// A database's own files: itself, its write-ahead log, the log's index.
const FILES: [&str; 3] = ["", "-wal", "-shm"];

/// A database that is being built to take another one's place.
pub struct Replacement {
    path: PathBuf,
    aside: PathBuf,
    part: PathBuf,
}

impl Replacement {
    /// Begins to replace the database at `path`; what an earlier attempt left unfinished is removed.
    pub fn begin(path: &Path, because: Because, at: Moment) -> Result<Self> {
        let begun = Self {
            path: path.to_owned(),
            aside: dated(path, because, at),
            part: with(path, PART),
        };
        begun.remove_part()?;
        Ok(begun)
    }
    /// Where the new database is built.
    pub fn part(&self) -> &Path {
        &self.part
    }
    /// Where the old one will be.
    pub fn aside(&self) -> &Path {
        &self.aside
    }
    /// The new database is whole: closes it, and decides. [`finish`] does the rest.
    pub fn commit(self, new: Database) -> Result<()> {
        new.close()?;
        let next = with(&self.aside, NEXT);
        fs::rename(&self.part, &next).map_err(|e| Error::file(&self.part, e))?;
        sync_folder_of(&self.path)
    }
    fn remove_part(&self) -> Result<()> {
        for suffix in FILES {
            let file = with(&self.part, suffix);
            match fs::remove_file(&file) {
                Err(e) if e.kind() != ErrorKind::NotFound => return Err(Error::file(&file, e)),
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }
}

impl Drop for Replacement {
    /// What could not be built gives its room back; what stays all the same is removed by the next `begin`.
    fn drop(&mut self) {
        drop(self.remove_part());
    }
}

/// Finishes a replacement that was decided, if there is one; answers where the old database is now. `between` is called
/// when the old one is out of the way and the new one not yet in its place. Nobody may have either open.
pub fn finish(path: &Path, between: impl FnOnce() -> Result<()>) -> Result<Option<PathBuf>> {
    let Some(aside) = decided(path)? else {
        return Ok(None);
    };
    for suffix in FILES {
        let (old, new) = (with(path, suffix), with(&aside, suffix));
        match fs::rename(&old, &new) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(Error::file(&old, e)),
            Ok(()) | Err(_) => {}
        }
    }
    sync_folder_of(path)?;
    between()?;
    let next = with(&aside, NEXT);
    fs::rename(&next, path).map_err(|e| Error::file(&next, e))?;
    sync_folder_of(path)?;
    Ok(Some(aside))
}

/// The dated name of a replacement that was decided and is not finished.
fn decided(path: &Path) -> Result<Option<PathBuf>> {
    let Some((folder, name)) = path.parent().zip(path.file_name()) else {
        return Ok(None);
    };
    let begins = format!("{}.", name.to_string_lossy());
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|e| Error::file(folder, e))?,
    };
    for entry in entries {
        let name = entry.map_err(|e| Error::file(folder, e))?.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&begins)
            && let Some(aside) = name.strip_suffix(NEXT)
        {
            return Ok(Some(folder.join(aside)));
        }
    }
    Ok(None)
}

/// A rename is on the disk only when its folder is.
fn sync_folder_of(path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|opened| opened.sync_all());
    synced.map_err(|e| Error::file(folder, e))
}
