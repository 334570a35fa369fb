//! Signing out: the phone forgets whose it was. It is refused while something would be lost. Nothing is deleted that the
//! township has no receipt for: store and photos are set aside, dated, when the app is next opened, and cannot be read by
//! anybody once the caller has destroyed their key.

use crate::app::{Answer, App, AppError};
use crate::error::{Error, Result};
use crate::ids::{KeyId, Sha256};
use crate::outbox::{Item, SendState, StuckReason};
use crate::store::{Finished, Store};
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::Ordering;

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
        let drafts = self.store.drafts()?.len() + self.store.unreadable_drafts()?.len();
        let begun = drafts + self.store.help_drafts()?.len();
        Ok(Unsent {
            records: narrow(sum.records),
            photos: narrow(sum.photos),
            bytes: sum.bytes,
            begun: u32::try_from(begun).unwrap_or(u32::MAX),
        })
    }

    /// Signs out. Refused with `FixThis`: `begun` while a visit or help is begun and not written, `unsent` while
    /// something is neither sent nor in the last backup (a photo that is gone, or cannot be read any more, is lost already,
    /// and does not count: it is read once more to know). Photo files go where the township has receipts.
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
        // The mark is the decision: from here on nothing is an answer to whoever asked. This process signs nothing more,
        // whether or not the old store can note it; photos that cannot go now go aside with their folder.
        self.signed_out.store(true, Ordering::SeqCst);
        drop(self.store.retire(std::slice::from_ref(&self.device)));
        if let Ok(receipted) = self.store.receipted() {
            self.clear(&receipted);
        }
        Ok(())
    }

    /// Whether something is neither with the township nor in the last backup. A photo counts as lost already when it cannot be
    /// read now, and either is gone for good or could not be read for the backup either; what the township erased is not
    /// asked for.
    pub(in crate::app) fn would_lose(&self) -> Answer<bool> {
        let backup = self.store.last_backup()?;
        let (held, unread): (HashSet<Sha256>, HashSet<Sha256>) = match backup {
            Some(kept) => (
                kept.records.into_iter().chain(kept.photos).collect(),
                kept.unread.into_iter().collect(),
            ),
            None => Default::default(),
        };
        for item in self.store.unsent()?.items {
            let gone = match &item.state {
                SendState::Stuck {
                    reason: StuckReason::Unreadable,
                } => self.cannot_read(&item, unread.contains(&item.sha256))?,
                SendState::Stuck {
                    reason: StuckReason::Refused { code, .. },
                } => code == "erased",
                _ => unread.contains(&item.sha256) && self.cannot_read(&item, true)?,
            };
            if !gone && !held.contains(&item.sha256) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a photo's file cannot be read now. An error that may pass counts only where the read had `failed_before`.
    fn cannot_read(&self, item: &Item, failed_before: bool) -> Answer<bool> {
        match self.shelf.look_through(&item.sha256) {
            Ok(size) => Ok(size < item.bytes),
            Err(Error::NotFound { .. } | Error::Damaged { .. } | Error::NotGenuine(_)) => Ok(true),
            Err(Error::File { .. }) => Ok(failed_before),
            Err(other) => Err(other.into()),
        }
    }

    /// Photos that are stuck because they could not be read, and can be now, wait to be sent again.
    pub(in crate::app) fn read_stuck_again(&self) -> Answer<()> {
        let mut readable = Vec::new();
        for item in self.store.unsent()?.items {
            let stuck = matches!(
                item.state,
                SendState::Stuck {
                    reason: StuckReason::Unreadable
                }
            );
            if stuck && !self.cannot_read(&item, true)? {
                readable.push((item.sha256, item.state.try_again()));
            }
        }
        match readable.is_empty() {
            true => Ok(()),
            false => Ok(self.store.keep_states(&readable)?),
        }
    }
}

/// Whether a sign-out had to be finished at this opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum SignOut {
    /// Nobody had signed out.
    None,
    /// The old store is set aside; a new one is in its place.
    Finished,
}

/// Finishes what was decided before this process was killed: a set-aside of a damaged store, or a sign-out, whose mark stands
/// until the old store is out of the way. Photos go aside first: those that are left are under the old key, and the new
/// shelf must not take one of them for its own. `device`: the key this app is opened with.
pub(in crate::app) fn finish_sign_out(dir: &Path, key: [u8; 32], device: &KeyId, now: Moment) -> Result<SignOut> {
    let (path, db) = (dir.join(MARK), dir.join("ruhu.db"));
    let mark: Option<Mark> = match fs::read(&path) {
        // The decision stands even where its text is damaged; then at least the key that is still here must not sign again.
        Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap_or(Mark {
            retired: vec![device.clone()],
        })),
        Err(e) if e.kind() == ErrorKind::NotFound => None,
        Err(e) => return Err(Error::file(&path, e)),
    };
    let Some(mark) = mark else {
        Store::finish_set_aside(&db, || Ok(()))?;
        return Ok(SignOut::None);
    };
    super::store_key::remove_sealed(dir)?;
    let photos = dir.join("photos");
    if photos.exists() {
        let aside = crate::sqlite::dated(&photos, crate::sqlite::Because::SignedOut, now);
        fs::rename(&photos, &aside).map_err(|e| Error::file(&photos, e))?;
        sync_folder(dir)?;
    }
    if Store::finish_set_aside(&db, || remove_mark(dir))? == Finished::Nothing {
        Store::set_aside_signed_out(&db, key, &mark.retired, now, || remove_mark(dir))?;
    }
    Ok(SignOut::Finished)
}

/// The old store is out of the way: the new one stands for the decision from now on.
fn remove_mark(dir: &Path) -> Result<()> {
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
