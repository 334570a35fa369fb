//! Photos: each file is what its name says, a record names it, and what had arrived is there.

use super::bag::Files;
use super::finding::{Code, Findings};
use super::receipts::Receipts;
use super::records::Seen;
use super::told::Told;
use crate::pack::names;
use crate::pack::photos::Naming;
use ruhu_core::ids::Sha256;
use std::collections::BTreeSet;

/// What the photos are.
#[derive(Debug, Default)]
pub(super) struct Photos {
    /// How many are there.
    pub here: u64,
    /// How many that records name have not arrived: no receipt was ever given.
    pub not_arrived: u64,
}

/// Checks the photos' files against their names, the records and the receipts.
pub(super) fn check(files: &Files, seen: &Seen, receipts: &Receipts, findings: &mut Findings) -> Photos {
    let mut photos = Photos::default();
    let mut here: BTreeSet<Sha256> = BTreeSet::new();
    for (path, hash) in &files.hashes {
        let Some(name) = path.strip_prefix(names::PHOTOS) else {
            continue;
        };
        photos.here += 1;
        let named = name.strip_suffix(".jpg").and_then(|name| name.parse::<Sha256>().ok());
        match named {
            Some(named) if named == *hash => {
                here.insert(named);
                if seen.photos.get(&named).is_none() {
                    findings.add(Code::PhotoUnnamed, path.as_str());
                } else if !receipts.photos.contains(&named) {
                    findings.add(Code::ReceiptMissing, path.as_str());
                }
            }
            Some(named) => {
                // It stands in for the one it replaced: that one is told of here, not again as missing.
                here.insert(named);
                findings.say(Code::PhotoChanged, path.as_str(), format_args!("its bytes are {hash}"));
            }
            None => findings.add(Code::PhotoUnnamed, path.as_str()),
        }
    }
    for arrived in receipts.photos.difference(&here) {
        findings.add(Code::PhotoMissing, format!("{}{arrived}.jpg", names::PHOTOS));
    }
    let absent = seen
        .photos
        .iter()
        .map(|(photo, _)| photo)
        .filter(|photo| !here.contains(photo) && !receipts.photos.contains(photo));
    photos.not_arrived = u64::try_from(absent.count()).unwrap_or(u64::MAX);
    photos
}

/// Checks which photos are told of as not arrived: those that a record names and no receipt tells of, each with the first
/// record that names it.
pub(super) fn check_not_here(told: &Told, seen: &Seen, receipts: &Receipts, findings: &mut Findings) {
    let named = seen.photos.iter().filter(|(photo, _)| !receipts.photos.contains(photo));
    let told = told.coverage.photos_not_here.iter();
    let told = told.map(|one| {
        let naming = Naming {
            record: one.record,
            of: one.of,
        };
        (one.sha256, naming)
    });
    if !told.eq(named.map(|(photo, naming)| (*photo, *naming))) {
        findings.add(Code::PhotosNotHereDiffer, names::COVERAGE);
    }
}
