//! Receipts and chains: every number of a device between its first and last in the pack stands as a record, a tombstone
//! or a receipt alone, and the last is the one the server signed.

use super::finding::{Code, Findings};
use super::keys::Keys;
use super::lines::each_line;
use super::records::Seen;
use super::source::Source;
use crate::pack::names;
use ruhu_core::ids::{KeyId, Sha256};
use ruhu_core::record::{ChainFinding, ChainLink, PackStatement, Receipt, ReceiptOf, check_chain};
use std::collections::{BTreeMap, BTreeSet};

/// What the receipts say.
#[derive(Debug, Default)]
pub(super) struct Receipts {
    /// Receipts for records.
    pub records: u64,
    /// Of those: for records outside the pack.
    pub alone: u64,
    /// Of those: of phones, received in the pack's year, and no erased record's.
    pub alone_in_year: u64,
    /// Photos that have a receipt.
    pub photos: BTreeSet<Sha256>,
    /// Erased records of phones whose tombstone is in the pack.
    pub tombstones: u64,
    /// Numbers at which a device has more than one record: taken, marked, and no fault of the pack.
    pub forks: u64,
}

/// Reads `receipts.jwsl` and checks the chains.
pub(super) fn check(
    source: &mut Source,
    keys: &Keys,
    statement: Option<&PackStatement>,
    seen: &mut Seen,
    findings: &mut Findings,
) -> Receipts {
    let mut receipts = Receipts::default();
    let mut numbers: BTreeSet<u64> = BTreeSet::new();
    let mut alone: BTreeSet<Sha256> = BTreeSet::new();
    let mut last: Option<Stands> = None;
    each_line(source, names::RECEIPTS, findings, |line, jws, findings| {
        let place = format!("{}:{line}", names::RECEIPTS);
        let receipt = match keys.server.receipt(jws) {
            Ok(receipt) => receipt,
            Err(error) => return findings.say(Code::ReceiptNotGenuine, place, error),
        };
        let place = format!("{place} {}", receipt.device);
        if statement.is_some_and(|statement| statement.log != receipt.log) {
            findings.say(Code::ReceiptDiffers, place.as_str(), "it is of another log");
        }
        let stands = Stands::of(&receipt);
        if last.as_ref().is_some_and(|last| *last >= stands) {
            findings.add(Code::OrderWrong, place.as_str());
        }
        last = Some(stands);
        match receipt.what {
            ReceiptOf::Photo => {
                receipts.photos.insert(receipt.sha256);
            }
            ReceiptOf::Record => {
                receipts.records += 1;
                if take(&receipt, statement, &mut numbers, &place, seen, findings) == Took::Alone {
                    receipts.alone += 1;
                    let phones =
                        !keys.desks.contains(&receipt.device) && !seen.tombstones.contains_key(&receipt.sha256);
                    let in_year = statement.is_some_and(|statement| statement.year == receipt.received.day().year());
                    let township = statement
                        .is_some_and(|statement| statement.scope.township().as_ref() == Some(&statement.scope));
                    receipts.alone_in_year += u64::from(phones && in_year && township);
                    alone.insert(receipt.sha256);
                }
            }
        }
    });
    for told in seen.records.values().filter(|told| told.n.is_none()) {
        let place = format!("{}:{} {} seq {}", names::RECORDS, told.line, told.device, told.seq);
        findings.add(Code::ReceiptMissing, place);
    }
    // Of the township's own records, which go with a household whatever their year, no visit was.
    let erased = seen.tombstones.iter();
    let of_phones = erased.filter(|(hash, (device, _))| alone.contains(hash) && !keys.desks.contains(device));
    receipts.tombstones = u64::try_from(of_phones.count()).unwrap_or(u64::MAX);
    receipts.forks = check_chains(seen, findings);
    check_last(seen, statement, findings);
    receipts
}

/// Where a receipt stands: those for records first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    Record(KeyId, Option<u64>, Sha256),
    Photo(Sha256),
}

impl Stands {
    fn of(receipt: &Receipt) -> Self {
        match receipt.what {
            ReceiptOf::Record => Self::Record(receipt.device.clone(), receipt.seq, receipt.sha256),
            ReceiptOf::Photo => Self::Photo(receipt.sha256),
        }
    }
}

#[derive(PartialEq, Eq)]
enum Took {
    WithRecord,
    Alone,
}

fn take(
    receipt: &Receipt,
    statement: Option<&PackStatement>,
    numbers: &mut BTreeSet<u64>,
    place: &str,
    seen: &mut Seen,
    findings: &mut Findings,
) -> Took {
    let (Some(seq), Some(n)) = (receipt.seq, receipt.n) else {
        findings.say(Code::ReceiptDiffers, place, "it has no number");
        return Took::WithRecord;
    };
    if !numbers.insert(n) || statement.is_some_and(|statement| n >= statement.size) {
        findings.say(
            Code::ReceiptDiffers,
            place,
            format_args!("number {n} of the log is taken, or beyond its end"),
        );
    }
    seen.numbers.insert(n, (receipt.device.clone(), seq));
    if let Some(visit) = seen.visits.get_mut(&receipt.sha256) {
        visit.received = Some(receipt.received);
    }
    match seen.records.get_mut(&receipt.sha256) {
        Some(told) => {
            if told.n.is_some() || told.device != receipt.device || told.seq != seq {
                findings.say(
                    Code::ReceiptDiffers,
                    place,
                    format_args!("the record stands on line {}", told.line),
                );
            }
            told.n = Some(n);
            told.received = Some(receipt.received);
            Took::WithRecord
        }
        None => {
            let erased = seen.tombstones.get(&receipt.sha256);
            if erased.is_some_and(|(device, number)| (device, *number) != (&receipt.device, seq)) {
                findings.say(
                    Code::ReceiptDiffers,
                    place,
                    "its tombstone names another device or number",
                );
            }
            seen.links
                .entry(receipt.device.clone())
                .or_default()
                .push(ChainLink::HashOnly {
                    seq,
                    sha256: receipt.sha256,
                });
            Took::Alone
        }
    }
}

/// Answers the number of forks.
fn check_chains(seen: &Seen, findings: &mut Findings) -> u64 {
    let mut forks = 0;
    for (device, links) in &seen.links {
        for found in check_chain(device, links) {
            match found {
                ChainFinding::Gap { device, seq, last } => {
                    findings.add(Code::ChainGap, format!("{} {device} seq {seq}-{last}", names::RECEIPTS));
                }
                ChainFinding::Broken { device, seq } => {
                    findings.add(Code::ChainBroken, format!("{} {device} seq {seq}", names::RECORDS));
                }
                ChainFinding::Fork { .. } => forks += 1,
            }
        }
    }
    forks
}

fn check_last(seen: &Seen, statement: Option<&PackStatement>, findings: &mut Findings) {
    let Some(statement) = statement else { return };
    let last: BTreeMap<&KeyId, u64> = seen
        .links
        .iter()
        .map(|(device, links)| (device, links.iter().map(seq_of).max().unwrap_or(0)))
        .collect();
    for (device, signed) in &statement.devices {
        let found = last.get(device).copied();
        if found != Some(*signed) {
            let found = found.map_or("none".to_owned(), |found| found.to_string());
            findings.say(
                Code::LastDiffers,
                format!("{} {device}", names::RECORDS),
                format_args!("signed {signed}, found {found}"),
            );
        }
    }
    for device in last.keys().filter(|device| !statement.devices.contains_key(device)) {
        findings.say(
            Code::LastDiffers,
            format!("{} {device}", names::RECORDS),
            "pack.jws does not name the device",
        );
    }
}

fn seq_of(link: &ChainLink) -> u64 {
    match link {
        ChainLink::Record { seq, .. } | ChainLink::HashOnly { seq, .. } => *seq,
    }
}
