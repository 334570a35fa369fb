//! The store as one request sees it: every row passes [`Reach`] on its way, or is not there. A handler has no other way
//! to a row, and a new method of a store trait does not compile until it says here how it is checked.
//!
//! What lies outside is answered as if it did not exist: `None`, an empty list, no such township. So a stranger's id and
//! one that is none look the same.

mod coverage;
mod desk;
mod evidence;
mod kept;
mod ledger;
mod rejudging;
mod roster;
#[cfg(test)]
mod tests;
mod uploads;

use super::{Instant, Reach, Store};
use crate::Result;
use std::sync::Arc;

/// A store within a reach.
pub struct Scoped {
    rows: Arc<dyn Store>,
    reach: Reach,
}

impl Instant for Scoped {
    fn instant(&self) -> Result<Arc<dyn Store>> {
        Ok(Arc::new(Self::new(self.rows.instant()?, self.reach.clone())))
    }
}

impl Scoped {
    /// The rows of `rows` that are within `reach`.
    pub fn new(rows: Arc<dyn Store>, reach: Reach) -> Self {
        Self { rows, reach }
    }
}
