//! The households of a pack with their visits, one household in memory at a time.

use super::place::Place;
use crate::Result;
use crate::store::{EvidenceInputs, HouseholdInputs, Store, VisitRow};
use ruhu_core::time::Day;

/// Calls `each` with every household of the place, by number, and its visits up to the end of the year, by (day, id).
/// Both stand in the same order, so one household's visits are in memory at a time.
pub(super) fn by_household(
    store: &dyn Store,
    place: &Place,
    inputs: &EvidenceInputs,
    each: &mut dyn FnMut(&HouseholdInputs, Vec<VisitRow>) -> Result<()>,
) -> Result<()> {
    let mut households = inputs.households.iter().peekable();
    let mut rows: Vec<VisitRow> = Vec::new();
    let until = (Day::from_number(i32::MIN), place.days().1);
    store.each_visit(&place.scope, until, &mut |row| {
        while let Some(household) = households.peek() {
            if household.household >= row.household {
                break;
            }
            each(household, std::mem::take(&mut rows))?;
            households.next();
        }
        rows.push(row);
        Ok(())
    })?;
    for household in households {
        each(household, std::mem::take(&mut rows))?;
    }
    Ok(())
}
