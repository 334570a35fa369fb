//! Checkpoints: the log's size, root and time, signed by the server. No later state of the log is of an earlier time.

use super::log_time;
use crate::Result;
use crate::store::{LedgerTx, LogNow, Store};
use ruhu_core::ids::{LogId, RegionCode};
use ruhu_core::record::{Checkpoint, ServerSigner};
use ruhu_core::time::Moment;

/// A size of the log, and the time that a checkpoint of it may say: kept, so that no later state of the log is of an
/// earlier time.
pub(in crate::town) type SaidAt = (u64, Moment);

pub(in crate::town) fn checkpoint_time(tx: &mut dyn LedgerTx, now: Moment) -> Result<SaidAt> {
    let size = tx.head()?.map_or(0, |head| head.size);
    let time = log_time(tx, now)?;
    tx.set_log_time(time)?;
    Ok((size, time))
}

/// A checkpoint of the log as it is committed. Where it grew since its time was kept, it has the time of its growing:
/// the time of a checkpoint lies between those of its own state and the next one.
pub(in crate::town) fn signed_checkpoint(
    signer: &ServerSigner,
    id: LogId,
    log: &LogNow,
    said_at: Option<SaidAt>,
) -> String {
    let kept = said_at.filter(|(size, _)| *size == log.size).map(|(_, time)| time);
    signer.checkpoint(&Checkpoint {
        log: id,
        size: log.size,
        root: log.root,
        time: kept
            .or(log.time)
            .expect("a transaction kept a time for this size, or the log grew and has one"),
    })
}

/// The newest checkpoint of a township's log, signed, with the server's time: what an enrolment answer carries.
pub fn checkpoint(store: &dyn Store, signer: &ServerSigner, township: &RegionCode, now: Moment) -> Result<String> {
    let mut said_at = None;
    store.transact(township, &mut |tx| {
        said_at = Some(checkpoint_time(tx, now)?);
        Ok(())
    })?;
    let log = store.log(township, None)?;
    Ok(signed_checkpoint(signer, store.township(township)?.log, &log, said_at))
}
