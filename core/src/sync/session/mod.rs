//! One run of sending, without I/O of its own: time and answers come in, actions come out. So it can be simulated by the
//! million.
//!
//! The caller asks [`Session::next`] what to do. It answers a call to make, something to keep, or the end of the run
//! (`decide`, in `run`): first records, many in one call (`records`: `sync_call`), then one photo after the other (`upload`:
//! `upload_call`), in the order that `outbox::plan` gives. The caller hands what came to [`Session::answered`], which reads
//! it (`answer::read`) and gives it to `heard_sync` or `heard_upload`; what these want kept comes out of the next `next`, and
//! [`Session::stored`] says that it is.

mod records;
mod run;
mod upload;
mod uploading;

use self::uploading::{FIRST_PART, Uploading};
use super::answer::Methods;
use super::{Call, Distrust, End, Progress, Standing, Store, WaitReason};
use crate::outbox::{Item, Road, SendState, Urgency};
use crate::time::Moment;
use std::collections::VecDeque;

/// So many calls in a row that the server cannot read make their item stuck: no road damages all of them.
const UNREADABLE_IN_A_ROW: u32 = 5;

/// One run of sending: a first sync call, the records, the photos, and a last sync call that tells the desk what is
/// still on the phone. Dropping it at any moment loses nothing: the next one begins from what is stored.
#[derive(Debug)]
pub struct Session {
    standing: Standing,
    road: Road,
    items: Vec<Item>,
    seed: u64,
    /// The number of the last call.
    number: u64,
    doing: Doing,
    /// What is to be kept before anything else happens, the oldest first.
    to_store: VecDeque<Store>,
    /// The waiting records and photos that the last sync call told; `None` before the first.
    told: Option<(u64, u64)>,
    /// Calls in a row that the road or the server spoilt.
    spoilt: u32,
    /// Calls in a row that the server could not read.
    unreadable: u32,
    /// How `HEAD` and `PATCH` are sent.
    pub(super) methods: Methods,
    /// Why the last photo was laid aside, where the road or the server did it.
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
    pub fn new(standing: Standing, road: Road, mut items: Vec<Item>, seed: u64) -> Self {
        if road.urgency == Urgency::Asked {
            for item in &mut items {
                item.state = std::mem::replace(&mut item.state, SendState::NEW).hurry();
            }
        }
        Self {
            standing,
            road,
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
