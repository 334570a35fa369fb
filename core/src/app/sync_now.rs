//! Sending and hearing: one run over the road.

use super::{Answer, App, Text};
use crate::outbox::{Battery, Network, Urgency};
use crate::sync::Progress;
use crate::time::Moment;
use std::ops::ControlFlow;

/// The road as the platform sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RoadNow {
    /// The network.
    pub network: Network,
    /// The battery.
    pub battery: Battery,
    /// Who wants it sent.
    pub urgency: Urgency,
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SyncReport {
    /// How it ended.
    pub end: SyncEnd,
    /// How far it came.
    pub progress: Progress,
    /// In a sentence.
    pub text: Text,
}

/// How a run ended. What must not go on silently (sign in again, a server not to be trusted) is an `AppError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum SyncEnd {
    /// Everything that can go has gone.
    Done,
    /// No network.
    NoNetwork,
    /// Originals wait for Wi-Fi or the battery; everything else has gone.
    OriginalsHeld,
    /// Come back then, by the phone's wall clock.
    Later {
        /// When.
        at: Moment,
    },
    /// The caller said stop.
    Stopped,
}

impl App {
    /// Sends what waits and hears what is new. `progress` is told how far it is and answers whether to go on.
    pub fn sync_now(
        &self,
        _road: RoadNow,
        _progress: &(dyn Fn(&Progress) -> ControlFlow<()> + Send + Sync),
    ) -> Answer<SyncReport> {
        todo!()
    }
}
