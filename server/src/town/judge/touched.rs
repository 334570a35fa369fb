//! What a transaction touched, to be judged at its end.

use crate::store::{VisitRow, Why};
use ruhu_core::ids::{HouseholdNo, VisitId};
use std::collections::{BTreeMap, BTreeSet};

/// What arrived or changed in a transaction, to be judged at its end.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// Visits to be judged by themselves, and why.
    pub(super) visits: BTreeMap<VisitId, Why>,
    /// Households whose visits are to be counted again.
    pub(super) households: BTreeMap<HouseholdNo, Why>,
    /// Households of which every visit is to be judged by itself.
    pub(super) whole: BTreeMap<HouseholdNo, Why>,
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
