//! `ruhu handover`: households pass from one cadre to another from a day on; a retirement, a transfer.

use super::judging::judge_again;
use super::town::{self, day, parsed};
use super::{CommandError, DataArgs, Outcome, Output};
use crate::town::decide::{self, Handover};
use ruhu_core::ids::HouseholdNo;
use ruhu_core::time::{Clock, SystemClock};
use serde_json::json;

/// The arguments of `ruhu handover`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 交出的责任人：姓名或编号 / Who hands over: name or id
    #[arg(long, value_name = "CADRE")]
    pub from: String,
    /// 接手的责任人：姓名或编号 / Who takes over: name or id
    #[arg(long, value_name = "CADRE")]
    pub to: String,
    /// 哪些户，用逗号隔开；不写就是全部 / Which households, commas between; all of them when left out
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', num_args = 1..)]
    pub households: Option<Vec<String>>,
    /// 从哪天起归接手的人 / The first day they are the other's
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub on: String,
    /// 为什么 / Why
    #[arg(long, value_name = "TEXT", visible_alias = "why")]
    pub reason: Option<String>,
    /// 谁定的 / Who answers for it
    #[arg(long, value_name = "WHO", default_value = town::AT_THE_COMMAND_LINE)]
    pub by: String,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = args.data.open()?;
    let from = town::cadre(&folder, "--from", &args.from)?;
    let to = town::cadre(&folder, "--to", &args.to)?;
    if from.township != to.township {
        return Err(CommandError::new(
            format!(
                "the two cadres are of two townships, {} and {}",
                from.township, to.township
            ),
            "--to",
            "hand over within one township; give the id of the cadre you mean",
        ));
    }
    let named = args.households.as_deref().map(numbers).transpose()?;
    let handed = decide::handover(
        &folder.store,
        &from.township,
        &Handover {
            from: from.cadre.id,
            to: to.cadre.id,
            on: day("--on", &args.on)?,
            households: named.as_deref(),
            why: args.reason.as_deref(),
            by: Some(&args.by),
        },
        SystemClock.now().wall,
    )?;
    let judged = judge_again(&folder, out)?;
    match args.json {
        true => out.json(&json!({
            "township": from.township,
            "from": {"id": from.cadre.id, "name": from.cadre.name},
            "to": {"id": to.cadre.id, "name": to.cadre.name},
            "on": handed.on, "households": handed.households, "why": args.reason, "by": args.by,
        }))?,
        false => out.line(format_args!(
            "{} 户自 {} 起由 {} 帮扶，{} 的手机下次同步就不再有这些户。  {} households are {}'s from {} on.",
            handed.households.len(),
            handed.on,
            to.cadre.name,
            from.cadre.name,
            handed.households.len(),
            to.cadre.name,
            handed.on,
        ))?,
    }
    Ok(judged.outcome())
}

fn numbers(texts: &[String]) -> Result<Vec<HouseholdNo>, CommandError> {
    let texts = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    texts.map(|text| parsed("--households", text)).collect()
}
