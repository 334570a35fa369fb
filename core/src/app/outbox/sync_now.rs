//! One run of sending, and what the cadre is told of it.

use super::callbacks::AppCallbacks;
use crate::app::open::lock;
use crate::app::refused::refused;
use crate::app::transport_words::transport_words;
use crate::app::{Answer, App, AppError, Text};
use crate::error::Error;
use crate::outbox::{Battery, Idle, Network, SendConditions, Urgency};
use crate::record::ServerKey;
use crate::sync::{End, Progress, Session, SyncState, WaitReason, drive};
use crate::time::Moment;
use crate::wire::{CheckpointSeen, SYNC_BYTES};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

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
        road: RoadNow,
        progress: &(dyn Fn(&Progress) -> ControlFlow<()> + Send + Sync),
    ) -> Answer<SyncReport> {
        let _sending = self.sending();
        let me = self.may_sign()?;
        self.read_stuck_again()?;
        if self.store.unreadable_households()? {
            self.store.ask_anew()?;
        }
        let seen = self.store.server_seen()?;
        let sync_state = SyncState {
            device: self.device.clone(),
            token: me.token,
            server: ServerKey::from_bytes(&me.server_key)?,
            cursor: seen.asks_from(),
            checkpoint: seen.anchor.as_ref().map(|anchor| CheckpointSeen {
                log: anchor.log.clone(),
                size: anchor.size,
                root: anchor.root,
            }),
            app_version: lock(&self.version).clone(),
            runs_in_vain: self.runs_in_vain.load(Ordering::Relaxed),
        };
        let conditions = SendConditions {
            network: road.network,
            battery: road.battery,
            originals: self.settings()?.originals,
            urgency: road.urgency,
            batch_bytes: u64::try_from(SYNC_BYTES).unwrap_or(u64::MAX),
        };
        let mut seed = [0u8; 8];
        seed.copy_from_slice(&self.device.as_str().as_bytes()[..8]);
        let mut session = Session::new(
            sync_state,
            conditions,
            self.store.unsent()?.items,
            u64::from_le_bytes(seed),
        );
        let callbacks = AppCallbacks { app: self, progress };
        let transport = self.transport_to(&me.address, me.pin)?;
        let end = drive(&mut session, &*transport, &callbacks, &*self.clock)?;
        let vain = match end {
            End::Wait { .. } => self.runs_in_vain.load(Ordering::Relaxed).saturating_add(1),
            _ => 0,
        };
        self.runs_in_vain.store(vain, Ordering::Relaxed);
        self.store.tidy();
        let told = report(end, session.progress(), session.trouble())?;
        Ok(match self.update_needed()? {
            Some(update) => told.with(&update),
            None => told,
        })
    }
}

impl SyncReport {
    /// The same, with a sentence after its own.
    fn with(self, more: &Text) -> Self {
        let text = Text::new(
            format!("{}。{}", self.text.zh, more.zh),
            format!("{}. {}", self.text.en, more.en),
        );
        Self { text, ..self }
    }
}

fn report(end: End, progress: Progress, trouble: Option<&WaitReason>) -> Answer<SyncReport> {
    let (end, text) = match end {
        End::SignInAgain => {
            return Err(AppError::from(Error::SignedOut(
                "the server does not take the token".into(),
            )));
        }
        End::ShutOut => return Err(AppError::shut_out()),
        End::Distrusted(distrust) => return Err(AppError::from(Error::from(distrust))),
        End::Stopped => (
            SyncEnd::Stopped,
            Text::new("已停下，没传完的都在", "Stopped; what is not sent is kept"),
        ),
        End::Idle(Idle::Done) => (SyncEnd::Done, done(&progress)),
        End::Idle(Idle::NoNetwork) => (
            SyncEnd::NoNetwork,
            Text::new("没有信号，有信号再传", "No signal: it goes when there is some"),
        ),
        End::Idle(Idle::OriginalsHeld) => (
            SyncEnd::OriginalsHeld,
            Text::new(
                "文字和小图已送到，原图等 Wi-Fi",
                "Records and copies have arrived; originals wait for Wi-Fi",
            ),
        ),
        // Some photos were laid aside: why says more than when.
        End::Idle(Idle::Until(at)) => (
            SyncEnd::Later { at },
            trouble.map_or_else(|| later(at), |why| waits(at, why)),
        ),
        End::Wait { until, why } => (SyncEnd::Later { at: until }, waits(until, &why)),
    };
    Ok(SyncReport { end, progress, text })
}

fn done(progress: &Progress) -> Text {
    match progress.records_left + progress.photos_left {
        0 => Text::new("都送到了", "Everything has arrived"),
        stuck => Text::new(
            format!("{stuck} 条卡住了，要您处理"),
            format!("{stuck} are stuck and need you"),
        ),
    }
}

fn later(at: Moment) -> Text {
    Text::new(
        format!("{} 再试", at.clock_text()),
        format!("It is tried again at {}", at.clock_text()),
    )
}

fn waits(at: Moment, why: &WaitReason) -> Text {
    let (zh, en) = match why {
        WaitReason::Transport(broke) => {
            let why = transport_words(broke);
            (why.zh, why.en)
        }
        WaitReason::Busy => (
            "镇里的服务器正忙".to_owned(),
            "The township's server is busy".to_owned(),
        ),
        WaitReason::Refused(no) => {
            let why = refused(&no.code, &no.message);
            (why.zh, format!("The township refused: {}", why.en))
        }
    };
    let then = later(at);
    Text::new(format!("{zh}，{}", then.zh), format!("{en}. {}", then.en))
}
