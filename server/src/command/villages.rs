//! `ruhu villages FILE.csv --data DIR`: the list of villages and their 12-digit codes.

use super::{CommandError, DataArgs, Outcome, Output};
use std::path::PathBuf;

/// The arguments of `ruhu villages`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 行政村代码表（CSV） / The list of villages with their 12-digit codes
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 结果用 JSON / Report as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(_args: &Args, _out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    todo!()
}
