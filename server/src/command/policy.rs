//! `ruhu policy put FILE`: puts it in force. `ruhu policy check FILE`: whether a policy file can be put in force, with line and column when it cannot, and what it
//! asks for in words when it can.

use super::judging::{Judged, judge_again};
use super::{CommandError, DataArgs, Outcome, Output, read_text, town};
use crate::town::decide::{self, Ended, NewPolicy};
use ruhu_core::domain::Mode;
use ruhu_core::ids::RegionCode;
use ruhu_core::rules::{Effect, Every, Policy, Position, Prorate, Requirement, VisitRules, Who};
use ruhu_core::time::{Clock, SystemClock};
use std::path::{Path, PathBuf};

/// The arguments of `ruhu policy`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do with a policy.
    #[command(subcommand)]
    pub what: What,
}

/// What can be done with a policy file.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum What {
    /// 检查并用白话说出规则 / Check it and say in words what it asks for
    Check {
        /// 规则文件 / The policy file (TOML)
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// 让规则生效 / Put it in force
    Put(PutArgs),
}

/// The arguments of `ruhu policy put`.
#[derive(Clone, Debug, clap::Args)]
pub struct PutArgs {
    /// 规则文件 / The policy file (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 乡镇（9 位），或上级地区 / A township (9 digits), or a region whose townships are all meant
    #[arg(long, value_name = "CODE")]
    pub scope: String,
    /// 谁定的 / Who answers for it
    #[arg(long, value_name = "WHO", default_value = town::AT_THE_COMMAND_LINE)]
    pub by: String,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    match &args.what {
        What::Check { file } => check(file, out),
        What::Put(args) => put(args, out),
    }
}

fn put(args: &PutArgs, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let (toml, file) = (read_text(&args.file)?, args.file.display().to_string());
    let folder = args.data.open()?;
    let scope: RegionCode = town::parsed("--scope", &args.scope)?;
    let new = NewPolicy {
        scope: &scope,
        toml: &toml,
        file: &file,
        by: Some(&args.by),
    };
    let put = decide::put_in_force(&folder.store, new, SystemClock.now().wall)?;
    let judged = judge_again(&folder, out)?;
    if judged != Judged::Stopped {
        decide::policy_done(&folder.store, &put)?;
    }
    if args.json {
        out.json(&put)?;
        return Ok(judged.outcome());
    }
    out.line(format_args!(
        "规则 {} 自 {} 起生效（{} 个乡镇）。  Policy {} is in force from {} in {} township(s).",
        put.policy,
        put.from,
        put.townships.len(),
        put.policy,
        put.from,
        put.townships.len()
    ))?;
    for ended in &put.ended {
        let Ended {
            township,
            policy,
            until,
        } = ended;
        match until {
            Some(until) => out.line(format_args!(
                "{township}：规则 {policy} 到 {until} 为止。  Policy {policy} ends on {until}."
            ))?,
            None => out.line(format_args!(
                "{township}：规则 {policy} 撤下，不再用于任何一天。  Policy {policy} is withdrawn for every day."
            ))?,
        }
    }
    if let Some(until) = put.until {
        out.say(format_args!(
            "注意：这份规则到 {until} 为止，之后要有下一份 / note: it ends on {until}; put the next one in force before then"
        ))?;
    }
    Ok(judged.outcome())
}

fn check(file: &Path, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let text = read_text(file)?;
    let policy =
        Policy::parse(&text, &file.display().to_string()).map_err(|e| CommandError::new(e.to_string(), "", ""))?;
    for line in in_words(&policy) {
        out.line(line)?;
    }
    Ok(Outcome::Fine)
}

/// The policy as a reader would tell it, Chinese first.
fn in_words(policy: &Policy) -> Vec<String> {
    let until = policy.until.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let mut lines = vec![
        format!("{}  {}", policy.id, policy.name),
        format!("生效 in force {} … {until}", policy.from),
    ];
    lines.extend(policy.source.iter().map(|source| format!("依据 source: {source}")));
    lines.extend(visit_in_words(&policy.visit));
    lines.extend(policy.require.iter().map(requirement_in_words));
    if policy.require.is_empty() {
        lines.push("没有次数要求。  No number of visits is asked for.".to_owned());
    }
    lines
}

fn visit_in_words(visit: &VisitRules) -> Vec<String> {
    let zh = |modes: &[Mode]| modes.iter().map(|m| m.zh()).collect::<Vec<_>>().join("、");
    let en = |modes: &[Mode]| modes.iter().map(|m| m.en()).collect::<Vec<_>>().join(", ");
    let mut lines = vec![format!(
        "算数的方式：{}。  Counts: {}.",
        zh(&visit.modes),
        en(&visit.modes)
    )];
    if !visit.remote_modes.is_empty() {
        let (zh, en) = (zh(&visit.remote_modes), en(&visit.remote_modes));
        lines.push(format!(
            "批准远程走访的日子也算：{zh}。  Also on days with a remote waiver: {en}."
        ));
    }
    let (gap, photos, minutes) = (visit.min_gap_days.max(1), visit.photos, visit.min_minutes);
    lines.push(format!(
        "两次至少隔 {gap} 天。  At least {gap} day(s) between counted visits."
    ));
    lines.push(format!(
        "照片 {photos} 张，时长 {minutes} 分钟以上。  {photos} photo(s), {minutes} minute(s) or longer."
    ));
    lines.push(match visit.position {
        Position::Required => format!(
            "离家 {} 米内通过，{} 米外要审核。  Within {} m of the home passes, beyond {} m is reviewed.",
            visit.near_m, visit.far_m, visit.near_m, visit.far_m
        ),
        Position::Off => "不看位置。  Position is not looked at.".to_owned(),
    });
    lines.push(format!(
        "补录在 {} 天内。  Late entries within {} day(s).",
        visit.late_days, visit.late_days
    ));
    lines.push(
        match visit.who {
            Who::Assigned => "由帮扶责任人走访。  By an assigned cadre.",
            Who::Any => "谁走访都算。  By anybody.",
        }
        .to_owned(),
    );
    lines.extend(visit.effect.iter().map(|(code, effect)| {
        let effect = match effect {
            Effect::Note => "只提示 a note only",
            Effect::Review => "要审核 needs review",
            Effect::No => "不算 does not count",
        };
        format!("{}: {effect}", code.word())
    }));
    lines
}

fn requirement_in_words(require: &Requirement) -> String {
    let (every_zh, every_en) = match require.every {
        Every::Year => ("每年", "a year"),
        Every::Half => ("每半年", "a half-year"),
        Every::Quarter => ("每季度", "a quarter"),
        Every::TwoMonths => ("每两个月", "every two months"),
        Every::Month => ("每月", "a month"),
    };
    let (classes_zh, classes_en) = match &require.classes {
        None => ("所有农户".to_owned(), "every household".to_owned()),
        Some(classes) => (
            classes.iter().map(|c| c.zh()).collect::<Vec<_>>().join("、"),
            classes.iter().map(|c| c.en()).collect::<Vec<_>>().join(" / "),
        ),
    };
    let (binding_zh, binding_en) = match require.binding {
        true => ("必须", "binding"),
        false => ("建议", "advice"),
    };
    let (rounded_zh, rounded_en) = match require.prorate {
        Prorate::Floor => ("不满期的按天折算，舍去零头", "part windows rounded down"),
        Prorate::Ceil => ("不满期的按天折算，进一", "part windows rounded up"),
        Prorate::Whole => ("不满期的不折算", "part windows whole"),
    };
    let (id, title, times, warn) = (&require.id, &require.title, require.times, require.warn_days);
    format!(
        "[{id}] {title}：{classes_zh}，{every_zh} {times} 次，{binding_zh}，{rounded_zh}，提前 {warn} 天提醒。  \
         {times} time(s) {every_en}, {classes_en}; {binding_en}; {rounded_en}; warned {warn} day(s) before."
    )
}
