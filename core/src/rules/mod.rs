//! The rules: what one visit is worth. Pure. Exactly `docs/rules.md`.

mod across;
mod distance;
mod judge;
mod learn;
mod policy;
mod sentence;

pub use across::{AcrossVisit, judge_across};
pub use distance::{distance_m, pass_radius_m};
pub use judge::{base_of, chosen_fix, judge, qualifies};
pub use learn::learn_place;
pub use policy::{Effect, Every, Policy, PolicyError, Position, Prorate, Requirement, VisitRules, Who};
pub use sentence::{Language, Sentence, SentenceFacts, sentence};
