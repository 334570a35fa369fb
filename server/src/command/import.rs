//! `ruhu import ROSTER --data DIR`: a roster of households and cadres, read with patience and reported row by row.

use super::{CommandError, DataArgs, Outcome, Output};
use std::path::PathBuf;

/// The arguments of `ruhu import`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 花名册（XLSX 或 CSV） / The roster, XLSX or CSV (UTF-8 or GB18030)
    #[arg(value_name = "ROSTER")]
    pub roster: PathBuf,
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 只看结果，不写入 / Read and report, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// 乡镇代码（9 位） / The township the roster is of, 9 digits, when the roster does not say
    #[arg(long, value_name = "CODE")]
    pub township: Option<String>,
    /// 结果用 JSON / Report as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(_args: &Args, _out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    todo!()
}
