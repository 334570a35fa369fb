//! What came of the year, counted: visits by verdict and reason on the server, coverage of the township, what the
//! phones still hold, what the road did.

use super::phone::Phone;
use super::plan::Signal;
use super::year::Played;
use crate::failure::{Done, Failure, While};
use crate::town::Town;
use ruhu_core::coverage::{State, Timeline, tally};
use ruhu_core::domain::{ReasonCode, Ruling, Verdict};
use ruhu_core::rules::Policy;
use ruhu_core::time::Clock;
use ruhu_server::store::Coverage;
use std::collections::BTreeMap;

/// The visits as the server holds them.
#[derive(Debug, Default)]
pub struct Visits {
    /// All.
    pub all: u64,
    /// By verdict.
    pub verdicts: BTreeMap<Verdict, u64>,
    /// By reason.
    pub codes: BTreeMap<ReasonCode, u64>,
    /// By a reviewer's decision.
    pub decisions: BTreeMap<Ruling, u64>,
    /// Of another verdict on the phone than on the server, which knows more.
    pub changed: u64,
}

/// Households by state.
#[derive(Debug, Default)]
pub struct Covered {
    /// All.
    pub households: u64,
    /// By state.
    pub states: BTreeMap<State, u64>,
}

impl Covered {
    /// How many stand so.
    pub fn of(&self, state: State) -> u64 {
        self.states.get(&state).copied().unwrap_or_default()
    }
}

/// The phones at the end.
#[derive(Debug, Default)]
pub struct Phones {
    /// All.
    pub all: usize,
    /// Those not heard of for weeks.
    pub silent: usize,
    /// Those that were offline for weeks at a time.
    pub offline: usize,
    /// Records and visits that silent phones still hold.
    pub unsent: u64,
    /// Records of other phones of which an original waits for Wi-Fi.
    pub held: u64,
    /// What asks for help, in a sentence each.
    pub stuck: Vec<String>,
    /// Photos that phones would not take in.
    pub photos_refused: u32,
    /// Times a phone had to come back because the road broke.
    pub waits: u64,
    /// Requests; cut; repeated; late.
    pub road: (u64, u64, u64, u64),
}

/// Counts the visits.
pub fn visits(town: &Town, played: &Played) -> Done<Visits> {
    let mut counted = Visits::default();
    town.each_visit((played.first.plus(-40), played.end().day()), &mut |visit| {
        counted.all += 1;
        *counted.verdicts.entry(visit.verdict).or_default() += 1;
        for code in visit.judgement().codes {
            *counted.codes.entry(code).or_default() += 1;
        }
        if let Some(ruling) = visit.decision {
            *counted.decisions.entry(ruling).or_default() += 1;
        }
        counted.changed += u64::from(visit.verdict != visit.phone.verdict);
    })?;
    Ok(counted)
}

/// Works out the coverage of every household as of the town's today.
pub fn coverage(town: &Town) -> Done<Covered> {
    let doing = "算覆盖 working out the coverage";
    let store = &town.folder.store;
    let policies = store.policies(&town.code).when(doing)?;
    let read = |row: &ruhu_server::store::PolicyRow| Policy::parse(&row.toml, row.id.as_str());
    let policies: Result<Vec<_>, _> = policies.iter().map(read).collect();
    let timeline = Timeline::new(policies.when(doing)?).when(doing)?;
    let on = town.clock.now().wall.day();
    let mut covered = Covered::default();
    for household in store.households(&town.code).when(doing)? {
        let coverage = tally(&timeline, &household.tenure, &household.waivers, &household.visits, on);
        covered.households += 1;
        *covered.states.entry(coverage.state).or_default() += 1;
    }
    Ok(covered)
}

/// Looks into every upload box. An error when a phone that could send everything has not.
pub fn phones(phones: &[Phone]) -> Done<Phones> {
    let mut counted = Phones::default();
    for phone in phones {
        let outbox = phone.outbox()?;
        let waiting = u64::from(outbox.waiting);
        counted.all += 1;
        match phone.year.signal {
            Signal::Silent => {
                counted.silent += 1;
                counted.unsent += waiting;
            }
            Signal::OfflineForWeeks => {
                counted.offline += 1;
                counted.held += waiting;
            }
            Signal::Weekly => counted.held += waiting,
        }
        counted.stuck.extend(outbox.stuck.into_iter().map(|item| item.text.zh));
        counted.photos_refused += phone.photos_refused;
        counted.waits += u64::from(phone.waits);
        let (requests, cut, repeated, late) = phone.mishaps();
        let road = &mut counted.road;
        *road = (road.0 + requests, road.1 + cut, road.2 + repeated, road.3 + late);
    }
    Ok(counted)
}

impl Phones {
    /// An error when something is stuck: nothing in the plan is meant to be.
    pub fn nothing_stuck(&self) -> Done<()> {
        match self.stuck.first() {
            None => Ok(()),
            Some(first) => Err(Failure::new(
                "看上传箱 looking into the upload boxes",
                format!("{} stuck, the first: {first}", self.stuck.len()),
            )),
        }
    }
}
