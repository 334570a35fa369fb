//! A phone shut out, and let in again: a signed record of kind `revocation`, in force at the phone's next call. What the
//! phone signed and sent before counts as it did.

use super::act::{Act, decide};
use super::check::said;
use crate::store::{AuditEvent, Deed, DeviceRow, LedgerTx, Store};
use crate::town::log::append_own;
use crate::{Error, Result};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{KeyId, RegionCode};
use ruhu_core::record::{Kind, RevocationBody};

/// Shuts a phone out. Refused when it is shut out already.
pub fn revoke(
    store: &dyn Store,
    township: &RegionCode,
    kid: &KeyId,
    reason: &str,
    by: &str,
    act: impl Into<Act>,
) -> Result<RevocationBody> {
    write(store, township, kid, (reason, by), &act.into(), true)
}

/// Lets a phone in again that was shut out: nothing that it holds is lost. Refused when it is not shut out.
pub fn renew(
    store: &dyn Store,
    township: &RegionCode,
    kid: &KeyId,
    reason: &str,
    by: &str,
    act: impl Into<Act>,
) -> Result<RevocationBody> {
    write(store, township, kid, (reason, by), &act.into(), false)
}

/// Writes the record and the device's row. `out`: it is shut out; otherwise let in.
fn write(
    store: &dyn Store,
    township: &RegionCode,
    kid: &KeyId,
    (reason, by): (&str, &str),
    act: &Act,
    out: bool,
) -> Result<RevocationBody> {
    said("--reason", reason)?;
    said("--by", by)?;
    decide(store, township, act, &mut |deciding| {
        let (tx, now) = (&mut *deciding.tx, deciding.now);
        let known = known(tx, kid)?;
        match (known.revoked, out) {
            (Some(since), true) => {
                let what = format!(
                    "this phone is revoked already, since {} {}",
                    since.day(),
                    since.clock_text()
                );
                let mend = "leave it; `ruhu phones renew` lets it in again";
                return Err(Error::refused(kid.as_str(), what, mend));
            }
            (None, false) => {
                let mend = "leave it; `ruhu phones` lists those that are";
                return Err(Error::refused(kid.as_str(), "this phone is not revoked", mend));
            }
            (None, true) | (Some(_), false) => {}
        }
        let body = RevocationBody {
            kid: kid.clone(),
            from: now,
            reason: reason.to_owned(),
            by: Some(by.to_owned()),
            withdrawn: !out,
        };
        append_own(tx, Kind::Revocation, &body, now)?;
        tx.set_revoked(kid, out.then_some(now))?;
        let deed = if out { Deed::Revocation } else { Deed::Renewal };
        let event = AuditEvent::Decided(deed, township.to_string(), Some(kid.to_string()));
        Ok((body, Some(event)))
    })
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
