//! The anchor of a record that comes in, held against the township's own log and the device's chain; what was found is
//! kept, for it never changes: only what came before the record speaks.

use crate::Result;
use crate::store::{AnchorRow, LedgerTx, Store};
use crate::town::log::log_time;
use ruhu_core::ids::Sha256;
use ruhu_core::record::{Anchor, AnchorPoint, Envelope, Jws, LogState, anchor_holds};
use ruhu_core::time::Moment;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Whether the anchor of a record that was taken in is not true. One that names none, or was never looked at, is not untrue.
pub fn is_untrue(tx: &mut dyn LedgerTx, envelope: &Envelope, record: &Sha256) -> Result<bool> {
    let kept = tx.anchor(&envelope.device, envelope.seq, record)?;
    Ok(kept.is_some_and(|row| row.untrue))
}

/// Looks at the anchor of a record and keeps what was found; answers whether it is not true. `received` is the server's
/// clock at intake.
pub fn look(tx: &mut dyn LedgerTx, envelope: &Envelope, record: &Sha256, received: Moment) -> Result<bool> {
    let Some(anchor) = &envelope.anchor else {
        return Ok(false);
    };
    let (device, seq, point) = (&envelope.device, envelope.seq, AnchorPoint::of(anchor));
    let mut around = tx.anchors_around(device, seq)?;
    if around.step_back(point, Some(received)) && is_after_a_restore(tx, around.lower, anchor)? {
        around.lower = None;
    }
    let untrue = !holds(tx, anchor, received)? || around.step_back(point, Some(received));
    tx.put_anchor(&AnchorRow {
        device: device.clone(),
        seq,
        record: *record,
        point,
        high: around.greatest(point),
        untrue,
    })?;
    Ok(untrue)
}

fn holds(tx: &mut dyn LedgerTx, anchor: &Anchor, received: Moment) -> Result<bool> {
    let log = tx.township()?.log;
    let state = |head: crate::store::Head| LogState {
        root: head.root,
        time: head.time,
    };
    let stood = tx.head_of(anchor.size)?.map(state);
    let until = match tx.head_after(anchor.size)? {
        Some(next) => next.time,
        // The record itself begins the next state, at the end of this transaction.
        None => log_time(tx, received)?,
    };
    Ok(anchor_holds(anchor, &log, stood.as_ref(), until, Some(received)) || is_of_a_lost_tail(tx, anchor)?)
}

/// Looks at the anchors of townships that ran before they were looked at. One whose anchors are kept costs one small
/// question.
pub fn keep_missing(store: &dyn Store) -> Result<()> {
    for township in store.anchors_to_keep()? {
        let mut all: BTreeMap<u64, (Sha256, Moment)> = BTreeMap::new();
        store.each_record(&township, &mut |record| {
            if record.jws.is_some() {
                all.insert(record.n, (record.sha256, record.received));
            }
            Ok(())
        })?;
        // In the order of the log: what came before a record speaks, and nothing else.
        store.transact(&township, &mut |tx| {
            for (record, received) in all.values() {
                if let Some(envelope) = tx.jws(record)?.and_then(|jws| envelope(&jws)) {
                    look(tx, &envelope, record, *received)?;
                }
            }
            tx.set_anchors_kept()
        })?;
    }
    Ok(())
}

fn envelope(jws: &str) -> Option<Envelope> {
    serde_json::from_slice(&Jws::parse(jws).ok()?.payload).ok()
}

/// What `ruhu restore` writes.
#[derive(Deserialize)]
struct RestoredBody {
    made: Moment,
    size: u64,
}

/// A backup that was brought back: the states after it are not in this log, and the log's sizes begin again there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Restored {
    /// When the backup was made.
    made: Moment,
    /// How many leaves its log had.
    size: u64,
    /// When it was brought back.
    back: Moment,
}

impl Restored {
    /// Reads the record `restored`.
    pub fn of(envelope: &Envelope) -> Option<Self> {
        let body = RestoredBody::deserialize(&envelope.body).ok()?;
        Some(Self {
            made: body.made,
            size: body.size,
            back: envelope.at.wall,
        })
    }
    /// Whether a state may be one of those that were lost: it cannot be held against this log.
    pub fn may_have_lost(&self, point: AnchorPoint) -> bool {
        point.size > self.size && (self.made..=self.back).contains(&point.time)
    }
}

fn restored(tx: &mut dyn LedgerTx) -> Result<Vec<Restored>> {
    let read = |jws: &String| Restored::of(&envelope(jws)?);
    Ok(tx.written("restored")?.iter().filter_map(read).collect())
}

fn is_of_a_lost_tail(tx: &mut dyn LedgerTx, anchor: &Anchor) -> Result<bool> {
    let point = AnchorPoint::of(anchor);
    Ok(restored(tx)?.iter().any(|restored| restored.may_have_lost(point)))
}

/// The phone had seen a state that was lost, and now names one of the log that was brought back.
fn is_after_a_restore(tx: &mut dyn LedgerTx, lower: Option<AnchorPoint>, anchor: &Anchor) -> Result<bool> {
    let Some(lower) = lower else { return Ok(false) };
    let mut all = restored(tx)?.into_iter();
    Ok(all.any(|restored| restored.may_have_lost(lower) && anchor.time.time >= restored.made))
}
