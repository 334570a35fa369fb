//! Each code as a plain sentence in Chinese and English that says what would cure it. One place for all of them.

use crate::domain::ReasonCode;

/// The reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Numbers a sentence may name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SentenceFacts {
    /// Distance to the known place in metres.
    pub distance_m: Option<f64>,
    /// The pass radius in metres.
    pub pass_m: Option<f64>,
    /// Photos wanted.
    pub photos_wanted: u32,
    /// Photos that are good.
    pub photos_have: u32,
    /// Minutes wanted.
    pub min_minutes: u32,
    /// Minutes stayed.
    pub minutes: i64,
    /// `late_days`.
    pub late_days: u32,
    /// `min_gap_days`.
    pub min_gap_days: u32,
}

/// What is wrong, and what would cure it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Sentence {
    /// Short, as a card's title: "还差 1 张照片".
    pub title: String,
    /// What would cure it, in plain words.
    pub cure: String,
}

/// The sentence of a code.
pub fn sentence(_code: ReasonCode, _facts: &SentenceFacts, _language: Language) -> Sentence {
    todo!()
}
