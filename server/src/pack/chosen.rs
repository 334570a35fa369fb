//! Which records a pack holds, and which numbers of each device must therefore stand in it.
//!
//! A record is in when it is about a household of the place and its day lies in the year. What is about no household
//! (consents, imports, kinds not known yet) is in when the whole township is exported. What is about a visit (decisions,
//! corrections, signatures, companions' words) is in with its visit, whatever its own day. Policies, and waivers that touch the place, are
//! in whatever their year: verdicts hang on them. So are assignments and places of its households, and, when the whole
//! township is exported, every record that the township signed itself: only of a whole chain can be said what is not in it.

use super::payload;
use super::place::Place;
use crate::Result;
use crate::store::{Evidence, EvidenceInputs, EvidenceRecord};
use ruhu_core::domain::WaiverScope;
use ruhu_core::ids::{HouseholdNo, KeyId, RecordId, Sha256, VisitId};
use ruhu_core::record::{Tombstone, WaiverBody};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The choice, by number in the log: a byte a record, so that memory stays flat.
#[derive(Default)]
pub(super) struct Chosen {
    by_number: Vec<bool>,
    /// The first and last number of each device that has a record in the pack.
    pub ranges: BTreeMap<KeyId, (u64, u64)>,
}

impl Chosen {
    /// Whether the record is in.
    pub fn holds(&self, record: &EvidenceRecord) -> bool {
        index(record.n).is_some_and(|n| self.by_number.get(n).copied().unwrap_or(false))
    }
    /// Whether its number lies between its device's first and last: then its receipt is in.
    pub fn spans(&self, record: &EvidenceRecord) -> bool {
        self.ranges
            .get(&record.device)
            .is_some_and(|(first, last)| (*first..=*last).contains(&record.seq))
    }
    fn take(&mut self, at: &At) {
        let Some(n) = index(at.n) else { return };
        if self.by_number.len() <= n {
            self.by_number.resize(n + 1, false);
        }
        self.by_number[n] = true;
        let range = self.ranges.entry(at.device.clone()).or_insert((at.seq, at.seq));
        *range = (range.0.min(at.seq), range.1.max(at.seq));
    }
}

fn index(n: u64) -> Option<usize> {
    usize::try_from(n).ok()
}

/// Where a record stands.
struct At {
    n: u64,
    device: KeyId,
    seq: u64,
}

impl At {
    fn of(record: &EvidenceRecord) -> Self {
        Self {
            n: record.n,
            device: record.device.clone(),
            seq: record.seq,
        }
    }
}

/// The one field of a payload that is asked for.
#[derive(Deserialize)]
struct Id {
    id: RecordId,
}
#[derive(Deserialize)]
struct Body<T> {
    body: T,
}
#[derive(Deserialize)]
struct OfVisit {
    visit: VisitId,
}

/// Chooses. One pass over the log.
pub(super) fn choose(store: &dyn Evidence, place: &Place, inputs: &EvidenceInputs) -> Result<Chosen> {
    let households: BTreeSet<&HouseholdNo> = inputs.households.iter().map(|h| &h.household).collect();
    let mut chosen = Chosen::default();
    let mut visits: BTreeSet<VisitId> = BTreeSet::new();
    let mut erased: BTreeSet<Sha256> = BTreeSet::new();
    let mut of_visits: Vec<(At, VisitId)> = Vec::new();
    let mut tombstones: Vec<(At, Sha256)> = Vec::new();
    store.each_record(&place.township.code, &mut |record| {
        let Some(jws) = &record.jws else {
            // What holds whatever the year of its record needs its tombstone whatever the year, too.
            let lasting = LASTING.contains(&record.kind.as_str()) && about_here(&record, place);
            if lasting || is_own(&record, place) || in_place(&record, place) {
                erased.insert(record.sha256);
                chosen.take(&At::of(&record));
            }
            return Ok(());
        };
        if is_own(&record, place) {
            chosen.take(&At::of(&record));
            return Ok(());
        }
        match record.kind.as_str() {
            // Every anchor of a time that was lost is held against these.
            "policy" | "restored" => chosen.take(&At::of(&record)),
            "waiver" if touches(jws, place, &households) => chosen.take(&At::of(&record)),
            "waiver" => {}
            kind if LASTING.contains(&kind) && about_here(&record, place) => chosen.take(&At::of(&record)),
            "decision" | "signature" | "correction" | "companion" => {
                if let Some(body) = payload::<Body<OfVisit>>(jws) {
                    of_visits.push((At::of(&record), body.body.visit));
                } else if in_place(&record, place) {
                    chosen.take(&At::of(&record));
                }
            }
            "tombstone" => {
                if let Some(body) = payload::<Body<Tombstone>>(jws) {
                    tombstones.push((At::of(&record), body.body.sha256));
                }
            }
            _ if in_place(&record, place) => {
                chosen.take(&At::of(&record));
                if record.kind == "visit"
                    && let Some(id) = payload::<Id>(jws)
                {
                    visits.insert(id.id.into());
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    for (at, visit) in of_visits {
        if visits.contains(&visit) {
            chosen.take(&at);
        }
    }
    for (at, sha256) in tombstones {
        if erased.contains(&sha256) {
            chosen.take(&at);
        }
    }
    Ok(chosen)
}

/// Kinds about one household that hold whatever the year of their record.
const LASTING: [&str; 3] = ["waiver", "assignment", "place"];

/// Whether the township signed it itself, and the whole township is exported.
fn is_own(record: &EvidenceRecord, place: &Place) -> bool {
    place.is_whole_township() && record.device == place.township.desk_kid
}

fn in_place(record: &EvidenceRecord, place: &Place) -> bool {
    let day = record.day.unwrap_or_else(|| record.received.day());
    about_here(record, place) && day.year() == place.year
}

fn about_here(record: &EvidenceRecord, place: &Place) -> bool {
    match &record.village {
        Some(village) => place.scope.contains(village),
        // About nobody, or about a number that the roster does not know.
        None => place.is_whole_township(),
    }
}

fn touches(jws: &str, place: &Place, households: &BTreeSet<&HouseholdNo>) -> bool {
    let Some(waiver) = payload::<Body<WaiverBody>>(jws) else {
        return place.is_whole_township();
    };
    match &waiver.body.scope {
        WaiverScope::Household(no) => households.contains(no),
        WaiverScope::Region(region) => region.contains(&place.scope) || place.scope.contains(region),
    }
}
