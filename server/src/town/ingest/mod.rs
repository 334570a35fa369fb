//! Taking records in: one sync call, one transaction.

mod about;
pub(crate) mod anchor;
mod companion;
mod erased;
mod take;
mod visit;

pub use anchor::keep_missing as keep_anchors;

use crate::store::{DeviceRow, PhoneSaid, Store};
use crate::town::judge::{self, Touched};
use crate::town::log;
use crate::{Error, Result};
use ruhu_core::ids::{KeyId, LogId, RegionCode, Sha256};
use ruhu_core::record::{Receipt, ReceiptOf, ServerSigner};
use ruhu_core::time::Moment;
use ruhu_core::wire::{Complaint, SyncAnswer, SyncRequest, Taken, TakenState};
use take::{Took, take};

/// Takes a phone's records in and answers what it must hear. `from` is the phone that made the call, already known by
/// its token and not revoked; `now` is the server's clock at intake. Receipts are signed only after the transaction is
/// synced to disk. Records may be signed by another phone of the township: what an old key signed and never sent is
/// sent by the phone that took its place.
pub fn sync(
    store: &dyn Store,
    signer: &ServerSigner,
    from: &DeviceRow,
    request: &SyncRequest,
    now: Moment,
) -> Result<SyncAnswer> {
    let mut took: Vec<(Sha256, Took)> = Vec::new();
    let mut now = now;
    let mut said_at = None;
    store.transact(&from.township, &mut |tx| {
        now = tx.time_of(now);
        took.clear();
        // Asked again inside the transaction: its refusal would make every record of this call stuck.
        if tx.device(&from.kid)?.is_none_or(|phone| phone.revoked.is_some()) {
            return Err(Error::PhoneRevoked);
        }
        let mut touched = Touched::default();
        for jws in &request.records {
            took.push((Sha256::of(jws.as_bytes()), take(tx, jws, now, &mut touched)?));
        }
        judge::again(tx, touched, now)?;
        log::seal(tx, now)?;
        said_at = Some(log::checkpoint_time(tx, now)?);
        tx.device_seen(&from.kid, now, &said(request))
    })?;
    let township = store.township(&from.township)?;
    let taken = took
        .into_iter()
        .map(|(sha256, took)| Taken {
            sha256,
            state: answer(signer, &township.log, sha256, took),
        })
        .collect();
    let seen = request.checkpoint.as_ref().filter(|seen| seen.log == township.log);
    let log = store.log(&from.township, seen.map(|seen| seen.size))?;
    Ok(SyncAnswer {
        taken,
        checkpoint: log::signed_checkpoint(signer, township.log, &log, said_at),
        consistency: log.consistency,
        down: store.down(&from.township, &from.cadre, request.cursor, now)?,
    })
}

/// What became of a record that came without a phone.
pub enum Arrived {
    /// It was not here before; whose chain it is in.
    Taken(KeyId),
    /// The township had it.
    Known(KeyId),
    /// It is not taken.
    Refused(Complaint),
}

/// Takes in records that a person brought on a card, as [`sync`] takes those of a phone: each stands on its own signature.
pub fn take_in(
    store: &dyn Store,
    township: &RegionCode,
    records: &[String],
    now: Moment,
) -> Result<Vec<(Sha256, Arrived)>> {
    let mut arrived: Vec<(Sha256, Arrived)> = Vec::new();
    store.transact(township, &mut |tx| {
        arrived.clear();
        let mut touched = Touched::default();
        for jws in records {
            let sha256 = Sha256::of(jws.as_bytes());
            let known = tx.record(&sha256)?.is_some();
            arrived.push((
                sha256,
                match take(tx, jws, now, &mut touched)? {
                    Took::Kept { device, .. } if known => Arrived::Known(device),
                    Took::Kept { device, .. } => Arrived::Taken(device),
                    Took::Refused(complaint) => Arrived::Refused(complaint),
                },
            ));
        }
        judge::again(tx, touched, now)?;
        log::seal(tx, now)
    })?;
    Ok(arrived)
}

/// The longest version of an app that is kept, in characters.
const VERSION_CHARS: usize = 40;

fn said(request: &SyncRequest) -> PhoneSaid {
    let version = |text: &String| -> String { text.chars().filter(|c| !c.is_control()).take(VERSION_CHARS).collect() };
    PhoneSaid {
        waiting_records: request.waiting_records,
        waiting_photos: request.waiting_photos,
        app_version: request
            .app_version
            .as_ref()
            .map(version)
            .filter(|text| !text.is_empty()),
    }
}

fn answer(signer: &ServerSigner, log: &LogId, sha256: Sha256, took: Took) -> TakenState {
    match took {
        Took::Kept {
            device,
            seq,
            n,
            received,
        } => TakenState::Receipt(signer.receipt(&Receipt {
            what: ReceiptOf::Record,
            sha256,
            device,
            seq: Some(seq),
            log: log.clone(),
            n: Some(n),
            received,
        })),
        Took::Refused(complaint) => TakenState::Refused(complaint),
    }
}
