//! What one transaction judges, and what is queued for later ones.

use super::settle::settle;
use super::touched::Touched;
use crate::Result;
use crate::store::{LedgerTx, Store, Why};
use ruhu_core::ids::HouseholdNo;
use ruhu_core::rules::RULES_VERSION;

/// Households that one transaction judges whole: some tenths of a second's work, for which phones wait.
pub(super) const HOUSEHOLDS: usize = 200;

/// Adds the visits of households that are touched whole, and of those that wait and are touched at all: these are judged
/// whole, now. Queues the whole ones instead where they are too many.
pub(super) fn expand(tx: &mut dyn LedgerTx, mut touched: Touched) -> Result<Touched> {
    let whole = std::mem::take(&mut touched.whole);
    let later = whole.len() > HOUSEHOLDS;
    for (no, why) in whole {
        match later {
            true => tx.queue(&no, why)?,
            false => touch(tx, &mut touched, &no, why)?,
        }
    }
    // Settling a visit anew touches what stood beside it, which may wait as well.
    loop {
        let waiting = waiting(tx, &touched)?;
        if waiting.is_empty() {
            return Ok(touched);
        }
        for (no, why) in waiting {
            touch(tx, &mut touched, &no, why)?;
            tx.unqueue(&no)?;
        }
    }
}

fn waiting(tx: &mut dyn LedgerTx, touched: &Touched) -> Result<Vec<(HouseholdNo, Why)>> {
    let mut waiting = Vec::new();
    for no in touched.households.keys() {
        if let Some(why) = tx.queued(no)? {
            waiting.push((no.clone(), why));
        }
    }
    Ok(waiting)
}

/// Every visit of a household is judged by itself, and the household counted.
fn touch(tx: &mut dyn LedgerTx, touched: &mut Touched, no: &HouseholdNo, why: Why) -> Result<()> {
    for visit in tx.visits_of_household(no)? {
        if why == Why::Rules {
            settle(tx, &visit, touched)?;
        }
        touched.visit(&visit, why);
    }
    Ok(())
}

/// Queues every household that was judged by older rules than this program's; for a folder that is opened. One small
/// question where there is none.
pub fn queue_older(store: &dyn Store) -> Result<()> {
    for township in store.judged_by_older_rules(RULES_VERSION)? {
        store.transact(&township, &mut |tx| {
            tx.queue_visited(None, None, Why::Rules)?;
            tx.set_rules(RULES_VERSION)
        })?;
    }
    Ok(())
}
