//! `ruhu erase HOUSEHOLD --by WHO`: a lawful erasure. What was personal goes; chain, log and packs still verify.

use super::judging::judge_again;
use super::town::{self, parsed};
use super::{CommandError, DataArgs, Outcome, Output};
use crate::shelf::PhotoShelf;
use crate::store::Desk as _;
use crate::town::decide;
use ruhu_core::ids::HouseholdNo;
use ruhu_core::time::{Clock, SystemClock};
use serde_json::json;
use std::time::Duration;

/// The arguments of `ruhu erase`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 户编号 / The household's number
    #[arg(value_name = "HOUSEHOLD")]
    pub household: String,
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 谁决定删除的 / By whose decision
    #[arg(long, value_name = "WHO")]
    pub by: String,
    /// 为什么 / Why
    #[arg(long, value_name = "TEXT", visible_alias = "why")]
    pub reason: Option<String>,
    /// 乡镇代码，几个乡镇有同一户编号时才要 / The township, where several have the household's number
    #[arg(long, value_name = "CODE")]
    pub township: Option<String>,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = args.data.open()?;
    let no: HouseholdNo = parsed("HOUSEHOLD", &args.household)?;
    let township = town::of_household(&folder, &no, args.township.as_deref())?;
    let now = SystemClock.now().wall;
    let records = decide::erase(&folder.store, &township, &no, &args.by, args.reason.as_deref(), now)?;
    // A break-off between here and there leaves photos that the running server, or the next erasure, removes.
    let shelf = PhotoShelf::local(&folder.path.join("photos"))?;
    let photos = decide::remove_files_of(&folder.store, &shelf, &township, &no)?;
    let judged = judge_again(&folder, out)?;
    let settled = folder.store.settle(PATIENCE)?;
    match args.json {
        true => out.json(&json!({
            "township": township, "household": no, "erased": now, "records": records, "photos": photos,
            "why": args.reason, "by": args.by, "settled": settled,
        }))?,
        false => out.line(format_args!(
            "{no} 已依法删除：{records} 条记录换成墓碑，删照片 {photos} 张；责任人的手机下次同步时删除，旧备份和导出的佐证包请另行处理。  \
             {no} is erased: {records} records became tombstones, {photos} photo files are gone. Phones follow at their next \
             sync; see to old backups and packs yourself."
        ))?,
    }
    if settled {
        return Ok(judged.outcome());
    }
    out.say(
        "注意：数据库的日志文件（ruhu.db-wal）里可能还有删掉的文字，因为有程序（导出、备份）正在读旧的状态。等它结束后，\
         ruhu serve 会自己清掉，或者运行 ruhu doctor --mend。 / note: the database's log file (ruhu.db-wal) may still hold \
         text that was erased, because a program (an export, a backup) still reads an older state. When that has ended, ruhu \
         serve clears it by itself, or run ruhu doctor --mend.",
    )?;
    Ok(Outcome::PartlyRefused)
}

/// How long it is waited for programs that still read what was erased.
const PATIENCE: Duration = Duration::from_secs(20);
