//! The rules: what one visit is worth. Pure. Exactly `docs/rules.md`.

mod across;
mod case_file;
mod cases;
mod distance;
mod judge;
mod learn;
mod policy;
mod read;
mod sentence;
mod table;

pub use across::{AcrossVisit, across_position, judge_across};
pub use case_file::CaseError;
pub(crate) use case_file::CaseFile;
pub use cases::judge_cases;
pub(crate) use cases::lines_of_json;
pub use distance::{distance_m, pass_radius_m};
pub use judge::{base_of, chosen_fix, effect_of, good_photos, judge, qualifies, weigh};
pub use learn::learn_place;
pub use policy::{Effect, Every, Policy, PolicyError, Position, Prorate, Requirement, VisitRules, Who};
pub use sentence::{Language, Sentence, SentenceFacts, sentence};

/// One more whenever the same facts and policy may come to another verdict than before. A server whose households were
/// judged by an older one judges them again.
pub const RULES_VERSION: u32 = 1;
