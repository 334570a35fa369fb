//! Who may read the data folder: its owner alone. A folder that was there before, or was copied under another umask, is
//! mended each time it is opened, and what was mended is said.

use crate::Result;
use ruhu_core::Error as CoreError;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

/// Files that hold secrets or people's data.
const FILES: [&str; 7] = [
    "ruhu.db",
    "ruhu.db-wal",
    "ruhu.db-shm",
    "keys/server.key",
    "lock",
    "serve.lock",
    "backup.json",
];
/// Folders below which everything is closed with them.
const FOLDERS: [&str; 4] = ["", "keys", "photos", "uploads"];

/// Takes from group and others what they may do with the folder, its keys and its database: 0700 and 0600. Answers what
/// had to be mended.
///
/// Errors: a file whose mode cannot be changed because it belongs to somebody else.
pub(super) fn mend(folder: &Path) -> Result<Vec<&'static str>> {
    let mut mended = Vec::new();
    let wanted = FOLDERS
        .iter()
        .map(|name| (name, 0o700))
        .chain(FILES.iter().map(|name| (name, 0o600)));
    for (name, mode) in wanted {
        let path = folder.join(name);
        if close(&path, mode).map_err(|e| CoreError::file(&path, e))? {
            mended.push(match *name {
                "" => "the folder itself",
                name => name,
            });
        }
    }
    if !mended.is_empty() {
        tracing::warn!(
            files = mended.join(", "),
            "others could read these: they are closed to all but their owner now"
        );
    }
    Ok(mended)
}

/// Whether the mode had to be changed. What is not there needs no mending.
fn close(path: &Path, mode: u32) -> io::Result<bool> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => fs::metadata(path)?,
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    if found.mode() & 0o077 == 0 {
        return Ok(false);
    }
    match fs::set_permissions(path, Permissions::from_mode(found.mode() & 0o700 | mode)) {
        // SQLite removes -wal and -shm when the last one who has the database open leaves.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        done => done.map(|()| true),
    }
}
