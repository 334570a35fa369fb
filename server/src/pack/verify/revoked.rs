//! Phones that the township shut out: after a revocation the log holds nothing of its phone, until it is withdrawn. The
//! log's order says what was after, and nobody's clock.

use super::finding::{Code, Findings};
use super::records::Seen;
use crate::pack::names;
use ruhu_core::ids::KeyId;
use std::collections::BTreeMap;

/// Checks every record and every receipt that stands alone against the revocations of the pack.
pub(super) fn check(seen: &Seen, findings: &mut Findings) {
    // By phone and number in the log: whether the phone is shut out from there on.
    let mut revoked: BTreeMap<&KeyId, BTreeMap<u64, bool>> = BTreeMap::new();
    for (record, body) in &seen.revocations {
        if let Some(n) = seen.records.get(record).and_then(|told| told.n) {
            revoked.entry(&body.kid).or_default().insert(n, !body.withdrawn);
        }
    }
    for (n, (device, seq)) in &seen.numbers {
        let before = revoked.get(device).and_then(|of| of.range(..n).next_back());
        if before.is_some_and(|(_, shut_out)| *shut_out) {
            let place = format!("{} {device} seq {seq}", names::RECEIPTS);
            findings.say(Code::TakenThoughRevoked, place, format_args!("number {n} of the log"));
        }
    }
}
