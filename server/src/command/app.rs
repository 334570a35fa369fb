//! `ruhu app put FILE.apk`: phones hear of this version from now on. `ruhu app show`: which one is handed out, and whether
//! its file is as it was.

use super::{CommandError, DataArgs, Outcome, Output};
use crate::phone_app::{Brought, Condition, Published, bring, condition, newest};
use crate::store::{Audit, AuditEvent, AuditNote, Who};
use ruhu_core::time::{Clock, SystemClock};
use serde::Serialize;
use std::path::PathBuf;

/// The arguments of `ruhu app`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do with the phone app.
    #[command(subcommand)]
    pub what: What,
}

/// What can be done with the phone app.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum What {
    /// 发一个新版 / Hand out a new version from now on
    Put {
        /// 签过名的 APK / The signed APK
        #[arg(value_name = "FILE.apk")]
        file: PathBuf,
        /// Where, and in which form it is answered.
        #[command(flatten)]
        more: More,
    },
    /// 现在发的是哪一版，文件好不好 / Which version is handed out, and whether its file is as it was
    Show {
        /// Where, and in which form it is answered.
        #[command(flatten)]
        more: More,
    },
}

/// What both take.
#[derive(Clone, Debug, clap::Args)]
pub struct More {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// The app as `--json` prints it.
#[derive(Debug, Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    published: &'a Published,
    /// By `put`: whether this very file was handed out before.
    #[serde(skip_serializing_if = "Option::is_none")]
    already_there: Option<bool>,
    /// By `show`: how the file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Condition>,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    match &args.what {
        What::Put { file, more } => put(file, more, out),
        What::Show { more } => show(more, out),
    }
}

fn put(file: &std::path::Path, more: &More, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = more.data.open()?;
    let now = SystemClock.now().wall;
    let (published, already_there) = match bring(&folder.path, file, now)? {
        Brought::AlreadyThere(published) => (published, true),
        Brought::New(waiting) => {
            let app = &waiting.published().app;
            let note = AuditNote {
                who: Who::Command,
                event: AuditEvent::AppPublished(app.version_name.clone(), app.version_code, app.sha256),
                origin: None,
            };
            // Before anybody can hear of it, as the audit log has it with everything that goes out.
            folder.store.note(&note, now)?;
            (waiting.announce()?, false)
        }
    };
    if more.json {
        out.json(&Told {
            published: &published,
            already_there: Some(already_there),
            condition: None,
        })?;
        return Ok(Outcome::Fine);
    }
    match already_there {
        true => out.line("这一版已经在发了，没有改动。  This version is handed out already; nothing was changed.")?,
        false => out.line("手机从现在起会看到这一版。  Phones hear of this version from now on.")?,
    }
    lines(&published, out)?;
    Ok(Outcome::Fine)
}

fn show(more: &More, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = more.data.open()?;
    let Some(published) = newest(&folder.path)? else {
        match more.json {
            true => out.json(&serde_json::Value::Null)?,
            false => out.line("还没有发过手机应用。  No phone app is handed out.  (ruhu app put FILE.apk)")?,
        }
        return Ok(Outcome::Fine);
    };
    let condition = condition(&folder.path, &published.app)?;
    match more.json {
        true => out.json(&Told {
            published: &published,
            already_there: None,
            condition: Some(condition),
        })?,
        false => lines(&published, out)?,
    }
    let what = match condition {
        Condition::Whole => return Ok(Outcome::Fine),
        Condition::Changed => "文件坏了，手机不会收 / the file has changed: phones refuse it",
        Condition::Missing => "文件不见了 / the file is not there",
    };
    out.say(format_args!(
        "{what}; ruhu app put FILE.apk 再发一次 / publishes it again"
    ))?;
    Ok(Outcome::Finding)
}

fn lines(published: &Published, out: &mut Output<'_>) -> Result<(), CommandError> {
    let app = &published.app;
    out.line(format_args!(
        "版本 version      {} ({})\n文件 file         {}, {} bytes\nSHA-256           {}",
        app.version_name, app.version_code, app.file, app.bytes, app.sha256
    ))?;
    out.line(format_args!(
        "签名证书 signed by {}\n最低系统 needs     Android API {}\n发布 published    {} {}",
        published.certificate,
        app.min_sdk,
        published.published.day(),
        published.published.clock_text()
    ))
}
