//! `ruhu restore BACKUP --data NEWDIR`: a backup brought back, into a new folder.

use super::{CommandError, DataArgs, Outcome, Output, doctor};
use crate::backup::{Restored, restore};
use ruhu_core::time::{Clock, SystemClock};
use std::path::PathBuf;

/// The arguments of `ruhu restore`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// `ruhu backup` 做的文件夹 / The folder that `ruhu backup` made
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
    /// The new data folder: not there yet, or empty.
    #[command(flatten)]
    pub data: DataArgs,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let key = args.data.raw_key()?;
    let now = SystemClock.now().wall;
    let restored = restore(&args.backup, &args.data.data, key.as_ref(), now)?;
    match args.json {
        true => out.json(&restored)?,
        false => tell(&restored, out)?,
    }
    Ok(match restored.examination.ok {
        true => Outcome::Fine,
        false => Outcome::Finding,
    })
}

fn tell(restored: &Restored, out: &mut Output<'_>) -> Result<(), CommandError> {
    out.line(format_args!("已恢复 restored: {}", restored.data.display()))?;
    out.line(format_args!("备份的时间 backup of: {}", restored.backup.made))?;
    for log in &restored.backup.logs {
        out.line(format_args!(
            "{} 记录 records {}，最后一条 the last one {}",
            log.township, log.size, log.time
        ))?;
    }
    let voided = &restored.voided;
    if voided.codes + voided.links + voided.sessions > 0 {
        out.line(format_args!(
            "已作废：登记码 {0} 个、一次性链接 {1} 个、登录 {2} 次 / ended: {0} enrolment codes, {1} one-time links, {2} sessions",
            voided.codes, voided.links, voided.sessions
        ))?;
    }
    doctor::tell(&restored.examination, out)?;
    out.line("备份以后同步过的手机会说「服务器的日志变短了」，不会丢记录：给它们每部重新发登记码（ruhu enrol），缺的会再送一遍。")?;
    out.line("Phones that synced after the backup say that the log became shorter, and keep everything: give each a new code (ruhu enrol); they then send again what is missing.")?;
    out.line("备份以后停用的账号、改过的密码也回到了从前，请核对（ruhu account list）。 / Accounts disabled and passwords changed after the backup are as they were: look at them (ruhu account list).")?;
    out.line("备份以后在乡镇作的决定、发的规则不在里面，请再做一遍。 / What the township decided after the backup is not there: do it again.")
}
