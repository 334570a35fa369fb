//! The rules: what one visit is worth. Pure. Exactly `docs/rules.md`.
//!
//! A visit counts when five functions say so, in this order:
//! 1. [`facts_of`] makes its facts of its record and of what is known beside it ([`VisitContext`]), and settles its day.
//! 2. [`judge()`] gives the reason codes that need no other visit; [`judge_across`] and [`one_spot`] give those that the same
//!    cadres' other visits give it.
//! 3. [`weigh`] makes the verdict of all codes: the worst [`effect_of`] a code under the policy decides; [`base_of`] is the
//!    verdict without the codes that depend on today's waivers and other visits.
//! 4. [`qualifies`]: a reviewer decided that it counts, or nobody decided, its base verdict is `counts` and its mode is
//!    allowed that day.
//! 5. [`spacing`](crate::coverage::spacing) names the visits that qualify and still do not count: the second of a day, and one
//!    sooner than `min_gap_days` after the last that counted.
//!
//! A household is covered when [`tally`](crate::coverage::tally) finds, for every binding requirement of the policy and each
//! of its windows, as many counted visits as the window needs; its state is that of the worst such line.

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
pub use context::{FactsContext, HouseholdContext, VisitContext, newest_place, place_of_version};
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
