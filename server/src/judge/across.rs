//! A cadre's visits beside each other: in two places at once, or faster than any road.

use super::Bench;
use crate::Result;
use crate::store::{LedgerTx, VisitRow, Why};
use ruhu_core::coverage::Timeline;
use ruhu_core::domain::{Mode, Ruling};
use ruhu_core::ids::CadreId;
use ruhu_core::rules::{AcrossVisit, judge_across};
use ruhu_core::time::DAY_MS;
use std::collections::BTreeSet;

/// Looks at every visit of these cadres again. A companion's other visits stand beside them too, though only the visits
/// of `cadres` can have changed.
pub(super) fn judge_all(
    tx: &mut dyn LedgerTx,
    timeline: &Timeline,
    cadres: &BTreeSet<CadreId>,
    bench: &mut Bench,
) -> Result<()> {
    let theirs = tx.visits_of_cadres(&Vec::from_iter(cadres.iter().copied()))?;
    let everybody: BTreeSet<CadreId> = theirs.iter().flat_map(VisitRow::cadres).collect();
    let mut beside = Vec::new();
    for row in tx.visits_of_cadres(&Vec::from_iter(everybody))? {
        beside.extend(as_across(timeline, bench.seen(&row)));
    }
    let codes = judge_across(&beside);
    let erased: Vec<VisitRow> = theirs.iter().filter(|row| row.erased).cloned().collect();
    for row in theirs.into_iter().filter(|row| !row.erased) {
        let found = beside.iter().position(|visit| visit.id == row.id);
        let mut across = found.map(|place| codes[place].clone()).unwrap_or_default();
        // Where an erased visit was is not known any more: what stood because of it stays.
        if erased.iter().any(|other| near(&row, other)) {
            across.extend(bench.seen(&row).across.iter().copied());
            across.sort_unstable();
            across.dedup();
        }
        if bench.seen(&row).across != across {
            bench.take(row, Why::Neighbour).across = across;
        }
    }
    Ok(())
}

/// Whether two visits of a same cadre lie within a day of each other.
fn near(row: &VisitRow, other: &VisitRow) -> bool {
    let cadres = row.cadres();
    let apart = row.started.since(other.started).abs();
    apart <= DAY_MS && other.cadres().iter().any(|cadre| cadres.contains(cadre))
}

/// Only visits on site, not late, not decided against, are looked at.
fn as_across(timeline: &Timeline, row: &VisitRow) -> Option<AcrossVisit> {
    let looked_at = row.mode == Mode::OnSite && !row.late && row.decision != Some(Ruling::DoesNotCount);
    let policy = timeline.judging(row.day).filter(|_| looked_at)?;
    Some(AcrossVisit {
        id: row.id,
        cadres: row.cadres(),
        started: row.started,
        ended: row.ended,
        position: row.position,
        far_m: policy.visit.far_m,
    })
}
