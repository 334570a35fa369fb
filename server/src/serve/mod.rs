//! The server as a thing that is started and stopped: hosted by `ruhu serve`, by a test, or by the demo in its own
//! process with a clock that it steps.

mod app;
mod guard;
mod listen;
mod origin;
mod router;
mod start;
mod sweep;

pub use app::App;
pub use router::paths;
pub use start::{Options, Running, start, web_address};
