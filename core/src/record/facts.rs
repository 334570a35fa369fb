//! From a visit's record to the facts the rules read: one function for phone and server.

use super::Anchor;
use crate::domain::{LatLon, Visit, VisitFacts};
use crate::ids::Sha256;
use crate::time::{Day, Moment, TimeEvidence};

/// What is known around a visit when it is judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactsContext {
    /// When the server received it; not known on the phone.
    pub received: Option<Moment>,
    /// The household's place in the version the phone knew.
    pub place: Option<LatLon>,
    /// Originals of this visit that stand in an earlier visit.
    pub used_before: Vec<Sha256>,
    /// One of the visit's cadres is assigned that day.
    pub assigned: bool,
    /// A `remote` waiver holds that day.
    pub remote_waiver: bool,
}

/// The facts of a visit and its day. `written` is the record's own `at`. The start is settled by `time::settle`; every
/// other wall time of the visit is moved by the same amount, so that differences stay the phone's own.
pub fn facts_of(
    _visit: &Visit,
    _written: &TimeEvidence,
    _anchor: Option<&Anchor>,
    _context: FactsContext,
) -> (VisitFacts, Day) {
    todo!()
}

/// The day of a visit alone: what assignment, waivers and policy are looked up by, before its facts can be made.
pub fn day_of(_visit: &Visit, _anchor: Option<&Anchor>, _received: Option<Moment>) -> Day {
    todo!()
}
