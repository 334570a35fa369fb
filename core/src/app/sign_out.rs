//! Signing out: the phone forgets whose it was. It is refused while something would be lost. Nothing is deleted that the
//! township has no receipt for: store and photos are set aside, dated, when the app is next opened, and cannot be read by
//! anybody once the caller has destroyed their key.

use super::{Answer, App, AppError};
use crate::error::{Error, Result};
use crate::ids::{KeyId, Sha256};
use crate::outbox::{SendState, StuckReason};
use crate::store::Store;
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// What would be lost with this phone now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Unsent {
    /// Records that the township does not have, stuck ones too.
    pub records: u32,
    /// Photo files that it does not have, stuck ones too.
    pub photos: u32,
    /// Bytes of both.
    pub bytes: u64,
    /// Visits and help begun and not written.
    pub begun: u32,
}

/// The file that says that the cadre has signed out. It is the decision: what follows is finished at the next opening,
/// however this process ends.
const MARK: &str = "signed-out.json";

/// What it holds.
#[derive(Serialize, Deserialize)]
struct Mark {
    /// Keys that must not begin a chain again: where theirs ended is in the store that is set aside.
    retired: Vec<KeyId>,
}

impl App {
    /// What would be lost with this phone now.
    pub fn unsent(&self) -> Answer<Unsent> {
        let narrow = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let sum = self.store.unsent_sum()?;
        let begun = self.store.drafts()?.len() + self.store.help_drafts()?.len();
        Ok(Unsent {
            records: narrow(sum.records),
            photos: narrow(sum.photos),
            bytes: sum.bytes,
            begun: u32::try_from(begun).unwrap_or(u32::MAX),
        })
    }

    /// Signs out. Refused with `FixThis`: `begun` while a visit or help is begun and not written, `unsent` while
    /// something is neither sent nor in the last backup (a photo that cannot be read any more is lost already, and does
    /// not count). Photo files go where the township has receipts.
    ///
    /// After it the caller lets go of this `App`, destroys the store's key and the signing key, makes new ones, and opens
    /// again: that sets the old store aside and begins a new one. Until then nothing can be signed here.
    pub fn sign_out(&self) -> Answer<()> {
        let _sending = self.sending();
        let _changing = self.changing();
        if self.unsent()?.begun > 0 {
            return Err(AppError::fix(
                "begun",
                "还有没写完的走访或帮扶记录。请先写完，或者放弃，再退出。",
                "A visit or help is begun and not written: finish it or throw it away, then sign out.",
            ));
        }
        if self.would_lose()? {
            return Err(AppError::fix(
                "unsent",
                "还有没上传的记录。请先联网上传；传不了，就先导出备份交给镇里，再退出。",
                "Some records are not uploaded: go online first. If that cannot be, write a backup for the township, then \
                 sign out.",
            ));
        }
        let mut retired = self.store.retired()?;
        retired.push(self.device.clone());
        write_mark(&self.dir, &Mark { retired })?;
        self.store.retire(std::slice::from_ref(&self.device))?;
        self.clear(&self.store.receipted()?)
    }

    /// Whether something is neither with the township nor in the last backup.
    pub(super) fn would_lose(&self) -> Answer<bool> {
        let held: HashSet<Sha256> = match self.store.last_backup()? {
            Some(backup) => backup.records.into_iter().chain(backup.photos).collect(),
            None => HashSet::new(),
        };
        let lost = SendState::Stuck {
            reason: StuckReason::Unreadable,
        };
        let unsent = self.store.unsent()?.items;
        Ok(unsent
            .iter()
            .any(|item| item.state != lost && !held.contains(&item.sha256)))
    }
}

/// Finishes a sign-out that was decided: store and photos are set aside, under names that say so. Answers the keys that
/// the new store has to retire; `None` when nobody signed out.
pub(super) fn set_aside_signed_out(dir: &Path, now: Moment) -> Result<Option<Vec<KeyId>>> {
    let path = dir.join(MARK);
    let mark: Mark = match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| Error::Damaged {
            detail: format!("{MARK} is not what was written there"),
        })?,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::file(&path, e)),
    };
    Store::set_aside_signed_out(&dir.join("ruhu.db"), now)?;
    // The photos that are left are under the old key: the new shelf must not take one of them for its own.
    let photos = dir.join("photos");
    if photos.exists() {
        let aside = crate::sqlite::dated(&photos, crate::sqlite::Because::SignedOut, now);
        fs::rename(&photos, &aside).map_err(|e| Error::file(&photos, e))?;
    }
    Ok(Some(mark.retired))
}

/// The sign-out is finished.
pub(super) fn remove_mark(dir: &Path) -> Result<()> {
    let path = dir.join(MARK);
    fs::remove_file(&path).map_err(|e| Error::file(&path, e))?;
    sync_folder(dir)
}

/// Written whole or not at all.
fn write_mark(dir: &Path, mark: &Mark) -> Result<()> {
    let (path, beside) = (dir.join(MARK), dir.join(format!("{MARK}.new")));
    let text = serde_json::to_vec(mark).expect("a list of texts is always JSON");
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    };
    write().map_err(|e| Error::file(&path, e))?;
    sync_folder(dir)
}

fn sync_folder(dir: &Path) -> Result<()> {
    let synced = File::open(dir).and_then(|folder| folder.sync_all());
    synced.map_err(|e| Error::file(dir, e))
}
