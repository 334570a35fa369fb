//! The strip: a household's year in six cells, or twelve where the policy counts months.

use super::{Coverage, Timeline};
use crate::domain::{Tenure, VisitFact, Waiver};
use crate::time::Day;
use serde::{Deserialize, Serialize};

crate::domain::words! {
    /// A cell's mark.
    Mark {
        /// ✓ visited
        Met = "met", "✓", "visited";
        /// ⋯ waiting for review or upload
        Waiting = "waiting", "⋯", "waiting";
        /// ! now
        Now = "now", "!", "now";
        /// × missed
        Missed = "missed", "×", "missed";
        /// – not asked, or not yet begun
        Rest = "rest", "–", "not asked";
    }
}

/// One cell of the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Cell {
    /// The window's first day.
    pub from: Day,
    /// The window's last day.
    pub to: Day,
    /// Counted visits in it.
    pub visits: u32,
    /// Its mark.
    pub mark: Mark,
}

/// The strip of `year` as of `on`. Marks come from the line of the finest window that is asked of the household there;
/// where none is asked, ✓ when a visit counted, else –.
pub fn strip(
    _timeline: &Timeline,
    _household: &Tenure,
    _waivers: &[Waiver],
    _visits: &[VisitFact],
    _coverage: &Coverage,
    _year: i32,
    _on: Day,
) -> Vec<Cell> {
    todo!()
}
