//! The audit log in the township's signed log. Once a day each township's own key signs a record of kind `audit` with the
//! number and hash of the newest row: phones and packs hold the log, so the rows up to there can no longer be rewritten,
//! not even all of them.

use crate::store::audit::SEAL;
use crate::store::{Audit, AuditRow, Ledger, Township};
use crate::town::log::{append_own, seal};
use crate::{Error, Result};
use ruhu_core::ids::Sha256;
use ruhu_core::record::{DeviceKey, Kind, read_record};
use ruhu_core::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What such a record says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditSeal {
    /// How many rows the audit log had.
    pub rows: u64,
    /// The hash of the last one.
    pub hash: Sha256,
}

/// Seals the audit log in each township's log, where a row of an earlier day is not sealed yet. Answers how many records
/// were written.
pub fn seal_audit(store: &(impl Ledger + Audit + ?Sized), now: Moment) -> Result<usize> {
    let Some(last) = store.last_audit()? else { return Ok(0) };
    let mut written = 0;
    for township in store.townships()? {
        let sealed = seals(store, &township)?.pop().map_or(0, |seal| seal.rows);
        if !day_is_over(store, sealed, now)? {
            continue;
        }
        let body = AuditSeal {
            rows: last.n,
            hash: last.hash,
        };
        store.transact(&township.code, &mut |tx| {
            append_own(tx, Kind::Audit, &body, now)?;
            seal(tx, now)
        })?;
        written += 1;
    }
    Ok(written)
}

/// Whether the first row after the sealed ones is of an earlier day than now.
fn day_is_over(store: &(impl Audit + ?Sized), sealed: u64, now: Moment) -> Result<bool> {
    let next = store.audit_row(sealed + 1)?;
    Ok(next.is_some_and(|row| row.at.day() < now.day()))
}

/// The seals of a township, oldest first; each is verified with the township's own key.
fn seals(store: &(impl Audit + ?Sized), township: &Township) -> Result<Vec<AuditSeal>> {
    let key = DeviceKey::from_sec1(&township.desk_key)?;
    let place = || format!("{} record {SEAL}", township.code);
    let read = |jws: String| {
        let signed = read_record(&jws, &key).map_err(|error| Error::inconsistent(place(), error))?;
        AuditSeal::deserialize(&signed.envelope.body).map_err(|error| Error::inconsistent(place(), error))
    };
    store.audit_seals(&township.code)?.into_iter().map(read).collect()
}

/// What is wrong with the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditFault {
    /// This row does not follow the one before it.
    Broken(u64),
    /// The township's log names another hash for this row, or the row is not there.
    Rewritten(String, u64),
}

/// An audit log that was looked through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditChecked {
    /// How many rows.
    pub rows: u64,
    /// How many records of the townships' logs were compared.
    pub seals: u64,
    /// What is wrong.
    pub faults: Vec<AuditFault>,
}

/// Looks through the audit log and compares it with what the townships' logs say of it. `each` hears every row.
pub fn check_audit(
    store: &(impl Ledger + Audit + ?Sized),
    each: &mut dyn FnMut(AuditRow) -> Result<()>,
) -> Result<AuditChecked> {
    let mut sealed: BTreeMap<u64, Vec<(String, Sha256)>> = BTreeMap::new();
    let mut checked = AuditChecked::default();
    for township in store.townships()? {
        for seal in seals(store, &township)? {
            checked.seals += 1;
            let of = (township.code.to_string(), seal.hash);
            sealed.entry(seal.rows).or_default().push(of);
        }
    }
    let mut rewritten = Vec::new();
    let broken = store.audit(&mut |row| {
        checked.rows += 1;
        for (township, hash) in sealed.remove(&row.n).unwrap_or_default() {
            if hash != row.hash {
                rewritten.push(AuditFault::Rewritten(township, row.n));
            }
        }
        each(row)
    })?;
    // Rows that a seal names and that are not there any more.
    let gone = sealed.into_iter().flat_map(|(n, seals)| {
        seals
            .into_iter()
            .map(move |(township, _)| AuditFault::Rewritten(township, n))
    });
    rewritten.extend(gone);
    checked.faults = broken.map(AuditFault::Broken).into_iter().chain(rewritten).collect();
    Ok(checked)
}
