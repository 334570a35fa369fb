//! Rows of households that were lawfully erased: a roster that still has them brings nobody back.

use super::Roster;
use super::columns::Column;
use super::finding::{Code, Finding};
use ruhu_core::ids::HouseholdNo;
use std::collections::BTreeSet;

impl Roster {
    /// Leaves the rows of erased households out, each as a refusal.
    pub fn leave_erased_out(&mut self, erased: &BTreeSet<HouseholdNo>) {
        let refused = &mut self.refused;
        self.households.retain(|row| {
            let gone = erased.contains(&row.household);
            if gone {
                refused.push(Finding::new(row.row, Column::Household.title(), Code::HouseholdErased));
            }
            !gone
        });
        self.refused.sort_by_key(|finding| finding.row);
    }
}
