//! Turns that a year takes beside the visits: a policy of the township's own, a cadre who retires, a household that moves,
//! one that is erased. Decided beforehand from the plan, and the plan is put right for them.

use super::plan::{CadreYear, Signal};
use super::year::Played;
use crate::failure::{Done, While};
use crate::town::Town;
use ruhu_core::domain::LatLon;
use ruhu_core::ids::{CadreId, HouseholdNo};
use ruhu_core::time::{Clock, Day};
use ruhu_server::shelf::PhotoShelf;
use ruhu_server::town::decide::{self, DEFAULT_POLICY, Handover, NewPlace, NewPolicy};

/// Fewer weeks than this leave no room for turns.
const FEWEST_WEEKS: usize = 10;
/// A handover is said so many days before: both phones hear of it in time.
const SAID_BEFORE: i32 = 30;
/// How far the household moves, in degrees of latitude: two kilometres.
const MOVED: f64 = 0.018;

/// The turns of the year, each in the week before which the desk decides it.
pub struct Turns {
    policy: usize,
    moved: Option<(usize, HouseholdNo, LatLon)>,
    retired: Option<(usize, Retirement)>,
    erased: Option<(usize, HouseholdNo)>,
}

struct Retirement {
    from: CadreId,
    to: CadreId,
    on: Day,
}

/// What came of them.
#[derive(Clone, Debug, Default)]
pub struct Turned {
    /// The township's own policy, in force.
    pub policy: Option<String>,
    /// Households that were handed over.
    pub handed: usize,
    /// Households that moved.
    pub moved: usize,
    /// Households that were erased, their records and photos.
    pub erased: Option<(u64, u64)>,
}

impl Turns {
    /// Chooses whom they befall, and moves, hands over or drops the outings that come after.
    pub fn of(years: &mut [CadreYear], played: &Played) -> Self {
        let weeks = played.weeks.len();
        let mut turns = Self {
            policy: 2,
            moved: None,
            retired: None,
            erased: None,
        };
        if weeks < FEWEST_WEEKS {
            return turns;
        }
        let mut steady: Vec<usize> = (0..years.len()).filter(|place| steady(&years[*place])).collect();
        steady.sort_by_key(|place| years[*place].outings.len());
        turns.retire(years, &steady, played, weeks / 2);
        // Somebody who keeps the households: the last of the list.
        let Some(home) = steady.iter().rev().find(|place| !turns.retires(&years[**place])) else {
            return turns;
        };
        turns.move_one(&mut years[*home], played, weeks / 3);
        turns.erase_one(&mut years[*home], played, weeks * 4 / 5);
        turns
    }

    /// The cadre with the fewest visits retires; a colleague who goes out on another weekday takes over.
    fn retire(&mut self, years: &mut [CadreYear], steady: &[usize], played: &Played, week: usize) {
        let Some((retiring, others)) = steady.split_first() else {
            return;
        };
        let weekday = |place: usize| years[place].index % 5;
        let Some(colleague) = others
            .iter()
            .copied()
            .find(|place| weekday(*place) != weekday(*retiring))
        else {
            return;
        };
        let on = played.weeks[week].day().plus(SAID_BEFORE);
        let outings = &mut years[*retiring].outings;
        let after = outings.partition_point(|outing| outing.at < on.start());
        let theirs = outings.split_off(after);
        years[colleague].outings.extend(theirs);
        years[colleague].outings.sort_by_key(|outing| outing.at);
        let retirement = Retirement {
            from: years[*retiring].cadre,
            to: years[colleague].cadre,
            on,
        };
        self.retired = Some((week, retirement));
    }

    fn retires(&self, year: &CadreYear) -> bool {
        let of = |(_, retirement): &(usize, Retirement)| [retirement.from, retirement.to].contains(&year.cadre);
        self.retired.as_ref().is_some_and(of)
    }

    fn move_one(&mut self, year: &mut CadreYear, played: &Played, week: usize) {
        let since = played.weeks[week - 1];
        let Some(first) = year.outings.iter().find(|outing| outing.at > since).cloned() else {
            return;
        };
        let new = LatLon {
            lat: first.home.lat + MOVED,
            ..first.home
        };
        for outing in &mut year.outings {
            if outing.household == first.household && outing.at > since {
                outing.home = new;
            }
        }
        self.moved = Some((week, first.household, new));
    }

    fn erase_one(&mut self, year: &mut CadreYear, played: &Played, week: usize) {
        let since = played.weeks[week - 1];
        let moved = self.moved.as_ref().map(|(_, household, _)| household.clone());
        let chosen = year
            .outings
            .iter()
            .find(|outing| outing.at < since && Some(&outing.household) != moved.as_ref());
        let Some(household) = chosen.map(|outing| outing.household.clone()) else {
            return;
        };
        year.outings
            .retain(|outing| outing.household != household || outing.at < since);
        self.erased = Some((week, household));
    }

    /// What the desk decides before this week begins.
    pub fn play(&self, town: &Town, week: usize, turned: &mut Turned) -> Done<()> {
        let (store, now) = (&town.folder.store, town.clock.now().wall);
        let by = "镇乡村振兴办";
        if week == self.policy {
            let toml = own_policy(now.day().year());
            let new = NewPolicy {
                scope: &town.code,
                toml: &toml,
                file: "own.policy.toml",
                by: Some(by),
            };
            let put = decide::put_policy(store, new, now).when("规则生效 putting a policy in force")?;
            turned.policy = Some(put.policy.to_string());
        }
        if let Some((_, household, point)) = self.moved.as_ref().filter(|(when, ..)| *when == week) {
            let place = NewPlace {
                household,
                point: *point,
                from: now.day(),
                why: Some("搬到集中安置点"),
                by: Some(by),
            };
            decide::set_place(store, &town.code, &place, now).when("登记位置 setting a place")?;
            turned.moved += 1;
        }
        if let Some((_, retirement)) = self.retired.as_ref().filter(|(when, _)| *when == week) {
            let handover = Handover {
                from: retirement.from,
                to: retirement.to,
                on: retirement.on,
                households: None,
                why: Some("退休"),
                by: Some(by),
            };
            let handed = decide::handover(store, &town.code, &handover, now).when("移交 handing over")?;
            turned.handed += handed.households.len();
        }
        if let Some((_, household)) = self.erased.as_ref().filter(|(when, _)| *when == week) {
            let doing = "依法删除 erasing a household";
            let records = decide::erase(store, &town.code, household, by, Some("本人申请"), now).when(doing)?;
            let shelf = PhotoShelf::local(&town.folder.path.join("photos")).when(doing)?;
            let photos = decide::remove_erased_photos(store, &shelf).when(doing)?;
            turned.erased = Some((records, photos));
        }
        Ok(())
    }
}

/// A phone that reaches the township nearly every week and tells the time.
fn steady(year: &CadreYear) -> bool {
    year.signal == Signal::Weekly && year.clock_off_minutes == 0 && !year.outings.is_empty()
}

/// What the built-in policy asks, as the township's own from the year's first day on.
fn own_policy(year: i32) -> String {
    let from = format!("from = {year}-01-01");
    DEFAULT_POLICY
        .replace("id = \"default-2021\"", &format!("id = \"haoping-{year}\""))
        .replace("from = 2021-01-01", &from)
}
