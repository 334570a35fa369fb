//! Sending to the server and reading its answers. `Session` is a state machine without I/O: it takes the time and responses and
//! returns actions; `drive` carries them out over a `Transport` and the caller's `SyncCallbacks`. The protocol is docs/protocol.md.
//!
//! Nothing counts as sent before its receipt is verified and `SyncCallbacks::store` has kept it.

mod action;
mod answer;
mod app_file;
mod callbacks;
mod drive;
mod enrol;
mod foreign;
mod http;
mod http_transport;
mod look_up;
mod pinned;
mod progress;
mod proxy;
mod request;
mod retry_after;
mod session;
mod sync_state;
mod trust;

#[cfg(test)]
mod simulation;

pub use crate::error::{CertificateFault, TransportError};
pub use action::{Action, Call, End, Store, Verified, WaitReason};
pub use app_file::{APP_PART, NoPart, app_part, newest_app};
pub use callbacks::SyncCallbacks;
pub use drive::drive;
pub use enrol::{Enrolled, enrol};
pub use http::{HttpAnswer, HttpRequest, Method, Transport};
pub use http_transport::{HttpTransport, Trust};
pub use look_up::{ServerFound, ask, look_up};
pub use progress::Progress;
pub use proxy::{NoProxies, Proxy, ProxySource};
pub use session::Session;
pub use sync_state::SyncState;
pub use trust::Distrust;
