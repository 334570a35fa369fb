//! One requirement in one window: its numbers and its state.

use super::window::Span;
use crate::rules::Requirement;
use crate::time::Day;
use serde::{Deserialize, Serialize};

crate::domain::words! {
    /// A line's state; the worst of the binding ones is the household's (missed, lost, due, on_track, met, not_required).
    State {
        /// The span ended with too few visits.
        Missed = "missed", "漏访", "missed";
        /// The span has not ended, but too few days are left.
        Lost = "lost", "来不及了", "out of reach";
        /// The latest safe day is near.
        Due = "due", "该去了", "due";
        /// The latest safe day is not near.
        OnTrack = "on_track", "未到期", "on track";
        /// Enough visits counted.
        Met = "met", "已够", "met";
        /// Nothing asked.
        NotRequired = "not_required", "免访", "not required";
    }
}

/// One requirement in one window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Line {
    /// The requirement's id.
    pub require: String,
    /// The span's first day.
    pub from: Day,
    /// The span's last day.
    pub to: Day,
    /// Visits needed.
    pub need: u32,
    /// Visits counted.
    pub have: u32,
    /// More if every visit under review were decided `counts`.
    pub pending: u32,
    /// Where it stands.
    pub state: State,
    /// The last day on which the next visit can be made so that the requirement can still be met.
    pub latest_safe: Option<Day>,
    /// A failure when not kept; `false` is advice. Not in `rules try`'s output.
    #[serde(skip)]
    pub binding: bool,
}

/// One line in day numbers.
pub(super) struct Figures {
    /// The whole calendar window.
    pub window: Span,
    pub span: Span,
    pub need: u32,
    pub have: u32,
    pub pending: u32,
    pub state: State,
    pub latest_safe: Option<i32>,
}

impl Figures {
    /// The line as screens, pages and packs show it.
    pub(super) fn line(&self, requirement: &Requirement) -> Line {
        Line {
            require: requirement.id.clone(),
            from: Day::from_number(self.span.first),
            to: Day::from_number(self.span.last),
            need: self.need,
            have: self.have,
            pending: self.pending,
            state: self.state,
            latest_safe: self.latest_safe.map(Day::from_number),
            binding: requirement.binding,
        }
    }
}
