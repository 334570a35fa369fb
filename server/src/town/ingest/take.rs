//! One record: taken, or refused. Refused only: bad signature, unknown or revoked key, another township, too large, not
//! JSON. Everything else is kept, chained and receipted; what cannot be applied says why.

use super::about::{about, named, not_applied};
use super::{anchor, companion, erased, visit};
use crate::Result;
use crate::store::{CorrectionRow, DeviceRow, LedgerTx, Unread, Why};
use crate::town::judge::{Touched, apply_corrections};
use crate::town::log::append;
use ruhu_core::domain::HelpLog;
use ruhu_core::ids::{KeyId, Sha256};
use ruhu_core::record::{Correction, DeviceKey, Jws, Kind, MAX_RECORD_BYTES, RecordError, SignedRecord, read_record};
use ruhu_core::time::Moment;
use ruhu_core::wire::Complaint;

/// What became of a record.
pub(super) enum Took {
    /// It is in the log: now, or since an earlier sending, whose receipt it then gets again.
    Kept {
        device: KeyId,
        seq: u64,
        n: u64,
        received: Moment,
    },
    /// It is not, and why.
    Refused(Complaint),
}

/// Takes one record in. An `Err` is the store's own failure and ends the whole transaction.
pub(super) fn take(tx: &mut dyn LedgerTx, jws: &str, now: Moment, touched: &mut Touched) -> Result<Took> {
    // Asked before the key: what was taken once is never refused later, also when its key has been revoked since.
    if let Some(row) = tx.record(&Sha256::of(jws.as_bytes()))? {
        return Ok(Took::Kept {
            device: row.device,
            seq: row.seq,
            n: row.n,
            received: row.received,
        });
    }
    let device = match signed_by(tx, jws)? {
        Ok(device) => device,
        Err(complaint) => return Ok(Took::Refused(complaint)),
    };
    let record = match read_record(jws, &DeviceKey::from_sec1(&device.public_key)?) {
        Ok(record) => record,
        Err(why) => return Ok(Took::Refused(refusal(&why))),
    };
    if record.envelope.township != device.township {
        return Ok(Took::Refused(complaint(
            "another_township",
            "the record names another township than the one its phone is enrolled in: enrol the phone there",
        )));
    }
    let n = keep(tx, &record, &device, now, touched)?;
    Ok(Took::Kept {
        device: device.kid,
        seq: record.envelope.seq,
        n,
        received: now,
    })
}

/// The phone whose key the header names, not verified yet; or why the record is refused.
fn signed_by(tx: &mut dyn LedgerTx, jws: &str) -> Result<std::result::Result<DeviceRow, Complaint>> {
    if jws.len() > MAX_RECORD_BYTES {
        return Ok(Err(refusal(&RecordError::TooLarge {
            bytes: jws.len(),
            most: MAX_RECORD_BYTES,
        })));
    }
    let parsed = match Jws::parse(jws) {
        Ok(parsed) => parsed,
        Err(why) => return Ok(Err(refusal(&why))),
    };
    let kid: Option<KeyId> = parsed.header["kid"].as_str().and_then(|kid| kid.parse().ok());
    let device = match kid {
        Some(kid) => tx.device(&kid)?,
        None => return Ok(Err(refusal(&RecordError::OtherKey("kid")))),
    };
    Ok(match device {
        None => Err(complaint(
            "unknown_key",
            "this township knows no phone with the key that the record names: enrol the phone again",
        )),
        Some(device) if device.revoked.is_some() => Err(complaint(
            "revoked_key",
            "the phone that wrote it was revoked: ask the township to let it in again (ruhu phones renew), then send it once more",
        )),
        Some(device) => Ok(device),
    })
}

fn refusal(why: &RecordError) -> Complaint {
    complaint(why.code(), &why.to_string())
}

fn complaint(code: &str, message: &str) -> Complaint {
    Complaint {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

/// Keeps a record and applies it, by its kind.
fn keep(
    tx: &mut dyn LedgerTx,
    record: &SignedRecord,
    device: &DeviceRow,
    now: Moment,
    touched: &mut Touched,
) -> Result<u64> {
    let envelope = &record.envelope;
    if let Some((household, erasure)) = erased::whose(tx, envelope)? {
        return erased::keep(tx, record, &household, &erasure, now);
    }
    let anchor_untrue = anchor::look(tx, envelope, &record.sha256, now)?;
    match &envelope.kind {
        Kind::Visit => visit::keep(tx, record, device, anchor_untrue, now, touched),
        Kind::Correction => keep_correction(tx, record, device, now, touched),
        Kind::Companion => companion::keep(tx, record, device, now, touched),
        Kind::Help => keep_help(tx, record, now),
        Kind::Problem | Kind::Plan | Kind::Consent | Kind::Notice | Kind::Signature => {
            append(tx, record, about(envelope), now)
        }
        Kind::Place
        | Kind::Assignment
        | Kind::Waiver
        | Kind::Policy
        | Kind::Decision
        | Kind::Import
        | Kind::Tombstone
        | Kind::Revocation
        | Kind::Export
        | Kind::Restored
        | Kind::Audit => append(tx, record, not_applied(envelope, Unread::NotThePhones), now),
        Kind::Unknown(_) => append(tx, record, not_applied(envelope, Unread::UnknownKind), now),
    }
}

fn keep_correction(
    tx: &mut dyn LedgerTx,
    record: &SignedRecord,
    device: &DeviceRow,
    now: Moment,
    touched: &mut Touched,
) -> Result<u64> {
    let envelope = &record.envelope;
    let Ok(correction) = serde_json::from_value::<Correction>(envelope.body.clone()) else {
        return append(tx, record, not_applied(envelope, Unread::BodyUnreadable), now);
    };
    // It corrects nothing until the chain from the visit's own record reaches it.
    let n = append(tx, record, not_applied(envelope, Unread::CorrectsNothing), now)?;
    tx.put_correction(&CorrectionRow {
        visit: correction.visit,
        record: record.sha256,
        corrects: correction.corrects,
        cadre: device.cadre,
        why: correction.why,
    })?;
    apply_corrections(tx, &correction.visit)?;
    // What it states may be what it is judged by: whether somebody was met.
    if let Some(visit) = tx.visit(&correction.visit)? {
        touched.visit(&visit, Why::Correction);
    }
    Ok(n)
}

fn keep_help(tx: &mut dyn LedgerTx, record: &SignedRecord, now: Moment) -> Result<u64> {
    let Ok(help) = serde_json::from_value::<HelpLog>(record.envelope.body.clone()) else {
        return append(tx, record, not_applied(&record.envelope, Unread::BodyUnreadable), now);
    };
    let n = append(tx, record, about(&record.envelope), now)?;
    tx.put_photos(&named(record, None, &help.photos))?;
    Ok(n)
}
