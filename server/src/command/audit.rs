//! `ruhu audit`: who signed in and failed to, what was done with accounts, sessions, codes and phones, what was opened,
//! looked at and taken out. The rows are checked on the way, by their hashes and against the townships' signed logs: a row
//! that was changed or taken out is a finding, also where the whole log was written anew.

use super::{CommandError, DataArgs, Outcome, Output};
use crate::store::AuditRow;
use crate::town::audit::{AuditFault, check_audit};
use serde_json::json;

/// The arguments of `ruhu audit`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 只核对，不列出 / Check only: the rows' hashes, and against the townships' signed logs
    #[arg(long)]
    pub check: bool,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let store = args.data.open()?.store;
    let mut rows = Vec::new();
    let checked = check_audit(&store, &mut |row| {
        if !args.check {
            rows.push(row);
        }
        Ok(())
    })?;
    let broken = checked.faults.iter().find_map(|fault| match fault {
        AuditFault::Broken(n) => Some(*n),
        AuditFault::Rewritten(..) => None,
    });
    let rewritten: Vec<(&str, u64)> = checked
        .faults
        .iter()
        .filter_map(|fault| match fault {
            AuditFault::Broken(_) => None,
            AuditFault::Rewritten(township, n) => Some((township.as_str(), *n)),
        })
        .collect();
    let intact = checked.faults.is_empty();
    if args.json {
        let rewritten: Vec<_> = rewritten
            .iter()
            .map(|(township, row)| json!({ "township": township, "row": row }))
            .collect();
        let mut told = json!({
            "intact": intact,
            "broken_at": broken,
            "rewritten": rewritten,
            "checked": { "rows": checked.rows, "seals": checked.seals },
        });
        if !args.check {
            told["rows"] = json!(rows);
        }
        out.json(&told)?;
    } else {
        for row in &rows {
            out.line(line(row))?;
        }
        if args.check && intact {
            out.line(format_args!(
                "审计 {0} 行，前后相接；与乡镇日志里签过名的 {1} 处一致 / {0} rows, each follows; {1} signed records of the townships' logs agree",
                checked.rows, checked.seals
            ))?;
        }
    }
    if let Some(n) = broken {
        out.say(format_args!(
            "第 {n} 行接不上：审计被改过或缺了行，与备份对照 / row {n} does not follow: the audit log was changed or rows are missing; compare with a backup"
        ))?;
    }
    for (township, n) in rewritten {
        out.say(format_args!(
            "第 {n} 行与 {township} 日志里签过名的不一样：审计被重写过，与备份对照 / row {n} is not the one that the signed log of {township} names: the audit log was rewritten; compare with a backup"
        ))?;
    }
    Ok(match intact {
        true => Outcome::Fine,
        false => Outcome::Finding,
    })
}

fn line(row: &AuditRow) -> String {
    let more: Vec<&str> = [&row.account, &row.place, &row.detail, &row.origin, &row.session]
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
