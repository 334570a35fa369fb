//! A household's row, as the due list, a search, a household's file and a finished visit show it: worked out from its kept
//! row, never from its history.

use super::cover::cover_of;
use crate::app::{Answer, App, Text};
use crate::coverage::{Cell, NextVisit, State};
use crate::domain::{Class, LatLon};
use crate::ids::{DraftId, HouseholdNo};
use crate::rules::{Language, distance_m};
use crate::store::{CoverRow, HouseholdHistory, KeptDraft};
use crate::time::Day;
use std::collections::HashMap;

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
    /// When to go next: after this day a promise is broken.
    pub next: Option<NextVisit>,
    /// When to go next: the rhythm to plan by.
    pub plan: Option<NextVisit>,
    /// The same in words, the rhythm first: "建议 4 月 30 日前再去；最晚 12 月 27 日". Absent when nothing is asked ahead.
    pub ahead: Option<Text>,
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
    /// One household's row, also of one that is somebody else's now and still open here because of a draft.
    pub(in crate::app) fn row_of(&self, known: &HouseholdHistory, on: Day) -> Answer<DueRow> {
        let row = match self.store.cover(&known.down.household.household)? {
            Some(row) => row,
            None => cover_of(&*self.timeline()?, known, on),
        };
        let drafts = self.store.drafts()?;
        let draft = drafts
            .iter()
            .find(|(_, draft)| draft.household == known.down.household.household);
        Ok(due_row(row, known, on, None, draft.map(|(id, _)| *id)))
    }

    /// Rows for a screen; `drafts` are all there are, the newest first.
    pub(in crate::app) fn due_rows(
        &self,
        rows: Vec<CoverRow>,
        on: Day,
        from: Option<LatLon>,
        drafts: &[(DraftId, KeptDraft)],
    ) -> Answer<Vec<DueRow>> {
        // Of two drafts of a household its row names the newer, which comes first in the list.
        let drafts = drafts.iter().rev();
        let drafts: HashMap<&HouseholdNo, DraftId> = drafts.map(|(id, draft)| (&draft.household, *id)).collect();
        rows.into_iter()
            .map(|row| {
                let known = self.known(&row.household)?;
                let draft = drafts.get(&row.household).copied();
                Ok(due_row(row, &known, on, from, draft))
            })
            .collect()
    }
}

fn due_row(row: CoverRow, known: &HouseholdHistory, on: Day, from: Option<LatLon>, draft: Option<DraftId>) -> DueRow {
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
        ahead: ahead_text(&row, on),
        count: count(&row),
        next: row.next,
        plan: row.plan,
        have: row.have,
        need: row.need,
        pending: row.pending,
        strip: row.strip,
        draft,
        household: row.household,
    }
}

fn ahead_text(row: &CoverRow, on: Day) -> Option<Text> {
    let ahead = row.ahead();
    let (zh, en) = (ahead.words(on, Language::Zh)?, ahead.words(on, Language::En)?);
    Some(Text::new(zh, en))
}

fn tag(row: &CoverRow, on: Day) -> Text {
    let waits = match (row.pending, row.unsent) {
        (0, 0) => None,
        (0, _) => Some(Text::new("等上传", "waiting for upload")),
        (_, _) => Some(Text::new("待审核", "waiting for review")),
    };
    let left = row.suggested.map(|day| day.since(on));
    let this_year = |visit: &&NextVisit| visit.from.year() == on.year();
    let owed_this_year = row.next.as_ref().filter(this_year).is_some();
    let planned = row.plan.as_ref().filter(|plan| plan.from <= on.plus(1));
    let within = planned.map(|plan| plan.by.since(on)).or(left);
    match (row.state, waits, within) {
        (State::Missed | State::Lost, _, _) => Text::new(row.state.zh(), row.state.en()),
        (State::Due, _, Some(0)) => Text::new("就是今天", "today at the latest"),
        (State::Due, _, Some(days)) => Text::new(format!("还剩 {days} 天"), format!("{days} days left")),
        (_, Some(waits), _) => waits,
        (State::Met, None, _) if owed_this_year => Text::new("眼下够了", "enough for now"),
        (State::Met, None, _) => Text::new("全年够了", "enough for the year"),
        (State::NotRequired, None, None) => Text::new("免访", "not asked"),
        (_, None, Some(_)) if planned.is_none() => Text::new("眼下够了", "enough for now"),
        (_, None, Some(0)) => Text::new("今天去", "today"),
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
