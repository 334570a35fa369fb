//! `ruhu doctor --data DIR`: is everything what it should be, and what to do where it is not.

use super::judging::left_words;
use super::{CommandError, DataArgs, Outcome, Output};
use crate::disk::room_on;
use crate::doctor::{Examination, Mended, Patient, examine, mend};
use ruhu_core::time::{Clock, SystemClock};
use serde::Serialize;

/// The arguments of `ruhu doctor`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The data folder.
    #[command(flatten)]
    pub data: DataArgs,
    /// 先清掉不会丢东西的残留 / First remove leftovers whose removal loses nothing
    #[arg(long)]
    pub mend: bool,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let key = args.data.raw_key()?;
    args.data.must_be_there()?;
    let patient = Patient {
        data: &args.data.data,
        key: key.as_ref(),
        now: SystemClock.now().wall,
        room: room_on(&args.data.data)?,
    };
    let mended = args.mend.then(|| mend(&patient)).transpose()?;
    let examination = examine(&patient)?;
    match args.json {
        true => out.json(&Told {
            mended,
            examination: &examination,
        })?,
        false => {
            if let Some(mended) = mended {
                tell_mended(mended, out)?;
            }
            tell(&examination, out)?;
        }
    }
    Ok(match examination.ok {
        true => Outcome::Fine,
        false => Outcome::Finding,
    })
}

/// What `--json` prints.
#[derive(Serialize)]
struct Told<'a> {
    /// What `--mend` put right.
    #[serde(skip_serializing_if = "Option::is_none")]
    mended: Option<Mended>,
    #[serde(flatten)]
    examination: &'a Examination,
}

fn tell_mended(mended: Mended, out: &mut Output<'_>) -> Result<(), CommandError> {
    out.line(format_args!(
        "清掉了没有登记的照片文件 {} 个、依法删除的照片 {} 张。  Removed: {} photo files without a row, {} photos of erased records.",
        mended.photo_files, mended.erased_photos, mended.photo_files, mended.erased_photos
    ))?;
    if mended.served {
        out.line("服务器在运行，没有登记的照片文件由它清理（启动时和每天一次）。  The server runs and looks through the photo files itself, at its start and once a day.")?;
    }
    Ok(())
}

/// Says on one screen what was looked at and found.
pub(super) fn tell(examination: &Examination, out: &mut Output<'_>) -> Result<(), CommandError> {
    let checked = &examination.checked;
    out.line(format_args!(
        "看过 looked at: 乡镇 townships {} · 设备 devices {} · 记录 records {} · 日志的根 roots {} · 照片 photos {}",
        checked.townships, checked.devices, checked.records, checked.roots, checked.photos
    ))?;
    for (count, zh, en) in [
        (checked.erased, "依法删除的记录", "records lawfully erased"),
        (
            checked.gaps,
            "手机还没送到的记录（缺号）",
            "gaps: records not arrived yet",
        ),
        (
            checked.forks,
            "同号的记录（手机数据恢复过）",
            "numbers with two records (a phone was restored)",
        ),
    ] {
        if count > 0 {
            out.line(format_args!("{zh} {en}: {count}"))?;
        }
    }
    if checked.to_judge > 0 {
        out.line(left_words(checked.to_judge))?;
    }
    if examination.ok {
        return out.line("✓ 一切正常 / All is well.");
    }
    for finding in &examination.findings {
        out.line(format_args!("× {} · {}", finding.code.word(), finding.place))?;
        out.line(format_args!("    {}", finding.message))?;
        out.line(format_args!("    怎么办 / what to do: {}", finding.mend))?;
    }
    if examination.more_findings > 0 {
        out.line(format_args!("… 还有 / and {} more", examination.more_findings))?;
    }
    Ok(())
}
