//! The steps of a run: what to do next, and what an answer changes.

use super::uploading::Uploading;
use super::{Doing, Session};
use crate::ids::Sha256;
use crate::outbox::{Idle, Item, LONGEST_WAIT_MS, Next, SendState, back_off, plan};
use crate::sync::answer::{Methods, Response, read};
use crate::sync::{Action, Call, Distrust, End, HttpAnswer, Progress, Store, SyncState, TransportError, WaitReason};
use crate::time::Moment;

/// After so many failed calls in a row the run ends: the next ones would fail as well.
const SPOILT_IN_A_ROW: u32 = 4;
/// After so many failed calls in a row, the last a `HEAD` or `PATCH`, these are sent as POST: some firewalls cut, redirect or
/// answer 502 to methods that they do not let pass.
const SPOILT_PLAIN: u32 = 2;
impl Session {
    /// What to do next. Asked again before it is done, it says the same.
    pub fn next(&mut self, now: Moment) -> Action {
        if let Some(what) = self.to_store.front() {
            return Action::Store(what.clone());
        }
        if matches!(self.doing, Doing::Nothing) {
            self.doing = match self.decide(now) {
                Ok(call) => {
                    self.number += 1;
                    Doing::Calling { call, since: now }
                }
                Err(end) => Doing::Ended(end),
            };
        }
        match &self.doing {
            Doing::Calling { call, .. } => Action::Call {
                number: self.number,
                call: call.clone(),
            },
            Doing::Ended(end) => Action::Stop(end.clone()),
            Doing::Nothing => unreachable!("it was decided just above"),
        }
    }

    /// The next call, or the end.
    fn decide(&mut self, now: Moment) -> Result<Call, End> {
        if let Some(call) = self.upload_call() {
            return Ok(call);
        }
        let idle = match plan(&self.items, &self.conditions, now) {
            Next::Records(batch) => return Ok(self.sync_call(batch)),
            Next::Idle(Idle::NoNetwork) => return Err(End::Idle(Idle::NoNetwork)),
            // The first call goes out even when there is nothing to send: it brings what has changed.
            Next::Photo(_) | Next::Idle(_) if self.told.is_none() => return Ok(self.sync_call(Vec::new())),
            Next::Photo(sha256) => {
                self.uploading = Some(Uploading::begin(sha256, self.item(&sha256)));
                if let Some(call) = self.upload_call() {
                    return Ok(call);
                }
                unreachable!("a photo just begun always has a first call")
            }
            Next::Idle(idle) => idle,
        };
        // The desk tells "not visited" from "not uploaded yet" by these numbers: they are told once more when they changed.
        if self.told != Some(self.left()) {
            return Ok(self.sync_call(Vec::new()));
        }
        Err(self.doubt.clone().map_or(End::Idle(idle), End::Distrusted))
    }

    /// What came of a call. An answer to any call but the one last asked for is ignored.
    pub fn answered(&mut self, number: u64, answer: Result<HttpAnswer, TransportError>, now: Moment) {
        let Some((call, since)) = self.take_call(number) else {
            return;
        };
        if let Err(TransportError::WrongCertificate(fault)) = answer {
            // Nothing was sent, nothing is lost; somebody has to know.
            return self.end(End::Distrusted(Distrust::WrongCertificate(fault)));
        }
        let heard = read(&call, self.methods, answer, now);
        self.unreadable = match (&heard, &call) {
            (Response::Unreadable(_), _) => self.unreadable + 1,
            // To ask how far it is says nothing about what is sent.
            (_, Call::Head { .. }) => self.unreadable,
            _ => 0,
        };
        match heard {
            Response::SignedOut => return self.end(End::SignInAgain),
            Response::ShutOut => return self.end(End::ShutOut),
            Response::Busy { retry_after_ms } => {
                let wait = retry_after_ms.map_or_else(|| self.pause(), |ms| ms.min(LONGEST_WAIT_MS));
                // Should the server say so of this one photo only, others are first next time.
                self.lay_aside(now);
                return self.end(End::Wait {
                    until: now.plus_ms(wait),
                    why: WaitReason::Busy,
                });
            }
            Response::Broken(_) | Response::Stumbled(_) => self.spoilt += 1,
            // It says nothing of whether the other way passes.
            Response::MethodRefused => {}
            _ => self.spoilt = 0,
        }
        let why = match &heard {
            Response::Broken(error) => Some(WaitReason::Transport(error.clone())),
            Response::Stumbled(why) => Some(why.clone()),
            // Once is nothing; a photo that is laid aside because of it has met it again and again.
            Response::BadChecksum => Some(WaitReason::Transport(TransportError::Damaged)),
            Response::WrongOffset => Some(WaitReason::Transport(TransportError::Stripped {
                header: "Upload-Offset",
            })),
            _ => None,
        };
        self.methods = self.methods_after(&call, &heard);
        match call {
            Call::Sync {
                records,
                waiting_records,
                waiting_photos,
                ..
            } => self.take_sync_response(&records, (waiting_records, waiting_photos), heard, now),
            Call::Create { .. } | Call::Head { .. } | Call::Send { .. } | Call::Ask { .. } => {
                self.take_upload_response(&call, heard, since, now);
            }
        }
        let Some(why) = why else { return };
        if self.spoilt >= SPOILT_IN_A_ROW {
            self.lay_aside(now);
            self.end(End::Wait {
                until: now.plus_ms(self.pause()),
                why,
            });
        } else if self.uploading.is_none() {
            self.trouble = Some(why);
        }
    }

    /// How `HEAD` and `PATCH` go on after this was heard.
    fn methods_after(&self, call: &Call, heard: &Response) -> Methods {
        let narrow = matches!(call, Call::Head { .. } | Call::Send { .. });
        match heard {
            Response::MethodRefused => Methods::Overridden,
            // A server that does not know the override, or a road that takes the header away: both ways are tried again.
            Response::Broken(TransportError::MethodRefused) => Methods::Plain,
            Response::Broken(_) | Response::Stumbled(_) if narrow && self.spoilt >= SPOILT_PLAIN => Methods::Overridden,
            _ => self.methods,
        }
    }

    /// Why a photo was put off in this run, where the network or the server was the cause.
    pub fn trouble(&self) -> Option<&WaitReason> {
        self.trouble.as_ref()
    }

    /// The call could not be made, because the system failed the read of the photo's file: it waits, others have their turn.
    pub fn not_read(&mut self, number: u64, now: Moment) {
        if self.take_call(number).is_some() {
            self.upload_not_read(now);
        }
    }

    /// The call could not be made, because the photo's file is gone or is not what it was.
    pub fn unreadable(&mut self, number: u64) {
        if self.take_call(number).is_some() {
            self.upload_unreadable();
        }
    }

    /// What was to be kept is kept.
    pub fn stored(&mut self) {
        match self.to_store.pop_front() {
            Some(Store::Answer(answer)) => self.answer_stored(*answer),
            Some(Store::Receipt { sha256, receipt }) => {
                self.done.photos_sent += 1;
                self.set_state(&sha256, SendState::Sent { receipt });
            }
            // These hold from the moment they were decided.
            Some(Store::States(_) | Store::Upload { .. }) | None => {}
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.done.count(&self.items)
    }

    /// The items as they are now.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The standing, with the cursor and checkpoint as they are now.
    pub fn sync_state(&self) -> &SyncState {
        &self.sync_state
    }

    /// Takes the call of this number, if it is the one asked for.
    fn take_call(&mut self, number: u64) -> Option<(Call, Moment)> {
        if number != self.number || !matches!(self.doing, Doing::Calling { .. }) {
            return None;
        }
        match std::mem::replace(&mut self.doing, Doing::Nothing) {
            Doing::Calling { call, since } => Some((call, since)),
            Doing::Nothing | Doing::Ended(_) => None,
        }
    }

    /// Ends the run; what is to be kept is kept first.
    pub(super) fn end(&mut self, end: End) {
        self.doing = Doing::Ended(end);
    }

    /// How long the whole run pauses, in milliseconds.
    pub(super) fn pause(&self) -> i64 {
        back_off(
            self.sync_state.runs_in_vain.saturating_add(1),
            self.seed,
            &Sha256([0; 32]),
        )
    }

    /// The records and photo files that are not sent.
    pub(super) fn left(&self) -> (u64, u64) {
        let left = self.progress();
        (left.records_left, left.photos_left)
    }

    pub(super) fn item(&self, sha256: &Sha256) -> Option<&Item> {
        self.items.iter().find(|item| item.sha256 == *sha256)
    }

    pub(super) fn set_state(&mut self, sha256: &Sha256, state: SendState) {
        if let Some(item) = self.items.iter_mut().find(|item| item.sha256 == *sha256) {
            item.state = state;
        }
    }
}
