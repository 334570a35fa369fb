//! Years kept for a township that ran before years were kept: once, when its folder is first opened again.

use super::timeline;
use crate::Result;
use crate::store::{Store, VisitRow};
use ruhu_core::coverage::keep;
use ruhu_core::domain::VisitFact;

/// Keeps the years of every township that lacks them. One that has them costs one small question.
pub fn keep_missing(store: &dyn Store) -> Result<()> {
    for township in store.townships_to_keep()? {
        store.transact(&township, &mut |tx| {
            let timeline = timeline(tx)?;
            for no in tx.visited()? {
                let facts: Vec<VisitFact> = tx.visits_of_household(&no)?.iter().map(VisitRow::fact).collect();
                let waivers = tx
                    .household(&no)?
                    .map(|household| household.waivers)
                    .unwrap_or_default();
                tx.put_kept(&no, &keep(&timeline, &waivers, &facts))?;
            }
            tx.township_kept()
        })?;
    }
    Ok(())
}
