//! What is kept, and what is read of a history: as much as is needed, and the answer the whole history would give.

use super::town::{Phone, Town, cadre, day, good_visit, household, moment, now};
use crate::store::{Homes, VisitRow};
use crate::town::decide;
use crate::town::judge::timeline_of;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use ruhu_core::coverage::{strip, tally, view};
use ruhu_core::domain::{Mode, Ruling, WaiverKind, WaiverScope};
use ruhu_core::ids::RegionCode;
use ruhu_core::record::{DecisionBody, SignedRecord, WaiverBody};
use ruhu_core::rules::{AcrossVisit, judge_across};
use std::cell::Cell;

/// So many cases, other ones in every run. What fails is printed whole: there is no file to keep it in beside a macro.
pub(super) fn drawn(cases: u32) -> Config {
    Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    }
}

/// A visit in a few words.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub by: u8,
    at: u8,
    together: bool,
    /// Minutes after the first morning, and how long.
    start: i64,
    minutes: i64,
    /// Degrees north of home.
    off: f64,
    mock: bool,
    late: bool,
    phone: bool,
    decided: Option<Ruling>,
}

/// Up to a dozen visits within `minutes`, in the order in which they arrive.
pub(super) fn told(minutes: i64) -> impl Strategy<Value = Vec<Told>> {
    let odd = prop::bool::weighted(0.15);
    let length = prop_oneof![6 => 0i64..60, 1 => Just(1440i64), 1 => 1441i64..4000];
    let off = prop_oneof![2 => Just(0.0), 1 => Just(0.05), 1 => Just(1.5)];
    let decided = prop_oneof![
        5 => Just(None),
        1 => Just(Some(Ruling::Counts)),
        1 => Just(Some(Ruling::DoesNotCount))
    ];
    let one = (
        (1u8..=2, 1u8..=3, any::<bool>(), 0..minutes, length),
        (off, odd, odd, odd, decided),
    );
    let one = one.prop_map(
        |((by, at, together, start, minutes), (off, mock, late, phone, decided))| Told {
            by,
            at,
            together,
            start,
            minutes,
            off,
            mock,
            late,
            phone,
            decided,
        },
    );
    prop::collection::vec(one, 2..12)
}

pub(super) fn recorded(number: u8, told: &Told, phones: &[Phone; 2]) -> SignedRecord {
    let started = moment("2026-01-05T08:00:00+08:00").plus_ms(told.start * 60_000);
    let mut visit = good_visit(told.at, cadre(told.by), &started.to_string());
    visit.ended.wall = started.plus_ms(told.minutes * 60_000);
    visit.companions = told.together.then(|| cadre(3 - told.by)).into_iter().collect();
    visit.fixes[0].lat += told.off;
    visit.fixes[0].mock = told.mock;
    visit.late = told.late;
    if told.phone {
        visit.mode = Mode::Phone;
    }
    phones[usize::from(told.by) - 1].visits(number, &visit)
}

/// Sends the visits one after the other, decides on some, and looks after every step.
fn play(
    town: &Town,
    all: &[Told],
    mut look: impl FnMut(&Town) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let phones = [town.phone(cadre(1)), town.phone(cadre(2))];
    let mut sent = Vec::new();
    for (number, told) in (1u8..).zip(all) {
        let record = recorded(number, told, &phones);
        town.send(&phones[usize::from(told.by) - 1], &[&record]);
        look(town)?;
        // The companion says that he or she was there; after every other visit it is taken back.
        let says =
            |there: bool| phones[usize::from(3 - told.by) - 1].says(100 + 2 * number + u8::from(there), &record, there);
        if told.together {
            town.send(&phones[usize::from(3 - told.by) - 1], &[&says(true)]);
            look(town)?;
        }
        if told.together && told.start % 2 == 0 {
            town.send(&phones[usize::from(3 - told.by) - 1], &[&says(false)]);
            look(town)?;
        }
        sent.push(record);
    }
    for (record, told) in sent.iter().zip(all).filter(|(_, told)| told.decided.is_some()) {
        for ruling in [told.decided, None, told.decided] {
            let decision = DecisionBody {
                visit: record.envelope.id.into(),
                ruling,
                why: "looked at".into(),
                by: "周敏".into(),
            };
            decide::rule(&*town.store, &town.code, &decision, now()).expect("a decision");
            look(town)?;
        }
    }
    Ok(())
}

fn every_visit(town: &Town) -> Vec<VisitRow> {
    let ids = town.within(|tx| tx.visit_ids());
    let visit = |id| town.within(|tx| tx.visit(id)).expect("it is there");
    ids.iter().map(visit).collect()
}

/// The look across visits reads a visit's neighbours, and says what it would with all visits before it.
fn across_is_whole(town: &Town) -> Result<(), TestCaseError> {
    let rows = every_visit(town);
    let looked_at: Vec<AcrossVisit> = rows
        .iter()
        .filter(|row| row.mode == Mode::OnSite && !row.late && row.decision != Some(Ruling::DoesNotCount))
        .map(|row| AcrossVisit {
            id: row.id,
            cadres: row.cadres(),
            started: row.started,
            ended: row.ended,
            position: row.position,
            far_m: 300.0,
        })
        .collect();
    let whole = judge_across(&looked_at);
    for row in &rows {
        let place = looked_at.iter().position(|visit| visit.id == row.id);
        let codes = place.map(|place| whole[place].clone()).unwrap_or_default();
        prop_assert_eq!(&row.across, &codes, "{}", row.id);
    }
    Ok(())
}

pub fn neighbours_in_time_say_what_the_whole_history_would(town: &Town) {
    let mut runner = TestRunner::new(drawn(60));
    let told_of = Cell::new(0);
    runner
        .run(&told(1440), |all| {
            let town = Town::new(town.make);
            play(&town, &all, across_is_whole)?;
            let codes = every_visit(&town).iter().map(|row| row.across.len()).sum::<usize>();
            told_of.set(told_of.get() + codes);
            Ok(())
        })
        .expect("neighbours are enough, in any order of arrival");
    assert!(told_of.get() > 24, "the visits that were drawn touch each other");
}

/// What is kept answers for every day as the facts do.
fn kept_is_whole(town: &Town) -> Result<(), TestCaseError> {
    let timeline = timeline_of(&town.store.policies(&town.code).expect("policies")).expect("a timeline");
    let states = town.store.households(&town.code).expect("households");
    for on in ["2025-12-31", "2026-01-09", "2026-02-28", "2026-06-30", "2027-01-02"].map(day) {
        let whose = Homes::In(town.code.clone());
        let kept = town.store.household_years(&whose, (on, on)).expect("kept years");
        prop_assert_eq!(kept.len(), states.len());
        for (state, kept) in states.iter().zip(&kept) {
            let (tenure, waivers, visits) = (&state.tenure, &state.waivers, &state.visits);
            let whole = tally(&timeline, tenure, waivers, visits, on);
            let seen = view(&timeline, &kept.tenure, &kept.waivers, kept.kept.as_slice(), on);
            let cells = strip(&timeline, tenure, waivers, visits, &whole, on.year(), on);
            prop_assert_eq!(&kept.household, &state.household);
            prop_assert_eq!(
                (&seen.lines, &seen.strip),
                (&whole.lines, &cells),
                "{} {}",
                state.household,
                on
            );
            let standing = (seen.standing.state, seen.standing.date, seen.standing.suggested);
            prop_assert_eq!(standing, (whole.state, whole.date, whole.suggested));
        }
    }
    Ok(())
}

fn waive(town: &Town, scope: WaiverScope, kind: WaiverKind, from: &str, to: &str) {
    let waiver = WaiverBody {
        scope,
        kind,
        from: day(from),
        to: day(to),
        why: "大雪封山".into(),
        paper: None,
        by: None,
    };
    decide::waive(&*town.store, &town.code, &waiver, now()).expect("a waiver");
}

pub fn kept_years_follow_whatever_changes_them(town: &Town) {
    let mut runner = TestRunner::new(drawn(8));
    let village: RegionCode = "610924102001".parse().expect("twelve digits");
    runner
        .run(&told(150 * 1440), |all| {
            let town = Town::new(town.make);
            play(&town, &all, kept_is_whole)?;
            let (remote, excuse) = (WaiverKind::Remote, WaiverKind::Excuse);
            let region = WaiverScope::Region(village.clone());
            waive(&town, region, remote, "2026-01-20", "2026-03-31");
            kept_is_whole(&town)?;
            let one = WaiverScope::Household(household(1));
            waive(&town, one, excuse, "2026-02-01", "2026-07-31");
            kept_is_whole(&town)?;
            Ok(())
        })
        .expect("kept years are those of the facts");
}

pub fn a_cadres_households_are_those_of_the_day(town: &Town) {
    let whose = |number| Homes::Of {
        township: town.code.clone(),
        cadre: cadre(number),
    };
    let theirs = |number, on: &str| -> Vec<_> {
        let years = town.store.household_years(&whose(number), (day(on), day(on)));
        years
            .expect("kept years")
            .into_iter()
            .map(|year| year.household)
            .collect()
    };
    assert_eq!(theirs(1, "2026-05-03"), [household(1), household(2)]);
    assert_eq!(theirs(2, "2026-05-03"), [household(3)]);
    assert!(theirs(1, "2020-05-03").is_empty() && theirs(9, "2026-05-03").is_empty());
    let ended = ruhu_core::domain::Assignment {
        household: household(1),
        cadre: cadre(1),
        from: day("2021-01-01"),
        to: Some(day("2026-05-02")),
    };
    decide::assign(&*town.store, &town.code, &ended, now()).expect("an assignment ends");
    assert_eq!(theirs(1, "2026-05-03"), [household(2)]);
    assert_eq!(theirs(1, "2026-05-02"), [household(1), household(2)]);
}
