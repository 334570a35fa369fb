//! What is known of a visit beside its record. The phone, the server and `ruhu verify` each read it from their own store; what follows
//! from it for the rules is worked out here, once.

use crate::domain::{Assignment, LatLon, PlaceVersion, Waiver, WaiverKind};
use crate::ids::{CadreId, Sha256};
use crate::time::{Day, Moment};

/// What the facts of a visit need beside its record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactsContext {
    /// When the server received it; not known on the phone.
    pub received: Option<Moment>,
    /// The household's place that the visit is judged with.
    pub place: Option<LatLon>,
    /// Originals of this visit that stand in an earlier visit.
    pub used_before: Vec<Sha256>,
    /// One of the visit's cadres is assigned that day.
    pub assigned: bool,
    /// A `remote` waiver holds that day.
    pub remote_waiver: bool,
    /// The record's anchor is not what the log's checkpoints say: the visit's times are settled without it. Not known on
    /// the phone.
    pub anchor_untrue: bool,
}

/// What is known of a visit when it is judged.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitContext<'a> {
    /// When the server received it; not known on the phone.
    pub received: Option<Moment>,
    /// As [`FactsContext::anchor_untrue`].
    pub anchor_untrue: bool,
    /// Its day ([`day_of`](super::day_of)): assignments and waivers are looked up by it.
    pub day: Day,
    /// Who made it: its cadre, and the companions who confirmed it.
    pub cadres: &'a [CadreId],
    /// Its household, where that is known.
    pub household: Option<HouseholdContext<'a>>,
    /// As [`FactsContext::used_before`].
    pub used_before: Vec<Sha256>,
}

/// What is known of a visit's household.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HouseholdContext<'a> {
    /// The place that the visit is judged with.
    pub place: Option<PlaceVersion>,
    /// Every assignment of the household.
    pub assignments: &'a [Assignment],
    /// Every waiver that touches it: its own, its village's, its township's.
    pub waivers: &'a [Waiver],
}

impl From<VisitContext<'_>> for FactsContext {
    fn from(known: VisitContext<'_>) -> Self {
        let VisitContext { day, cadres, .. } = known;
        let household = known.household.as_ref();
        Self {
            received: known.received,
            place: household
                .and_then(|household| household.place)
                .map(|place| place.point()),
            used_before: known.used_before,
            assigned: household.is_some_and(|household| household.is_assigned(cadres, day)),
            remote_waiver: household.is_some_and(|household| household.has_remote_waiver(day)),
            anchor_untrue: known.anchor_untrue,
        }
    }
}

impl HouseholdContext<'_> {
    /// One of the visit's cadres is enough.
    fn is_assigned(&self, cadres: &[CadreId], day: Day) -> bool {
        let mut assignments = self.assignments.iter();
        assignments.any(|assignment| assignment.holds(day) && cadres.contains(&assignment.cadre))
    }
    fn has_remote_waiver(&self, day: Day) -> bool {
        let mut waivers = self.waivers.iter();
        waivers.any(|waiver| waiver.kind == WaiverKind::Remote && waiver.holds(day))
    }
}

/// The newest of a household's places that was in force on the day.
pub fn newest_place<'a>(places: impl IntoIterator<Item = &'a PlaceVersion>, day: Day) -> Option<PlaceVersion> {
    let in_force = places.into_iter().filter(|place| place.from <= day);
    in_force.max_by_key(|place| place.version).copied()
}

/// This version of a household's place, if it was in force on the day.
pub fn place_of_version<'a>(
    places: impl IntoIterator<Item = &'a PlaceVersion>,
    version: u32,
    day: Day,
) -> Option<PlaceVersion> {
    let mut places = places.into_iter();
    places
        .find(|place| place.version == version && place.from <= day)
        .copied()
}
