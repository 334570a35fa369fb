//! The road to the server. `Session` decides: a state machine without I/O, time and answers come in, actions come out.
//! `drive` does what it says over a `Transport` and the caller's `SyncPort`. The wire is docs/protocol.md.
//!
//! Nothing counts as sent before its receipt is verified and the port has stored it.

mod action;
mod answer;
mod app_file;
mod drive;
mod enrol;
mod foreign;
mod http;
mod http_transport;
mod look_up;
mod pinned;
mod port;
mod progress;
mod proxy;
mod request;
mod retry_after;
mod session;
mod standing;
mod trust;

#[cfg(test)]
mod simulation;

pub use crate::error::{CertificateFault, RoadError};
pub use action::{Action, Call, End, Store, Verified, WaitReason};
pub use app_file::{APP_PART, NoPart, app_part, newest_app};
pub use drive::drive;
pub use enrol::{Enrolled, enrol};
pub use http::{HttpAnswer, HttpRequest, Method, Transport};
pub use http_transport::{HttpTransport, Trust};
pub use look_up::{ServerFound, ask, look_up};
pub use port::SyncPort;
pub use progress::Progress;
pub use proxy::{NoProxies, Proxy, ProxySource};
pub use session::Session;
pub use standing::Standing;
pub use trust::Distrust;
