//! Corrections: a chain of records, each naming the hash of the one it corrects. One may arrive before what it corrects,
//! so the chain is walked anew whenever a link arrives.

use crate::Result;
use crate::store::{CorrectionRow, LedgerTx, Unread};
use ruhu_core::ids::{CadreId, Sha256, VisitId};
use std::collections::BTreeSet;

/// The corrections that hold, in their order: from the visit's own record on, each naming the one before. Of two that
/// name the same hash the lesser record hash holds, so that the order of arrival does not matter. Only the cadre whose
/// visit it is corrects it.
pub fn applied_corrections(visit: Sha256, cadre: CadreId, all: &[CorrectionRow]) -> Vec<&CorrectionRow> {
    let mut chain: Vec<&CorrectionRow> = Vec::new();
    let mut used = BTreeSet::from([visit]);
    let mut holds = visit;
    while let Some(next) = all
        .iter()
        .filter(|row| row.cadre == cadre && row.corrects == holds && !used.contains(&row.record))
        .min_by_key(|row| row.record)
    {
        used.insert(next.record);
        holds = next.record;
        chain.push(next);
    }
    chain
}

/// Puts a visit's statements to those that hold now, and marks the corrections that do not. Nothing to do while the
/// visit itself has not arrived.
pub fn apply_corrections(tx: &mut dyn LedgerTx, id: &VisitId) -> Result<()> {
    let all = tx.corrections_of(id)?;
    let Some(mut visit) = tx.visit(id)? else {
        return Ok(());
    };
    let applied = applied_corrections(visit.record, visit.cadre, &all);
    for row in &all {
        let holds = applied.iter().any(|link| link.record == row.record);
        tx.set_unread(&row.record, (!holds).then_some(Unread::CorrectsNothing))?;
        tx.set_about(&row.record, &visit.household, visit.day)?;
    }
    let statements = applied.last().map_or(visit.record, |link| link.record);
    if visit.statements != statements {
        visit.statements = statements;
        tx.put_visit(&visit)?;
    }
    Ok(())
}
