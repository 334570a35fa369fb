//! A record that comes after the household it is about was lawfully erased: chained and receipted, so that the phone's
//! chain has no hole, and erased in the same transaction. Its text never reaches the disk's committed state.

use super::about::{named, not_applied};
use crate::Result;
use crate::store::{Erased, LedgerTx, ToErase, Unread};
use crate::town::log::{append, entomb};
use ruhu_core::domain::PhotoEntry;
use ruhu_core::ids::{HouseholdNo, VisitId};
use ruhu_core::record::{Envelope, SignedRecord};
use ruhu_core::time::Moment;
use serde::Deserialize;

#[derive(Deserialize)]
struct About {
    household: Option<HouseholdNo>,
    visit: Option<VisitId>,
}

#[derive(Deserialize)]
struct Photos {
    #[serde(default)]
    photos: Vec<PhotoEntry>,
}

/// The erased household that a record is about, by its own body or by the visit it names.
pub(super) fn whose(tx: &mut dyn LedgerTx, envelope: &Envelope) -> Result<Option<(HouseholdNo, Erased)>> {
    // A body that does not say it in the usual way is about nobody here.
    let Ok(about) = About::deserialize(&envelope.body) else {
        return Ok(None);
    };
    let visited = match about.visit {
        Some(visit) => tx.visit(&visit)?.map(|visit| visit.household),
        None => None,
    };
    let Some(no) = about.household.or(visited) else {
        return Ok(None);
    };
    Ok(tx.erased(&no)?.map(|erased| (no, erased)))
}

/// Takes the record in and erases it. Its photos stay named, so that a phone that brings them is told why not.
pub(super) fn keep(
    tx: &mut dyn LedgerTx,
    record: &SignedRecord,
    household: &HouseholdNo,
    erased: &Erased,
    now: Moment,
) -> Result<u64> {
    let mut about = not_applied(&record.envelope, Unread::Erased);
    about.household = Some(household.clone());
    let n = append(tx, record, about, now)?;
    if let Ok(body) = Photos::deserialize(&record.envelope.body) {
        tx.put_photos(&named(record, None, &body.photos))?;
    }
    let of = ToErase {
        sha256: record.sha256,
        device: record.envelope.device.clone(),
        seq: record.envelope.seq,
    };
    entomb(tx, household, &of, erased, None, now)?;
    // The phone that wrote it may not have heard of the erasure: this very answer tells it.
    tx.household_changed(household)?;
    Ok(n)
}
