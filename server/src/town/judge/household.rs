//! A household's visits counted: which of those that qualify are held back, and which count; and its years kept so.

use super::bench::Bench;
use crate::Result;
use crate::store::{LedgerTx, VisitRow, Why};
use ruhu_core::coverage::{Timeline, keep, spacing};
use ruhu_core::domain::{ReasonCode, VisitFact};
use ruhu_core::ids::{HouseholdNo, VisitId};
use ruhu_core::rules::qualifies;
use std::collections::BTreeMap;

/// Counts a household's visits again. A number that the roster does not know has no waivers, and counts all the same:
/// the roster may learn of it later.
pub(super) fn count(
    tx: &mut dyn LedgerTx,
    timeline: &Timeline,
    no: &HouseholdNo,
    why: Why,
    bench: &mut Bench,
) -> Result<()> {
    let rows = tx.visits_of_household(no)?;
    let waivers = tx.household(no)?.map(|household| household.waivers).unwrap_or_default();
    let facts: Vec<VisitFact> = rows.iter().map(|row| bench.seen(row).fact()).collect();
    tx.put_kept(no, &keep(timeline, &waivers, &facts))?;
    let held_back: BTreeMap<VisitId, ReasonCode> = spacing(timeline, &waivers, &facts).into_iter().collect();
    for (row, fact) in rows.into_iter().zip(&facts) {
        let codes: Vec<ReasonCode> = held_back.get(&fact.id).copied().into_iter().collect();
        let policy = timeline.judging(fact.day);
        let counted = codes.is_empty() && policy.is_some_and(|policy| qualifies(policy, fact, &waivers));
        let seen = bench.seen(&row);
        if seen.spacing != codes || seen.counted != counted {
            let row: &mut VisitRow = bench.take(row, why);
            row.spacing = codes;
            row.counted = counted;
        }
    }
    Ok(())
}
