//! `ruhu audit`: who signed in and failed to, what was done with accounts and sessions, whose masked numbers were opened.
//! The rows' hashes are checked on the way: a row that was changed or taken out is a finding.

use super::{CommandError, DataArgs, Outcome, Output};
use crate::store::{Audit, AuditRow};
use serde_json::json;

/// The arguments of `ruhu audit`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let store = args.data.open()?.store;
    let mut rows = Vec::new();
    let broken = store.audit(&mut |row| {
        rows.push(row);
        Ok(())
    })?;
    match args.json {
        true => out.json(&json!({ "rows": rows, "intact": broken.is_none(), "broken_at": broken }))?,
        false => {
            for row in &rows {
                out.line(line(row))?;
            }
        }
    }
    match broken {
        None => Ok(Outcome::Fine),
        Some(n) => {
            out.say(format_args!(
                "第 {n} 行接不上：审计被改过或缺了行，与备份对照 / row {n} does not follow: the audit log was changed or rows are missing; compare with a backup"
            ))?;
            Ok(Outcome::Finding)
        }
    }
}

fn line(row: &AuditRow) -> String {
    let more: Vec<&str> = [&row.account, &row.place, &row.detail, &row.origin]
        .into_iter()
        .filter_map(Option::as_deref)
        .collect();
    format!(
        "{}  {} {}  {}  {}  {}",
        row.n,
        row.at.day(),
        row.at.clock_text(),
        row.who,
        row.event,
        more.join("  ")
    )
}
