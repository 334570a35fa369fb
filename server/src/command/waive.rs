//! `ruhu waive`: days on which a household, a village or the township is excused, or may be visited by telephone.

use super::judging::judge_again;
use super::town::{self, day, parsed};
use super::{CommandError, DataArgs, Outcome, Output};
use crate::town::decide;
use ruhu_core::domain::{WaiverKind, WaiverScope};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::record::WaiverBody;
use ruhu_core::time::{Clock, SystemClock};
use serde_json::json;

/// The arguments of `ruhu waive`.
#[derive(Clone, Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("whom").required(true).args(["household", "scope"])))]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 一户的户编号 / One household, by its number
    #[arg(long, value_name = "NUMBER")]
    pub household: Option<String>,
    /// 一个村（12 位）或全镇（9 位） / A village (12 digits) or the township (9 digits)
    #[arg(long, value_name = "CODE", visible_alias = "village")]
    pub scope: Option<String>,
    /// 乡镇代码，几个乡镇有同一户编号时才要 / The township, where several have the household's number
    #[arg(long, value_name = "CODE")]
    pub township: Option<String>,
    /// 免走访，还是可以远程走访 / Excused, or remote visits count
    #[arg(long, value_enum)]
    pub kind: Kind,
    /// 第一天 / The first day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: String,
    /// 最后一天 / The last day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: String,
    /// 为什么 / Why
    #[arg(long, value_name = "TEXT", visible_alias = "why")]
    pub reason: String,
    /// 文号 / The paper's number
    #[arg(long, value_name = "NUMBER")]
    pub paper: Option<String>,
    /// 谁批准的 / Who answers for it
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// What is waived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// 免走访 / Not asked for on these days
    Excuse,
    /// 远程走访也算 / Telephone and video count on these days
    Remote,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = args.data.open()?;
    let (scope, township) = match (&args.household, &args.scope) {
        (Some(text), _) => {
            let no: HouseholdNo = parsed("--household", text)?;
            let township = town::of_household(&folder, &no, args.township.as_deref())?;
            (WaiverScope::Household(no), township)
        }
        (None, Some(text)) => {
            let region: RegionCode = parsed("--scope", text)?;
            let township = town::of_region(&folder, "--scope", &region)?;
            (WaiverScope::Region(region), township)
        }
        (None, None) => {
            let mend = "give --household NUMBER or --scope CODE";
            return Err(CommandError::new("it is not said for whom", "--household", mend));
        }
    };
    let waiver = WaiverBody {
        scope,
        kind: match args.kind {
            Kind::Excuse => WaiverKind::Excuse,
            Kind::Remote => WaiverKind::Remote,
        },
        from: day("--from", &args.from)?,
        to: day("--to", &args.to)?,
        why: args.reason.clone(),
        paper: args.paper.clone(),
        by: Some(args.by.clone().unwrap_or_else(|| town::AT_THE_COMMAND_LINE.to_owned())),
    };
    decide::waive(&folder.store, &township, &waiver, SystemClock.now().wall)?;
    let judged = judge_again(&folder, out)?;
    match args.json {
        true => out.json(&json!({
            "township": township, "scope": waiver.scope, "kind": waiver.kind, "from": waiver.from, "to": waiver.to,
            "why": waiver.why, "paper": waiver.paper, "by": waiver.by,
        }))?,
        false => out.line(format_args!(
            "已登记：{}，{} 至 {}。  Granted: {} from {} to {}.",
            waiver.kind.zh(),
            waiver.from,
            waiver.to,
            waiver.kind.en(),
            waiver.from,
            waiver.to
        ))?,
    }
    Ok(judged.outcome())
}
