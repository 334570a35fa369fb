//! Corrections: a chain of records, each naming the hash of the one it corrects. One may arrive before what it corrects,
//! so the chain is walked anew whenever a link arrives.

use super::CorrectionRow;
use ruhu_core::ids::{CadreId, Sha256};
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
