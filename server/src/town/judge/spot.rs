//! `one_spot`: many homes written down at one spot on one day. Only the visits of that day of that cadre can give a visit
//! this code, so only they are read. It stands among a visit's codes from other visits (`VisitRow::across`), and it alone is
//! changed here.

use super::bench::Bench;
use crate::Result;
use crate::store::{LedgerTx, VisitRow, Why};
use ruhu_core::coverage::Timeline;
use ruhu_core::domain::ReasonCode;
use ruhu_core::ids::{CadreId, HouseholdNo, VisitId};
use ruhu_core::rules::{SpotVisit, one_spot};
use ruhu_core::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer visits of a cadre on a day than these are never a spot: the visit and those to three other households.
const FEWEST: usize = 4;

/// Visits read so far, and the days of the cadres whose visits all are.
#[derive(Default)]
struct Beside {
    rows: BTreeMap<VisitId, VisitRow>,
    days: BTreeSet<(CadreId, Day)>,
}

/// Looks at these visits again, and at those of the same days of their cadres.
pub(super) fn judge_all<'a>(
    tx: &mut dyn LedgerTx,
    timeline: &Timeline,
    touched: impl Iterator<Item = &'a VisitId>,
    bench: &mut Bench,
) -> Result<()> {
    let mut beside = Beside::default();
    let mut changed: BTreeMap<VisitId, VisitRow> = BTreeMap::new();
    for id in touched {
        let Some(visit) = tx.visit(id)? else { continue };
        for row in beside.read(tx, bench.seen(&visit))? {
            changed.insert(row.id, row);
        }
        changed.insert(visit.id, visit);
    }
    let has_it = |row: &VisitRow| bench.seen(row).across.contains(&ReasonCode::OneSpot);
    if beside.rows.len() < FEWEST && !changed.values().any(has_it) {
        return Ok(());
    }
    // A companion's other visits of the day count for the visits that both made.
    for row in changed.values() {
        beside.read(tx, bench.seen(row))?;
    }
    let found = beside.found(tx, timeline, bench)?;
    for row in changed.into_values().filter(|row| !row.erased) {
        let seen = bench.seen(&row);
        let stood = seen.across.contains(&ReasonCode::OneSpot);
        // Where an erased visit was is not known any more: what stood because of it stays.
        let stays = stood && beside.rows.values().any(|other| other.erased && same_day(seen, other));
        let is = found.contains(&row.id) || stays;
        // One whose household waits to be judged again stays as it is: it is looked at with its household.
        if is != stood && tx.queued(&row.household)?.is_none() {
            let seen = bench.seen(&row);
            let mut across = seen.across.clone();
            across.retain(|code| *code != ReasonCode::OneSpot);
            across.extend(is.then_some(ReasonCode::OneSpot));
            across.sort_unstable();
            bench.take(row, Why::Neighbour).across = across;
        }
    }
    Ok(())
}

impl Beside {
    /// The visits of this one's day, of each of its cadres; those read already are not answered again.
    fn read(&mut self, tx: &mut dyn LedgerTx, visit: &VisitRow) -> Result<Vec<VisitRow>> {
        let mut new = Vec::new();
        for cadre in visit.cadres() {
            if !self.days.insert((cadre, visit.day)) {
                continue;
            }
            for row in tx.visits_on(&cadre, visit.day)? {
                if self.rows.insert(row.id, row.clone()).is_none() {
                    new.push(row);
                }
            }
        }
        Ok(new)
    }

    /// Those of a spot, by the pure rule.
    fn found(&self, tx: &mut dyn LedgerTx, timeline: &Timeline, bench: &Bench) -> Result<BTreeSet<VisitId>> {
        let mut set: BTreeMap<HouseholdNo, bool> = BTreeMap::new();
        let mut ids = Vec::new();
        let mut visits = Vec::new();
        for row in self.rows.values().map(|row| bench.seen(row)) {
            let Some((fix, _)) = row.fix.filter(|_| timeline.judging(row.day).is_some()) else {
                continue;
            };
            let place_set = match set.get(&row.household) {
                Some(known) => *known,
                None => {
                    let known = tx.place_is_set(&row.household)?;
                    set.insert(row.household.clone(), known);
                    known
                }
            };
            ids.push(row.id);
            visits.push(SpotVisit {
                household: row.household.clone(),
                cadres: row.cadres(),
                day: row.day,
                fix,
                place_set,
            });
        }
        let found = ids.into_iter().zip(one_spot(&visits));
        Ok(found.filter_map(|(id, is)| is.then_some(id)).collect())
    }
}

fn same_day(visit: &VisitRow, other: &VisitRow) -> bool {
    let cadres = visit.cadres();
    visit.day == other.day && other.cadres().iter().any(|cadre| cadres.contains(cadre))
}
