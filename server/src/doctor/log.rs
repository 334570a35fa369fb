//! Records, chains and log: every record is what its device signed, every leaf is its record's, and the leaves give
//! every root that was stored, hence every receipt and checkpoint that was given.

use super::finding::{Code, Findings};
use super::patient::{Checked, Patient, count};
use crate::store::{ChainMark, Evidence, EvidenceRecord, Ledger, SqliteStore, Township};
use crate::town::audit::{AuditFault, check_audit};
use crate::town::log::log_id;
use ruhu_core::ids::{KeyId, Sha256};
use ruhu_core::record::{
    ChainFinding, ChainLink, DeviceKey, Kind, Leaf, MerkleLog, ServerSigner, Tombstone, check_chain, read_record,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Checks the log of every township.
pub(super) fn check(
    store: &SqliteStore,
    patient: &Patient<'_>,
    signer: Option<&ServerSigner>,
    checked: &mut Checked,
    findings: &mut Findings,
) -> crate::Result<()> {
    for township in store.townships()? {
        let code = &township.code;
        if let Some(signer) = signer
            && log_id(code, &signer.public())? != township.log
        {
            findings.say(Code::ServerKeyOther, crate::folder::SERVER_KEY, &township.log);
        }
        let seen = records(store, &township, checked, findings)?;
        roots(store, &township, seen, patient, checked, findings)?;
    }
    for fault in check_audit(store, &mut |_| Ok(()))?.faults {
        match fault {
            AuditFault::Broken(row) => findings.add(Code::AuditBroken, format!("audit {row}")),
            AuditFault::Rewritten(township, row) => {
                findings.say(
                    Code::AuditRewritten,
                    format!("audit {row}"),
                    format_args!("the log of {township}"),
                );
            }
        }
    }
    Ok(())
}

/// What the records say of the log.
#[derive(Default)]
struct Seen {
    /// States of it that records name, with the record that does.
    states: BTreeMap<(u64, Sha256), String>,
}

/// One device's records, as they stream by.
struct Chain {
    device: KeyId,
    links: Vec<ChainLink>,
    marks: BTreeSet<&'static str>,
}

fn records(
    store: &SqliteStore,
    township: &Township,
    checked: &mut Checked,
    findings: &mut Findings,
) -> crate::Result<Seen> {
    let mut keys: BTreeMap<KeyId, DeviceKey> = BTreeMap::new();
    for device in store.device_keys(&township.code)? {
        match DeviceKey::from_sec1(&device.public_key) {
            Ok(key) => drop(keys.insert(device.kid, key)),
            Err(error) => findings.say(Code::DatabaseDamaged, format!("device {}", device.kid), error),
        }
    }
    // A phone that names what this log never said was found out at intake: that is a fact about the phone.
    let untrue = store.untrue_anchors(&township.code)?;
    let mut seen = Seen::default();
    let mut chain: Option<Chain> = None;
    let mut gone: BTreeMap<Sha256, String> = BTreeMap::new();
    let mut tombstones: BTreeSet<Sha256> = BTreeSet::new();
    store.each_record(&township.code, &mut |record| {
        checked.records += 1;
        let place = format!(
            "{} record {} {} seq {}",
            township.code, record.n, record.device, record.seq
        );
        if chain.as_ref().is_none_or(|chain| chain.device != record.device) {
            close(chain.take(), township, checked, findings);
            chain = Some(Chain {
                device: record.device.clone(),
                links: Vec::new(),
                marks: BTreeSet::new(),
            });
        }
        let open = chain.as_mut().expect("it was begun just above");
        open.marks.extend(record.mark.map(ChainMark::word));
        match &record.jws {
            None => {
                checked.erased += 1;
                gone.insert(record.sha256, place);
                open.links.push(ChainLink::HashOnly {
                    seq: record.seq,
                    sha256: record.sha256,
                });
            }
            Some(jws) => {
                whole(
                    &record,
                    jws,
                    keys.get(&record.device),
                    township,
                    &place,
                    findings,
                    &mut seen,
                    &mut tombstones,
                    open,
                    &untrue,
                );
            }
        }
        Ok(())
    })?;
    close(chain, township, checked, findings);
    for (_, place) in gone.into_iter().filter(|(hash, _)| !tombstones.contains(hash)) {
        findings.add(Code::RecordGone, place);
    }
    Ok(seen)
}

/// A record with its text.
#[allow(
    clippy::too_many_arguments,
    reason = "what one record is held against; each is named where it is used"
)]
fn whole(
    record: &EvidenceRecord,
    jws: &str,
    key: Option<&DeviceKey>,
    township: &Township,
    place: &str,
    findings: &mut Findings,
    seen: &mut Seen,
    tombstones: &mut BTreeSet<Sha256>,
    chain: &mut Chain,
    untrue: &BTreeSet<Sha256>,
) {
    let Some(key) = key else {
        findings.add(Code::KeyUnknown, place);
        chain.links.push(ChainLink::HashOnly {
            seq: record.seq,
            sha256: record.sha256,
        });
        return;
    };
    let signed = match read_record(jws, key) {
        Ok(signed) if signed.sha256 == record.sha256 => signed,
        Ok(_) => return changed(record, place, "its hash is another", findings, chain),
        Err(error) => return changed(record, place, error, findings, chain),
    };
    let envelope = &signed.envelope;
    if envelope.seq != record.seq || envelope.township != township.code {
        findings.say(Code::RecordChanged, place, "its row says another number or township");
    }
    let leaf = record.salt.map(|salt| Leaf::of(&salt, &record.sha256));
    if leaf != Some(record.leaf) {
        findings.say(Code::LogBroken, place, "salt and hash do not give its leaf");
    }
    if let Some(anchor) = envelope
        .anchor
        .as_ref()
        .filter(|anchor| anchor.log == township.log && !untrue.contains(&record.sha256))
    {
        seen.states
            .entry((anchor.size, anchor.root))
            .or_insert_with(|| place.to_owned());
    }
    if envelope.kind == Kind::Tombstone
        && record.device == township.desk_kid
        && let Ok(erased) = Tombstone::deserialize(&envelope.body)
    {
        tombstones.insert(erased.sha256);
    }
    chain.links.push(ChainLink::Record {
        seq: record.seq,
        sha256: record.sha256,
        prev: envelope.prev,
    });
}

fn changed(
    record: &EvidenceRecord,
    place: &str,
    why: impl std::fmt::Display,
    findings: &mut Findings,
    chain: &mut Chain,
) {
    findings.say(Code::RecordChanged, place, why);
    chain.links.push(ChainLink::HashOnly {
        seq: record.seq,
        sha256: record.sha256,
    });
}

/// Judges a chain that has ended. Gaps and forks are facts about the phone, taken and marked: they are counted. One
/// that no row of the device is marked with came later.
fn close(chain: Option<Chain>, township: &Township, checked: &mut Checked, findings: &mut Findings) {
    let Some(chain) = chain else { return };
    checked.devices += 1;
    for found in check_chain(&chain.device, &chain.links) {
        let (mark, seq) = match found {
            ChainFinding::Gap { seq, .. } => (ChainMark::Gap, seq),
            ChainFinding::Broken { seq, .. } => (ChainMark::Broken, seq),
            ChainFinding::Fork { seq, .. } => (ChainMark::Fork, seq),
        };
        match mark {
            ChainMark::Gap => checked.gaps += 1,
            ChainMark::Fork => checked.forks += 1,
            ChainMark::Broken => {}
        }
        if !chain.marks.contains(mark.word()) {
            let place = format!("{} {} seq {seq}", township.code, chain.device);
            findings.say(Code::ChainBroken, place, mark.word());
        }
    }
}

/// Builds the log again from its leaves and compares it with every state that was stored or seen.
fn roots(
    store: &SqliteStore,
    township: &Township,
    seen: Seen,
    patient: &Patient<'_>,
    checked: &mut Checked,
    findings: &mut Findings,
) -> crate::Result<()> {
    let code = &township.code;
    let heads = store.heads(code)?;
    let mut wanted: BTreeMap<u64, Vec<(Sha256, Code, String)>> = BTreeMap::new();
    for head in &heads {
        let state = (head.root, Code::RootDiffers, format!("{code} log_head {}", head.size));
        wanted.entry(head.size).or_default().push(state);
    }
    checked.roots += count(heads.len());
    checked.seen_by_phones += count(seen.states.len());
    for ((size, root), place) in seen.states {
        wanted.entry(size).or_default().push((root, Code::SeenElsewhere, place));
    }
    let mut tree = MerkleLog::new();
    let mut compare = |tree: &MerkleLog, findings: &mut Findings| {
        let Some(states) = wanted.remove(&tree.size()) else {
            return;
        };
        let root = tree.root();
        for (_, code, place) in states.into_iter().filter(|state| state.0 != root) {
            findings.add(code, place);
        }
    };
    compare(&tree, findings);
    store.each_leaf(code, &mut |n, leaf| {
        if n != tree.size() {
            findings.say(
                Code::LogBroken,
                format!("{code} record {n}"),
                format_args!("{} was awaited", tree.size()),
            );
        }
        tree.push(leaf);
        compare(&tree, findings);
        Ok(())
    })?;
    for (_, code, place) in wanted.into_values().flatten() {
        findings.say(code, place, format_args!("the log has {} entries", tree.size()));
    }
    let last = heads.last();
    if tree.size() != township.log_size || last.map_or(0, |head| head.size) != tree.size() {
        findings.say(
            Code::LogBroken,
            format!("{code} township.log_size"),
            format_args!("{} leaves", tree.size()),
        );
    }
    if let Some(head) = last
        && head.time > patient.now.plus_ms(super::surroundings::CLOCK_SLACK_MS)
    {
        findings.say(Code::ClockBehind, format!("{code} log_head {}", head.size), head.time);
    }
    Ok(())
}
