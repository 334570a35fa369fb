//! `ruhu decide VISIT counts|does-not-count|take-back`: a reviewer's word on one visit.

use super::town::{self, parsed};
use super::{CommandError, DataArgs, Outcome, Output};
use crate::store::Desk as _;
use crate::town::decide;
use ruhu_core::domain::Ruling;
use ruhu_core::ids::VisitId;
use ruhu_core::record::DecisionBody;
use ruhu_core::time::{Clock, SystemClock};
use serde_json::json;

/// The arguments of `ruhu decide`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// 走访编号（户的页面上有） / The visit's id, as the household's page shows it
    #[arg(value_name = "VISIT")]
    pub visit: String,
    /// 算、不算，还是收回认定 / Counts, does not count, or an earlier decision is taken back
    #[arg(value_enum, value_name = "RULING")]
    pub ruling: Word,
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 为什么 / Why
    #[arg(long, value_name = "TEXT", visible_alias = "why")]
    pub reason: String,
    /// 谁认定的 / Who answers for it
    #[arg(long, value_name = "WHO", default_value = town::AT_THE_COMMAND_LINE)]
    pub by: String,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Word {
    /// 算 / The visit counts
    Counts,
    /// 不算 / It does not count
    #[value(alias = "does_not_count")]
    DoesNotCount,
    /// 收回认定 / The decision is taken back
    #[value(alias = "take_back", alias = "none")]
    TakeBack,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = args.data.open()?;
    let visit: VisitId = parsed("VISIT", &args.visit)?;
    let Some(township) = folder.store.township_of(&visit)? else {
        return Err(CommandError::new(
            "no visit of this folder has this id",
            visit.to_string(),
            "copy the id from the household's page, or from coverage.json of a pack",
        ));
    };
    let decision = DecisionBody {
        visit,
        ruling: match args.ruling {
            Word::Counts => Some(Ruling::Counts),
            Word::DoesNotCount => Some(Ruling::DoesNotCount),
            Word::TakeBack => None,
        },
        why: args.reason.clone(),
        by: args.by.clone(),
    };
    decide::rule(&folder.store, &township, &decision, SystemClock.now().wall)?;
    let (zh, en) = match args.ruling {
        Word::Counts => ("认定有效", "It counts"),
        Word::DoesNotCount => ("认定不算", "It does not count"),
        Word::TakeBack => ("认定已收回", "The decision is taken back"),
    };
    match args.json {
        true => out.json(&json!({
            "township": township, "visit": visit, "ruling": decision.ruling, "why": decision.why, "by": decision.by,
        }))?,
        false => out.line(format_args!(
            "{zh}，手机下次同步就知道。  {en}; phones hear of it at their next sync."
        ))?,
    }
    Ok(Outcome::Fine)
}
