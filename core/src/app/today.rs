//! The first screen: whom to visit.

use super::{Answer, App, Text};
use crate::coverage::{Cell, State};
use crate::domain::{Class, LatLon};
use crate::ids::{DraftId, HouseholdNo};
use crate::time::Day;

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

impl App {
    /// The due list, from kept rows.
    pub fn today(&self, _ask: &TodayAsk) -> Answer<Today> {
        todo!()
    }
}
