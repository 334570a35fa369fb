//! `ruhu account add|list|link|change|disable|enable`: who may sign in by name and password, where, and to do what. A password
//! is never given here: a one-time link lets its owner set it.

use super::address::address_of;
use super::{CommandError, DataArgs, Outcome, Output};
use crate::folder::Folder;
use crate::store::{Account, AccountName, Accounts, Coverage, NewLink, Role, Who};
use crate::web::session::{PASSWORD_PATH, Secret};
use ruhu_core::time::{Clock, DAY_MS, Moment, SystemClock};
use serde::Serialize;
use std::collections::BTreeMap;

/// A link is good for three days, in milliseconds: it goes to its owner by hand.
const LINK_MS: i64 = 3 * DAY_MS;

/// The arguments of `ruhu account`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do with accounts.
    #[command(subcommand)]
    pub what: What,
}

/// What can be done with accounts.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum What {
    /// 加一个账号，打印设置密码的一次性链接 / Add an account; prints a one-time link that sets its password
    Add {
        /// 登录名 / The name to sign in with
        name: String,
        /// 范围：县 6 位、乡镇 9 位、村 12 位 / What lies within reach: everything whose code begins so
        #[arg(long, value_name = "CODE")]
        scope: String,
        /// 角色 / The role: may read and decide, or may read
        #[arg(long, value_enum)]
        role: RoleWord,
        /// Which folder, which address, which form.
        #[command(flatten)]
        more: More,
    },
    /// 列出账号 / List the accounts
    List {
        /// Where the township's data is.
        #[command(flatten)]
        data: DataArgs,
        /// 结果用 JSON / Answer as one JSON object
        #[arg(long)]
        json: bool,
    },
    /// 忘了密码：一个新的一次性链接 / A new one-time link, for a forgotten password
    Link {
        /// 登录名 / The name
        name: String,
        /// Which folder, which address, which form.
        #[command(flatten)]
        more: More,
    },
    /// 换范围或角色，马上生效 / Another scope or role, in force at once
    Change {
        /// 登录名 / The name
        name: String,
        /// 新的范围 / The new scope
        #[arg(long, value_name = "CODE", required_unless_present = "role")]
        scope: Option<String>,
        /// 新的角色 / The new role
        #[arg(long, value_enum)]
        role: Option<RoleWord>,
        /// Where the township's data is.
        #[command(flatten)]
        data: DataArgs,
        /// 结果用 JSON / Answer as one JSON object
        #[arg(long)]
        json: bool,
    },
    /// 停用：登录立即结束 / Disable: its sessions end at once
    Disable {
        /// 登录名 / The name
        name: String,
        /// Where the township's data is.
        #[command(flatten)]
        data: DataArgs,
        /// 结果用 JSON / Answer as one JSON object
        #[arg(long)]
        json: bool,
    },
    /// 恢复停用的账号 / Enable it again
    Enable {
        /// 登录名 / The name
        name: String,
        /// Where the township's data is.
        #[command(flatten)]
        data: DataArgs,
        /// 结果用 JSON / Answer as one JSON object
        #[arg(long)]
        json: bool,
    },
}

/// What every command that makes a link takes.
#[derive(Clone, Debug, clap::Args)]
pub struct More {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 浏览器使用的网址 / The address browsers use, when it is not the one last served
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// A role as it is written on the command line.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum RoleWord {
    /// 可查看、可决定 / may read and decide
    Township,
    /// 只能查看 / may read
    #[value(alias = "read_only")]
    ReadOnly,
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Township => Self::Township,
            RoleWord::ReadOnly => Self::ReadOnly,
        }
    }
}

/// A link that was made: what `--json` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// The whole address, for its owner to open once.
    pub link: String,
    /// From this moment on it is no good.
    pub expires: Moment,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let now = SystemClock.now().wall;
    match &args.what {
        What::Add {
            name,
            scope,
            role,
            more,
        } => {
            let account = Account {
                name: name.parse()?,
                scope: scope.trim().parse()?,
                role: (*role).into(),
                created: now,
                disabled: None,
                has_password: false,
            };
            let folder = more.data.open()?;
            let made = add(&folder, account, more.address.as_deref(), now)?;
            if folder.store.villages_in(&made.account.scope)?.is_empty() {
                let scope = &made.account.scope;
                out.say(format_args!(
                    "注意：{scope} 里还没有农户 / note: no household lies in {scope} yet"
                ))?;
            }
            tell(&made, more, out)
        }
        What::Link { name, more } => {
            let name = name.parse()?;
            let made = link(&more.data.open()?, &name, more.address.as_deref(), now)?;
            tell(&made, more, out)
        }
        What::List { data, json } => list(&data.open()?.store.accounts()?, *json, out),
        What::Change {
            name,
            scope,
            role,
            data,
            json,
        } => {
            let (folder, name) = (data.open()?, name.parse()?);
            let account = folder.store.account(&name)?.ok_or_else(|| unknown(&name))?;
            let scope = scope.as_ref().map_or(Ok(account.scope), |code| code.trim().parse())?;
            let role = role.map_or(account.role, Role::from);
            let known = folder.store.change_account(&name, &scope, role, now, &Who::Command)?;
            changed(&folder, &name, known, *json, out)
        }
        What::Disable { name, data, json } => {
            let (folder, name) = (data.open()?, name.parse()?);
            let known = folder.store.disable_account(&name, now, &Who::Command)?;
            changed(&folder, &name, known, *json, out)
        }
        What::Enable { name, data, json } => {
            let (folder, name) = (data.open()?, name.parse()?);
            let known = folder.store.enable_account(&name, now, &Who::Command)?;
            changed(&folder, &name, known, *json, out)
        }
    }
}

/// Adds an account and makes its link.
pub fn add(folder: &Folder, account: Account, address: Option<&str>, now: Moment) -> Result<Made, CommandError> {
    let (address, token) = (address_of(folder, address)?, Secret::token());
    let kept = new_link(&token, now);
    match folder.store.add_account(&account, &kept, &Who::Command)? {
        true => Ok(made(account, &address, &token, kept.expires)),
        false => Err(CommandError::new(
            format!(
                "there is an account called {} already (upper and lower case, blanks and full width make no difference)",
                account.name
            ),
            "NAME",
            "choose another name; for a forgotten password: ruhu account link NAME",
        )),
    }
}

/// Makes a new link of an account.
pub fn link(folder: &Folder, name: &AccountName, address: Option<&str>, now: Moment) -> Result<Made, CommandError> {
    let (address, token) = (address_of(folder, address)?, Secret::token());
    let account = folder.store.account(name)?.ok_or_else(|| unknown(name))?;
    if account.disabled.is_some() {
        let mend = "enable it first: ruhu account enable NAME";
        return Err(CommandError::new(
            format!("the account {name} is disabled"),
            "NAME",
            mend,
        ));
    }
    let kept = new_link(&token, now);
    match folder.store.keep_account_link(name, &kept, &Who::Command)? {
        true => Ok(made(account, &address, &token, kept.expires)),
        false => Err(unknown(name)),
    }
}

fn new_link(token: &Secret, now: Moment) -> NewLink {
    NewLink {
        hash: token.hash(),
        issued: now,
        expires: now.plus_ms(LINK_MS),
    }
}

fn made(account: Account, address: &str, token: &Secret, expires: Moment) -> Made {
    Made {
        account,
        link: format!("{address}{PASSWORD_PATH}/{}", token.reveal()),
        expires,
    }
}

pub(super) fn unknown(name: &AccountName) -> CommandError {
    CommandError::new(
        format!("there is no account called {name}, or several read alike and none is written just so"),
        "NAME",
        "see `ruhu account list` for those there are",
    )
}

fn tell(made: &Made, more: &More, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    if more.json {
        out.json(made)?;
        return Ok(Outcome::Fine);
    }
    out.line(line(&made.account))?;
    out.line(format_args!(
        "一次性链接，{} {} 前有效，只交给本人 / one-time link, good until then, for its owner alone:",
        made.expires.day(),
        made.expires.clock_text()
    ))?;
    out.line(&made.link)?;
    Ok(Outcome::Fine)
}

fn list(accounts: &[Account], json: bool, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    if json {
        out.json(&serde_json::json!({ "accounts": accounts }))?;
        tell_alike(accounts, out)?;
        return Ok(Outcome::Fine);
    }
    if accounts.is_empty() {
        out.say("还没有账号：ruhu account add / no account yet: ruhu account add")?;
    }
    for account in accounts {
        out.line(line(account))?;
    }
    tell_alike(accounts, out)?;
    Ok(Outcome::Fine)
}

/// Names that an earlier version let be made and that read alike: each still signs in, written just so.
fn tell_alike(accounts: &[Account], out: &mut Output<'_>) -> Result<(), CommandError> {
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for account in accounts {
        alike
            .entry(account.name.folded())
            .or_default()
            .push(account.name.as_str());
    }
    for names in alike.into_values().filter(|names| names.len() > 1) {
        let names = names.join("、");
        out.say(format_args!(
            "注意：{names} 读起来是同一个名字，登录时要一字不差；请只留一个，停用其余 / note: these read as one name and sign in only when typed exactly so; keep one and disable the others (ruhu account disable NAME)"
        ))?;
    }
    Ok(())
}

fn changed(
    folder: &Folder,
    name: &AccountName,
    known: bool,
    json: bool,
    out: &mut Output<'_>,
) -> Result<Outcome, CommandError> {
    let account = folder
        .store
        .account(name)?
        .filter(|_| known)
        .ok_or_else(|| unknown(name))?;
    match json {
        true => out.json(&account)?,
        false => out.line(line(&account))?,
    }
    Ok(Outcome::Fine)
}

fn line(account: &Account) -> String {
    let role = match account.role {
        Role::Township => "township 可查看、可决定",
        Role::ReadOnly => "read-only 只能查看",
    };
    let state = match (account.disabled, account.has_password) {
        (Some(at), _) => format!("  已停用 disabled {}", at.day()),
        (None, false) => "  还没设密码 no password yet".to_owned(),
        (None, true) => String::new(),
    };
    format!("{}  {}  {role}{state}", account.name, account.scope)
}
