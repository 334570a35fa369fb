//! The server as a thing that is started and stopped: hosted by `ruhu serve`, by a test, or by the demo in its own
//! process with a clock that it steps.

mod app;
mod bounds;
mod guard;
mod held;
mod listen;
mod metrics;
mod origin;
mod patient;
mod quotas;
mod rejudge;
pub(crate) mod router;
mod start;
mod sweep;

pub use app::App;
pub use bounds::{Bounds, Load, Room};
pub(crate) use held::Held;
pub use metrics::Metrics;
pub(crate) use metrics::Receipted;
pub use quotas::{Quotas, keep_free_of};
pub use router::paths;
pub(crate) use start::serving_alone;
pub use start::{Front, Options, Running, start, start_with, web_address};
