//! Rule 10 and rule 5 against an oracle that walks the calendar day by day and knows no spans: generated households with
//! several requirements, waivers, excused days, changes of class, entering and leaving, the turn of the year.

use super::properties::{World, worlds};
use super::{NextVisit, tally};
use crate::domain::{Class, Mode, Ruling, Verdict, VisitFact, WaiverKind};
use crate::rules::{Policy, Prorate, Requirement};
use crate::time::Day;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A household as the page's sentences speak of it, one day at a time.
struct DayByDay<'a>(&'a World);

impl DayByDay<'_> {
    fn policy(&self) -> &Policy {
        // Where two follow one another they say the same, but for their days.
        &self.0.timeline.policies()[0]
    }
    fn gap(&self) -> i32 {
        i32::try_from(self.policy().visit.min_gap_days.max(1)).expect("the gaps of these tests are short")
    }
    fn is_excused(&self, day: Day) -> bool {
        let mut waivers = self.0.waivers.iter();
        waivers.any(|waiver| waiver.kind == WaiverKind::Excuse && waiver.from <= day && day <= waiver.to)
    }
    fn is_remote(&self, day: Day) -> bool {
        let mut waivers = self.0.waivers.iter();
        waivers.any(|waiver| waiver.kind == WaiverKind::Remote && waiver.from <= day && day <= waiver.to)
    }
    fn class(&self, day: Day) -> Option<Class> {
        let mut holds: Option<(Day, Class)> = None;
        for class in self.0.household.classes.iter().filter(|class| class.from <= day) {
            if holds.is_none_or(|(from, _)| class.from >= from) {
                holds = Some((class.from, class.class));
            }
        }
        holds.map(|(_, class)| class)
    }
    fn is_here(&self, day: Day) -> bool {
        let home = &self.0.household;
        self.policy().from <= day && home.entered <= day && home.left.is_none_or(|left| day <= left)
    }
    fn qualifies(&self, visit: &VisitFact) -> bool {
        match visit.decision {
            Some(ruling) => ruling == Ruling::Counts,
            None => {
                let remote = visit.mode != Mode::OnSite && self.is_remote(visit.day);
                visit.verdict == Verdict::Counts && (visit.mode == Mode::OnSite || remote)
            }
        }
    }
    /// The days with a counted visit, up to `on`.
    fn counted(&self) -> Vec<VisitFact> {
        let mut visits: Vec<VisitFact> = self
            .0
            .visits
            .iter()
            .filter(|visit| visit.day <= self.0.on)
            .copied()
            .collect();
        visits.sort_by_key(|visit| (visit.day, visit.id));
        let mut counted: Vec<VisitFact> = Vec::new();
        for visit in visits.into_iter().filter(|visit| self.qualifies(visit)) {
            let gap = if visit.decision.is_some() { 1 } else { self.gap() };
            if counted.last().is_none_or(|last| visit.day.since(last.day) >= gap) {
                counted.push(visit);
            }
        }
        counted
    }
    /// The windows that rule 10 looks at, each as its days: the begun ones of the day's year and the first after it.
    fn windows(&self, asked: &Requirement) -> Vec<Vec<Day>> {
        let on = self.0.on;
        let mut windows: BTreeMap<(i32, u32), Vec<Day>> = BTreeMap::new();
        let first = Day::new(on.year(), 1, 1).expect("a first of January");
        let days = (0..800)
            .map(|place| first.plus(place))
            .filter(|day| day.year() <= on.year() + 1);
        for day in days {
            let key = (day.year(), (day.month() - 1) / asked.every.months());
            windows.entry(key).or_default().push(day);
        }
        let (begun, later): (Vec<_>, Vec<_>) = windows.into_values().partition(|days| days[0] <= on);
        begun.into_iter().chain(later.into_iter().take(1)).collect()
    }
    /// What rule 10 makes of one window.
    fn candidate(&self, asked: &Requirement, window: &[Day], counted: &[VisitFact]) -> Option<NextVisit> {
        let span: Vec<Day> = window.iter().copied().filter(|day| self.is_here(*day)).collect();
        let in_scope = |day: &&Day| {
            !self.is_excused(**day)
                && self.class(**day).is_some_and(|class| match &asked.classes {
                    Some(classes) => classes.contains(&class),
                    None => true,
                })
        };
        let (scope, whole) = (span.iter().filter(in_scope).count(), window.len());
        if scope == 0 {
            return None;
        }
        let times = usize::try_from(asked.times).expect("a few");
        let need = match asked.prorate {
            Prorate::Floor => times * scope / whole,
            Prorate::Ceil => (times * scope).div_ceil(whole),
            Prorate::Whole => times,
        };
        let have = counted.iter().filter(|visit| span.contains(&visit.day)).count();
        let last = counted.last().map(|visit| visit.day);
        let may_go = |day: &Day| *day >= self.0.on && !self.is_excused(*day);
        let first_may = |day: &Day| may_go(day) && last.is_none_or(|last| day.since(last) >= self.gap());
        // From the last visit to the first: the latest day of each that leaves the later ones their gaps.
        let mut limit: Option<Day> = None;
        for left in (0..need.checked_sub(have).filter(|missing| *missing > 0)?).rev() {
            let open = span.iter().filter(|day| match left {
                0 => first_may(day),
                _ => may_go(day),
            });
            limit = Some(
                *open
                    .filter(|day| limit.is_none_or(|next: Day| next.since(**day) >= self.gap()))
                    .max()?,
            );
        }
        Some(NextVisit {
            require: asked.id.clone(),
            from: *span.iter().find(|day| first_may(day))?,
            by: limit?,
        })
    }
    fn ahead(&self) -> (Option<NextVisit>, Option<NextVisit>) {
        let counted = self.counted();
        let (mut next, mut plan): (Option<NextVisit>, Option<NextVisit>) = (None, None);
        for asked in &self.policy().require {
            for window in self.windows(asked) {
                let Some(found) = self.candidate(asked, &window, &counted) else {
                    continue;
                };
                let earlier = |kept: &Option<NextVisit>| kept.as_ref().is_none_or(|kept| found.by < kept.by);
                if asked.binding && earlier(&next) {
                    next = Some(found.clone());
                }
                if earlier(&plan) {
                    plan = Some(found);
                }
            }
        }
        (next, plan)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_next_visit_is_the_one_a_walk_over_the_calendar_finds(
        world in worlds(&[0, 1, 2, 7, 30]),
        at_the_turn in any::<bool>(),
        back in 0i32..30,
    ) {
        let mut world = world;
        if at_the_turn {
            // Around New Year, where the first window that begins later is next year's.
            world.on = Day::new(2025, 12, 31).expect("a day that exists").plus(10 - back);
        }
        let coverage = tally(&world.timeline, &world.household, &world.waivers, &world.visits, world.on);
        let oracle = DayByDay(&world);
        let counted: Vec<_> = oracle.counted().iter().map(|visit| visit.id).collect();
        prop_assert_eq!(&coverage.counted, &counted);
        prop_assert_eq!((coverage.next, coverage.plan), oracle.ahead());
    }

    #[test]
    fn going_on_the_first_or_the_last_day_of_the_next_visit_is_counted(world in worlds(&[1, 7, 30])) {
        let coverage = tally(&world.timeline, &world.household, &world.waivers, &world.visits, world.on);
        for visit in [coverage.next, coverage.plan].into_iter().flatten() {
            for day in [visit.from, visit.by] {
                let mut gone = world.clone();
                gone.visits.retain(|visit| visit.day <= world.on);
                let gone = World { on: day, ..gone }.with_visit(day);
                let after = tally(&gone.timeline, &gone.household, &gone.waivers, &gone.visits, day);
                prop_assert_eq!(after.counted.len(), coverage.counted.len() + 1, "{:?}", visit);
            }
        }
    }
}

#[test]
fn a_home_whose_month_is_done_wants_its_next_month() {
    let policy = include_str!("../../../tests/data/rules/default.policy.toml");
    let cases = r#"{"cases":[{"id":"c","on":"2026-04-10",
        "household":{"entered":"2021-01-01","classes":[{"class":"marginal","from":"2021-01-01"}]},
        "visits":[{"id":"a","day":"2026-04-10","mode":"on_site","verdict":"counts"}]}]}"#;
    let answer = crate::cases::try_cases(policy, "p", cases, "c").expect("a good case");
    let next = r#""next":{"require":"monitored_month","from":"2026-05-01","by":"2026-05-31"}"#;
    assert!(answer.contains(next), "{answer}");
    assert!(
        answer.contains(r#""plan":{"require":"monitored_month","from":"2026-05-01","by":"2026-05-31"}"#),
        "{answer}"
    );
    // The year's promise stays what `date` and `suggested` tell of.
    assert!(
        answer.contains(r#""date":"2026-12-27","suggested":"2026-12-27""#),
        "{answer}"
    );
}
