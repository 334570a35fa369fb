//! One run of sending, without I/O of its own: time and answers come in, actions come out. So it can be simulated by the
//! million.
//!
//! The caller asks [`Session::next`] what to do. It answers a call to make, something to keep, or the end of the run
//! (`decide`, in `run`): first records, many in one call (`records`: `sync_call`), then one photo after the other (`upload`:
//! `upload_call`), in the order that `outbox::plan` gives. The caller hands what came to [`Session::answered`], which reads
//! it (`answer::read`) and gives it to `take_sync_response` or `take_upload_response`; what these want kept comes out of the next `next`, and
//! [`Session::stored`] says that it is.

mod records;
mod run;
mod upload;
mod uploading;

use self::uploading::{FIRST_PART, Uploading};
use super::answer::Methods;
use super::{Call, Distrust, End, Progress, Store, SyncState, WaitReason};
use crate::outbox::{Item, SendConditions, SendState, Urgency};
use crate::time::Moment;
use std::collections::VecDeque;

/// After so many calls in a row that the server cannot read their item is stuck: damage on the way does not hit all of them.
const UNREADABLE_IN_A_ROW: u32 = 5;

/// One run of sending: a first sync call, the records, the photos, and a last sync call that tells the desk what is
/// still on the phone. Dropping it at any moment loses nothing: the next one begins from what is stored.
#[derive(Debug)]
pub struct Session {
    sync_state: SyncState,
    conditions: SendConditions,
    items: Vec<Item>,
    seed: u64,
    /// The number of the last call.
    number: u64,
    doing: Doing,
    /// What is to be kept before anything else happens, the oldest first.
    to_store: VecDeque<Store>,
    /// The waiting records and photos that the last sync call told; `None` before the first.
    told: Option<(u64, u64)>,
    /// Failed calls in a row, by the network or a server error.
    spoilt: u32,
    /// Calls in a row that the server could not read.
    unreadable: u32,
    /// How `HEAD` and `PATCH` are sent.
    pub(super) methods: Methods,
    /// Why the last photo was put off, where the network or the server was the cause.
    trouble: Option<WaitReason>,
    /// The photo in work.
    uploading: Option<Uploading>,
    /// How many bytes of a photo go in one call.
    part: u64,
    /// Something about one item that somebody has to look at; the others go on.
    doubt: Option<Distrust>,
    done: Progress,
}

/// What the session waits for.
#[derive(Debug)]
enum Doing {
    Nothing,
    Calling { call: Call, since: Moment },
    Ended(End),
}

impl Session {
    /// A run over these items: everything that is not sent yet (and what is, if the caller likes). `seed` spreads the
    /// waits; any number that differs from phone to phone will do.
    pub fn new(sync_state: SyncState, conditions: SendConditions, mut items: Vec<Item>, seed: u64) -> Self {
        if conditions.urgency == Urgency::Asked {
            for item in &mut items {
                item.state = std::mem::replace(&mut item.state, SendState::NEW).hurry();
            }
        }
        Self {
            sync_state,
            conditions,
            items,
            seed,
            number: 0,
            doing: Doing::Nothing,
            to_store: VecDeque::new(),
            told: None,
            spoilt: 0,
            unreadable: 0,
            methods: Methods::default(),
            trouble: None,
            uploading: None,
            part: FIRST_PART,
            doubt: None,
            done: Progress::default(),
        }
    }
}
