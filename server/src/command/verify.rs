//! `ruhu verify PACK`: checks an evidence pack offline and says exactly what is wrong where.

use super::{CommandError, Outcome, Output};
use crate::pack::verify::{Compared, verify};
use ruhu_core::ids::KeyId;
use std::path::PathBuf;

/// The arguments of `ruhu verify`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 佐证包：文件夹或 ZIP，上一层文件夹也行 / The pack, a folder or a ZIP file; the folder above it will do
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
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let expected = args.server_key.as_deref().map(fingerprint).transpose()?;
    let report = verify(&args.pack, expected.as_ref())?;
    let compared = match expected {
        Some(_) => Compared::Yes,
        None => Compared::No,
    };
    match args.json {
        true => out.json(&report)?,
        false => write!(out.stdout, "{}", report.text(compared))?,
    }
    Ok(match report.ok {
        true => Outcome::Fine,
        false => Outcome::Finding,
    })
}

fn fingerprint(text: &str) -> Result<KeyId, CommandError> {
    text.trim().parse().map_err(|_| {
        CommandError::new(
            "this is no fingerprint of a key",
            "--server-key",
            "give the 43 characters that the township prints; the six words are for comparing by eye",
        )
    })
}
