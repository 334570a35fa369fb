//! Judging within a transaction: the rules, fed from the ledger. What arrived or changed is gathered in [`Touched`]; at
//! the end of the transaction [`again`] judges it and whatever it touches. Every step reads what is stored and not the
//! order in which it came, so any order of arrival ends in the same verdicts.
//!
//! What touches more households than one transaction should judge queues them (`store::Rejudging`), and [`Worker`] judges
//! them piece by piece. A household that waits stays wholly as it was judged before; one that is touched meanwhile is
//! judged whole, at once. So nobody ever sees one half judged by the old and half by the new.

mod across;
mod bench;
mod correction;
mod household;
mod keep;
mod learn;
mod own;
mod policies;
mod queue;
mod settle;
mod spot;
mod touched;
mod worker;

pub use correction::apply_corrections;
pub use keep::keep_missing;
pub use policies::{timeline, timeline_of};
pub use queue::queue_older;
pub use touched::Touched;
pub use worker::{LeftOut, StandingClock, Worker, finish};

use crate::Result;
use crate::store::{JudgementRow, LedgerTx, VisitRow, Why};
use bench::{Bench, is_of_spot};
use ruhu_core::coverage::Timeline;
use ruhu_core::domain::Judgement;
use ruhu_core::rules::{base_of, weigh};
use ruhu_core::time::Moment;

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
