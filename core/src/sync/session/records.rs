//! How records go: many in one call; what the call brings down is verified whole before any of it is kept.

use super::{Session, UNREADABLE_IN_A_ROW};
use crate::ids::Sha256;
use crate::outbox::{SendState, StuckReason, back_off};
use crate::sync::answer::Response;
use crate::sync::trust::{check_checkpoint, check_receipt};
use crate::sync::{Call, Distrust, End, Store, Verified, WaitReason};
use crate::time::Moment;
use crate::wire::{CheckpointSeen, Complaint, SyncRead, TakenState};
use std::collections::BTreeMap;

impl Session {
    /// The sync call with these records.
    pub(super) fn sync_call(&self, records: Vec<Sha256>) -> Call {
        let (left, photos) = self.left();
        let going = u64::try_from(records.len()).unwrap_or(u64::MAX);
        Call::Sync {
            records,
            cursor: self.sync_state.cursor,
            checkpoint: self.sync_state.checkpoint.clone(),
            waiting_records: left.saturating_sub(going),
            waiting_photos: photos,
        }
    }

    /// What came of a sync call.
    pub(super) fn take_sync_response(&mut self, records: &[Sha256], told: (u64, u64), heard: Response, now: Moment) {
        match heard {
            Response::Synced(answer) => match self.verify(records, *answer, now) {
                Ok(verified) => {
                    self.told = Some(told);
                    self.to_store.push_back(Store::Answer(Box::new(verified)));
                }
                Err(distrust) => self.end(End::Distrusted(distrust)),
            },
            Response::Refused(complaint) | Response::Unreadable(complaint) if records.is_empty() => {
                self.end(End::Wait {
                    until: now.plus_ms(self.pause()),
                    why: WaitReason::Refused(complaint),
                })
            }
            Response::Refused(complaint) if records.len() == 1 => self.stick(&records[0], complaint),
            Response::Unreadable(_) if self.unreadable < UNREADABLE_IN_A_ROW => self.put_off(records, 1, now),
            Response::Unreadable(complaint) if records.len() == 1 => self.stick(&records[0], complaint),
            // One of several is at fault: smaller calls find it.
            Response::Refused(_) | Response::Unreadable(_) => self.put_off(records, 2, now),
            // A first cut is tried again at once, with fewer records; after that others have their turn.
            _ => self.put_off(records, self.spoilt.max(1), now),
        }
    }

    /// One more try in vain for each of these; from the second spoilt call on with a wait.
    fn put_off(&mut self, records: &[Sha256], spoilt: u32, now: Moment) {
        let mut states = Vec::new();
        for sha256 in records {
            let tries = self.tries(sha256).saturating_add(1);
            let next_try = (spoilt > 1).then(|| now.plus_ms(back_off(tries, self.seed, sha256)));
            let state = SendState::Waiting { next_try, tries };
            self.set_state(sha256, state.clone());
            states.push((*sha256, state));
        }
        if !states.is_empty() {
            self.to_store.push_back(Store::States(states));
        }
    }

    fn tries(&self, sha256: &Sha256) -> u32 {
        self.item(sha256).map_or(0, |item| item.state.tries())
    }

    fn stick(&mut self, sha256: &Sha256, complaint: Complaint) {
        let state = SendState::Stuck {
            reason: StuckReason::Refused {
                code: complaint.code,
                message: complaint.message,
            },
        };
        self.unreadable = 0;
        self.set_state(sha256, state.clone());
        self.to_store.push_back(Store::States(vec![(*sha256, state)]));
    }

    /// Checks everything signed in the answer. The checkpoint decides about the whole; a receipt about its record only.
    fn verify(&mut self, records: &[Sha256], heard: SyncRead, now: Moment) -> Result<Verified, Distrust> {
        let SyncRead { answer, unread } = heard;
        let checkpoint = check_checkpoint(&self.sync_state, &answer)?;
        let mut taken: BTreeMap<Sha256, TakenState> = answer.taken.into_iter().map(|t| (t.sha256, t.state)).collect();
        let (mut receipts, mut refused, mut unanswered) = (Vec::new(), Vec::new(), Vec::new());
        for sha256 in records {
            match taken.remove(sha256) {
                Some(TakenState::Receipt(jws)) => {
                    let good = self.item(sha256).map_or(Err(Distrust::ReceiptNotGenuine), |item| {
                        check_receipt(&self.sync_state, item, &jws)
                    });
                    match good {
                        Ok(()) => receipts.push((*sha256, jws)),
                        Err(distrust) => {
                            self.doubt = Some(distrust);
                            unanswered.push(*sha256);
                        }
                    }
                }
                Some(TakenState::Refused(complaint)) => refused.push((*sha256, complaint)),
                None => unanswered.push(*sha256),
            }
        }
        self.put_off(&unanswered, 2, now);
        Ok(Verified {
            receipts,
            refused,
            checkpoint,
            checkpoint_jws: answer.checkpoint,
            down: answer.down,
            unread,
        })
    }

    /// The answer is kept: what it says holds from now on.
    pub(super) fn answer_stored(&mut self, answer: Verified) {
        for (sha256, receipt) in answer.receipts {
            self.done.records_sent += 1;
            self.done.bytes_sent += self.item(&sha256).map_or(0, |item| item.bytes);
            self.set_state(&sha256, SendState::Sent { receipt });
        }
        for (sha256, complaint) in answer.refused {
            let reason = StuckReason::Refused {
                code: complaint.code,
                message: complaint.message,
            };
            self.set_state(&sha256, SendState::Stuck { reason });
        }
        self.sync_state.cursor = answer.down.cursor;
        self.sync_state.checkpoint = Some(CheckpointSeen {
            log: answer.checkpoint.log,
            size: answer.checkpoint.size,
            root: answer.checkpoint.root,
        });
    }
}
