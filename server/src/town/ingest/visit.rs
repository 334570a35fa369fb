//! A visit taken in: its row, its photos, and what is to be judged because of it.

use super::about::{named, not_applied};
use super::companion;
use crate::Result;
use crate::store::{Companion, DeviceRow, LedgerTx, Unread, VisitRow};
use crate::town::judge::{Touched, apply_corrections};
use crate::town::log::{About, append};
use ruhu_core::domain::{Judgement, MOST_COMPANIONS, Verdict, Visit};
use ruhu_core::ids::{CadreId, VisitId};
use ruhu_core::record::SignedRecord;
use ruhu_core::rules::{FactsContext, facts_of};
use ruhu_core::time::Moment;

/// Keeps a visit's record. A visit is taken whoever holds the household today. What is not a visit that can be judged
/// is kept in the chain, with the reason.
pub(super) fn keep(
    tx: &mut dyn LedgerTx,
    record: &SignedRecord,
    device: &DeviceRow,
    anchor_untrue: bool,
    now: Moment,
    touched: &mut Touched,
) -> Result<u64> {
    let envelope = &record.envelope;
    let Ok(visit) = serde_json::from_value::<Visit>(envelope.body.clone()) else {
        return append(tx, record, not_applied(envelope, Unread::BodyUnreadable), now);
    };
    let id = VisitId::from(envelope.id);
    let context = FactsContext {
        received: Some(now),
        anchor_untrue,
        ..FactsContext::default()
    };
    let (facts, day) = facts_of(&visit, &envelope.at, envelope.anchor.as_ref(), context);
    let unread = if visit.cadre != device.cadre {
        Some(Unread::AnotherCadre)
    } else if facts.ended < facts.started {
        Some(Unread::EndedBeforeStarted)
    } else if tx.visit(&id)?.is_some() {
        Some(Unread::VisitTwice)
    } else {
        None
    };
    let about = About {
        household: Some(visit.household.clone()),
        day: Some(day),
        unread,
    };
    let n = append(tx, record, about, now)?;
    // Its photos are taken all the same: nothing that a phone recorded is left on it for ever.
    tx.put_photos(&named(record, unread.is_none().then_some(id), &visit.photos))?;
    if unread.is_some() {
        return Ok(n);
    }
    let row = VisitRow {
        id,
        record: record.sha256,
        statements: record.sha256,
        device: device.kid.clone(),
        household: visit.household,
        cadre: visit.cadre,
        companions: believed(tx, device, &visit.companions)?,
        mode: visit.mode,
        late: visit.late,
        day,
        started: facts.started,
        ended: facts.ended,
        received: now,
        place: None,
        fix: None,
        position: None,
        far_reason: visit.far_reason.is_some_and(|reason| !reason.trim().is_empty()),
        own: Vec::new(),
        across: Vec::new(),
        spacing: Vec::new(),
        // Nothing is known yet; it is judged before the transaction ends.
        base: Verdict::NeedsReview,
        verdict: Verdict::NeedsReview,
        counted: false,
        decision: None,
        phone: Judgement {
            verdict: visit.judged.verdict,
            codes: visit.judged.codes,
        },
        erased: false,
    };
    tx.put_visit(&row)?;
    apply_corrections(tx, &id)?;
    touched.arrived(&row);
    companion::apply(tx, &id, touched)?;
    Ok(n)
}

/// The companions that a record is believed about: the first few, cadres of the township, each once. None has spoken yet.
fn believed(tx: &mut dyn LedgerTx, device: &DeviceRow, named: &[CadreId]) -> Result<Vec<Companion>> {
    let mut companions: Vec<Companion> = Vec::new();
    for cadre in named.iter().take(MOST_COMPANIONS) {
        let twice = companions.iter().any(|one| one.cadre == *cadre);
        if *cadre != device.cadre && !twice && tx.cadre(cadre)?.is_some() {
            companions.push(Companion {
                cadre: *cadre,
                there: None,
            });
        }
    }
    Ok(companions)
}
