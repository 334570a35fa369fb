//! How households stand on a day: each with its coverage, its strip and one word for the window that is open.
//! The rules compute; here is only chosen which of their answers a desk sees first.

use super::silence::{Quiet, quiet};
use super::when::When;
use super::window::Window;
use crate::store::{Homes, HouseholdYear, PhoneState, PolicyRow, Store, VillageRow};
use crate::{Error, Result};
use ruhu_core::coverage::{Line, Mark, State, Timeline, YearView, view};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode};
use ruhu_core::rules::{Every, Policy};
use ruhu_core::time::Day;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The most pressing first.
    fn urgency(self) -> u8 {
        match self {
            Self::Pressing => 0,
            Self::Due => 1,
            Self::Missed => 2,
            Self::Met | Self::Review | Self::Unsent | Self::Rest => 3,
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

/// A household that is in the programme on the day.
pub struct Row {
    /// As the store keeps it.
    pub home: HouseholdYear,
    /// What the rules say: where it stands, its lines, its year.
    pub view: YearView,
    /// Its word on that day.
    pub standing: Standing,
    /// Who is responsible on that day.
    pub cadres: Vec<(CadreId, String)>,
    /// The phone that may hold its visit.
    pub quiet: Option<Quiet>,
    /// Its word by the visits that are here alone.
    open: Standing,
}

impl Row {
    /// A phone that said how many records wait on it holds no visit of more homes than that.
    fn keep_to(&mut self, held: &BTreeMap<CadreId, BTreeSet<HouseholdNo>>) {
        let of = self.quiet.as_ref().and_then(|quiet| held.get(&quiet.cadre));
        if of.is_some_and(|homes| !homes.contains(&self.home.household)) {
            self.quiet = None;
            self.standing = self.open;
        }
    }
    /// The worst of its binding lines.
    pub fn state(&self) -> State {
        self.view.standing.state
    }
    /// After this day a promise is broken.
    pub fn date(&self) -> Option<Day> {
        self.view.standing.date
    }
    /// When somebody must go next, and when by the rhythm: what is ahead, and of a year that is over what was asked in it.
    pub fn next_days(&self, when: &When) -> (Option<Day>, Option<Day>) {
        let ahead = &self.view.ahead;
        match when.is_year_over() {
            true => (self.date(), self.view.standing.suggested),
            false => (
                ahead.next.as_ref().map(|visit| visit.by),
                ahead.plan.as_ref().map(|visit| visit.by),
            ),
        }
    }
    /// A promise is broken, or out of reach, and what waits for review would not mend it.
    pub fn is_broken(&self) -> bool {
        is_broken(&self.view.lines)
    }
    /// A promise of the year is not kept, so far.
    pub fn is_short(&self) -> bool {
        !matches!(self.state(), State::Met | State::NotRequired)
    }
    /// The binding line that asks for most: what "4 of 6" is told of.
    pub fn main_line(&self) -> Option<&Line> {
        main_line(&self.view.lines)
    }
    /// The line of the year's requirement.
    pub fn year_line(&self, ask: &YearAsk) -> Option<&Line> {
        let mut lines = self.view.lines.iter();
        lines.find(|line| line.require == ask.require && line.state != State::NotRequired)
    }
    /// Who is responsible, in one line.
    pub fn who(&self) -> String {
        let names: Vec<&str> = self.cadres.iter().map(|(_, name)| name.as_str()).collect();
        names.join("、")
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

/// How some households stand on a day.
pub struct Stands {
    /// As of when.
    pub when: When,
    /// A policy is in force on that day.
    pub ruled: bool,
    /// What is asked for the year, if anything.
    pub year: Option<YearAsk>,
    /// Their villages, by code.
    pub villages: Vec<VillageRow>,
    /// The households of that day, by village and number.
    pub rows: Vec<Row>,
    /// The township's phones.
    pub phones: Vec<PhoneState>,
    /// Cadres whose phones the township has not heard of.
    pub quiet: BTreeMap<CadreId, Quiet>,
    /// Households of the township within reach that wait to be judged again by newer rules.
    pub to_judge: u64,
}

impl Stands {
    /// Reads households of a township: from what is kept of them, never from their visits.
    pub fn read(store: &dyn Store, township: &RegionCode, homes: &Homes, when: When) -> Result<Self> {
        let timeline = timeline(&store.policies(township)?)?;
        let phones = store.phones(township)?;
        let mut quiet = quiet(&phones, when.now);
        // What a phone has sent since is known: it holds nothing of that day any more.
        quiet.retain(|_, quiet| quiet.waiting > 0 || quiet.since.day() <= when.on);
        let mut rows = rows_of(store, homes, &timeline, &quiet, when.on)?;
        let held = held(&rows, homes, |all| rows_of(store, all, &timeline, &quiet, when.on))?;
        for row in &mut rows {
            row.keep_to(&held);
        }
        let scope = match homes {
            Homes::In(scope) => scope,
            Homes::Of { township, .. } => township,
        };
        Ok(Self {
            when,
            ruled: timeline.on(when.on).is_some(),
            year: year_ask(&timeline, when.on),
            villages: store.villages_in(scope)?,
            rows,
            phones,
            quiet,
            to_judge: store.to_judge(township)?,
        })
    }
    /// The day.
    pub fn on(&self) -> Day {
        self.when.on
    }
    /// The window that is open.
    pub fn window(&self) -> Window {
        self.when.window()
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
        rows.sort_by_key(|row| row.date());
        rows
    }
    /// All of them, in the order of a due list.
    pub fn in_due_order(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        rows.sort_by_key(|row| row.view.standing.due_order());
        rows
    }
    /// A household's village and group, as people say it.
    pub fn where_is(&self, row: &Row) -> String {
        let village = self.villages.iter().find(|village| village.code == row.home.village);
        format!(
            "{}{}",
            village.map_or("", |village| village.name.as_str()),
            row.home.group
        )
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

/// Whether a binding promise is broken or out of reach, even if all that waits for review were decided to count.
pub fn is_broken(lines: &[Line]) -> bool {
    let out = |line: &&Line| matches!(line.state, State::Missed | State::Lost);
    lines.iter().filter(out).any(|line| line.binding && !would_do(line))
}

/// Whether a line would be met if all that waits for review were decided to count.
pub fn would_do(line: &Line) -> bool {
    line.pending > 0 && line.have.saturating_add(line.pending) >= line.need
}

/// The binding line that asks for most, of those that still count on the day.
pub fn main_line(lines: &[Line]) -> Option<&Line> {
    let binding = lines.iter().filter(|line| line.binding);
    binding.max_by_key(|line| (line.need, line.to))
}

fn year_ask(timeline: &Timeline, today: Day) -> Option<YearAsk> {
    let policy = timeline.judging(today)?;
    let asked = policy.require.iter().find(|asked| asked.every == Every::Year)?;
    Some(YearAsk {
        require: asked.id.clone(),
        times: asked.times,
    })
}

fn rows_of(
    store: &dyn Store,
    homes: &Homes,
    timeline: &Timeline,
    quiet: &BTreeMap<CadreId, Quiet>,
    on: Day,
) -> Result<Vec<Row>> {
    let homes = store.household_years(homes, (on, on))?.into_iter();
    Ok(homes.map(|home| row(home, timeline, quiet, on)).collect())
}

/// For each cadre whose phone said how many records wait on it: the homes that these may be visits of, no more than that, the
/// most pressing first. Of all the cadre's homes, so that every page says the same; `read` reads them where `rows` are not
/// the whole township's.
fn held(
    rows: &[Row],
    homes: &Homes,
    read: impl Fn(&Homes) -> Result<Vec<Row>>,
) -> Result<BTreeMap<CadreId, BTreeSet<HouseholdNo>>> {
    let mut said: BTreeMap<CadreId, (u64, RegionCode)> = BTreeMap::new();
    for row in rows {
        let quiet = row.quiet.as_ref();
        if let Some((cadre, most)) = quiet.and_then(|quiet| Some((quiet.cadre, quiet.at_most()?))) {
            said.insert(cadre, (most, row.home.township.clone()));
        }
    }
    let mut held = BTreeMap::new();
    for (cadre, (most, township)) in said {
        let whole = matches!(homes, Homes::In(scope) if *scope == township);
        let all = match whole {
            true => Vec::new(),
            false => read(&Homes::Of { township, cadre })?,
        };
        let all = if whole { rows } else { &all[..] };
        let mut unsent: Vec<&Row> = all
            .iter()
            .filter(|row| row.quiet.as_ref().is_some_and(|quiet| quiet.cadre == cadre))
            .collect();
        unsent.sort_by_key(|row| (row.open.urgency(), row.date(), row.home.household.clone()));
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let homes = unsent.into_iter().take(most).map(|row| row.home.household.clone());
        held.insert(cadre, homes.collect());
    }
    Ok(held)
}

fn row(home: HouseholdYear, timeline: &Timeline, quiet: &BTreeMap<CadreId, Quiet>, on: Day) -> Row {
    let view = view(timeline, &home.tenure, &home.waivers, home.kept.as_slice(), on);
    let mut cadres: Vec<(CadreId, String)> = home
        .assignments
        .iter()
        .map(|(assignment, name)| (assignment.cadre, name.clone()))
        .collect();
    cadres.dedup_by_key(|(id, _)| *id);
    let quiet = cadres.iter().find_map(|(id, _)| quiet.get(id)).cloned();
    let open = open(&view, Window::of(on).mark(&view.strip, on));
    let standing = match quiet.is_some() && wants(&view, open) {
        true => Standing::Unsent,
        false => open,
    };
    Row {
        open,
        quiet: quiet.filter(|_| standing == Standing::Unsent),
        home,
        view,
        standing,
        cadres,
    }
}

/// As the visits that are here say.
fn open(view: &YearView, mark: Mark) -> Standing {
    let pressing = view
        .lines
        .iter()
        .any(|line| line.binding && line.state == State::Due && !would_do(line));
    match mark {
        _ if pressing => Standing::Pressing,
        Mark::Met => Standing::Met,
        Mark::Waiting => Standing::Review,
        Mark::Now => Standing::Due,
        Mark::Missed => Standing::Missed,
        Mark::Rest => Standing::Rest,
    }
}

/// Whether a visit is asked for that a phone may hold.
fn wants(view: &YearView, open: Standing) -> bool {
    match open {
        Standing::Pressing | Standing::Due | Standing::Missed => true,
        // Nothing presses yet, but a visit is asked for.
        Standing::Rest => view.standing.suggested.is_some(),
        Standing::Met | Standing::Review | Standing::Unsent => false,
    }
}
