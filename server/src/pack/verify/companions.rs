//! Who made a visit beside the phone's own cadre: the companions who said so themselves.

use super::finding::{Code, Findings};
use super::records::{Seen, VisitSeen};
use crate::pack::{VisitCovered, names};
use ruhu_core::domain::MOST_COMPANIONS;
use ruhu_core::ids::{CadreId, Sha256};
use std::collections::BTreeMap;

/// The companions whom a visit is judged with. `stated` is what the coverage says of it. Told of as confirmed may be only
/// whom the record names and whose own word is in the pack; a word that is there is left out only where the phone that
/// signed it is not known to be that cadre's.
pub(super) fn confirmed(
    record: &Sha256,
    visit: &VisitSeen,
    stated: Option<&VisitCovered>,
    seen: &Seen,
    findings: &mut Findings,
) -> Vec<CadreId> {
    let named = visit.visit.companions.iter().take(MOST_COMPANIONS);
    let mut said: Vec<CadreId> = Vec::new();
    let words = last_words(record, visit, seen);
    for cadre in named.filter(|cadre| **cadre != visit.visit.cadre) {
        if words.get(cadre).is_some_and(|(there, _)| *there) && !said.contains(cadre) {
            said.push(*cadre);
        }
    }
    let Some(stated) = stated else { return said };
    let Some(told) = &stated.confirmed else {
        return visit.visit.companions.clone();
    };
    let place = || format!("{} visit {}", names::COVERAGE, stated.id);
    if told.iter().any(|cadre| !said.contains(cadre)) {
        findings.say(
            Code::CompanionDiffers,
            place(),
            "a companion is told of who did not say so",
        );
    }
    let left_out = said.iter().filter(|cadre| !told.contains(cadre));
    for cadre in left_out {
        if words.get(cadre).is_some_and(|(_, word)| is_of(seen, word, *cadre)) {
            findings.say(Code::CompanionDiffers, place(), "a companion's word is left out");
        }
    }
    told.clone()
}

/// Each cadre's last word on the visit, by the order of the log, and its record.
fn last_words(record: &Sha256, visit: &VisitSeen, seen: &Seen) -> BTreeMap<CadreId, (bool, Sha256)> {
    let mut last: BTreeMap<CadreId, (Option<u64>, bool, Sha256)> = BTreeMap::new();
    let words = seen.words.get(&visit.id).into_iter().flatten();
    for (of, word) in words.filter(|(_, word)| word.sha256 == *record) {
        let n = seen.records.get(of).and_then(|told| told.n);
        let kept = last.entry(word.cadre).or_insert((n, word.there, *of));
        if n >= kept.0 {
            *kept = (n, word.there, *of);
        }
    }
    let said = last.into_iter();
    said.map(|(cadre, (_, there, of))| (cadre, (there, of))).collect()
}

/// Whether another record of the same phone shows that it is this cadre's.
fn is_of(seen: &Seen, record: &Sha256, cadre: CadreId) -> bool {
    let Some(device) = seen.records.get(record).map(|told| &told.device) else {
        return false;
    };
    let mut visits = seen.visits.iter().filter(|(_, visit)| visit.visit.cadre == cadre);
    visits.any(|(record, _)| seen.records.get(record).is_some_and(|told| told.device == *device))
}
