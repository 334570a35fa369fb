//! The server as a thing that is started and stopped: hosted by `ruhu serve`, by a test, or by the demo in its own
//! process with a clock that it steps.

mod address;
mod app;
mod bounds;
mod client;
mod crowd;
mod forwarded;
mod guard;
mod held;
mod listen;
mod metrics;
mod origin;
mod pace;
mod patient;
mod proxies;
mod quotas;
mod rejudge;
pub(crate) mod router;
mod shares;
mod start;
mod sweep;

pub use address::web_address;
pub use app::App;
pub use bounds::{Bounds, Load, Room};
pub use client::Client;
pub(crate) use held::Held;
pub use metrics::Metrics;
pub(crate) use metrics::Receipted;
pub use pace::Pace;
pub use proxies::Proxies;
pub use quotas::Quotas;
pub use router::paths;
pub use start::{Front, Options, Running, start, start_with};
