//! The upload box, and the run that empties it. In order:
//!
//! 1. [`App::outbox`] answers what waits, what is stuck and why, what has arrived; [`App::retry`] and
//!    [`App::give_up_original`] are what a cadre can do about something stuck.
//! 2. [`App::sync_now`] makes a `sync::Session` of what is not sent and drives it (`sync_now`); `AppCallbacks` gives it records and photo
//!    bytes, and keeps receipts and the township's changes (`callbacks`).
//! 3. What this version could not read of these changes is kept; `read_again` reads it after the app's update (`callbacks`).

mod callbacks;
mod sync_now;

pub use sync_now::{RoadNow, SyncEnd, SyncReport};

use super::refused::refused;
use super::write::body;
use super::{Answer, App, AppError, Text, bounds};
use crate::error::Error;
use crate::ids::{HouseholdNo, RecordId, Sha256};
use crate::outbox::{Item, Originals, SendState, StuckReason, What};
use crate::record::Kind;
use crate::store::{Entry, NewRecord};
use crate::time::Moment;
use serde_json::json;

/// The fourth screen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct OutboxView {
    /// "最后一次联网 今天 09:12".
    pub subtitle: Text,
    /// When the server was last heard.
    pub last_sync: Option<Moment>,
    /// Records (visits, help, ...) that are not with the township yet, or some photo of theirs is not.
    pub waiting: u32,
    /// Bytes that wait.
    pub waiting_bytes: u64,
    /// Photo files of unfinished records that have arrived.
    pub photos_sent: u32,
    /// Photo files of unfinished records in all.
    pub photos: u32,
    /// Bytes of those that have arrived.
    pub bytes_sent: u64,
    /// What asks for help.
    pub stuck: Vec<StuckItem>,
    /// Records that have arrived with all their photos.
    pub sent: u32,
    /// Bytes of originals that may be freed.
    pub can_free: u64,
    /// When originals may go.
    pub originals: Originals,
}

/// Something that will not go by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct StuckItem {
    /// The record's or the file's hash.
    pub sha256: Sha256,
    /// "11月3日 周桂兰家：一张原图读不出来了。"
    pub text: Text,
    /// Why.
    pub reason: StuckReason,
    /// Only a photo's original: it may be given up with a reason.
    pub may_give_up: bool,
}

/// The kind of the record that says why an original will never arrive. A server that does not know it keeps it.
const GIVEN_UP: &str = "original_given_up";

/// Bytes of an item that are still to go.
pub(super) fn left_of(item: &Item) -> u64 {
    match &item.state {
        SendState::Sending { offset } => item.bytes.saturating_sub(*offset),
        SendState::Sent { .. } => 0,
        SendState::Waiting { .. } | SendState::Stuck { .. } => item.bytes,
    }
}

impl App {
    /// The upload box.
    pub fn outbox(&self) -> Answer<OutboxView> {
        let count = self.store.outbox_count()?;
        let seen = self.store.server_seen()?;
        let items = self.store.unsent()?.items;
        let narrow = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let mut stuck = Vec::new();
        for item in &items {
            if let SendState::Stuck { reason } = &item.state {
                stuck.push(self.stuck_item(item, reason)?);
            }
        }
        let moving = items
            .iter()
            .filter(|item| !matches!(item.state, SendState::Stuck { .. }));
        let under_way: u64 = items
            .iter()
            .filter(|item| !matches!(item.what, What::Record { .. }))
            .map(acknowledged)
            .sum();
        let originals = self.settings()?.originals;
        Ok(OutboxView {
            subtitle: subtitle(seen.last_sync, self.clock.now().wall, originals),
            originals,
            last_sync: seen.last_sync,
            waiting: narrow(count.waiting),
            waiting_bytes: moving.map(left_of).sum(),
            photos_sent: narrow(count.files_sent),
            photos: narrow(count.files),
            bytes_sent: count.bytes_sent + under_way,
            stuck,
            sent: narrow(count.sent),
            can_free: self.storage()?.bytes,
        })
    }

    /// Tries a stuck record or photo again, at the next sending.
    pub fn retry(&self, sha256: Sha256) -> Answer<()> {
        let item = self.unsent_item(&sha256)?;
        Ok(self.store.keep_states(&[(sha256, item.state.try_again())])?)
    }

    /// Gives an original up, with a reason that goes on the record. Its copy and the visit are not touched, and the file
    /// stays on the phone.
    pub fn give_up_original(&self, original: Sha256, why: &str) -> Answer<RecordId> {
        let me = self.may_sign()?;
        let item = self.unsent_item(&original)?;
        let What::Original { named_by } = item.what else {
            return Err(AppError::fix(
                "not_an_original",
                "只有原图可以不传，文字和小图要送到。",
                "Only an original may be given up: records and copies have to arrive.",
            ));
        };
        if why.trim().is_empty() {
            return Err(AppError::fix(
                "why_missing",
                "请写明为什么不传原图。",
                "Say why the original is not sent.",
            ));
        }
        bounds::text("为什么不传", "why", why)?;
        let now = self.clock.now();
        let id = RecordId::new(now.wall);
        let record = NewRecord {
            id,
            kind: Kind::Unknown(GIVEN_UP.to_owned()),
            household: self.store.household_of(&named_by)?,
            about: None,
            needed: now.wall,
            body: body(&json!({
                "cadre": me.cadre.id, "original": original, "named_by": named_by, "why": why.trim(),
            })),
        };
        let entry = Entry {
            records: vec![record],
            given_up: Some(original),
            ..Entry::default()
        };
        self.write(&entry, &now)?;
        Ok(id)
    }

    fn unsent_item(&self, sha256: &Sha256) -> Answer<Item> {
        let found = self
            .store
            .unsent()?
            .items
            .into_iter()
            .find(|item| item.sha256 == *sha256);
        found.ok_or_else(|| {
            AppError::from(Error::NotFound {
                what: "unsent item",
                id: sha256.to_string(),
            })
        })
    }

    fn stuck_item(&self, item: &Item, reason: &StuckReason) -> Answer<StuckItem> {
        let record = match &item.what {
            What::Record { .. } => &item.sha256,
            What::Copy { named_by } | What::Original { named_by } => named_by,
        };
        let household: Option<HouseholdNo> = self.store.household_of(record)?;
        let head = match household {
            Some(number) => self
                .store
                .household(&number)?
                .map_or(number.to_string(), |known| known.down.household.head),
            None => String::new(),
        };
        let (zh, en) = match item.what {
            What::Record { .. } => ("文字", "the record"),
            What::Copy { .. } => ("一张小图", "a copy of a photo"),
            What::Original { .. } => ("一张原图", "an original"),
        };
        let (why_zh, why_en) = match reason {
            StuckReason::Unreadable => ("读不出来了".to_owned(), "cannot be read".to_owned()),
            StuckReason::HashDiffers => ("传到镇里总是不一样".to_owned(), "arrives changed every time".to_owned()),
            StuckReason::Refused { code, message } => {
                let why = refused(code, message);
                (format!("没有接收：{}", why.zh), format!("was refused: {}", why.en))
            }
        };
        let (day, home) = (item.needed.day(), if head.is_empty() { "" } else { "家" });
        Ok(StuckItem {
            sha256: item.sha256,
            text: Text::new(
                format!("{}月{}日 {head}{home}：{zh}{why_zh}。", day.month(), day.day_of_month()),
                format!("{day} {head}: {en} {why_en}."),
            ),
            reason: reason.clone(),
            may_give_up: matches!(item.what, What::Original { .. }),
        })
    }
}

/// Bytes of an unsent item that the server has acknowledged.
fn acknowledged(item: &Item) -> u64 {
    match item.state {
        SendState::Sending { offset } => offset,
        SendState::Waiting { .. } | SendState::Sent { .. } | SendState::Stuck { .. } => 0,
    }
}

fn subtitle(last: Option<Moment>, now: Moment, originals: Originals) -> Text {
    let (zh, en) = match last {
        None => ("还没有联过网".to_owned(), "Never online yet".to_owned()),
        Some(at) if at.day() == now.day() => (
            format!("最后一次联网 今天 {}", at.clock_text()),
            format!("Last online today {}", at.clock_text()),
        ),
        Some(at) => (
            format!(
                "最后一次联网 {}月{}日 {}",
                at.day().month(),
                at.day().day_of_month(),
                at.clock_text()
            ),
            format!("Last online {} {}", at.day(), at.clock_text()),
        ),
    };
    match originals {
        Originals::OnUnmetered => Text::new(
            format!("{zh} · 原图等 Wi-Fi"),
            format!("{en} · originals wait for Wi-Fi"),
        ),
        Originals::Now => Text::new(zh, en),
    }
}
