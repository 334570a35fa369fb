//! One run of sending, without I/O of its own: time and answers come in, actions come out.

use super::{Action, End, HttpAnswer, Progress, RoadError};
use crate::ids::{KeyId, Sha256};
use crate::outbox::{Item, Road, StuckReason};
use crate::record::ServerKey;
use crate::time::Moment;
use crate::wire::CheckpointSeen;

/// What this phone knows of itself and the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// This phone's key.
    pub device: KeyId,
    /// The bearer token.
    pub token: String,
    /// The server's key, as enrolment gave it.
    pub server: ServerKey,
    /// How far the township's changes are read.
    pub cursor: u64,
    /// The newest checkpoint held.
    pub checkpoint: Option<CheckpointSeen>,
}

/// One run of sending: a first sync call, the records, the photos, and a last sync call that tells the desk what is
/// still on the phone. Dropping it at any moment loses nothing: the next one begins from what is stored.
pub struct Session {
    standing: Standing,
    road: Road,
    items: Vec<Item>,
    seed: u64,
}

impl Session {
    /// A run over these items: everything that is not sent yet (and what is, if the caller likes). `seed` spreads the
    /// waits; any number that differs from phone to phone will do.
    pub fn new(standing: Standing, road: Road, items: Vec<Item>, seed: u64) -> Self {
        Self {
            standing,
            road,
            items,
            seed,
        }
    }

    /// What to do next. Asked again before it is done, it says the same.
    pub fn next(&mut self, _now: Moment) -> Action {
        todo!()
    }

    /// What came of a call. An answer to any call but the one last asked for is ignored.
    pub fn answered(&mut self, _number: u64, _answer: Result<HttpAnswer, RoadError>, _now: Moment) {
        todo!()
    }

    /// The call could not be made, because the photo's file cannot be read.
    pub fn unreadable(&mut self, _number: u64, _now: Moment) {
        todo!()
    }

    /// What was to be kept is kept.
    pub fn stored(&mut self) {
        todo!()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        todo!()
    }

    /// The items as they are now.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The standing, with the cursor and checkpoint as they are now.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }
}
