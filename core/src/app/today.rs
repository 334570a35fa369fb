//! The first screen: whom to visit.

use super::{Answer, App, Text};
use crate::coverage::{Cell, State};
use crate::domain::{Class, LatLon};
use crate::error::Error;
use crate::ids::{DraftId, HouseholdNo};
use crate::outbox::{Item, SendState, What};
use crate::rules::distance_m;
use crate::store::{CoverAsk, CoverFilter, CoverRow, Known};
use crate::time::Day;
use std::collections::HashMap;

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
    /// Households in all.
    pub households: u32,
    /// Households that the filter lets through.
    pub matching: u32,
    /// Records that wait to be sent.
    pub waiting: u32,
    /// Bytes that wait to be sent, photos too.
    pub waiting_bytes: u64,
    /// The rows asked for.
    pub rows: Vec<DueRow>,
}

/// Which of the two the suggested day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Which {
    /// After it a promise is broken.
    Promise,
    /// Advice: the rhythm to plan by.
    Advice,
}

/// A household of the due list.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DueRow {
    /// Its number.
    pub household: HouseholdNo,
    /// The householder's name.
    pub head: String,
    /// The group.
    pub group: String,
    /// The village's name.
    pub village: String,
    /// The class today, if any.
    pub class: Option<Class>,
    /// Metres from the point asked from.
    pub distance_m: Option<f64>,
    /// Where it stands.
    pub state: State,
    /// "还剩 9 天", "待审核", "全年够了".
    pub tag: Text,
    /// After this day a promise is broken.
    pub date: Option<Day>,
    /// The day to plan by.
    pub suggested: Option<Day>,
    /// Which of the two `suggested` is.
    pub which: Option<Which>,
    /// Days from today to `suggested`.
    pub days_left: Option<i32>,
    /// Visits counted, of the binding line that asks for most.
    pub have: u32,
    /// Visits needed by the same line.
    pub need: u32,
    /// More if those under review were decided `counts`.
    pub pending: u32,
    /// "已 4 次 · 还差 2 次".
    pub count: Text,
    /// The year's strip.
    pub strip: Vec<Cell>,
    /// A visit begun and not finished.
    pub draft: Option<DraftId>,
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
        let (households, matching) = self.store.cover_counts(filter)?;
        let (broken, soon) = self.store.cover_pressing(on.plus(SOON_DAYS))?;
        let unsent = self.store.unsent()?.items;
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
        Ok(Today {
            on,
            subtitle: Text::new(
                format!("{} · {} · {households} 户", me.township_name, me.cadre.name),
                format!("{} · {} · {households} households", me.township_name, me.cadre.name),
            ),
            headline: headline(households, broken, soon),
            households: narrow(households),
            matching: narrow(matching),
            waiting: u32::try_from(records).unwrap_or(u32::MAX),
            waiting_bytes: unsent.iter().map(left_of).sum(),
            rows: self.due_rows(rows, on, from)?,
        })
    }

    /// A page in the order of distance.
    fn nearest(&self, from: LatLon, ask: &TodayAsk, filter: CoverFilter) -> Answer<Vec<CoverRow>> {
        let mut all: Vec<(f64, HouseholdNo)> = self
            .store
            .cover_places(filter)?
            .into_iter()
            .map(|(household, place)| (place.map_or(f64::INFINITY, |place| distance_m(from, place)), household))
            .collect();
        // A stable sort: those without a place stay in the order of need.
        all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let page = all.into_iter().skip(length(ask.skip)).take(length(ask.count));
        let mut rows = Vec::new();
        for (_, household) in page {
            rows.extend(self.store.cover(&household)?);
        }
        Ok(rows)
    }

    /// Rows for a screen.
    pub(super) fn due_rows(&self, rows: Vec<CoverRow>, on: Day, from: Option<LatLon>) -> Answer<Vec<DueRow>> {
        let drafts = self.store.drafts()?.into_iter().rev();
        let drafts: HashMap<HouseholdNo, DraftId> = drafts.map(|(id, draft)| (draft.household, id)).collect();
        rows.into_iter()
            .map(|row| {
                let known = self.store.household(&row.household)?.ok_or_else(|| Error::NotFound {
                    what: "household",
                    id: row.household.to_string(),
                })?;
                let draft = drafts.get(&row.household).copied();
                Ok(due_row(row, &known, on, from, draft))
            })
            .collect()
    }
}

fn narrow(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
fn length(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Bytes of an item that are still to go.
pub(super) fn left_of(item: &Item) -> u64 {
    match &item.state {
        SendState::Sending { offset } => item.bytes.saturating_sub(*offset),
        SendState::Sent { .. } => 0,
        SendState::Waiting { .. } | SendState::Stuck { .. } => item.bytes,
    }
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

fn due_row(row: CoverRow, known: &Known, on: Day, from: Option<LatLon>, draft: Option<DraftId>) -> DueRow {
    let household = &known.down.household;
    let begun = household.tenure.classes.iter().filter(|class| class.from <= on);
    let distance = from
        .zip(household.place)
        .map(|(from, place)| distance_m(from, place.point()));
    DueRow {
        head: household.head.clone(),
        group: household.group.clone(),
        village: household.village_name.clone(),
        // Of two classes from one day the later in the list holds: `max_by_key` keeps the last of equals.
        class: begun.max_by_key(|class| class.from).map(|class| class.class),
        distance_m: distance,
        state: row.state,
        tag: tag(&row, on),
        date: row.date,
        suggested: row.suggested,
        which: row.suggested.map(|day| match row.date == Some(day) {
            true => Which::Promise,
            false => Which::Advice,
        }),
        days_left: row.suggested.map(|day| day.since(on)),
        have: row.have,
        need: row.need,
        pending: row.pending,
        count: count(&row),
        strip: row.strip,
        draft,
        household: row.household,
    }
}

fn tag(row: &CoverRow, on: Day) -> Text {
    let waits = match (row.pending, row.unsent) {
        (0, 0) => None,
        (0, _) => Some(Text::new("等上传", "waiting for upload")),
        (_, _) => Some(Text::new("待审核", "waiting for review")),
    };
    let left = row.suggested.map(|day| day.since(on));
    match (row.state, waits, left) {
        (State::Missed | State::Lost, _, _) => Text::new(row.state.zh(), row.state.en()),
        (State::Due, _, Some(0)) => Text::new("就是今天", "today at the latest"),
        (State::Due, _, Some(days)) => Text::new(format!("还剩 {days} 天"), format!("{days} days left")),
        (_, Some(waits), _) => waits,
        (State::Met, None, _) => Text::new("全年够了", "enough for the year"),
        (State::NotRequired, None, None) => Text::new("免访", "not asked"),
        (_, None, Some(days)) => Text::new(format!("{days} 天内去"), format!("within {days} days")),
        (_, None, None) => Text::new(row.state.zh(), row.state.en()),
    }
}

fn count(row: &CoverRow) -> Text {
    let mut text = Text::new(format!("已 {} 次", row.have), format!("{} done", row.have));
    let missing = row.need.saturating_sub(row.have);
    if row.pending > 0 {
        text.zh.push_str(&format!(" · {} 次待审", row.pending));
        text.en.push_str(&format!(" · {} under review", row.pending));
    } else if missing > 0 {
        text.zh.push_str(&format!(" · 还差 {missing} 次"));
        text.en.push_str(&format!(" · {missing} to go"));
    }
    text
}
