//! What a run of sending needs of the phone: its records, its photo bytes, and a place to keep what comes back.

use crate::app::enrol::anchor_of;
use crate::app::open::lock;
use crate::app::today::{PinyinInitials, timeline_of};
use crate::app::{App, Text};
use crate::error::Result;
use crate::ids::Sha256;
use crate::store::{ServerSeen, SyncUpdate};
use crate::sync::{Progress, Store, SyncCallbacks, Verified};
use crate::time::{Moment, TimeEvidence};
use crate::wire::{DOWN_FIELDS, Down, DownRead, Unread, down_of, read_down};
use std::ops::ControlFlow;

/// The app, as a run of sending uses it.
pub(super) struct AppCallbacks<'a> {
    pub app: &'a App,
    pub progress: &'a (dyn Fn(&Progress) -> ControlFlow<()> + Send + Sync),
}

impl SyncCallbacks for AppCallbacks<'_> {
    fn records(&self, hashes: &[Sha256]) -> Result<Vec<String>> {
        self.app.store.jws_of(hashes)
    }

    fn photo(&self, sha256: &Sha256, offset: u64, len: u64) -> Result<Vec<u8>> {
        self.app
            .shelf
            .read_at(sha256, offset, usize::try_from(len).unwrap_or(usize::MAX))
    }

    fn store(&self, what: &Store, heard: &TimeEvidence) -> Result<()> {
        let store = &self.app.store;
        match what {
            Store::Answer(answer) => self.keep_update(answer, heard),
            Store::Receipt { sha256, receipt } => store.keep_receipt(sha256, receipt),
            Store::States(states) => store.keep_states(states),
            Store::Upload { sha256, upload } => store.keep_upload(sha256, upload.as_deref()),
        }
    }

    fn progress(&self, progress: &Progress) -> ControlFlow<()> {
        (self.progress)(progress)
    }
}

impl AppCallbacks<'_> {
    fn keep_update(&self, answer: &Verified, heard: &TimeEvidence) -> Result<()> {
        let _changing = self.app.changing();
        let (mut down, mut unread) = (answer.down.clone(), answer.unread.clone());
        leave_policies(&mut down, &mut unread);
        self.app.erase_files(&down)?;
        let seen = ServerSeen {
            cursor: down.cursor,
            anchor: Some(anchor_of(&answer.checkpoint, heard)),
            checkpoint: Some(answer.checkpoint_jws.clone()),
            last_sync: Some(heard.wall),
            ..ServerSeen::default()
        };
        self.app.store.keep_update(&SyncUpdate {
            receipts: &answer.receipts,
            refused: &answer.refused,
            seen: &seen.read_now(),
            down: &down,
            unread: &unread,
            initials: &PinyinInitials,
        })?;
        if down.policies.is_some() {
            *lock(&self.app.timeline) = None;
        }
        Ok(())
    }
}

/// Policies that this version cannot read are left for a later one, and those that are known stay in force: half of a list
/// would judge by the wrong one.
fn leave_policies(down: &mut Down, unread: &mut Vec<Unread>) {
    if let Some(policies) = &down.policies
        && timeline_of(policies).is_err()
    {
        unread.push(Unread {
            field: "policies".to_owned(),
            id: String::new(),
            raw: serde_json::to_string(policies).expect("texts are always JSON"),
        });
        down.policies = None;
    }
}

impl App {
    /// What to tell while the township tells things that this version of the app cannot read.
    pub(in crate::app) fn update_needed(&self) -> Result<Option<Text>> {
        let sentence = || {
            Text::new(
                "镇里有新的内容，这个版本看不懂，请更新应用。记录照常上传。",
                "The township tells things that this version cannot read: update the app. Records still go.",
            )
        };
        Ok(self.store.has_unread()?.then(sentence))
    }
    /// Reads what an earlier version of the app could not, and keeps what this one can.
    pub(in crate::app) fn read_again(&self) -> Result<()> {
        let kept = self.store.unread()?;
        if kept.is_empty() {
            return Ok(());
        }
        let _changing = self.changing();
        let cursor = self.store.server_seen()?.cursor;
        let DownRead { mut down, mut unread } = read_down(down_of(&kept, cursor), cursor);
        leave_policies(&mut down, &mut unread);
        // A field that is not known here either stays as it was kept; so does a household that is still read in part.
        unread.retain(|part| DOWN_FIELDS.contains(&part.field.as_str()));
        unread.extend(
            kept.iter()
                .filter(|part| !DOWN_FIELDS.contains(&part.field.as_str()))
                .cloned(),
        );
        down.households.retain(|household| {
            let number = household.household.household.as_str();
            !unread
                .iter()
                .any(|part| part.field == "households" && part.id == number)
        });
        if unread.len() == kept.len() {
            return Ok(());
        }
        self.erase_files(&down)?;
        self.store.keep_read_later(&down, &unread, &PinyinInitials)
    }

    /// Takes the photo files of erased households off the shelf, and with them every file that no row names: whose it is
    /// cannot be told any more. Before the rows go: a kill in between leaves rows without files, never the contrary.
    fn erase_files(&self, down: &Down) -> Result<()> {
        if down.erased.is_empty() {
            return Ok(());
        }
        for file in self.store.files_of(&down.erased)? {
            self.shelf.remove(&file)?;
        }
        self.sweep(Moment::from_millis(i64::MAX))
    }
}
