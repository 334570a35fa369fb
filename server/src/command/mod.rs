//! One file a command: its arguments, and a `run` that does it. What commands share is how they take a data folder,
//! how they speak, and how they end.

pub mod account;
pub mod app;
pub mod audit;
pub mod backup;
pub mod decide;
pub mod doctor;
pub mod enrol;
pub mod erase;
pub mod export;
pub mod handover;
pub mod import;
pub mod key_file;
pub mod log;
pub mod phones;
pub mod photo;
pub mod place;
pub mod policy;
pub mod restore;
pub mod rules;
pub mod serve;
pub mod sessions;
pub mod signin;
pub mod town;
pub mod unsent;
pub mod verify;
pub mod villages;
pub mod waive;

mod address;
pub(crate) mod judging;
mod outcome;

pub use crate::error::CommandError;
pub use outcome::{Outcome, Output};

use crate::folder::Folder;
use ruhu_core::time::SystemClock;
use std::path::PathBuf;

/// The data folder and its key: the same two options wherever a command touches the township's data.
#[derive(Clone, Debug, clap::Args)]
pub struct DataArgs {
    /// 数据文件夹 / The data folder
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// 加密数据库的密钥文件 / The file with the key that encrypts the database (32 bytes, or 64 hexadecimal digits)
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

impl DataArgs {
    /// Opens the data folder when it is there; makes nothing.
    pub fn open_if_there(&self) -> Result<Option<Folder>, CommandError> {
        match self.data.join("ruhu.db").is_file() {
            true => self.open().map(Some),
            false => Ok(None),
        }
    }
    /// Opens a data folder that is there already.
    pub fn open(&self) -> Result<Folder, CommandError> {
        told(Folder::open_existing(&self.data, self.raw_key()?.as_ref())?)
    }
    /// Opens the data folder; makes it when it is not there.
    pub fn open_or_make(&self) -> Result<Folder, CommandError> {
        told(Folder::open(&self.data, self.raw_key()?.as_ref())?)
    }
    /// Refuses a folder without a database in it, as [`open`](Self::open) does, and opens nothing.
    pub fn must_be_there(&self) -> Result<(), CommandError> {
        match self.data.join("ruhu.db").is_file() {
            true => Ok(()),
            false => Err(CommandError::new(
                "no such data folder (no ruhu.db in it)",
                self.data.display().to_string(),
                "give the folder that `ruhu serve` runs on",
            )),
        }
    }
    /// The raw key of the database, when a key file is given.
    pub fn raw_key(&self) -> Result<Option<[u8; 32]>, CommandError> {
        self.key.as_deref().map(key_file::read).transpose()
    }
}

/// Says on standard error what others could read until now, and lets the store read the time by itself.
fn told(folder: Folder) -> Result<Folder, CommandError> {
    if !folder.mended.is_empty() {
        use std::io::Write;
        writeln!(
            std::io::stderr(),
            "注意：别的用户本来能读 {0}，现在只有属主能读 / note: others could read {0}; only the owner can now",
            folder.mended.join(", ")
        )?;
    }
    Ok(Folder {
        store: folder.store.timed_by(std::sync::Arc::new(SystemClock)),
        ..folder
    })
}

/// Reads a file of at most `most` bytes; a longer one is refused before it is read.
pub(crate) fn read_file(path: &std::path::Path, most: usize) -> Result<Vec<u8>, CommandError> {
    use std::io::Read;
    let failed = |error: std::io::Error| CommandError::file(path, &error);
    let file = std::fs::File::open(path).map_err(failed)?;
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    match bytes.len() > most {
        true => Err(CommandError::new(
            format!("the file is larger than {} MB", most >> 20),
            path.display().to_string(),
            "choose the right file, or make it smaller",
        )),
        false => Ok(bytes),
    }
}

/// Reads a text file in UTF-8, its mark left out.
pub(crate) fn read_text(path: &std::path::Path) -> Result<String, CommandError> {
    const MOST: usize = 256 << 20;
    let text = String::from_utf8(read_file(path, MOST)?).map_err(|e| {
        let good = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = 1 + good.split(|b| *b == b'\n').count().saturating_sub(1);
        let place = format!("{}:{line}", path.display());
        CommandError::new("this is not UTF-8", place, "save the file as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}
