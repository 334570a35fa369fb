//! What happens in the year, decided beforehand by a seed: who goes to whose home on which day, and what goes wrong
//! there. Played twice, it is the same year.

use super::year::Played;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use ruhu_core::domain::{Class, LatLon, WaiverKind};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode};
use ruhu_core::time::{Day, Moment};
use ruhu_server::store::RosterNow;
use std::collections::{BTreeMap, BTreeSet};

/// A visit as it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// As it should be.
    Good,
    /// In the fields, with a reason.
    FarWithReason,
    /// In the fields, without one.
    Far,
    /// In another village.
    TooFar,
    /// Nobody thought of a photo.
    NoPhoto,
    /// The household would rather not be photographed.
    PhotoRefused,
    /// The position comes from an app that makes positions up.
    MockPosition,
    /// No satellite was to be seen.
    NoPosition,
    /// Written two days afterwards.
    Late,
    /// Written three weeks afterwards.
    TooLate,
    /// Once more in the same hour.
    TwiceADay,
    /// A telephone call.
    PhoneCall,
    /// With the photo of the visit before.
    ReusedPhoto,
    /// Somebody sets the phone's clock in the middle.
    ClockMoved,
    /// The first photo is cut off in the middle of the file: the phone refuses it, another is taken.
    SpoiltPhoto,
}

/// How often something goes wrong, in a thousand visits.
const MISHAPS: [(u32, Deed); 14] = [
    (25, Deed::FarWithReason),
    (12, Deed::Far),
    (15, Deed::TooFar),
    (20, Deed::NoPhoto),
    (15, Deed::PhotoRefused),
    (12, Deed::MockPosition),
    (12, Deed::NoPosition),
    (25, Deed::Late),
    (8, Deed::TooLate),
    (10, Deed::TwiceADay),
    (18, Deed::PhoneCall),
    (14, Deed::ReusedPhoto),
    (10, Deed::ClockMoved),
    (6, Deed::SpoiltPhoto),
];

/// One visit of the plan.
#[derive(Clone, Debug)]
pub struct Outing {
    /// When it begins; when it is written, for a late entry.
    pub at: Moment,
    /// Whose home.
    pub household: HouseholdNo,
    /// Where that is.
    pub home: LatLon,
    /// How it goes.
    pub deed: Deed,
    /// What its photo and its small numbers are made from.
    pub seed: u64,
}

/// How a phone reaches the township.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Nearly every week.
    Weekly,
    /// Every seventh week.
    OfflineForWeeks,
    /// As weekly, and not any more for the last weeks.
    Silent,
}

/// A cadre's year.
#[derive(Clone, Debug)]
pub struct CadreYear {
    /// Who.
    pub cadre: CadreId,
    /// Which of the cadres, from 0.
    pub index: usize,
    /// The outings, by time.
    pub outings: Vec<Outing>,
    /// How the phone reaches the township.
    pub signal: Signal,
    /// How many minutes its wall clock is off all year.
    pub clock_off_minutes: i64,
}

/// Days on which a village may be visited by telephone: spring rain took its road.
#[derive(Clone, Debug)]
pub struct Flood {
    /// The village.
    pub village: RegionCode,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Flood {
    /// The village with the most households, for twelve days of the spring; none when the spring is not played.
    pub fn of(roster: &RosterNow, played: &Played) -> Option<Self> {
        let mut sizes: BTreeMap<&RegionCode, u32> = BTreeMap::new();
        for household in &roster.households {
            *sizes.entry(&household.village).or_default() += 1;
        }
        let village = sizes.into_iter().max_by_key(|(_, size)| *size)?.0.clone();
        let (from, to) = (Day::new(played.year, 4, 6)?, Day::new(played.year, 4, 17)?);
        (from >= played.first && to.start() < played.end()).then_some(Self { village, from, to })
    }
    /// The kind of waiver the township grants for it.
    pub const KIND: WaiverKind = WaiverKind::Remote;
}

/// The year of every cadre, in the roster's order; only the first so many when `most` says so.
pub fn plan(roster: &RosterNow, played: &Played, flood: Option<&Flood>, most: Option<usize>) -> Vec<CadreYear> {
    let count = most.unwrap_or(usize::MAX);
    let cadres = roster.cadres.iter().take(count).enumerate();
    cadres
        .map(|(index, cadre)| cadre_year(roster, played, flood, cadre.id, index))
        .collect()
}

fn cadre_year(roster: &RosterNow, played: &Played, flood: Option<&Flood>, cadre: CadreId, index: usize) -> CadreYear {
    let mut dice = StdRng::seed_from_u64(0x5EED ^ u64::try_from(index).unwrap_or_default());
    let mut days: BTreeMap<Day, Vec<(HouseholdNo, LatLon, Option<Deed>)>> = BTreeMap::new();
    let last = played.end().day().plus(-1);
    for household in &roster.households {
        let today = household.assignments.iter().find(|a| a.to.is_none());
        if today.is_none_or(|assignment| assignment.cadre != cadre) {
            continue;
        }
        let class = household
            .classes
            .iter()
            .max_by_key(|class| class.from)
            .map(|class| class.class);
        let home = household
            .places
            .last()
            .map_or_else(|| somewhere(&mut dice), |place| place.point());
        let monitored = matches!(class, Some(Class::Unstable | Class::Marginal | Class::Sudden));
        for day in visiting_days(class, played.first, last, &mut dice) {
            // A cadre goes on one weekday, another on another; day 4 after 1970-01-01 was a Monday.
            let weekday = 4 + i32::try_from(index % 5).unwrap_or_default();
            let day = day.plus((weekday - day.number()).rem_euclid(7)).min(last);
            let flooded = flood.is_some_and(|f| f.village == household.village && f.from <= day && day <= f.to);
            // Where every month is owed cadres take more care, or nearly every such household would be missed.
            let careful = monitored && dice.random_range(0..12) != 0;
            let known = match (flooded, careful) {
                (true, _) => Some(Deed::PhoneCall),
                (false, true) => Some(Deed::Good),
                (false, false) => None,
            };
            days.entry(day)
                .or_default()
                .push((household.household.clone(), home, known));
        }
    }
    let mut outings = Vec::new();
    for (day, homes) in days {
        let mut seen = BTreeSet::new();
        for (household, home, known) in homes.into_iter().take(14) {
            if !seen.insert(household.clone()) {
                continue;
            }
            let slot = i64::try_from(seen.len()).unwrap_or_default() - 1;
            let minutes = 8 * 60 + 40 + slot * 45 + dice.random_range(0..4);
            outings.push(Outing {
                at: day.start().plus_ms(minutes * 60_000),
                household,
                home,
                deed: known.unwrap_or_else(|| deed(&mut dice)),
                seed: dice.random(),
            });
        }
    }
    CadreYear {
        cadre,
        index,
        outings,
        signal: match index % 15 {
            4 => Signal::Silent,
            2 | 7 | 11 => Signal::OfflineForWeeks,
            _ => Signal::Weekly,
        },
        clock_off_minutes: match index % 20 {
            5 => -3 * 24 * 60,
            13 => 5 * 60,
            _ => 0,
        },
    }
}

/// A home the roster does not place: somewhere in the valley.
fn somewhere(dice: &mut StdRng) -> LatLon {
    LatLon {
        lat: 32.62 + dice.random_range(0.0..0.05),
        lon: 108.73 + dice.random_range(0.0..0.05),
    }
}

/// One day in each month for those who are monitored, in every two months for those who are lifted; now and then one is
/// forgotten. Nobody is owed anything where no class is known.
fn visiting_days(class: Option<Class>, first: Day, last: Day, dice: &mut StdRng) -> Vec<Day> {
    let (months, kept) = match class {
        Some(Class::Unstable | Class::Marginal | Class::Sudden) => (1, 999),
        Some(Class::Lifted) => (2, 955),
        Some(Class::Ordinary) | None => return Vec::new(),
    };
    let mut days = Vec::new();
    for month in (1..=12).step_by(months) {
        for year in [first.year(), first.year() + 1] {
            let length = if months == 1 { 19 } else { 46 };
            let planned = Day::new(year, month, 2).map(|day| day.plus(dice.random_range(0..length)));
            // The month that is not over yet: some have not been yet, and can still go.
            let kept = if months == 1 && (year, month) == (last.year(), last.month()) {
                880
            } else {
                kept
            };
            let goes = dice.random_range(0..1000) < kept;
            days.extend(planned.filter(|day| goes && first < *day && *day < last));
        }
    }
    days
}

fn deed(dice: &mut StdRng) -> Deed {
    let mut die = dice.random_range(0..1000u32);
    for (share, deed) in MISHAPS {
        if die < share {
            return deed;
        }
        die -= share;
    }
    Deed::Good
}
