//! A waiver granted: written, applied, and every visit it touches judged again.

use super::check::{self, said, said_if_any};
use crate::store::{Granted, LedgerTx, Store, Why};
use crate::town::judge::{Touched, again};
use crate::town::log::{append_own_about, seal};
use crate::{Error, Result};
use ruhu_core::domain::WaiverScope;
use ruhu_core::ids::RegionCode;
use ruhu_core::record::{Kind, WaiverBody};
use ruhu_core::time::Moment;

/// Grants a waiver for a household, a village, or the township. One whose days are all waived in the same way already is
/// refused.
pub fn waive(store: &dyn Store, township: &RegionCode, waiver: &WaiverBody, now: Moment) -> Result<()> {
    if waiver.to < waiver.from {
        return Err(Error::refused(
            "--to",
            format!("the last day ({}) is before the first ({})", waiver.to, waiver.from),
            "turn the two days round",
        ));
    }
    said("--reason", &waiver.why)?;
    said_if_any("--paper", waiver.paper.as_deref())?;
    said_if_any("--by", waiver.by.as_deref())?;
    store.transact(township, &mut |tx| {
        let (households, own) = match &waiver.scope {
            WaiverScope::Household(no) => {
                check::household(tx, no)?;
                (vec![no.clone()], Some(no))
            }
            WaiverScope::Region(region) => {
                check::region(tx, region)?;
                (tx.households_in(region)?, None)
            }
        };
        not_granted(tx, waiver)?;
        let record = append_own_about(tx, Kind::Waiver, waiver, own, now)?;
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
            touched.whole(no, Why::Waiver);
        }
        again(tx, touched, now)?;
        seal(tx, now)
    })
}

fn not_granted(tx: &mut dyn LedgerTx, waiver: &WaiverBody) -> Result<()> {
    let covers = |granted: &Granted| {
        granted.scope == waiver.scope
            && granted.kind == waiver.kind
            && granted.from <= waiver.from
            && waiver.to <= granted.to
    };
    match tx.waivers()?.into_iter().find(covers) {
        None => Ok(()),
        Some(granted) => Err(Error::refused(
            "--from",
            format!(
                "these days are waived so already: from {} to {}",
                granted.from, granted.to
            ),
            "there is nothing to do; give other days if more are meant",
        )),
    }
}
