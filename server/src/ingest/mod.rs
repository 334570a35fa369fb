//! Taking records in: one sync call, one transaction.

use crate::Result;
use crate::store::{DeviceRow, Store};
use ruhu_core::record::ServerSigner;
use ruhu_core::time::Moment;
use ruhu_core::wire::{SyncAnswer, SyncRequest};

/// Takes a phone's records in and answers what it must hear. `from` is the phone that made the call, already known by
/// its token and not revoked; `now` is the server's clock at intake.
pub fn sync(
    _store: &dyn Store,
    _signer: &ServerSigner,
    _from: &DeviceRow,
    _request: &SyncRequest,
    _now: Moment,
) -> Result<SyncAnswer> {
    todo!()
}

/// The newest checkpoint of a township's log, signed, with the server's time: what an enrolment answer carries.
pub fn checkpoint(
    _store: &dyn Store,
    _signer: &ServerSigner,
    _township: &ruhu_core::ids::RegionCode,
    _now: Moment,
) -> Result<String> {
    todo!()
}
