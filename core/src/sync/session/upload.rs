//! How one photo goes: created, sent in parts from wherever the server's file ends, and done when its receipt is kept
//! (tus 1.0.0).

use super::uploading::{At, FIRST_PART};
use super::{Session, UNREADABLE_IN_A_ROW};
use crate::ids::Sha256;
use crate::outbox::{SendState, StuckReason, back_off};
use crate::sync::answer::Response;
use crate::sync::trust::check_receipt;
use crate::sync::{Call, Store};
use crate::time::Moment;

/// The largest part, in bytes: parts double while they are acknowledged quickly.
const LARGEST_PART: u64 = 128 * 1024;
/// The smallest part, in bytes: parts shrink when a call breaks.
const SMALLEST_PART: u64 = 16 * 1024;
/// A part that took no longer, in milliseconds, makes the next one larger.
const QUICK_MS: i64 = 2_000;
/// After so many steps in a row without progress the photo waits, and others are sent.
const STALLS: u32 = 3;
/// A photo is begun anew at most so often in one run.
const BEGINNINGS: u32 = 3;
/// After so many complete uploads with another hash the photo is stuck.
const HASH_TRIES: u32 = 3;

/// So many failed reads in a row, over some hours, make it stuck.
const READ_TRIES: u32 = 12;

impl Session {
    /// The next call for the photo in work, if there is one.
    pub(super) fn upload_call(&self) -> Option<Call> {
        let work = self.uploading.as_ref()?;
        let item = self.item(&work.sha256)?;
        let (sha256, bytes) = (item.sha256, item.bytes);
        Some(match (work.at, item.upload.clone()) {
            (At::Whole, _) => Call::Ask { sha256 },
            (At::Offset(offset), Some(upload)) if offset < bytes => Call::Send {
                sha256,
                upload,
                offset,
                len: self.part.min(bytes - offset),
            },
            (At::Offset(_), Some(_)) => Call::Ask { sha256 },
            (At::Unknown, Some(upload)) => Call::Head { sha256, upload },
            (At::Unknown | At::Offset(_), None) => Call::Create {
                sha256,
                bytes,
                first: if bytes <= FIRST_PART { bytes } else { 0 },
            },
        })
    }

    /// What came of a photo's call, asked at `since`.
    pub(super) fn take_upload_response(&mut self, call: &Call, heard: Response, since: Moment, now: Moment) {
        let Some(work) = &self.uploading else { return };
        let sha256 = work.sha256;
        match (call, heard) {
            (
                Call::Create { .. },
                Response::Created {
                    receipt: Some(receipt), ..
                },
            )
            | (
                _,
                Response::At {
                    receipt: Some(receipt), ..
                }
                | Response::Photo { receipt: Some(receipt) },
            ) => {
                self.take_receipt(&sha256, receipt, now);
            }
            (Call::Create { bytes, .. }, Response::Created { upload, offset, .. }) => {
                self.begun(&sha256, *bytes, upload, offset, now);
            }
            (Call::Send { offset, len, .. }, Response::At { offset: reached, .. }) => {
                let quick = (0..QUICK_MS).contains(&now.since(since));
                if quick && reached == offset + len {
                    self.part = (self.part * 2).min(LARGEST_PART);
                }
                self.reached(&sha256, reached, now);
            }
            (Call::Head { .. }, Response::At { offset, .. }) => self.stands(&sha256, offset, now),
            // Complete, and no receipt: the server lost it between the two. Begin anew.
            (_, Response::Photo { receipt: None } | Response::Gone) => {
                self.forget_upload(&sha256);
                self.stall(now);
            }
            (_, Response::HashDiffers) => self.hash_differs(&sha256, now),
            (_, Response::NotYet) => self.lay_aside(now),
            (_, Response::Refused(complaint)) => {
                let (code, message) = (complaint.code, complaint.message);
                self.stick_photo(&sha256, StuckReason::Refused { code, message });
            }
            (_, Response::Unreadable(complaint)) if self.unreadable >= UNREADABLE_IN_A_ROW => {
                let (code, message) = (complaint.code, complaint.message);
                self.stick_photo(&sha256, StuckReason::Refused { code, message });
            }
            (_, Response::Unreadable(_) | Response::MethodRefused) => self.look_again(),
            (_, Response::BadChecksum | Response::Broken(_) | Response::Stumbled(_)) => {
                self.part = (self.part / 2).max(SMALLEST_PART);
                self.ask_again(now);
            }
            // WrongOffset, and answers that do not belong to the call: where the server's file ends is asked.
            (_, _) => self.ask_again(now),
        }
    }

    /// The photo's file cannot be read: it is stuck, the others go on.
    pub(super) fn upload_unreadable(&mut self) {
        if let Some(work) = &self.uploading {
            let sha256 = work.sha256;
            self.stick_photo(&sha256, StuckReason::Unreadable);
        }
    }

    /// Lays the photo in work aside, with a wait; its upload stays open.
    pub(super) fn lay_aside(&mut self, now: Moment) {
        let Some(work) = self.uploading.take() else { return };
        let tries = if work.furthest > 0 {
            1
        } else {
            work.tries.saturating_add(1)
        };
        self.wait(&work.sha256, tries, now);
    }

    /// The system failed the read of the photo in work: it waits longer each time, and is told as unreadable in the end.
    pub(super) fn upload_not_read(&mut self, now: Moment) {
        let Some(work) = self.uploading.take() else { return };
        let (sha256, tries) = (work.sha256, work.tries.saturating_add(1));
        match tries < READ_TRIES {
            true => self.wait(&sha256, tries, now),
            false => self.stick_photo(&sha256, StuckReason::Unreadable),
        }
    }

    fn wait(&mut self, sha256: &Sha256, tries: u32, now: Moment) {
        let next_try = Some(now.plus_ms(back_off(tries, self.seed, sha256)));
        self.keep_state(sha256, SendState::Waiting { next_try, tries });
    }

    fn begun(&mut self, sha256: &Sha256, bytes: u64, upload: Option<String>, offset: u64, now: Moment) {
        if let Some(work) = &mut self.uploading {
            work.beginnings += 1;
            work.furthest = 0;
        }
        if upload.is_some() {
            self.set_upload(sha256, upload);
        }
        if offset == bytes {
            self.set_at(At::Whole);
        } else {
            self.stands(sha256, offset, now);
        }
    }

    /// The server's file ends at `offset`; nothing was sent for it just now.
    fn stands(&mut self, sha256: &Sha256, offset: u64, now: Moment) {
        let bytes = self.item(sha256).map_or(0, |item| item.bytes);
        match offset {
            _ if offset > bytes => {
                self.forget_upload(sha256);
                self.stall(now);
            }
            _ if offset == bytes => self.set_at(At::Whole),
            _ => {
                self.set_state(sha256, SendState::Sending { offset });
                self.set_at(At::Offset(offset));
            }
        }
        if let Some(work) = &mut self.uploading {
            // What an earlier run or a cut call brought counts as further, once.
            if offset > work.furthest && offset <= bytes {
                self.done.bytes_sent += offset - work.furthest;
                work.furthest = offset;
                work.stalls = 0;
            }
        }
    }

    /// The server's file ends at `offset` after a part was sent.
    fn reached(&mut self, sha256: &Sha256, offset: u64, now: Moment) {
        let before = self.uploading.as_ref().map_or(0, |work| work.furthest);
        self.stands(sha256, offset, now);
        if offset <= before {
            self.stall(now);
        }
    }

    fn take_receipt(&mut self, sha256: &Sha256, receipt: String, now: Moment) {
        let Some(item) = self.item(sha256) else { return };
        match check_receipt(&self.sync_state, item, &receipt) {
            Ok(()) => {
                let furthest = self.uploading.take().map_or(0, |work| work.furthest);
                self.done.bytes_sent += self.item(sha256).map_or(0, |item| item.bytes.saturating_sub(furthest));
                self.to_store.push_back(Store::Receipt {
                    sha256: *sha256,
                    receipt,
                });
            }
            Err(distrust) => {
                self.doubt = Some(distrust);
                self.lay_aside(now);
            }
        }
    }

    /// Every byte arrived and the hash is another: once more from the beginning, and not for ever.
    fn hash_differs(&mut self, sha256: &Sha256, now: Moment) {
        self.forget_upload(sha256);
        let tries = self.uploading.take().map_or(0, |work| work.tries).saturating_add(1);
        if tries >= HASH_TRIES {
            self.stick_photo(sha256, StuckReason::HashDiffers);
        } else {
            self.wait(sha256, tries, now);
        }
    }

    fn ask_again(&mut self, now: Moment) {
        self.look_again();
        self.stall(now);
    }

    /// Where the server's file ends is asked next.
    fn look_again(&mut self) {
        // A photo known to be whole is still whole; only its receipt is missing.
        if let Some(work) = &mut self.uploading
            && !matches!(work.at, At::Whole)
        {
            work.at = At::Unknown;
        }
    }

    fn stall(&mut self, now: Moment) {
        let Some(work) = &mut self.uploading else { return };
        work.stalls += 1;
        if work.stalls >= STALLS || work.beginnings >= BEGINNINGS {
            self.lay_aside(now);
        }
    }

    fn set_at(&mut self, at: At) {
        if let Some(work) = &mut self.uploading {
            work.at = at;
        }
    }

    fn forget_upload(&mut self, sha256: &Sha256) {
        self.set_upload(sha256, None);
        self.set_at(At::Unknown);
        if let Some(work) = &mut self.uploading {
            work.furthest = 0;
        }
    }

    fn set_upload(&mut self, sha256: &Sha256, upload: Option<String>) {
        if let Some(item) = self.items.iter_mut().find(|item| item.sha256 == *sha256)
            && item.upload != upload
        {
            item.upload.clone_from(&upload);
            self.to_store.push_back(Store::Upload {
                sha256: *sha256,
                upload,
            });
        }
    }

    fn stick_photo(&mut self, sha256: &Sha256, reason: StuckReason) {
        self.uploading = None;
        self.unreadable = 0;
        self.keep_state(sha256, SendState::Stuck { reason });
    }

    fn keep_state(&mut self, sha256: &Sha256, state: SendState) {
        self.set_state(sha256, state.clone());
        self.to_store.push_back(Store::States(vec![(*sha256, state)]));
    }
}
