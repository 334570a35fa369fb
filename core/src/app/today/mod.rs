//! The first screen: whom to visit. In order:
//!
//! 1. [`App::front`] says, in one call after opening, what the app must do next (`front`).
//! 2. Each household has a kept row with its state and dates: `cover_of` makes it of the household's facts when something
//!    changes, `refresh` makes all of them anew when the day or the policy is another (`cover`).
//! 3. [`App::today`] answers the counts above the list and one part of the list, in the order asked for; `due_rows` makes of a
//!    kept row what the screen shows (`due`).
//! 4. [`App::search`] finds households by name, group, number, or the initials of the name's pinyin (`search`, `initials`).

mod cover;
mod due;
mod front;
mod initials;
mod search;

pub(super) use cover::{cover_of, timeline_of};
pub use due::{DueRow, Which};
pub use front::{FirstStep, Front};
pub(super) use search::PinyinInitials;

use super::outbox::left_of;
use super::{Answer, App, DraftLine, HelpBegun, Text};
use crate::domain::LatLon;
use crate::ids::HouseholdNo;
use crate::outbox::{SendState, What};
use crate::rules::distance_m;
use crate::store::{CoverAsk, CoverFilter, CoverRow};
use crate::time::Day;
use crate::wire::CompanionAsk;

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum DueOrder {
    /// Lost and missed first, then by the suggested day, then the rest.
    Need,
    /// The nearest first; households without a known place last.
    Near {
        /// Where the cadre is.
        from: LatLon,
    },
}

/// Which households.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum DueFilter {
    /// All.
    All,
    /// Those that still need a visit.
    ToVisit,
    /// Those with a visit that waits for review.
    Waiting,
    /// Those that have enough.
    Enough,
}

/// What to show of the list.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TodayAsk {
    /// In which order.
    pub order: DueOrder,
    /// Which.
    pub filter: DueFilter,
    /// How many to pass over.
    pub skip: u32,
    /// How many to show.
    pub count: u32,
}

impl Default for TodayAsk {
    fn default() -> Self {
        Self {
            order: DueOrder::Need,
            filter: DueFilter::All,
            skip: 0,
            count: 50,
        }
    }
}

/// The first screen.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Today {
    /// Today, as the phone knows it.
    pub on: Day,
    /// Who and where: "蒿坪镇 · 王建军 · 11 户".
    pub subtitle: Text,
    /// What matters, in a sentence.
    pub headline: Text,
    /// What the cadre has to do about the app itself: "请更新应用"; absent when there is nothing.
    pub update: Option<Text>,
    /// Households in all.
    pub households: u32,
    /// Households that the filter lets through.
    pub matching: u32,
    /// Records that wait to be sent.
    pub waiting: u32,
    /// Bytes that wait to be sent, photos too.
    pub waiting_bytes: u64,
    /// Records and photo files that ask for help.
    pub stuck: u32,
    /// Households that still need a visit, whatever the filter. None while there are households: the year is done.
    pub to_visit: u32,
    /// Visits begun and not finished, newest first.
    pub drafts: Vec<DraftLine>,
    /// Visits of others that name this cadre as a companion and wait for a word, newest first.
    pub asked: Vec<CompanionAsk>,
    /// Help begun and not written, of which photos are kept, newest first.
    pub help_begun: Vec<HelpBegun>,
    /// The rows asked for.
    pub rows: Vec<DueRow>,
}

impl DueFilter {
    fn of_store(self) -> CoverFilter {
        match self {
            Self::All => CoverFilter::All,
            Self::ToVisit => CoverFilter::ToVisit,
            Self::Waiting => CoverFilter::Waiting,
            Self::Enough => CoverFilter::Enough,
        }
    }
}

/// "Soon" in the first screen's sentence: two weeks.
const SOON_DAYS: i32 = 14;

impl App {
    /// The due list, from kept rows.
    pub fn today(&self, ask: &TodayAsk) -> Answer<Today> {
        let me = self.enrolment()?;
        let on = self.on()?;
        self.refresh(on)?;
        let filter = ask.filter.of_store();
        let homes = self.store.cover_counts(filter)?;
        let (broken, soon) = self.store.cover_pressing(on.plus(SOON_DAYS))?;
        let unsent = self.store.unsent()?.items;
        let drafts = self.store.drafts()?;
        let (rows, from) = match ask.order {
            DueOrder::Need => {
                let page = CoverAsk {
                    filter,
                    skip: ask.skip,
                    count: ask.count,
                };
                (self.store.covers(page)?, None)
            }
            DueOrder::Near { from } => (self.nearest(from, ask, filter)?, Some(from)),
        };
        let records = unsent
            .iter()
            .filter(|item| matches!(item.what, What::Record { .. }))
            .count();
        let stuck = unsent
            .iter()
            .filter(|item| matches!(item.state, SendState::Stuck { .. }))
            .count();
        Ok(Today {
            on,
            subtitle: Text::new(
                format!("{} · {} · {} 户", me.township_name, me.cadre.name, homes.all),
                format!("{} · {} · {} households", me.township_name, me.cadre.name, homes.all),
            ),
            headline: headline(homes.all, broken, soon),
            update: self.update_needed()?,
            households: narrow(homes.all),
            matching: narrow(homes.matching),
            waiting: count_of(records),
            waiting_bytes: unsent.iter().map(left_of).sum(),
            stuck: count_of(stuck),
            to_visit: narrow(homes.to_visit),
            rows: self.due_rows(rows, on, from, &drafts)?,
            drafts: self.draft_lines(drafts)?,
            asked: self.asked()?,
            help_begun: self.help_begun()?,
        })
    }

    /// A page in the order of distance.
    fn nearest(&self, from: LatLon, ask: &TodayAsk, filter: CoverFilter) -> Answer<Vec<CoverRow>> {
        let all = self.by_distance(from, filter)?.into_iter();
        let page = all.skip(length(ask.skip)).take(length(ask.count));
        let mut rows = Vec::new();
        for household in page {
            rows.extend(self.store.cover(&household)?);
        }
        Ok(rows)
    }

    /// The households the filter lets through, the nearest first; those without a place come last, in the order of need.
    pub(super) fn by_distance(&self, from: LatLon, filter: CoverFilter) -> Answer<Vec<HouseholdNo>> {
        let mut all: Vec<(f64, HouseholdNo)> = self
            .store
            .cover_places(filter)?
            .into_iter()
            .map(|(household, place)| (place.map_or(f64::INFINITY, |place| distance_m(from, place)), household))
            .collect();
        // A stable sort: those of equal distance stay in the order of need.
        all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        Ok(all.into_iter().map(|(_, household)| household).collect())
    }
}

fn narrow(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
fn count_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
fn length(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn headline(households: u64, broken: u64, soon: u64) -> Text {
    match (households, broken, soon) {
        (0, ..) => Text::new(
            "还没有收到您的农户，请先联网一次",
            "Your households have not arrived yet: go online once",
        ),
        (_, 0, 0) => Text::new(
            "这两周没有非去不可的家",
            "No home has to be visited in the next two weeks",
        ),
        (_, 0, soon) => Text::new(
            format!("{soon} 户两周内该去"),
            format!("{soon} to visit within two weeks"),
        ),
        (_, broken, 0) => Text::new(
            format!("{broken} 户已经漏了或来不及了"),
            format!("{broken} missed or out of reach"),
        ),
        (_, broken, soon) => Text::new(
            format!("{soon} 户两周内该去，{broken} 户已经漏了或来不及了"),
            format!("{soon} to visit within two weeks, {broken} missed or out of reach"),
        ),
    }
}
