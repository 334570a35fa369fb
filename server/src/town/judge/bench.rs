//! The visits that are being judged: each is read once and written once.

use crate::store::{VisitRow, Why};
use ruhu_core::domain::ReasonCode;
use ruhu_core::ids::VisitId;
use std::collections::BTreeMap;

/// A visit's row as it was, as it is, and why it is another.
pub(super) struct Judged {
    pub was: VisitRow,
    pub is: VisitRow,
    pub why: Why,
}

/// The visits being judged.
#[derive(Default)]
pub(super) struct Bench(pub BTreeMap<VisitId, Judged>);

impl Bench {
    /// Takes the row of a visit; of two rows of one visit the first stays, for it may have been changed since.
    pub fn take(&mut self, row: VisitRow, why: Why) -> &mut VisitRow {
        let judged = self.0.entry(row.id).or_insert_with(|| Judged {
            was: row.clone(),
            is: row,
            why,
        });
        &mut judged.is
    }
    /// The row as it is judged so far, where it is on the bench.
    pub fn seen<'a>(&'a self, row: &'a VisitRow) -> &'a VisitRow {
        self.0.get(&row.id).map_or(row, |judged| &judged.is)
    }
}

/// Whether a visit is one of many homes written down at one spot: it counts, and no place is learnt from it.
pub(super) fn is_of_spot(visit: &VisitRow) -> bool {
    visit.across.contains(&ReasonCode::OneSpot)
}
