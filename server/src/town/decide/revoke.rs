//! A phone shut out, and let in again: a signed record of kind `revocation`, in force at the phone's next call. What the
//! phone signed and sent before counts as it did.

use super::check::said;
use crate::store::{DeviceRow, LedgerTx, Store};
use crate::town::log::{append_own, seal};
use crate::{Error, Result};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{KeyId, RegionCode};
use ruhu_core::record::{Kind, RevocationBody};
use ruhu_core::time::Moment;

/// Shuts a phone out. Refused when it is shut out already.
pub fn revoke(
    store: &dyn Store,
    township: &RegionCode,
    kid: &KeyId,
    reason: &str,
    by: &str,
    now: Moment,
) -> Result<RevocationBody> {
    write(store, township, kid, (reason, by), now, Some(now))
}

/// Lets a phone in again that was shut out: nothing that it holds is lost. Refused when it is not shut out.
pub fn renew(
    store: &dyn Store,
    township: &RegionCode,
    kid: &KeyId,
    reason: &str,
    by: &str,
    now: Moment,
) -> Result<RevocationBody> {
    write(store, township, kid, (reason, by), now, None)
}

/// Writes the record and the device's row. `revoked` is when it is shut out; `None` lets it in.
fn write(
    store: &dyn Store,
    township: &RegionCode,
    kid: &KeyId,
    (reason, by): (&str, &str),
    now: Moment,
    revoked: Option<Moment>,
) -> Result<RevocationBody> {
    said("--reason", reason)?;
    said("--by", by)?;
    let body = RevocationBody {
        kid: kid.clone(),
        from: now,
        reason: reason.to_owned(),
        by: Some(by.to_owned()),
        withdrawn: revoked.is_none(),
    };
    store.transact(township, &mut |tx| {
        let known = known(tx, kid)?;
        match (known.revoked, revoked) {
            (Some(since), Some(_)) => {
                let what = format!(
                    "this phone is revoked already, since {} {}",
                    since.day(),
                    since.clock_text()
                );
                let mend = "leave it; `ruhu phones renew` lets it in again";
                return Err(Error::refused(kid.as_str(), what, mend));
            }
            (None, None) => {
                let mend = "leave it; `ruhu phones` lists those that are";
                return Err(Error::refused(kid.as_str(), "this phone is not revoked", mend));
            }
            (None, Some(_)) | (Some(_), None) => {}
        }
        append_own(tx, Kind::Revocation, &body, now)?;
        tx.set_revoked(kid, revoked)?;
        seal(tx, now)
    })?;
    Ok(body)
}

fn known(tx: &mut dyn LedgerTx, kid: &KeyId) -> Result<DeviceRow> {
    tx.device(kid)?.ok_or_else(|| {
        CoreError::NotFound {
            what: "phone",
            id: kid.to_string(),
        }
        .into()
    })
}
