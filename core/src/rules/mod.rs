//! The rules: what one visit is worth. Pure. Exactly `docs/rules.md`.

use crate::domain::ReasonCode;

mod across;
mod context;
mod distance;
mod facts;
mod judge;
mod learn;
mod policy;
mod policy_error;
mod read;
mod sentence;
mod spot;
mod table;

pub use across::{AcrossVisit, across_position, judge_across, spot_fix};
pub use context::{FactsContext, KnownOfHousehold, KnownOfVisit, newest_place, place_of_version};
pub use distance::{distance_m, pass_radius_m};
pub use facts::{day_of, facts_of, is_finished_late, start_of};
pub use judge::{base_of, chosen_fix, effect_of, good_photos, judge, qualifies, weigh};
pub use learn::learn_place;
pub use policy::{Effect, Every, MetRule, Policy, Position, Prorate, Requirement, VisitRules, Who};
pub use policy_error::PolicyError;
pub use sentence::{Language, Sentence, SentenceFacts, sentence};
pub use spot::{SpotVisit, one_spot};

/// The version of the rules: one more whenever an existing visit may be judged otherwise than before. Who keeps verdicts
/// or due rows keeps the version they were made by, and makes them anew when it is another.
///
/// 1: the first rules. 2: `nobody_met`, `anchor_untrue`, `one_spot`; `future_time` by the start stated; satellites' time
/// only between checkpoint and receipt.
pub const RULES_VERSION: u32 = 2;

/// The version of the rules that first gave a code: what an older one judged cannot have it.
pub fn given_since(code: ReasonCode) -> u32 {
    match code {
        ReasonCode::NobodyMet | ReasonCode::AnchorUntrue | ReasonCode::OneSpot => 2,
        _ => 1,
    }
}
