//! A waiver granted: written, applied, and every visit it touches judged again.

use super::act::{Act, decide};
use super::check::{self, said, said_if_any};
use crate::store::{AuditEvent, Deed, Granted, LedgerTx, Store, Why};
use crate::town::log::append_own_about;
use crate::{Error, Result};
use ruhu_core::domain::WaiverScope;
use ruhu_core::ids::RegionCode;
use ruhu_core::record::{Kind, WaiverBody};

/// Grants a waiver for a household, a village, or the township. One whose days are all waived in the same way already is
/// refused.
pub fn waive(store: &dyn Store, township: &RegionCode, waiver: &WaiverBody, act: impl Into<Act>) -> Result<()> {
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
    decide(store, township, &act.into(), &mut |deciding| {
        let (tx, now) = (&mut *deciding.tx, deciding.now);
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
        for no in &households {
            tx.household_changed(no)?;
            deciding.touched.whole(no, Why::Waiver);
        }
        let place = match &waiver.scope {
            WaiverScope::Household(no) => format!("{township}/{no}"),
            WaiverScope::Region(region) => region.to_string(),
        };
        let detail = format!("{} {} {}", waiver.kind.word(), waiver.from, waiver.to);
        Ok(((), Some(AuditEvent::Decided(Deed::Waiver, place, Some(detail)))))
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
