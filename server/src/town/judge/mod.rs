//! Judging within a transaction: the rules, fed from the ledger. What arrived or changed is gathered in [`Touched`]; at
//! the end of the transaction [`again`] judges it and whatever it touches. Every step reads what is stored and not the
//! order in which it came, so any order of arrival ends in the same verdicts.
//!
//! What touches more households than one transaction should judge queues them (`store::Rejudging`), and [`Worker`] judges
//! them piece by piece. A household that waits stays wholly as it was judged before; one that is touched meanwhile is
//! judged whole, at once. So nobody ever sees one half judged by the old and half by the new.

mod across;
mod correction;
mod household;
mod keep;
mod learn;
mod own;
mod policies;
mod queue;
mod settle;
mod spot;
mod worker;

pub use correction::apply_corrections;
pub use keep::keep_missing;
pub use policies::{timeline, timeline_of};
pub use queue::queue_older;
pub use worker::{LeftOut, StandingClock, Worker, finish};

use crate::Result;
use crate::store::{JudgementRow, LedgerTx, VisitRow, Why};
use ruhu_core::coverage::Timeline;
use ruhu_core::domain::{Judgement, ReasonCode};
use ruhu_core::ids::{HouseholdNo, VisitId};
use ruhu_core::rules::{base_of, weigh};
use ruhu_core::time::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// What arrived or changed in a transaction, to be judged at its end.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// Visits to be judged by themselves, and why.
    visits: BTreeMap<VisitId, Why>,
    /// Households whose visits are to be counted again.
    households: BTreeMap<HouseholdNo, Why>,
    /// Households of which every visit is to be judged by itself.
    whole: BTreeMap<HouseholdNo, Why>,
}

impl Touched {
    /// A visit arrived; its row is written.
    pub fn arrived(&mut self, visit: &VisitRow) {
        self.visit(visit, Why::Arrived);
    }
    /// Something that a visit is judged by has changed. An arrival stays an arrival.
    pub fn visit(&mut self, visit: &VisitRow, why: Why) {
        self.visits.entry(visit.id).or_insert(why);
        self.household(&visit.household, why);
    }
    /// Something that a household's counting hangs on has changed.
    pub fn household(&mut self, no: &HouseholdNo, why: Why) {
        let why = if why == Why::Arrived { Why::Spacing } else { why };
        self.households.entry(no.clone()).or_insert(why);
    }
    /// Something that every visit of a household is judged by has changed. More such households than one transaction
    /// should judge are queued; one without visits has nothing to judge.
    pub fn whole(&mut self, no: &HouseholdNo, why: Why) {
        self.whole.entry(no.clone()).or_insert(why);
    }
    /// The households named so far, by number.
    pub fn named(&self) -> Vec<HouseholdNo> {
        let all: BTreeSet<&HouseholdNo> = self.households.keys().chain(self.whole.keys()).collect();
        all.into_iter().cloned().collect()
    }
}

/// A visit's row as it was, as it is, and why it is another.
struct Judged {
    was: VisitRow,
    is: VisitRow,
    why: Why,
}

/// The visits being judged: each is read once and written once.
#[derive(Default)]
struct Bench(BTreeMap<VisitId, Judged>);

impl Bench {
    /// Takes the row of a visit; of two rows of one visit the first stays, for it may have been changed since.
    fn take(&mut self, row: VisitRow, why: Why) -> &mut VisitRow {
        let judged = self.0.entry(row.id).or_insert_with(|| Judged {
            was: row.clone(),
            is: row,
            why,
        });
        &mut judged.is
    }
    /// The row as it is judged so far, where it is on the bench.
    fn seen<'a>(&'a self, row: &'a VisitRow) -> &'a VisitRow {
        self.0.get(&row.id).map_or(row, |judged| &judged.is)
    }
}

/// Judges what was touched, and what that touches in its turn: later visits with the same photo, the same cadres' other
/// visits, the households' counting; then lets places learn. `now` is the server's clock.
pub fn again(tx: &mut dyn LedgerTx, touched: Touched, now: Moment) -> Result<()> {
    let touched = queue::expand(tx, touched)?;
    if touched.visits.is_empty() && touched.households.is_empty() {
        return Ok(());
    }
    let timeline = timeline(tx)?;
    let mut bench = Bench::default();
    let mut households = touched.households;

    own::judge_all(tx, &timeline, &touched.visits, &mut bench)?;
    across::judge_all(tx, &timeline, touched.visits.keys(), &mut bench)?;
    spot::judge_all(tx, &timeline, touched.visits.keys(), &mut bench)?;
    for judged in bench.0.values_mut() {
        // Where a visit was is what its household's place is learnt from, also when it counts as it did.
        let learns_otherwise = is_of_spot(&judged.was) != is_of_spot(&judged.is);
        if weigh_base(&timeline, &mut judged.is) || learns_otherwise {
            households.entry(judged.is.household.clone()).or_insert(judged.why);
        }
    }
    for (no, why) in &households {
        household::count(tx, &timeline, no, *why, &mut bench)?;
    }
    write(tx, &timeline, &mut bench, now)?;
    for no in households.keys() {
        learn::place(tx, no, now)?;
    }
    Ok(())
}

/// Works out the verdict rule 5 reads; answers whether it is another.
fn weigh_base(timeline: &Timeline, visit: &mut VisitRow) -> bool {
    let Some(policy) = timeline.judging(visit.day) else {
        return false;
    };
    let judgement = Judgement {
        verdict: visit.verdict,
        codes: [&visit.own[..], &visit.across[..]].concat(),
    };
    let base = base_of(policy, &judgement, far_reason(visit));
    std::mem::replace(&mut visit.base, base) != base
}

/// Whether a visit is one of many homes written down at one spot: it counts, and no place is learnt from it.
fn is_of_spot(visit: &VisitRow) -> bool {
    visit.across.contains(&ReasonCode::OneSpot)
}

/// The rules only ask whether a reason was given.
fn far_reason(visit: &VisitRow) -> Option<&'static str> {
    visit.far_reason.then_some("given")
}

/// Writes every row that is another, its judgement where that is another, and tells phones where its fact is.
fn write(tx: &mut dyn LedgerTx, timeline: &Timeline, bench: &mut Bench, now: Moment) -> Result<()> {
    for judged in bench.0.values_mut() {
        let (was, is) = (&judged.was, &mut judged.is);
        if let Some(policy) = timeline.judging(is.day) {
            let codes = [&is.own[..], &is.across[..], &is.spacing[..]].concat();
            is.verdict = weigh(policy, codes, far_reason(is)).verdict;
        }
        let fresh = judged.why == Why::Arrived;
        if was != is {
            tx.put_visit(is)?;
        }
        if fresh || was.judgement() != is.judgement() || was.base != is.base {
            let row = JudgementRow {
                at: now,
                why: judged.why,
                judgement: is.judgement(),
                base: is.base,
            };
            tx.put_judgement(&is.id, &row)?;
        }
        if fresh || was.fact() != is.fact() {
            tx.household_changed(&is.household)?;
        }
    }
    Ok(())
}
