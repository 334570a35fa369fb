//! The signed half of a pack: records, receipts, the log, its checkpoints and the keys.
//!
//! Receipts and checkpoints are signed again here. Ed25519 is deterministic, so that a receipt has the very bytes the
//! phone was given.

use super::bag::Bag;
use super::chosen::Chosen;
use super::photos::{Named, PhotoSource};
use super::place::Place;
use super::{KeyOf, LogLine, names, payload};
use crate::Result;
use crate::store::{Evidence, EvidenceRecord, Unread};
use ruhu_core::domain::PhotoEntry;
use ruhu_core::ids::{LogId, Sha256};
use ruhu_core::record::{Anchor, Checkpoint, DeviceKey, Receipt, ReceiptOf, ServerSigner};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What writing the records learnt.
#[derive(Default)]
pub(super) struct Wrote {
    /// How many records.
    pub records: u64,
    /// How many receipts for records.
    pub receipts: u64,
    /// Visits that the township keeps and does not judge, and why.
    pub unread: Vec<(Sha256, Unread)>,
    /// The photos they name.
    pub photos: Named,
    /// Those that have arrived.
    pub arrived: BTreeSet<Sha256>,
    /// Sizes of the log that anchors of these records name.
    pub anchored: BTreeSet<u64>,
    /// Those whose anchor was found untrue.
    pub anchors_untrue: Vec<Sha256>,
    /// The salt of each record, by number in the log.
    salts: BTreeMap<u64, [u8; 32]>,
}

#[derive(Deserialize)]
struct WithAnchor {
    #[serde(default)]
    anchor: Option<Anchor>,
}

#[derive(Deserialize)]
struct WithPhotos {
    body: Photos,
}
#[derive(Deserialize)]
struct Photos {
    #[serde(default)]
    photos: Vec<PhotoEntry>,
}

/// Writes `records.jwsl`.
pub(super) fn records(bag: &mut Bag, store: &dyn Evidence, place: &Place, chosen: &Chosen) -> Result<Wrote> {
    let mut wrote = Wrote::default();
    let untrue = store.untrue_anchors(&place.township.code)?;
    bag.file(names::RECORDS, &mut |out| {
        store.each_record(&place.township.code, &mut |record| {
            let (true, Some(jws)) = (chosen.holds(&record), &record.jws) else {
                return Ok(());
            };
            wrote.records += 1;
            wrote.note(&record, jws);
            if untrue.contains(&record.sha256) {
                wrote.anchors_untrue.push(record.sha256);
            }
            out.line(jws)
        })
    })?;
    Ok(wrote)
}

impl Wrote {
    fn note(&mut self, record: &EvidenceRecord, jws: &str) {
        if let Some(salt) = record.salt {
            self.salts.insert(record.n, salt);
        }
        if let Some(anchor) = payload::<WithAnchor>(jws).and_then(|with| with.anchor) {
            self.anchored.insert(anchor.size);
        }
        if let Some(with) = payload::<WithPhotos>(jws) {
            self.photos.note(record.sha256, &with.body.photos);
        }
        if let (Some(unread), "visit") = (record.unread, record.kind.as_str()) {
            self.unread.push((record.sha256, unread));
        }
    }
}

/// Writes `receipts.jwsl`: for every number between a device's first and last, then for every photo that has arrived.
pub(super) fn receipts(
    bag: &mut Bag,
    store: &dyn Evidence,
    signer: &ServerSigner,
    shelf: &dyn PhotoSource,
    place: &Place,
    chosen: &Chosen,
    wrote: &mut Wrote,
) -> Result<()> {
    let log = &place.township.log;
    bag.file(names::RECEIPTS, &mut |out| {
        store.each_record(&place.township.code, &mut |record| {
            if !chosen.spans(&record) {
                return Ok(());
            }
            wrote.receipts += 1;
            out.line(&signer.receipt(&receipt(&record, log)))
        })?;
        for (sha256, _) in wrote.photos.iter() {
            let Some(photo) = shelf.arrived(&place.township.code, sha256)? else {
                continue;
            };
            wrote.arrived.insert(*sha256);
            out.line(&signer.receipt(&Receipt {
                what: ReceiptOf::Photo,
                sha256: *sha256,
                device: photo.device,
                seq: None,
                log: log.clone(),
                n: None,
                received: photo.received,
            }))?;
        }
        Ok(())
    })
}

fn receipt(record: &EvidenceRecord, log: &LogId) -> Receipt {
    Receipt {
        what: ReceiptOf::Record,
        sha256: record.sha256,
        device: record.device.clone(),
        seq: Some(record.seq),
        log: log.clone(),
        n: Some(record.n),
        received: record.received,
    }
}

/// Writes `log.jsonl`: every leaf of the township's log; with its salt where the record is in the pack.
pub(super) fn log(bag: &mut Bag, store: &dyn Evidence, place: &Place, wrote: &Wrote) -> Result<()> {
    bag.file(names::LOG, &mut |out| {
        store.each_leaf(&place.township.code, &mut |n, leaf| {
            out.json(&LogLine {
                n,
                leaf: leaf.0,
                salt: wrote.salts.get(&n).map(|salt| Sha256(*salt)),
            })?;
            out.put(b"\n")
        })
    })
}

/// Writes `checkpoints.jwsl`: the log as it stood after each transaction of the year, at and just after each state that a
/// record of the pack names, and as it stands. Answers the last size and root.
pub(super) fn checkpoints(
    bag: &mut Bag,
    store: &dyn Evidence,
    signer: &ServerSigner,
    place: &Place,
    anchored: &BTreeSet<u64>,
) -> Result<(u64, Sha256)> {
    let heads = store.heads(&place.township.code)?;
    let last = heads.last().map_or((0, Sha256::of(b"")), |head| (head.size, head.root));
    bag.file(names::CHECKPOINTS, &mut |out| {
        let mut before = 0;
        for head in &heads {
            // A state that is named lies at this head, or between the one before and this one.
            let named = anchored.range(before..=head.size).next().is_some();
            before = head.size;
            if head.time.day().year() != place.year && head.size != last.0 && !named {
                continue;
            }
            out.line(&signer.checkpoint(&Checkpoint {
                log: place.township.log.clone(),
                size: head.size,
                root: head.root,
                time: head.time,
            }))?;
        }
        Ok(())
    })?;
    Ok(last)
}

/// Writes `keys.jwks` (RFC 7517): the server's key, and that of every device in the pack.
pub(super) fn keys(
    bag: &mut Bag,
    store: &dyn Evidence,
    signer: &ServerSigner,
    place: &Place,
    chosen: &Chosen,
) -> Result<()> {
    let mut server = signer.public().to_jwk();
    server["ruhu"] = serde_json::json!(KeyOf::Server);
    let mut keys = vec![server];
    for device in store.device_keys(&place.township.code)? {
        if !chosen.ranges.contains_key(&device.kid) {
            continue;
        }
        let mut jwk = DeviceKey::from_sec1(&device.public_key)?.to_jwk();
        jwk["ruhu"] = serde_json::json!(if device.desk { KeyOf::Desk } else { KeyOf::Phone });
        keys.push(jwk);
    }
    let text = serde_json::to_string_pretty(&serde_json::json!({ "keys": keys }))
        .map_err(|e| crate::Error::inconsistent("keys", e))?;
    bag.text(names::KEYS, &(text + "\n"))
}
