//! A waiver granted: written, applied, and every visit it touches judged again.

use super::append;
use super::decide::touch_visits;
use crate::Result;
use crate::ingest::log::seal;
use crate::judge::{Touched, again};
use crate::store::{Granted, Store, Why};
use ruhu_core::Error as CoreError;
use ruhu_core::domain::WaiverScope;
use ruhu_core::ids::RegionCode;
use ruhu_core::record::{Kind, WaiverBody};
use ruhu_core::time::Moment;

/// Grants a waiver for a household or a region of the township.
pub fn waive(store: &dyn Store, township: &RegionCode, waiver: &WaiverBody, now: Moment) -> Result<()> {
    if waiver.to < waiver.from {
        return Err(CoreError::unusable("waiver", "to", "the last day is not before the first").into());
    }
    store.transact(township, &mut |tx| {
        let households = match &waiver.scope {
            WaiverScope::Household(no) => vec![no.clone()],
            WaiverScope::Region(region) => tx.households_in(region)?,
        };
        let record = append(tx, Kind::Waiver, waiver, now)?;
        tx.put_waiver(&Granted {
            record: record.sha256,
            scope: waiver.scope.clone(),
            kind: waiver.kind,
            from: waiver.from,
            to: waiver.to,
            why: waiver.why.clone(),
        })?;
        let mut touched = Touched::default();
        for no in &households {
            tx.household_changed(no)?;
            touch_visits(tx, no, Why::Waiver, &mut touched)?;
        }
        again(tx, touched, now)?;
        seal(tx, now)
    })
}
