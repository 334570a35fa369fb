//! The anchors that records name, held against the log and the checkpoints of the pack, as the township held them at
//! intake: one that is not true settles no visit's day, and the visit has the code `anchor_untrue`.

use super::finding::{Code, Findings};
use super::log::Log;
use super::records::Seen;
use super::told::Told;
use super::untrue::Anchors;
use ruhu_core::ids::{KeyId, LogId, Sha256};
use ruhu_core::record::{Anchor, AnchorPoint, ChainAnchors, LogState, anchor_holds};
use ruhu_core::time::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// A record of a phone that names an anchor, with its number in the log.
struct Named<'a> {
    record: &'a Sha256,
    device: &'a KeyId,
    seq: u64,
    anchor: &'a Anchor,
    received: Option<Moment>,
}

/// Looks at every anchor in the order of the log. A state that the log never had is a finding, unless the township says
/// that it found the anchor untrue.
pub(super) fn check(told: &Told, seen: &Seen, log: &Log, log_id: &LogId, findings: &mut Findings) -> Anchors {
    let told_untrue: BTreeSet<&Sha256> = told.coverage.anchors_untrue.iter().collect();
    let mut anchors = Anchors::default();
    let mut chains: BTreeMap<&KeyId, BTreeMap<u64, (AnchorPoint, AnchorPoint)>> = BTreeMap::new();
    for (_, named) in in_log_order(seen) {
        let point = AnchorPoint::of(named.anchor);
        let lost = |point: AnchorPoint| seen.restored.iter().any(|restored| restored.may_have_lost(point));
        if log.foreign.contains(&(point.size, named.anchor.root)) && !lost(point) && !told_untrue.contains(named.record)
        {
            let place = seen
                .anchors
                .get(&(point.size, named.anchor.root))
                .cloned()
                .unwrap_or_default();
            findings.say(
                Code::CheckpointDiffers,
                place,
                format_args!("at {} leaves the log stood otherwise", point.size),
            );
        }
        let chain = chains.entry(named.device).or_default();
        let mut around = ChainAnchors {
            lower: chain.range(..named.seq).next_back().map(|(_, (_, high))| *high),
            higher: chain.range(named.seq + 1..).next().map(|(_, (point, _))| *point),
        };
        if around.step_back(point, named.received) && around.lower.is_some_and(lost) {
            around.lower = None;
        }
        let untrue = !holds(&named, log, log_id) && !lost(point) || around.step_back(point, named.received);
        // What hangs on records outside the pack is the township's to say.
        let as_told = !untrue
            && told_untrue.contains(named.record)
            && (!is_whole(seen, named.device, named.seq) || !log.states.contains_key(&point.size));
        if as_told {
            anchors.as_told.insert(*named.record);
        }
        if untrue || as_told {
            anchors.untrue.insert(*named.record);
        } else {
            chain.insert(named.seq, (point, around.greatest(point)));
        }
    }
    anchors
}

fn in_log_order(seen: &Seen) -> BTreeMap<u64, Named<'_>> {
    let named = seen.named.iter().filter_map(|(record, anchor)| {
        let told = seen.records.get(record)?;
        let named = Named {
            record,
            device: &told.device,
            seq: told.seq,
            anchor,
            received: told.received,
        };
        Some((told.n?, named))
    });
    named.collect()
}

/// Whether the log stood as the anchor says when it says, as far as the checkpoints of the pack tell.
fn holds(named: &Named<'_>, log: &Log, log_id: &LogId) -> bool {
    let (anchor, size) = (named.anchor, named.anchor.size);
    if anchor.log != *log_id || log.foreign.contains(&(size, anchor.root)) {
        return false;
    }
    // Packs of earlier versions hold the checkpoints of their year alone: where there is none nothing can be said.
    let Some(stood) = log.states.get(&size) else {
        return true;
    };
    let next = log.states.range(size + 1..).next().map(|(_, state)| state.time);
    let Some(until) = next.or(named.received) else {
        return true;
    };
    let stood = LogState {
        root: stood.root,
        time: stood.time,
    };
    anchor_holds(anchor, log_id, Some(&stood), until, named.received)
}

/// Whether every record of the device below this number is in the pack.
fn is_whole(seen: &Seen, device: &KeyId, seq: u64) -> bool {
    let here = seen
        .records
        .values()
        .filter(|told| told.device == *device && told.seq < seq);
    let numbers: BTreeSet<u64> = here.map(|told| told.seq).collect();
    u64::try_from(numbers.len()).is_ok_and(|count| count + 1 >= seq)
}
