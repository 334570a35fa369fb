//! Need, have, pending, state and latest safe day of every requirement and window.

use crate::domain::{Tenure, VisitFact, Waiver};
use crate::ids::VisitId;
use crate::rules::Policy;
use crate::time::Day;
use serde::{Deserialize, Serialize};

crate::domain::words! {
    /// A line's state; the worst of the binding ones is the household's (missed, lost, due, on_track, met, not_required).
    State {
        /// The span ended before the promise was kept.
        Missed = "missed", "漏访", "missed";
        /// Open, yet out of reach.
        Lost = "lost", "来不及了", "out of reach";
        /// The latest safe day is near.
        Due = "due", "该去了", "due";
        /// Time enough.
        OnTrack = "on_track", "未到期", "on track";
        /// Kept.
        Met = "met", "已够", "met";
        /// Nothing asked.
        NotRequired = "not_required", "免访", "not required";
    }
}

/// Policies that follow one another; at most one is in force on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline(Vec<Policy>);

impl Timeline {
    /// In order of `from`. Two in force on one day are an error that names both.
    pub fn new(_policies: Vec<Policy>) -> crate::Result<Self> {
        todo!()
    }
    /// The policy in force on a day.
    pub fn on(&self, day: Day) -> Option<&Policy> {
        self.0.iter().find(|policy| policy.holds(day))
    }
    /// All of them.
    pub fn policies(&self) -> &[Policy] {
        &self.0
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
    /// The last day on which the promise can still be kept.
    pub latest_safe: Option<Day>,
    /// A failure when not kept; `false` is advice. Not in `rules try`'s output.
    #[serde(skip)]
    pub binding: bool,
}

/// A household's coverage as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Coverage {
    /// The worst of the binding lines.
    pub state: State,
    /// The earliest latest safe day of the binding lines: after it a promise is broken.
    pub date: Option<Day>,
    /// The earliest latest safe day of all lines, advice too.
    pub suggested: Option<Day>,
    /// Every counted visit up to the day, in order of (day, id).
    pub counted: Vec<VisitId>,
    /// In the order of the policy's requirements, then of their windows.
    pub lines: Vec<Line>,
}

/// The coverage of one household as of `on`.
pub fn tally(
    _timeline: &Timeline,
    _household: &Tenure,
    _waivers: &[Waiver],
    _visits: &[VisitFact],
    _on: Day,
) -> Coverage {
    todo!()
}
