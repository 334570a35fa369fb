//! What stands in the log for a record that was lawfully erased.

use super::append_own_about;
use crate::Result;
use crate::store::{Erased, LedgerTx, ToErase};
use ruhu_core::ids::HouseholdNo;
use ruhu_core::record::{Kind, Tombstone};
use ruhu_core::time::Moment;

/// Takes a record's text away and writes its tombstone.
pub fn entomb(
    tx: &mut dyn LedgerTx,
    no: &HouseholdNo,
    record: &ToErase,
    erased: &Erased,
    why: Option<&str>,
    now: Moment,
) -> Result<()> {
    tx.erase_record(no, &record.sha256)?;
    let tombstone = Tombstone {
        device: record.device.clone(),
        seq: record.seq,
        sha256: record.sha256,
        when: now,
        by: erased.by.clone(),
        why: why.map(str::to_owned),
    };
    append_own_about(tx, Kind::Tombstone, &tombstone, Some(no), now)?;
    Ok(())
}
