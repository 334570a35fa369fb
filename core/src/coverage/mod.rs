//! Coverage: whether a household is visited often enough. Pure. Exactly `docs/rules.md`.

mod count;
mod kept;
mod latest;
mod line;
mod next;
mod scope;
mod strip;
mod tally;
mod timeline;
mod window;

pub use count::spacing;
pub use kept::{KeptYear, YearView, keep, view};
pub use line::{Line, State};
pub use next::{Ahead, NextVisit};
pub use strip::{Cell, Mark, strip};
pub use tally::{Coverage, Standing, stand, tally};
pub use timeline::Timeline;

#[cfg(test)]
mod kept_properties;
#[cfg(test)]
mod next_properties;
#[cfg(test)]
mod properties;
