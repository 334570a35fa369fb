//! What the told-out lives begin with: one visit, a smooth road, and a stranger who may sit on it.

use super::dice::Dice;
use super::phone::{FakePhone, Fate};
use super::road::BadRoad;
use super::server::FakeServer;
use crate::ids::Sha256;
use crate::outbox::{SendConditions, What};
use crate::sync::{End, HttpAnswer, HttpRequest, Session, Transport, TransportError, drive};

/// A phone with one visit: its record, one copy and one original.
pub(super) fn one_visit() -> (FakePhone, Sha256, Sha256, Sha256) {
    let mut phone = FakePhone::empty();
    let record = phone.add(What::Record { seq: 1 }, b"a visit".to_vec(), Fate::Fine);
    let copy = phone.add(What::Copy { named_by: record }, vec![1; 100_000], Fate::Fine);
    let original = phone.add(What::Original { named_by: record }, vec![2; 300_000], Fate::Fine);
    (phone, record, copy, original)
}

pub(super) fn smooth(phone: &FakePhone) -> BadRoad {
    BadRoad::new(FakeServer::new(phone, &mut Dice::new(1)), Dice::new(2), 0)
}

pub(super) fn run(phone: &FakePhone, transport: &dyn Transport, conditions: SendConditions) -> End {
    let mut session = Session::new(phone.sync_state(), conditions, phone.items(), 1);
    drive(&mut session, transport, phone, &phone.clock).expect("this phone's disk is well")
}

/// A road that hands some requests to a stranger, who may answer them instead of the server.
pub(super) struct Stranger<'a, F: Fn(&HttpRequest) -> Option<HttpAnswer> + Send + Sync>(
    pub(super) &'a BadRoad,
    pub(super) F,
);

impl<F: Fn(&HttpRequest) -> Option<HttpAnswer> + Send + Sync> Transport for Stranger<'_, F> {
    fn send(&self, request: &HttpRequest) -> Result<HttpAnswer, TransportError> {
        self.1(request).map_or_else(|| self.0.send(request), Ok)
    }
}
