//! One file a command: its arguments, and a `run` that does it. What commands share is how they take a data folder,
//! how they speak, and how they end.

pub mod enrol;
pub mod export;
pub mod import;
pub mod photo;
pub mod policy;
pub mod rules;
pub mod serve;
pub mod verify;
pub mod villages;

mod outcome;

pub use outcome::{CommandError, Outcome, Output};

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
