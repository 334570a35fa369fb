//! Bringing a backup back, into a new folder. The township's log says so by a signed record: what came after the backup
//! is not there, and whoever has seen a later state is entitled to know why.

use super::{DATABASE, LogState, Manifest, Partial, copy, make_folder, manifest, sync_folders, tidy};
use crate::apart::apart;
use crate::disk;
use crate::doctor::{self, Examination, Patient};
use crate::error::CommandError;
use crate::folder::{Folder, SERVER_KEY};
use crate::shelf::local_file;
use crate::store::{Access, Audit, AuditEvent, AuditNote, Evidence, Ledger, SqliteStore, Voided, Who};
use crate::town::log::{append_own, seal};
use ruhu_core::Error as CoreError;
use ruhu_core::record::Kind;
use ruhu_core::time::Moment;
use serde::Serialize;
use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// A backup that was brought back.
#[derive(Clone, Debug, Serialize)]
pub struct Restored {
    /// The new data folder.
    pub data: PathBuf,
    /// What the backup says of itself.
    #[serde(flatten)]
    pub backup: Manifest,
    /// The codes, links and sessions that the backup had: all of them ended.
    pub voided: Voided,
    /// What the doctor says of the new folder.
    pub examination: Examination,
}

/// Restores a backup into a folder that is not there, or empty.
///
/// Errors: no backup, a damaged or a newer one, a wrong key, a folder that is not empty; then nothing is changed.
pub fn restore(backup: &Path, data: &Path, key: Option<&[u8; 32]>, now: Moment) -> Result<Restored, CommandError> {
    let manifest = manifest(backup)?;
    fit(backup, &manifest, key)?;
    empty(data)?;
    apart("--data", data, backup)?;
    let partial = Partial::beside(data, "--data")?;
    make_folder(&partial.path.join("keys"))?;
    for file in [DATABASE, SERVER_KEY] {
        let (from, to) = (backup.join(file), partial.path.join(file));
        copy(&from, &to).map_err(|error| CommandError::file(&from, &error))?;
    }
    let copied = partial.path.join(DATABASE);
    let (found, _) = disk::hash(&copied).map_err(|error| CommandError::file(&copied, &error))?;
    if found != manifest.database {
        return Err(CommandError::new(
            "备份的数据库损坏或被改过 / the backup's database is damaged or was changed",
            backup.join(DATABASE).display().to_string(),
            "take an older backup",
        ));
    }
    let (store, _) = SqliteStore::look(&copied, key)?;
    store.each_photo_file(&mut |township, sha256| {
        let from = local_file(&backup.join("photos"), &township, &sha256);
        let to = local_file(&partial.path.join("photos"), &township, &sha256);
        if let Some(folder) = to.parent() {
            let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.map_err(|error| CoreError::file(folder, error))?;
        }
        match copy(&from, &to) {
            Ok(()) => Ok(()),
            // The examination says so.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(CoreError::file(&from, error).into()),
        }
    })?;
    drop(store);
    tidy(&partial.path)?;
    let folder = Folder::open_existing(&partial.path, key)?;
    for log in logs(&folder.store)? {
        say_so(&folder.store, &log, &manifest, now)?;
    }
    let voided = folder.store.void_access()?;
    let note = AuditNote {
        who: Who::Command,
        event: AuditEvent::Restored(manifest.made),
        origin: None,
    };
    folder.store.note(&note, now)?;
    drop(folder);
    let examination = doctor::examine(&Patient {
        data: &partial.path,
        key,
        now,
        room: disk::room_on(&partial.path)?,
    })?;
    sync_folders(&partial.path)?;
    partial.finish(data)?;
    Ok(Restored {
        data: data.to_owned(),
        backup: manifest,
        voided,
        examination,
    })
}

fn fit(backup: &Path, manifest: &Manifest, key: Option<&[u8; 32]>) -> Result<(), CommandError> {
    let newest = SqliteStore::newest_schema();
    let wrong = |what: String, mend: &str| Err(CommandError::new(what, backup.display().to_string(), mend));
    if manifest.ruhu_backup != 1 || manifest.schema > newest {
        let what = format!(
            "更新版本的程序做的备份 / a newer program made this backup (schema {}, this one knows {newest})",
            manifest.schema
        );
        return wrong(what, "install the newer ruhu");
    }
    match (manifest.encrypted, key) {
        (true, None) => wrong(
            "备份的数据库是加密的 / the backup's database is encrypted".to_owned(),
            "give the key file with --key; it is not in the backup",
        ),
        (false, Some(_)) => wrong(
            "备份的数据库没有加密 / the backup's database is not encrypted".to_owned(),
            "leave --key away",
        ),
        (true, Some(_)) | (false, None) => Ok(()),
    }
}

fn empty(data: &Path) -> Result<(), CommandError> {
    let taken = match fs::read_dir(data) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(CommandError::file(data, &error)),
    };
    match taken {
        false => Ok(()),
        true => Err(CommandError::new(
            "文件夹不是空的 / the folder is not empty",
            data.display().to_string(),
            "give a new folder: nothing is ever restored over what is there",
        )),
    }
}

fn logs(store: &SqliteStore) -> Result<Vec<LogState>, CommandError> {
    let mut logs = Vec::new();
    for township in store.townships()? {
        if let Some(head) = store.heads(&township.code)?.pop() {
            logs.push(LogState {
                township: township.code,
                log: township.log,
                size: head.size,
                root: head.root,
                time: head.time,
            });
        }
    }
    Ok(logs)
}

/// What the record `restored` says.
#[derive(Serialize)]
struct RestoredBody<'a> {
    /// When the backup was made.
    made: Moment,
    /// How many records the log had in it.
    size: u64,
    /// The root over them.
    root: &'a ruhu_core::ids::Sha256,
}

fn say_so(store: &SqliteStore, log: &LogState, manifest: &Manifest, now: Moment) -> Result<(), CommandError> {
    let body = RestoredBody {
        made: manifest.made,
        size: log.size,
        root: &log.root,
    };
    let written = store.transact(&log.township, &mut |tx| {
        append_own(tx, Kind::Restored, &body, now)?;
        seal(tx, now)
    });
    Ok(written?)
}
