//! `ruhu log`: what was decided, when, by whom, newest first.

use super::town::{day, parsed};
use super::{CommandError, DataArgs, Outcome, Output};
use crate::town::decide::{LogAsk, decided};
use ruhu_core::ids::RegionCode;
use serde_json::json;

/// The arguments of `ruhu log`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 只看一个村、一个镇或一个县 / Only what touches this village, township or county
    #[arg(long, value_name = "CODE")]
    pub scope: Option<String>,
    /// 从哪天起 / From this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<String>,
    /// 到哪天为止 / Up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<String>,
    /// 只看某一类 / Only this kind: policy, waiver, decision, assignment, place, import, tombstone, revocation
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// 最多多少条 / At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// The kinds of record that a township itself writes.
const KINDS: [&str; 8] = [
    "policy",
    "waiver",
    "decision",
    "assignment",
    "place",
    "import",
    "tombstone",
    "revocation",
];

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = args.data.open()?;
    if let Some(kind) = args.kind.as_deref().filter(|kind| !KINDS.contains(kind)) {
        return Err(CommandError::new(
            format!("{kind:?} is no kind of decision"),
            "--kind",
            format!("give one of {}", KINDS.join(", ")),
        ));
    }
    let ask = LogAsk {
        scope: args
            .scope
            .as_deref()
            .map(|text| parsed::<RegionCode>("--scope", text))
            .transpose()?,
        since: args.since.as_deref().map(|text| day("--since", text)).transpose()?,
        until: args.until.as_deref().map(|text| day("--until", text)).transpose()?,
    };
    if let (Some(since), Some(until)) = (ask.since, ask.until)
        && until < since
    {
        let what = format!("the last day ({until}) is before the first ({since})");
        return Err(CommandError::new(what, "--until", "turn the two days round"));
    }
    let mut entries = decided(&folder.store, &ask)?;
    if let Some(kind) = &args.kind {
        entries.retain(|entry| entry.kind == *kind);
    }
    entries.truncate(args.limit.unwrap_or(usize::MAX));
    if args.json {
        out.json(&json!({ "entries": entries }))?;
        return Ok(Outcome::Fine);
    }
    if entries.is_empty() {
        out.line("没有这样的决定。  Nothing was decided that fits.")?;
    }
    for entry in &entries {
        let by = entry.by.as_deref().map(|by| format!("  [{by}]")).unwrap_or_default();
        let count = match entry.records {
            1 => String::new(),
            n => format!("  ({n} 条记录 records)"),
        };
        out.line(format_args!(
            "{} {}  {}  {}{count}{by}",
            entry.at.day(),
            entry.at.clock_text(),
            entry.zh,
            entry.en
        ))?;
    }
    Ok(Outcome::Fine)
}
