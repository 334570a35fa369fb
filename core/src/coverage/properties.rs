//! What must hold for every household, whatever its history; and the one thing that does not, with an example.

use super::latest::Remaining;
use super::scope::Scope;
use super::window::Span;
use super::{Coverage, Line, State, Timeline, spacing, stand, tally};
use crate::domain::{Class, ClassFrom, Mode, ReasonCode, Ruling, Tenure, Verdict, VisitFact, Waiver, WaiverKind};
use crate::ids::VisitId;
use crate::rules::Policy;
use crate::time::Day;
use proptest::prelude::*;
use proptest::sample::select;

/// A household, what is known of it, and the day it is asked about.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub timeline: Timeline,
    pub household: Tenure,
    pub waivers: Vec<Waiver>,
    pub visits: Vec<VisitFact>,
    pub on: Day,
}

impl World {
    fn tally(&self) -> Coverage {
        tally(&self.timeline, &self.household, &self.waivers, &self.visits, self.on)
    }
    pub fn with_visit(&self, on: Day) -> Self {
        let mut world = self.clone();
        world.visits.push(VisitFact {
            id: VisitId::from_bytes([255; 16]),
            day: on,
            mode: Mode::OnSite,
            verdict: Verdict::Counts,
            decision: None,
        });
        world
    }
}

/// Days around 2026: near enough to each other to meet.
fn days() -> impl Strategy<Value = Day> {
    (20_000..20_900).prop_map(Day::from_number)
}

fn policies(gaps: &'static [u32]) -> impl Strategy<Value = Timeline> {
    let every = select(&["year", "half", "quarter", "two_months", "month"][..]);
    let prorate = select(&["floor", "ceil", "whole"][..]);
    let classes = select(&["", "classes=[\"lifted\"]", "classes=[\"lifted\",\"sudden\"]"][..]);
    let require = (1u32..8, every, prorate, classes, any::<bool>(), 0u32..40);
    let ends = prop_oneof![3 => Just(None), 1 => days().prop_map(Some)];
    (select(gaps), prop::collection::vec(require, 1..4), ends).prop_map(|(gap, requires, ends)| {
        let mut text = format!("[visit]\nmin_gap_days={gap}\n");
        for (index, (times, every, prorate, classes, binding, warn)) in requires.iter().enumerate() {
            text += &format!(
                "[[require]]\nid='r{index}'\ntimes={times}\nevery='{every}'\nprorate='{prorate}'\n{classes}\nbinding={binding}\nwarn_days={warn}\n"
            );
        }
        let policy = |head: String| Policy::parse(&(head + &text), "policy").expect("a good policy");
        match ends {
            None => Timeline::one(policy("id='p'\nname='n'\nfrom=2024-01-01\n".to_owned())),
            // The same policy goes on under another name, so that its lines run over both.
            Some(until) => Timeline::new(vec![
                policy(format!("id='p'\nname='n'\nfrom=2024-01-01\nuntil={until}\n")),
                policy(format!("id='q'\nname='n'\nfrom={}\n", until.plus(1))),
            ])
            .expect("one follows the other"),
        }
    })
}

pub(super) fn worlds(gaps: &'static [u32]) -> impl Strategy<Value = World> {
    let class = (select(Class::ALL), days()).prop_map(|(class, from)| ClassFrom { class, from });
    let household = (days(), prop::option::of(0i32..600), prop::collection::vec(class, 0..3)).prop_map(
        |(entered, stay, mut classes)| {
            classes.push(ClassFrom {
                class: Class::Lifted,
                from: Day::from_number(19_900),
            });
            Tenure {
                entered,
                left: stay.map(|stay| entered.plus(stay)),
                classes,
            }
        },
    );
    let waiver = (select(WaiverKind::ALL), days(), 0i32..60).prop_map(|(kind, from, length)| Waiver {
        kind,
        from,
        to: from.plus(length),
    });
    let decision = prop_oneof![4 => Just(None), 1 => select(Ruling::ALL).prop_map(Some)];
    let verdict = prop_oneof![3 => Just(Verdict::Counts), 1 => select(Verdict::ALL)];
    let visits = prop::collection::vec((days(), select(Mode::ALL), verdict, decision), 0..14).prop_map(|visits| {
        let visit = |(id, (day, mode, verdict, decision))| VisitFact {
            id: VisitId::from_bytes([id; 16]),
            day,
            mode,
            verdict,
            decision,
        };
        (0u8..).zip(visits).map(visit).collect::<Vec<_>>()
    });
    (
        policies(gaps),
        household,
        prop::collection::vec(waiver, 0..4),
        visits,
        days(),
    )
        .prop_map(|(timeline, household, waivers, visits, on)| World {
            timeline,
            household,
            waivers,
            visits,
            on,
        })
}

/// Lines of both that are about the same promise.
fn paired<'a>(before: &'a Coverage, after: &'a Coverage) -> impl Iterator<Item = (&'a Line, &'a Line)> {
    before.lines.iter().filter_map(|line| {
        let same = |other: &&Line| (&other.require, other.from, other.to) == (&line.require, line.from, line.to);
        Some((line, after.lines.iter().find(same)?))
    })
}

/// How well a line stands: what is kept or not asked is best.
fn rank(state: State) -> u8 {
    match state {
        State::Missed => 0,
        State::Lost => 1,
        State::Due => 2,
        State::OnTrack => 3,
        State::Met | State::NotRequired => 4,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_a_gap_of_one_day_another_visit_never_worsens_a_state(world in worlds(&[0, 1]), back in 0i32..400) {
        let before = world.tally();
        let after = world.with_visit(world.on.plus(-back)).tally();
        prop_assert_eq!(before.lines.len(), after.lines.len());
        for (before, after) in paired(&before, &after) {
            prop_assert!(rank(after.state) >= rank(before.state), "{before:?} became {after:?}");
        }
        prop_assert!(rank(after.state) >= rank(before.state));
    }

    #[test]
    fn a_visit_on_the_latest_safe_day_keeps_the_promise_and_a_first_one_later_does_not(
        world in worlds(&[1, 2, 7, 30]),
        late in 1i32..40,
    ) {
        for line in world.tally().lines {
            let Some(safe) = line.latest_safe else { continue };
            let visited = |day: Day| {
                // Nobody else comes in between: what is asked about is the first visit from `on`.
                let mut world = world.clone();
                world.visits.retain(|visit| visit.day <= world.on);
                let mut world = world.with_visit(day);
                world.on = day;
                world.tally().lines.into_iter().find(|other| (&other.require, other.from) == (&line.require, line.from))
            };
            if let Some(after) = visited(safe) {
                prop_assert_eq!(after.have, line.have + 1);
                prop_assert!(!matches!(after.state, State::Missed | State::Lost), "{line:?} became {after:?}");
            }
            if let Some(after) = visited(safe.plus(late)) {
                let open = safe.plus(late) <= line.to
                    && !world.waivers.iter().any(|w| w.kind == WaiverKind::Excuse && w.holds(safe.plus(late)));
                if open {
                    prop_assert!(matches!(after.state, State::Missed | State::Lost), "{line:?} became {after:?}");
                }
            }
        }
    }

    #[test]
    fn order_of_arrival_never_matters(world in worlds(&[1, 7]), seed in any::<usize>()) {
        let mut turned = world.clone();
        let middle = seed % (turned.visits.len() + 1);
        turned.visits.rotate_left(middle);
        turned.waivers.reverse();
        prop_assert_eq!(world.tally(), turned.tally());
        turned.visits.reverse();
        prop_assert_eq!(world.tally(), turned.tally());
        prop_assert_eq!(
            spacing(&world.timeline, &world.waivers, &world.visits),
            spacing(&turned.timeline, &turned.waivers, &turned.visits)
        );
    }

    #[test]
    fn waivers_never_raise_a_need(world in worlds(&[1, 7])) {
        let waived = world.tally();
        let mut asked = world;
        asked.waivers.retain(|waiver| waiver.kind == WaiverKind::Remote);
        let asked = asked.tally();
        for line in &waived.lines {
            let same = |other: &&Line| (&other.require, other.from) == (&line.require, line.from);
            let asked = asked.lines.iter().find(same);
            prop_assert!(asked.is_some_and(|asked| asked.need >= line.need), "{line:?} from {asked:?}");
        }
    }

    #[test]
    fn the_short_answer_is_the_long_one_without_its_lines(world in worlds(&[1, 7])) {
        let World { timeline, household, waivers, visits, on } = &world;
        let (short, long) = (stand(timeline, household, waivers, visits, *on), world.tally());
        prop_assert_eq!((short.state, short.date, short.suggested), (long.state, long.date, long.suggested));
    }

    #[test]
    fn a_requirement_that_stands_unchanged_in_the_next_policy_is_one_line(world in worlds(&[1, 7])) {
        // The second policy says the same as the first, so that the seam must not show.
        let first = world.timeline.policies()[0].clone();
        let mut seamless = world.clone();
        seamless.timeline = Timeline::one(Policy { until: None, ..first });
        prop_assert_eq!(world.tally(), seamless.tally());
    }

    #[test]
    fn no_date_panics(world in worlds(&[1, 4_000_000_000]), year in select(&[1, 2, 9998, 9999][..]), month in 1u32..13) {
        let mut world = world;
        let extreme = Day::new(year, month, 1).expect("a first of the month");
        let (first, last) = (Day::from_number(i32::MIN), Day::from_number(i32::MAX));
        world.visits.extend(world.visits.first().copied().map(|visit| VisitFact { day: extreme, ..visit }));
        world.household.entered = first;
        world.household.left = Some(last);
        world.household.classes.push(ClassFrom { class: Class::Sudden, from: extreme });
        world.waivers.push(Waiver { kind: WaiverKind::Excuse, from: extreme, to: last });
        for on in [extreme, first, last] {
            world.on = on;
            world.tally();
        }
    }

    #[test]
    fn the_latest_safe_day_is_the_one_a_search_over_all_sets_of_days_finds(
        length in 1i32..13,
        on in -2i32..12,
        gap in 1i32..6,
        later_gap in 1i32..6,
        seam in 0i32..14,
        need in 1u32..5,
        last_counted in prop::option::of(-6i32..0),
        excuse in prop::option::of((0i32..12, 0i32..4)),
    ) {
        let zero = 20_000;
        let excused = |day: i32| excuse.is_some_and(|(first, more)| first <= day && day <= first + more);
        let gap_on = |day: i32| if day < seam { gap } else { later_gap };
        let last_counted = last_counted.map(|day: i32| day.min(on));
        let mut found = None;
        for set in 1u32..1 << length {
            let days: Vec<i32> = (0..length).filter(|day| set & (1 << day) != 0).collect();
            let apart = days.windows(2).all(|pair| pair[1] - pair[0] >= gap_on(pair[1]));
            let after_last = last_counted.is_none_or(|last| days[0] - last >= gap_on(days[0]));
            let open = days.iter().all(|day| *day >= on && !excused(*day));
            if set.count_ones() == need && apart && after_last && open {
                found = found.max(Some(days[0]));
            }
        }
        let day = |day: i32| Day::from_number(zero + day);
        let household = Tenure { entered: day(0), left: None, classes: Vec::new() };
        let waiver = |(first, more)| Waiver { kind: WaiverKind::Excuse, from: day(first), to: day(first + more) };
        let scope = Scope::new(&household, &excuse.map(waiver).into_iter().collect::<Vec<_>>());
        let gaps = [
            (Span { first: i32::MIN, last: zero + seam - 1 }, gap),
            (Span { first: zero + seam, last: i32::MAX }, later_gap),
        ];
        let remaining = Remaining {
            gaps: &gaps,
            scope: &scope,
            span: Span { first: zero, last: zero + length - 1 },
            on: zero + on,
            last_counted: last_counted.map(|last| zero + last),
            visits: need,
        };
        prop_assert_eq!(remaining.latest_safe().map(|day| day - zero), found);
    }
}

fn example(gap: u32, visits: &[&str]) -> World {
    let policy = format!(
        "id='p'\nname='n'\nfrom=2026-01-01\n[visit]\nmin_gap_days={gap}\n[[require]]\nid='month'\ntimes=1\nevery='month'"
    );
    let day = |text: &str| text.parse::<Day>().expect("a day that exists");
    World {
        timeline: Timeline::one(Policy::parse(&policy, "policy").expect("a good policy")),
        household: Tenure {
            entered: day("2021-01-01"),
            left: None,
            classes: vec![ClassFrom {
                class: Class::Lifted,
                from: day("2021-01-01"),
            }],
        },
        waivers: Vec::new(),
        visits: (1u8..)
            .zip(visits)
            .map(|(id, text)| VisitFact {
                id: VisitId::from_bytes([id; 16]),
                day: day(text),
                mode: Mode::OnSite,
                verdict: Verdict::Counts,
                decision: None,
            })
            .collect(),
        on: day("2026-03-01"),
    }
}

#[test]
fn with_a_longer_gap_another_visit_can_worsen_a_later_window() {
    // The example of docs/rules.md, "Examples": seven days between visits, one asked for each month.
    let february = |world: &World| world.tally().lines[1].state;
    let kept = example(7, &["2026-01-05", "2026-02-03"]);
    assert_eq!(february(&kept), State::Met);
    let another = example(7, &["2026-01-05", "2026-01-30", "2026-02-03"]);
    assert_eq!(february(&another), State::Missed);
    assert_eq!(
        spacing(&another.timeline, &another.waivers, &another.visits),
        [(another.visits[2].id, ReasonCode::GapTooShort)]
    );
    assert_eq!(
        february(&example(1, &["2026-01-05", "2026-01-30", "2026-02-03"])),
        State::Met
    );
}

#[test]
fn two_policies_in_force_on_one_day_are_refused_by_name() {
    let policy = |id: &str, from: &str| {
        Policy::parse(&format!("id='{id}'\nname='n'\nfrom={from}"), "policy").expect("a good policy")
    };
    let error = Timeline::new(vec![policy("new", "2026-07-01"), policy("old", "2026-01-01")]).expect_err("both hold");
    let text = error.to_string();
    assert!(
        text.contains("\"new\"") && text.contains("\"old\"") && text.contains("2026-07-01"),
        "{text}"
    );
}

#[test]
fn a_changed_requirement_stands_beside_the_one_it_replaces() {
    let policy = |head: &str, times: u32| {
        let text = format!("name='n'\n{head}\n[[require]]\nid='year'\ntimes={times}\nevery='year'");
        Policy::parse(&text, "policy").expect("a good policy")
    };
    let mut world = example(1, &["2026-02-03"]);
    world.timeline = Timeline::new(vec![
        policy("id='q'\nfrom=2026-07-01", 12),
        policy("id='p'\nfrom=2026-01-01\nuntil=2026-06-30", 6),
    ])
    .expect("one follows the other");
    world.on = Day::new(2026, 7, 1).expect("a day that exists");
    let lines: Vec<_> = world
        .tally()
        .lines
        .iter()
        .map(|line| {
            (
                line.from.to_string(),
                line.to.to_string(),
                line.need,
                line.have,
                line.state,
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("2026-01-01".to_owned(), "2026-06-30".to_owned(), 2, 1, State::Missed),
            ("2026-07-01".to_owned(), "2026-12-31".to_owned(), 6, 0, State::OnTrack),
        ]
    );
}
