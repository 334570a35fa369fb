//! `ruhu sessions`: who is signed in, since when, from where; `--end ID` and `--all-of NAME` end it.

use super::account::unknown;
use super::{CommandError, DataArgs, Outcome, Output};
use crate::store::{AccountName, Accounts, Ended, Ending, SessionId, SessionRow, Sessions, Who, Whose};
use ruhu_core::time::{Clock, Moment, SystemClock};
use serde::Serialize;

/// The arguments of `ruhu sessions`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 结束这一次登录 / End the session with this id
    #[arg(long, value_name = "ID", conflicts_with = "all_of")]
    pub end: Option<String>,
    /// 结束这个账号的所有登录；administrator 是用链接登录的 / End every session of this account; `administrator` means those begun by a link
    #[arg(long, value_name = "NAME")]
    pub all_of: Option<String>,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// A session as `--json` prints it.
#[derive(Debug, Serialize)]
struct Told {
    id: SessionId,
    /// The account's name, or `administrator`.
    account: String,
    from: String,
    began: Moment,
    last_seen: Moment,
    expires: Moment,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let (folder, now) = (args.data.open()?, SystemClock.now().wall);
    let which = match (&args.end, &args.all_of) {
        (Some(id), _) => Ending::Any(id.trim().parse()?),
        (None, Some(name)) => Ending::AllOf(whose(&folder.store, name)?),
        (None, None) => return list(&folder.store.sessions(now)?, args.json, out),
    };
    let by = Ended {
        who: Who::Command,
        origin: None,
    };
    let ended = folder.store.end_sessions(&which, &by, now)?;
    if let (Ending::Any(id), true) = (&which, ended.is_empty()) {
        return Err(CommandError::new(
            format!("there is no session {id}, or it has ended"),
            "--end",
            "see `ruhu sessions` for those there are",
        ));
    }
    match args.json {
        true => out.json(&serde_json::json!({ "ended": ended }))?,
        false => out.line(format_args!("已结束 {0} 次登录 / ended: {0}", ended.len()))?,
    }
    Ok(Outcome::Fine)
}

fn whose(accounts: &dyn Accounts, name: &str) -> Result<Whose, CommandError> {
    if name.trim().eq_ignore_ascii_case("administrator") || name.trim() == "管理员" {
        return Ok(Whose::Administrator);
    }
    let name: AccountName = name.parse()?;
    match accounts.account(&name)? {
        Some(account) => Ok(Whose::Account(account.name)),
        None => Err(unknown(&name)),
    }
}

fn list(sessions: &[SessionRow], json: bool, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let told: Vec<Told> = sessions.iter().map(tell).collect();
    if json {
        out.json(&serde_json::json!({ "sessions": told }))?;
        return Ok(Outcome::Fine);
    }
    if told.is_empty() {
        out.say("没有人登录 / nobody is signed in")?;
    }
    for one in &told {
        out.line(format_args!(
            "{}  {}  {}  登录 since {} {}  最后使用 last used {} {}",
            one.id,
            one.account,
            one.from,
            one.began.day(),
            one.began.clock_text(),
            one.last_seen.day(),
            one.last_seen.clock_text()
        ))?;
    }
    Ok(Outcome::Fine)
}

fn tell(row: &SessionRow) -> Told {
    Told {
        id: row.id.clone(),
        account: Who::Signed(row.whose()).text().to_owned(),
        from: row.origin.clone(),
        began: row.began,
        last_seen: row.seen,
        expires: row.expires,
    }
}
