//! A cadre's visits beside each other: in two places at once, or faster than any road. Only neighbours in time can give a
//! visit these codes, so only neighbours are read, however long a cadre's history is.

use super::bench::{Bench, is_of_spot};
use crate::Result;
use crate::store::{LedgerTx, VisitRow, Why};
use ruhu_core::coverage::Timeline;
use ruhu_core::domain::{Mode, ReasonCode, Ruling};
use ruhu_core::ids::VisitId;
use ruhu_core::rules::{AcrossVisit, judge_across};
use ruhu_core::time::DAY_MS;
use std::collections::BTreeMap;

/// Visits, each once.
type Rows = BTreeMap<VisitId, VisitRow>;

/// Looks at these visits again, and at those that they may have changed: what overlaps one of them, and what comes
/// next for each of its cadres. To judge those rightly, the neighbours of each stand beside them.
pub(super) fn judge_all<'a>(
    tx: &mut dyn LedgerTx,
    timeline: &Timeline,
    touched: impl Iterator<Item = &'a VisitId>,
    bench: &mut Bench,
) -> Result<()> {
    let mut changed = Rows::new();
    for id in touched {
        let Some(visit) = tx.visit(id)? else { continue };
        for other in neighbours(tx, &visit)? {
            if other.ended > visit.started || (other.started, other.id) > (visit.started, visit.id) {
                changed.insert(other.id, other);
            }
        }
        changed.insert(visit.id, visit);
    }
    let mut beside = changed.clone();
    for visit in changed.values() {
        for other in neighbours(tx, visit)? {
            beside.entry(other.id).or_insert(other);
        }
    }
    // In order of their ids, as `beside` is.
    let looked_at: Vec<AcrossVisit> = beside
        .values()
        .filter_map(|row| as_across(timeline, bench.seen(row)))
        .collect();
    let codes = judge_across(&looked_at);
    let erased: Vec<VisitRow> = beside.values().filter(|row| row.erased).cloned().collect();
    for row in changed.into_values().filter(|row| !row.erased) {
        let found = looked_at.binary_search_by_key(&row.id, |visit| visit.id).ok();
        let mut across = found.map(|place| codes[place].clone()).unwrap_or_default();
        // Where an erased visit was is not known any more: what stood because of it stays.
        if erased.iter().any(|other| near(&row, other)) {
            across.extend(bench.seen(&row).across.iter().copied());
        }
        // That code is looked for by itself (`spot`).
        across.retain(|code| *code != ReasonCode::OneSpot);
        across.extend(is_of_spot(bench.seen(&row)).then_some(ReasonCode::OneSpot));
        across.sort_unstable();
        across.dedup();
        // One whose household waits stays as it is: it is looked at with its household.
        if bench.seen(&row).across != across && tx.queued(&row.household)?.is_none() {
            bench.take(row, Why::Neighbour).across = across;
        }
    }
    Ok(())
}

/// What stands beside a visit in the time of each of its cadres, companions too.
pub(super) fn neighbours(tx: &mut dyn LedgerTx, visit: &VisitRow) -> Result<Vec<VisitRow>> {
    let mut all = Vec::new();
    for cadre in visit.cadres() {
        all.extend(tx.visits_beside(&cadre, visit)?);
    }
    Ok(all)
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
