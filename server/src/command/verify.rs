//! `ruhu verify PACK`: checks an evidence pack offline and says exactly what is wrong where.

use super::{CommandError, Outcome, Output};
use std::path::PathBuf;

/// The arguments of `ruhu verify`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 佐证包（文件夹或 ZIP） / The pack, a folder or a ZIP file
    #[arg(value_name = "PACK")]
    pub pack: PathBuf,
    /// 乡镇公布的服务器密钥指纹 / The fingerprint of the server's key as the township prints it; another key is refused
    #[arg(long, value_name = "FINGERPRINT")]
    pub server_key: Option<String>,
    /// 结果用 JSON / Report as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(_args: &Args, _out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    todo!()
}
