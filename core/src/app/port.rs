//! What a run of sending needs of the phone: its records, its photo bytes, and a place to keep what comes back.

use super::App;
use super::cover::timeline_of;
use super::enrol::anchor_of;
use super::open::lock;
use super::search::PinyinInitials;
use crate::error::Result;
use crate::ids::Sha256;
use crate::store::{Heard, ServerSeen};
use crate::sync::{Progress, Store, SyncPort, Verified};
use crate::time::TimeEvidence;
use std::ops::ControlFlow;

/// The app, as the road sees it.
pub(super) struct Port<'a> {
    pub app: &'a App,
    pub progress: &'a (dyn Fn(&Progress) -> ControlFlow<()> + Send + Sync),
}

impl SyncPort for Port<'_> {
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
            Store::Answer(answer) => self.hear(answer, heard),
            Store::Receipt { sha256, receipt } => store.keep_receipt(sha256, receipt),
            Store::States(states) => store.keep_states(states),
            Store::Upload { sha256, upload } => store.keep_upload(sha256, upload.as_deref()),
        }
    }

    fn progress(&self, progress: &Progress) -> ControlFlow<()> {
        (self.progress)(progress)
    }
}

impl Port<'_> {
    fn hear(&self, answer: &Verified, heard: &TimeEvidence) -> Result<()> {
        let _changing = self.app.changing();
        // A policy that this Ruhu cannot read is found before the one that works is replaced.
        if let Some(policies) = &answer.down.policies {
            timeline_of(policies)?;
        }
        for file in self.app.store.files_of(&answer.down.erased)? {
            self.app.shelf.remove(&file)?;
        }
        let seen = ServerSeen {
            cursor: answer.down.cursor,
            anchor: Some(anchor_of(&answer.checkpoint, heard)),
            checkpoint: Some(answer.checkpoint_jws.clone()),
            last_sync: Some(heard.wall),
        };
        self.app.store.hear(&Heard {
            receipts: &answer.receipts,
            refused: &answer.refused,
            seen: &seen,
            down: &answer.down,
            initials: &PinyinInitials,
        })?;
        if answer.down.policies.is_some() {
            *lock(&self.app.timeline) = None;
        }
        Ok(())
    }
}
