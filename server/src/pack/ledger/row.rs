//! A household's line of the ledger, ready to be written.

use ruhu_core::coverage::{Mark, State};

/// Months of a year.
pub const MONTHS: usize = 12;

/// A household's line, ready to be written.
pub struct Row {
    /// Number, householder, class, cadres, state, latest, suggested.
    pub words: [String; 7],
    /// The household's state.
    pub state: State,
    /// Each month's mark and visits.
    pub cells: Vec<(Mark, u32)>,
    /// Counted visits in each month.
    pub months: [u32; MONTHS],
    /// Counted visits of the year.
    pub counted: usize,
    /// Their days.
    pub days: Vec<String>,
}
