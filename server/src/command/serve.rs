//! `ruhu serve --data DIR`: the township's server, until SIGTERM or Ctrl-C.

use super::{CommandError, DataArgs, Outcome, Output};
use std::net::SocketAddr;

/// The arguments of `ruhu serve`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is; made on the first start.
    #[command(flatten)]
    pub data: DataArgs,
    /// 监听地址；端口 0 由系统选 / The address to listen on; port 0 lets the system choose
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8460")]
    pub listen: SocketAddr,
}

/// Runs it.
pub fn run(_args: &Args, _out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    todo!()
}
