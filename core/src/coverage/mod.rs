//! Coverage: whether a household is visited often enough. Pure. Exactly `docs/rules.md`.

mod strip;
mod tally;

pub use strip::{Cell, Mark, strip};
pub use tally::{Coverage, Line, State, Timeline, tally};
