//! The outbox: what waits on the phone, and what to send next. A pure plan: states, network, battery and time come in,
//! one step comes out. Records go first and together, then photos, the newest need first, the small copy before the
//! original. An item that is stuck holds up no other.

mod back_off;
mod item;
mod plan;

pub use back_off::{LONGEST_WAIT_MS, back_off};
pub use item::{Item, SendState, StuckReason, What};
pub use plan::{Battery, Idle, Network, Next, Originals, SendConditions, Urgency, plan};
