//! `ruhu export --data DIR --scope CODE --year Y --out PACK`: a year of a place as an evidence pack.

use super::{CommandError, DataArgs, Outcome, Output};
use std::path::PathBuf;

/// The arguments of `ruhu export`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 范围：县、乡镇或村的代码 / The place: the code of a county, township or village
    #[arg(long, value_name = "CODE")]
    pub scope: String,
    /// 年份 / The year
    #[arg(long, value_name = "Y")]
    pub year: i32,
    /// 佐证包的位置，不得已存在 / Where the pack goes; must not be there yet
    #[arg(long, value_name = "PACK")]
    pub out: PathBuf,
    /// 打成一个 ZIP 文件 / Write one ZIP file in place of a folder
    #[arg(long)]
    pub zip: bool,
}

/// Runs it.
pub fn run(_args: &Args, _out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    todo!()
}
