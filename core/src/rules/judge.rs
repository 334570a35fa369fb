//! The verdict of one visit, by itself.

use super::Policy;
use crate::domain::{Fix, Judgement, Mode, Ruling, Verdict, VisitFacts};

/// Judges one visit by everything that needs no other visit. `photo_seen_before`, `same_day`, `gap_too_short`,
/// `two_places_at_once` and `travel_too_fast` are not here.
pub fn judge(_policy: &Policy, _facts: &VisitFacts) -> Judgement {
    todo!()
}

/// What rule 5 reads: the verdict without `mode_*`, `same_day` and `gap_too_short`.
pub fn base_of(_policy: &Policy, _facts_judgement: &Judgement, _far_reason: bool) -> Verdict {
    todo!()
}

/// The fix the rules judge by: the too old dropped first if a usable one remains, then the least accuracy radius
/// (missing: 100 m), the earliest of equals.
pub fn chosen_fix(_facts: &VisitFacts) -> Option<&Fix> {
    todo!()
}

/// Rule 5, first half: decided `counts`; or undecided, its base verdict counts and its mode is allowed that day.
pub fn qualifies(
    _policy: &Policy,
    _base: Verdict,
    _decision: Option<Ruling>,
    _mode: Mode,
    _remote_waiver: bool,
) -> bool {
    todo!()
}
