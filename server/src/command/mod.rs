//! One file a command: its arguments, and a `run` that does it. What commands share is how they take a data folder,
//! how they speak, and how they end.

pub mod enrol;
pub mod export;
pub mod import;
pub mod key_file;
pub mod photo;
pub mod policy;
pub mod rules;
pub mod serve;
pub mod verify;
pub mod villages;

mod outcome;

pub use outcome::{CommandError, Outcome, Output};

use crate::folder::Folder;
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
    /// Opens a data folder that is there already.
    pub fn open(&self) -> Result<Folder, CommandError> {
        Ok(Folder::open_existing(&self.data, self.raw_key()?.as_ref())?)
    }
    /// Opens the data folder; makes it when it is not there.
    pub fn open_or_make(&self) -> Result<Folder, CommandError> {
        Ok(Folder::open(&self.data, self.raw_key()?.as_ref())?)
    }
    fn raw_key(&self) -> Result<Option<[u8; 32]>, CommandError> {
        self.key.as_deref().map(key_file::read).transpose()
    }
}
