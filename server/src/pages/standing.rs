//! How a place stands today: every household with its coverage, its strip and one word for the window that is open.
//! The rules compute; here is only chosen which of their answers a desk sees first.

use super::silence::{Quiet, quiet};
use super::window::Window;
use crate::store::{HouseholdState, PhoneState, PolicyRow, Store, VillageRow};
use crate::{Error, Result};
use ruhu_core::coverage::{Cell, Coverage, Line, Mark, State, Timeline, strip, tally};
use ruhu_core::domain::Tenure;
use ruhu_core::ids::{CadreId, RegionCode};
use ruhu_core::rules::{Every, Policy};
use ruhu_core::time::{Day, Moment};
use std::collections::BTreeMap;

/// A household in the window that is open, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// ✓ 已走访
    Met,
    /// ⋯ 待审核: with the visits under review it would have enough.
    Review,
    /// ⋯ 未上传: it still needs a visit, and its cadre's phone may hold one.
    Unsent,
    /// ! 再不去就漏了: a binding promise is due.
    Pressing,
    /// ! 该去了: the rhythm says so.
    Due,
    /// × 漏访
    Missed,
    /// – 未到期、免访
    Rest,
}

impl Standing {
    /// From the best news to the least.
    pub const ALL: [Standing; 7] = [
        Self::Met,
        Self::Review,
        Self::Unsent,
        Self::Due,
        Self::Pressing,
        Self::Missed,
        Self::Rest,
    ];
    /// The word in an address.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Review => "review",
            Self::Unsent => "unsent",
            Self::Pressing => "pressing",
            Self::Due => "due",
            Self::Missed => "missed",
            Self::Rest => "rest",
        }
    }
    /// The word a Chinese and an English reader sees.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Met => ("已走访", "visited"),
            Self::Review => ("待审核", "waiting for review"),
            Self::Unsent => ("未上传", "not uploaded yet"),
            Self::Pressing => ("再不去就漏了", "will be missed"),
            Self::Due => ("该去了", "time to go"),
            Self::Missed => ("漏访", "missed"),
            Self::Rest => ("未到期、免访", "not due yet"),
        }
    }
    /// The mark of the strip that goes with it.
    pub fn mark(self) -> Mark {
        match self {
            Self::Met => Mark::Met,
            Self::Review | Self::Unsent => Mark::Waiting,
            Self::Pressing | Self::Due => Mark::Now,
            Self::Missed => Mark::Missed,
            Self::Rest => Mark::Rest,
        }
    }
}

/// A household that is in the programme today.
pub struct Row {
    /// As the store has it.
    pub state: HouseholdState,
    /// What the rules say.
    pub coverage: Coverage,
    /// Its year.
    pub strip: Vec<Cell>,
    /// Its word today.
    pub standing: Standing,
    /// Who is responsible today.
    pub cadres: Vec<(CadreId, String)>,
    /// The phone that may hold its visit.
    pub quiet: Option<Quiet>,
}

impl Row {
    /// The binding line that asks for most: what "4 of 6" is told of.
    pub fn main_line(&self) -> Option<&Line> {
        main_line(&self.coverage)
    }
    /// The line of the year's requirement.
    pub fn year_line(&self, ask: &YearAsk) -> Option<&Line> {
        let mut lines = self.coverage.lines.iter();
        lines.find(|line| line.require == ask.require && line.state != State::NotRequired)
    }
}

/// What is asked for a whole year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearAsk {
    /// The requirement's id.
    pub require: String,
    /// How often.
    pub times: u32,
}

/// A place as it stands.
pub struct Stands {
    /// Today, by the server's clock.
    pub today: Day,
    /// A policy is in force today.
    pub ruled: bool,
    /// What is asked for the year, if anything.
    pub year: Option<YearAsk>,
    /// Its villages, by code.
    pub villages: Vec<VillageRow>,
    /// Its households of today, by village and number.
    pub rows: Vec<Row>,
    /// The township's phones.
    pub phones: Vec<PhoneState>,
    /// Cadres whose phones the township has not heard of.
    pub quiet: BTreeMap<CadreId, Quiet>,
}

impl Stands {
    /// Reads a scope of a township, the township itself or a village of it.
    pub fn read(store: &dyn Store, township: &RegionCode, scope: &RegionCode, now: Moment) -> Result<Self> {
        let today = now.day();
        let timeline = timeline(&store.policies(township)?)?;
        let phones = store.phones(township)?;
        let quiet = quiet(&phones, now);
        let rows = store
            .households(scope)?
            .into_iter()
            .filter(|state| is_here(&state.tenure, today))
            .map(|state| row(state, &timeline, &quiet, today))
            .collect();
        Ok(Self {
            today,
            ruled: timeline.on(today).is_some(),
            year: year_ask(&timeline, today),
            villages: store.villages_in(scope)?,
            rows,
            phones,
            quiet,
        })
    }
    /// The window that is open.
    pub fn window(&self) -> Window {
        Window::of(self.today)
    }
    /// How many households have this word.
    pub fn count(&self, standing: Standing) -> usize {
        self.rows.iter().filter(|row| row.standing == standing).count()
    }
    /// Households where a promise is about to be broken, the nearest day first.
    pub fn pressing(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self
            .rows
            .iter()
            .filter(|row| row.standing == Standing::Pressing)
            .collect();
        rows.sort_by_key(|row| row.coverage.date);
        rows
    }
}

/// The policies of a township. They were checked when they were put in force, so one that does not read is damage.
pub fn timeline(rows: &[PolicyRow]) -> Result<Timeline> {
    let policies = rows
        .iter()
        .map(|row| Policy::parse(&row.toml, row.id.as_str()).map_err(|e| Error::inconsistent("policy.toml", e)))
        .collect::<Result<Vec<_>>>()?;
    Timeline::new(policies).map_err(|e| Error::inconsistent("policy", e))
}

/// The binding line that asks for most, of those that still count today.
pub fn main_line(coverage: &Coverage) -> Option<&Line> {
    let binding = coverage.lines.iter().filter(|line| line.binding);
    binding.max_by_key(|line| (line.need, line.to))
}

fn is_here(tenure: &Tenure, today: Day) -> bool {
    tenure.entered <= today && tenure.left.is_none_or(|left| today <= left)
}

fn year_ask(timeline: &Timeline, today: Day) -> Option<YearAsk> {
    let policy = timeline.judging(today)?;
    let asked = policy.require.iter().find(|asked| asked.every == Every::Year)?;
    Some(YearAsk {
        require: asked.id.clone(),
        times: asked.times,
    })
}

fn row(state: HouseholdState, timeline: &Timeline, quiet: &BTreeMap<CadreId, Quiet>, today: Day) -> Row {
    let coverage = tally(timeline, &state.tenure, &state.waivers, &state.visits, today);
    let strip = strip(
        timeline,
        &state.tenure,
        &state.waivers,
        &state.visits,
        &coverage,
        today.year(),
        today,
    );
    let holding = state
        .assignments
        .iter()
        .filter(|(assignment, _)| assignment.holds(today));
    let mut cadres: Vec<(CadreId, String)> = holding
        .map(|(assignment, name)| (assignment.cadre, name.clone()))
        .collect();
    cadres.dedup_by_key(|(id, _)| *id);
    let quiet = cadres.iter().find_map(|(id, _)| quiet.get(id)).cloned();
    let standing = standing(&coverage, Window::of(today).mark(&strip, today), quiet.is_some());
    Row {
        quiet: quiet.filter(|_| standing == Standing::Unsent),
        state,
        coverage,
        strip,
        standing,
        cadres,
    }
}

fn standing(coverage: &Coverage, mark: Mark, quiet: bool) -> Standing {
    let pressing = coverage
        .lines
        .iter()
        .any(|line| line.binding && line.state == State::Due && line.have.saturating_add(line.pending) < line.need);
    let open = match mark {
        _ if pressing => Standing::Pressing,
        Mark::Met => Standing::Met,
        Mark::Waiting => Standing::Review,
        Mark::Now => Standing::Due,
        Mark::Missed => Standing::Missed,
        Mark::Rest => Standing::Rest,
    };
    let wants = match open {
        Standing::Pressing | Standing::Due | Standing::Missed => true,
        // Nothing presses yet, but a visit is asked for: the phone may hold it.
        Standing::Rest => coverage.suggested.is_some(),
        Standing::Met | Standing::Review | Standing::Unsent => false,
    };
    if quiet && wants { Standing::Unsent } else { open }
}
