//! The times of a visit settled again, for a program whose rules settle them otherwise than the one that took it in.

use super::across::neighbours;
use super::own::read;
use super::touched::Touched;
use crate::Result;
use crate::store::{LedgerTx, VisitRow, Why};
use crate::town::ingest::anchor;
use ruhu_core::rules::{FactsContext, facts_of};

/// Puts a visit's start, end and day to what the rules settle today. What stood beside it at its old time is judged again.
/// One whose record was erased, and one that would end before it starts, stay as they are.
pub(super) fn settle(tx: &mut dyn LedgerTx, visit: &VisitRow, touched: &mut Touched) -> Result<()> {
    let Some(jws) = tx.jws(&visit.record)? else {
        return Ok(());
    };
    let (envelope, stated) = read(&jws)?;
    let context = FactsContext {
        received: Some(visit.received),
        anchor_untrue: anchor::is_untrue(tx, &envelope, &visit.record)?,
        ..FactsContext::default()
    };
    let (facts, day) = facts_of(&stated, &envelope.at, envelope.anchor.as_ref(), context);
    let same = (visit.started, visit.ended, visit.day) == (facts.started, facts.ended, day);
    if same || facts.ended < facts.started {
        return Ok(());
    }
    for other in neighbours(tx, visit)? {
        touched.visit(&other, Why::Neighbour);
    }
    tx.set_times(&VisitRow {
        started: facts.started,
        ended: facts.ended,
        day,
        ..visit.clone()
    })?;
    tx.set_about(&visit.record, &visit.household, day)
}
