//! Visits that are kept and not judged: the reason must hold, or a visit could be hidden behind one.

use super::finding::{Code, Findings};
use super::records::{Seen, VisitSeen};
use super::told::Told;
use crate::pack::{NotJudged, names};
use crate::store::Unread;
use ruhu_core::ids::{KeyId, Sha256};
use ruhu_core::rules::{FactsContext, facts_of};

/// Checks every reason that the pack itself can contradict. Whose phone a device is stands nowhere in a pack: that a
/// visit names another cadre is contradicted only where another visit of the same phone names the same one.
pub(super) fn check(told: &Told, seen: &Seen, findings: &mut Findings) {
    let mut before: Option<Sha256> = None;
    for one in &told.coverage.not_judged {
        let place = format!("{} not_judged {}", names::COVERAGE, one.record);
        if before.replace(one.record) == Some(one.record) {
            findings.add(Code::OrderWrong, place.as_str());
        }
        if !holds(one, told, seen) {
            findings.add(Code::NotJudgedDiffers, place);
        }
    }
}

fn holds(one: &NotJudged, told: &Told, seen: &Seen) -> bool {
    let Some(reason) = Unread::from_word(&one.reason) else {
        return false;
    };
    let Some(visit) = seen.visits.get(&one.record) else {
        // Its text is not there, or does not read as a visit.
        return match reason {
            Unread::BodyUnreadable => seen.records.contains_key(&one.record),
            _ => seen.tombstones.contains_key(&one.record),
        };
    };
    match reason {
        Unread::EndedBeforeStarted => ends_before_it_starts(seen, &one.record, visit),
        Unread::VisitTwice => judged(told, seen).any(|(_, other)| other.id == visit.id),
        Unread::AnotherCadre => {
            let device = device_of(seen, &one.record);
            !judged(told, seen)
                .any(|(record, other)| device_of(seen, record) == device && other.visit.cadre == visit.visit.cadre)
        }
        Unread::UnknownKind
        | Unread::BodyUnreadable
        | Unread::NotThePhones
        | Unread::CorrectsNothing
        | Unread::ConfirmsNothing
        | Unread::Erased => false,
    }
}

fn judged<'a>(told: &'a Told, seen: &'a Seen) -> impl Iterator<Item = (&'a Sha256, &'a VisitSeen)> {
    let visits = seen.visits.iter();
    visits.filter(|(record, _)| !told.not_judged.contains(record))
}

fn device_of<'a>(seen: &'a Seen, record: &Sha256) -> Option<&'a KeyId> {
    seen.records.get(record).map(|told| &told.device)
}

fn ends_before_it_starts(seen: &Seen, record: &Sha256, visit: &VisitSeen) -> bool {
    let context = FactsContext {
        received: visit.received,
        ..FactsContext::default()
    };
    let (facts, _) = facts_of(&visit.visit, &visit.written, seen.anchor_of(record, visit), context);
    facts.ended < facts.started
}
