//! `ruhu signin`: a new one-time link to the pages, while the server runs or before.

use super::address::address_of;
use super::{CommandError, DataArgs, Outcome, Output};
use crate::web::session::link_at;
use ruhu_core::time::{Clock, SystemClock};
use serde_json::json;

/// The arguments of `ruhu signin`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 浏览器用来找到服务器的地址 / The address at which browsers find the server, when it is not the one last served
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = args.data.open()?;
    let address = address_of(&folder, args.address.as_deref())?;
    let link = link_at(&folder.store, &address, SystemClock.now().wall)?;
    match args.json {
        true => out.json(&json!({"url": link.url, "expires": link.expires}))?,
        false => {
            out.line(&link.url)?;
            out.say(format_args!(
                "只能用一次，{} 前有效 / works once, until {}",
                link.expires.clock_text(),
                link.expires.clock_text()
            ))?;
        }
    }
    Ok(Outcome::Fine)
}
