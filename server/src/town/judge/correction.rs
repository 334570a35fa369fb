//! What a correction changes: the statements of its visit.

use crate::Result;
use crate::store::{LedgerTx, Unread, applied_corrections};
use ruhu_core::ids::VisitId;

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
