//! `ruhu phones`: every phone that was enrolled; `revoke KID` shuts one out, `renew KID` lets it in again.

use super::{CommandError, DataArgs, Outcome, Output, town};
use crate::folder::Folder;
use crate::store::{Coverage, Ledger, PhoneState};
use crate::town::decide;
use ruhu_core::ids::{CadreId, KeyId, RegionCode};
use ruhu_core::time::{Clock, Moment, SystemClock};
use serde::Serialize;
use std::path::PathBuf;

/// The arguments of `ruhu phones`; folder and form may stand before or after `revoke` and `renew`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do with a phone; without it all are listed.
    #[command(subcommand)]
    pub what: Option<What>,
    /// 数据文件夹 / The data folder
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// 加密数据库的密钥文件 / The file with the key that encrypts the database (32 bytes, or 64 hexadecimal digits)
    #[arg(long, value_name = "FILE", global = true)]
    pub key: Option<PathBuf>,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long, global = true)]
    pub json: bool,
}

/// What can be done with a phone.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum What {
    /// 停用一部手机：下一次连接就拒绝；它以前上传的照样算 / Shut a phone out from its next call on; what it sent before counts as it did
    Revoke(One),
    /// 恢复停用的手机：里面的记录照常上传 / Let a phone in again; what it holds is sent as ever
    Renew(One),
}

/// One phone, and why.
#[derive(Clone, Debug, clap::Args)]
pub struct One {
    /// 手机编号（`ruhu phones` 列出），可只写开头几位 / The phone's kid as `ruhu phones` lists it, or its first characters
    #[arg(value_name = "KID", allow_hyphen_values = true)]
    pub kid: String,
    /// 为什么 / Why
    #[arg(long, value_name = "TEXT", visible_alias = "why")]
    pub reason: String,
    /// 谁决定的 / Who answers for it
    #[arg(long, value_name = "WHO", default_value = town::AT_THE_COMMAND_LINE)]
    pub by: String,
}

/// A phone as `--json` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The thumbprint of its key.
    pub kid: KeyId,
    /// The township.
    pub township: RegionCode,
    /// Whose phone.
    pub cadre: CadreId,
    /// The cadre's name.
    pub name: String,
    /// The cadre's unit.
    pub unit: String,
    /// What kind of phone it said it is when it was enrolled.
    pub model: String,
    /// The app's version at the last sync; absent for an app that does not say it.
    pub version: Option<String>,
    /// When it was first enrolled.
    pub enrolled: Moment,
    /// When it last synced.
    pub last_seen: Option<Moment>,
    /// Records that were still on it then.
    pub waiting_records: u64,
    /// Photo files that were still on it then.
    pub waiting_photos: u64,
    /// Since when it is shut out.
    pub revoked: Option<Moment>,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let Some(data) = args.data.clone() else {
        let mend = "write: ruhu phones --data DIR";
        return Err(CommandError::new("the data folder is not given", "--data", mend));
    };
    let key = args.key.clone();
    let folder = DataArgs { data, key }.open()?;
    match &args.what {
        None => tell(&phones(&folder)?, args.json, out),
        Some(What::Revoke(one)) => revoke(&folder, one, args.json, out),
        Some(What::Renew(one)) => renew(&folder, one, args.json, out),
    }
}

/// Every phone of the folder, township by township.
pub fn phones(folder: &Folder) -> Result<Vec<Listed>, CommandError> {
    let mut all = Vec::new();
    for township in folder.store.townships()? {
        let phones = folder.store.phones(&township.code)?.into_iter();
        all.extend(phones.map(|phone| listed(&township.code, phone)));
    }
    Ok(all)
}

fn listed(township: &RegionCode, phone: PhoneState) -> Listed {
    Listed {
        kid: phone.kid,
        township: township.clone(),
        cadre: phone.cadre,
        name: phone.cadre_name,
        unit: phone.cadre_unit,
        model: phone.model,
        version: phone.app_version,
        enrolled: phone.enrolled,
        last_seen: phone.last_seen,
        waiting_records: phone.waiting_records,
        waiting_photos: phone.waiting_photos,
        revoked: phone.revoked,
    }
}

fn revoke(folder: &Folder, one: &One, json: bool, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let all = phones(folder)?;
    let phone = named(&all, &one.kid)?;
    let now = SystemClock.now().wall;
    let done = decide::revoke(&folder.store, &phone.township, &phone.kid, &one.reason, &one.by, now)?;
    match json {
        true => out.json(&done)?,
        false => {
            out.line(format_args!(
                "已停用 / revoked: {} {} ({})",
                phone.kid, phone.name, phone.model
            ))?;
            out.line(
                "它下一次连接就会被拒绝；以前上传的照样算。找回来了，或者弄错了：ruhu phones renew。  It is refused from its next call on; \
                 what it sent before counts as it did. Found again, or a mistake: ruhu phones renew.",
            )?;
            if phone.waiting_records > 0 || phone.waiting_photos > 0 {
                out.say(format_args!(
                    "注意：它上次说还有 {0} 条记录、{1} 个照片文件没有上传 / note: it last said that {0} records and {1} photo files were still on it",
                    phone.waiting_records, phone.waiting_photos
                ))?;
            }
        }
    }
    Ok(Outcome::Fine)
}

fn renew(folder: &Folder, one: &One, json: bool, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let all = phones(folder)?;
    let phone = named(&all, &one.kid)?;
    let now = SystemClock.now().wall;
    let done = decide::renew(&folder.store, &phone.township, &phone.kid, &one.reason, &one.by, now)?;
    match json {
        true => out.json(&done)?,
        false => {
            out.line(format_args!(
                "已恢复 / let in again: {} {} ({})",
                phone.kid, phone.name, phone.model
            ))?;
            out.line(
                "手机下一次连接就照常上传，不用重新登记。  It sends as ever from its next call on; it need not be enrolled again.",
            )?;
        }
    }
    Ok(Outcome::Fine)
}

/// The one phone whose kid begins so.
fn named<'a>(phones: &'a [Listed], kid: &str) -> Result<&'a Listed, CommandError> {
    let kid = kid.trim();
    let begins = |phone: &&Listed| !kid.is_empty() && phone.kid.as_str().starts_with(kid);
    let found: Vec<&Listed> = phones.iter().filter(begins).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(CommandError::new(
            "no phone of this folder has a kid that begins so",
            kid,
            "copy it from `ruhu phones --data DIR`; upper and lower case differ",
        )),
        several => {
            let listed: Vec<String> = several
                .iter()
                .map(|phone| format!("{} ({}, {})", phone.kid, phone.name, phone.model))
                .collect();
            Err(CommandError::new(
                format!(
                    "{} phones have a kid that begins so: {}",
                    several.len(),
                    listed.join("; ")
                ),
                kid,
                "write more of its characters",
            ))
        }
    }
}

fn tell(phones: &[Listed], json: bool, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    if json {
        out.json(&serde_json::json!({ "phones": phones }))?;
        return Ok(Outcome::Fine);
    }
    if phones.is_empty() {
        out.say("还没有手机登记 / no phone is enrolled yet; make a code with `ruhu enrol`")?;
    }
    let minute = |at: Moment| format!("{} {}", at.day(), at.clock_text());
    for phone in phones {
        out.line(format_args!(
            "{}  {} ({})  {}",
            phone.kid, phone.name, phone.unit, phone.model
        ))?;
        let version = phone.version.as_deref().unwrap_or("?");
        let seen = phone.last_seen.map_or_else(|| "从未 never".to_owned(), minute);
        out.line(format_args!(
            "    版本 version {version}  登记 enrolled {}  最后连接 last seen {seen}",
            minute(phone.enrolled)
        ))?;
        out.line(format_args!(
            "    未上传 waiting: {0} 条记录 records, {1} 个照片文件 photo files",
            phone.waiting_records, phone.waiting_photos
        ))?;
        if let Some(since) = phone.revoked {
            out.line(format_args!("    已停用 revoked since {}", minute(since)))?;
        }
    }
    Ok(Outcome::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(kid: &str) -> Listed {
        Listed {
            kid: format!("{kid}{}", "x".repeat(43 - kid.len()))
                .parse()
                .expect("43 characters"),
            township: "610924102".parse().expect("nine digits"),
            cadre: CadreId::from_bytes([1; 16]),
            name: "张伟".into(),
            unit: "农办".into(),
            model: "Redmi 9A".into(),
            version: None,
            enrolled: Moment::from_millis(0),
            last_seen: None,
            waiting_records: 0,
            waiting_photos: 0,
            revoked: None,
        }
    }

    #[test]
    fn a_kid_may_be_abbreviated_as_long_as_one_phone_is_meant() {
        let phones = [phone("abc"), phone("abd"), phone("-q")];
        assert_eq!(named(&phones, "abc").map(|phone| &phone.kid), Ok(&phones[0].kid));
        assert_eq!(named(&phones, " -q ").map(|phone| &phone.kid), Ok(&phones[2].kid));
        let two = named(&phones, "ab").expect_err("two begin so").to_string();
        assert!(
            two.contains(phones[0].kid.as_str()) && two.contains(phones[1].kid.as_str()),
            "{two}"
        );
        for none in ["zz", "", "ABC"] {
            assert!(named(&phones, none).is_err(), "{none:?}");
        }
    }
}
