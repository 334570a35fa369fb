//! `ruhu enrol --data DIR --cadre NAME_OR_ID`: a one-time code that makes a phone a cadre's.

use super::{CommandError, DataArgs, Outcome, Output};
use std::path::PathBuf;

/// The arguments of `ruhu enrol`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 帮扶责任人的姓名或编号 / The cadre's name, or id when two have one name
    #[arg(long, value_name = "NAME_OR_ID")]
    pub cadre: String,
    /// 手机用来找到服务器的地址 / The address at which the phone finds the server, when it is not the one last served
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    /// 把二维码存成 SVG / Write the QR code to this SVG file too
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(_args: &Args, _out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    todo!()
}
