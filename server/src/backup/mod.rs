//! `backup` and `restore`: the whole data folder in another place, and back again.
//!
//! A backup is a folder: the database as of one instant, the server's own key, the photos that this database names, and
//! `backup.json`, which says what it is. It is made while the server runs, has its name only when it is whole, and was
//! examined as the doctor examines a data folder. The key of an encrypted database is never in it.

mod restore;
mod take;

pub use restore::{Restored, restore};
pub use take::{Order, Taken, take};

use crate::error::CommandError;
use ruhu_core::ids::{KeyId, LogId, RegionCode, Sha256};
use ruhu_core::time::Moment;
use serde::{Deserialize, Serialize};
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The file that says what a backup is.
pub const MANIFEST: &str = "backup.json";
/// The database's name, in a data folder and in a backup.
pub const DATABASE: &str = "ruhu.db";

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of a backup: 1.
    pub ruhu_backup: u32,
    /// The server's clock when the database was copied.
    pub made: Moment,
    /// The database's schema.
    pub schema: u32,
    /// Whether the database is encrypted; its key is not in the backup.
    pub encrypted: bool,
    /// The fingerprint of the server's key.
    pub server_key: KeyId,
    /// The database file's hash.
    pub database: Sha256,
    /// How many photos.
    pub photos: u64,
    /// Their bytes.
    pub photo_bytes: u64,
    /// How far the log of each township had come.
    pub logs: Vec<LogState>,
}

/// How far a township's log had come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogState {
    /// The township.
    pub township: RegionCode,
    /// Its log.
    pub log: LogId,
    /// How many records.
    pub size: u64,
    /// The root over them.
    pub root: Sha256,
    /// When the last one came.
    pub time: Moment,
}

/// A folder that is being filled beside its final name; what is left of one that failed is removed.
struct Partial {
    path: PathBuf,
    done: bool,
}

impl Partial {
    /// Makes the folder, for its owner alone.
    fn beside(out: &Path, option: &'static str) -> Result<Self, CommandError> {
        let Some(name) = out.file_name() else {
            let mend = "give the name of a folder that is to be made";
            return Err(CommandError::new("this is no name of a folder", option, mend));
        };
        let mut name = name.to_owned();
        name.push(".partial");
        let path = out.with_file_name(name);
        if fs::symlink_metadata(&path).is_ok() {
            return Err(CommandError::new(
                "an earlier call was cut off here, or is still under way",
                path.display().to_string(),
                "when none runs, delete this folder and run the command again",
            ));
        }
        make_folder(&path)?;
        Ok(Self { path, done: false })
    }
    /// Gives it its name, synced.
    fn finish(mut self, out: &Path) -> Result<(), CommandError> {
        fs::rename(&self.path, out).map_err(|error| CommandError::file(out, &error))?;
        self.done = true;
        match out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => sync(folder),
            None => sync(Path::new(".")),
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.done {
            // The error that ended it is the one to tell; what is left here says so by its name.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

fn make_folder(path: &Path) -> Result<(), CommandError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|error| CommandError::file(path, &error))
}

/// Syncs a file or folder to the disk.
fn sync(path: &Path) -> Result<(), CommandError> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| CommandError::file(path, &error))
}

/// Syncs every folder below this one, and itself: the names in them are then on the disk.
fn sync_folders(path: &Path) -> Result<(), CommandError> {
    let failed = |error: io::Error| CommandError::file(path, &error);
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    sync(path)
}

/// Copies a file's bytes into a new one that only its owner can read, and syncs it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut read = File::open(from)?;
    let mut write = File::options().create_new(true).write(true).mode(0o600).open(to)?;
    io::copy(&mut read, &mut write)?;
    write.flush()?;
    write.sync_all()
}

/// Removes what SQLite leaves beside a database that was only looked at.
fn tidy(folder: &Path) -> Result<(), CommandError> {
    for beside in ["ruhu.db-wal", "ruhu.db-shm"] {
        let path = folder.join(beside);
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(CommandError::file(&path, &error)),
        }
    }
    Ok(())
}

/// Reads what a backup says of itself.
fn manifest(backup: &Path) -> Result<Manifest, CommandError> {
    let path = backup.join(MANIFEST);
    let no_backup = |what: &str| {
        let mend = "give the folder that `ruhu backup` made";
        CommandError::new(what, backup.display().to_string(), mend)
    };
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Err(no_backup("这里没有备份 / there is no backup here"));
        }
        Err(error) => return Err(CommandError::file(&path, &error)),
    };
    let mut text = String::new();
    let read = file.take(1 << 20).read_to_string(&mut text);
    read.map_err(|error| CommandError::file(&path, &error))?;
    serde_json::from_str(&text).map_err(|_| no_backup("backup.json 读不懂 / its backup.json does not read"))
}
