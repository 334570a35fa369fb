//! `ruhu photo FILE... --out DIR`: what a phone would keep of these files, by the core's own photo job.

use super::{CommandError, Outcome, Output};
use std::path::PathBuf;

/// The arguments of `ruhu photo`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 照片文件 / The photo files
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// 输出文件夹 / The folder for copies and thumbnails; made when it is not there
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// 结果用 JSON / Report as one JSON list
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(_args: &Args, _out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    todo!()
}
