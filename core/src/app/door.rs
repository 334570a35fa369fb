//! The verdict at the doorstep: what the visit is worth now, and what would cure it.

use super::{Answer, App, Draft, Text};
use crate::domain::{ReasonCode, Verdict};
use crate::ids::DraftId;
use crate::rules::Sentence;

/// A draft and what it is worth now. The second and the third screen.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Door {
    /// The draft.
    pub draft: Draft,
    /// The householder's name.
    pub head: String,
    /// What it is worth if it were finished now.
    pub verdict: Verdict,
    /// Why, in the table's order, notes included.
    pub reasons: Vec<Reason>,
    /// The band above the button: "✓ 这次有效，算今年第 5 次".
    pub band: Text,
    /// It counts as this one of the year; absent when it does not count by itself.
    pub nth_of_year: Option<u32>,
    /// Photos taken in the app during the visit.
    pub photos_have: u32,
    /// Photos the policy wants.
    pub photos_want: u32,
    /// Metres from the household's known place.
    pub distance_m: Option<f64>,
    /// The accuracy of that position in metres.
    pub accuracy_m: Option<f64>,
    /// Minutes so far.
    pub minutes: i64,
    /// Minutes the policy wants.
    pub minutes_want: u32,
    /// It will be a late entry if finished now.
    pub late: bool,
}

/// A reason and its cure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Reason {
    /// The stable code.
    pub code: ReasonCode,
    /// What it does by itself: `Counts` for a note.
    pub effect: Verdict,
    /// In Chinese.
    pub zh: Sentence,
    /// In English.
    pub en: Sentence,
}

impl App {
    /// The draft as it stands, judged as if it were finished now.
    pub fn judge(&self, _draft: DraftId) -> Answer<Door> {
        todo!()
    }
}
