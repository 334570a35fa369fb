//! A record of the township's own: signed by its key, chained like those of one more device, appended.

use super::{About, append};
use crate::Result;
use crate::store::LedgerTx;
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{HouseholdNo, RecordId};
use ruhu_core::record::{Envelope, Kind, MemorySigner, SignedRecord, sign_record};
use ruhu_core::time::{Moment, TimeEvidence};
use serde::Serialize;

/// Signs a record with the township's key, chains it to the desk's last one and appends it to the log. The caller
/// applies it, and ends the transaction with [`seal`](super::seal).
pub fn append_own<B: Serialize>(tx: &mut dyn LedgerTx, kind: Kind, body: &B, now: Moment) -> Result<SignedRecord> {
    append_own_about(tx, kind, body, None, now)
}

/// As [`append_own`], where the body does not say under the usual names whom it is about.
pub(in crate::town) fn append_own_about<B: Serialize>(
    tx: &mut dyn LedgerTx,
    kind: Kind,
    body: &B,
    household: Option<&HouseholdNo>,
    now: Moment,
) -> Result<SignedRecord> {
    let now = tx.time_of(now);
    let township = tx.township()?;
    let last = tx.last_of(&township.desk_kid)?;
    let body = serde_json::to_value(body)
        .map_err(|_| CoreError::unusable("record", "body", "every number of a record is finite"))?;
    let envelope = Envelope {
        id: RecordId::new(now),
        kind,
        v: 1,
        township: township.code.clone(),
        device: township.desk_kid.clone(),
        seq: last.as_ref().map_or(1, |last| last.seq + 1),
        prev: last.map(|last| last.sha256),
        at: TimeEvidence::told(now),
        anchor: None,
        body,
    };
    let text = |name: &str| envelope.body.get(name).and_then(|value| value.as_str());
    let about = About {
        household: household
            .cloned()
            .or_else(|| text("household").and_then(|no| no.parse().ok())),
        day: text("from").and_then(|day| day.parse().ok()).or(Some(now.day())),
        unread: None,
    };
    let record = sign_record(&MemorySigner::from_bytes(&tx.secrets()?.desk)?, envelope)?;
    append(tx, &record, about, now)?;
    Ok(record)
}
