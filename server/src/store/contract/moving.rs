//! Handovers, places, waivers, decisions: what they change, and what is refused in words.

use super::town::{Town, cadre, day, good_visit, household, moment, now};
use crate::town::decide::{self, Handover, LogAsk, NewPlace};
use crate::{Error, Result};
use ruhu_core::domain::{Assignment, LatLon, ReasonCode, Ruling, Verdict, WaiverKind, WaiverScope};
use ruhu_core::ids::HouseholdNo;
use ruhu_core::record::{DecisionBody, WaiverBody};
use std::fmt::Debug;

fn refused<T: Debug>(asked: Result<T>, word: &str) {
    match asked {
        Err(error @ (Error::Refused { .. } | Error::Core(_) | Error::NoTownship { .. })) => {
            assert!(error.to_string().contains(word), "{word:?} is not in: {error}");
        }
        other => panic!("{word}: {other:?}"),
    }
}

/// Whatever is asked, nothing is written.
fn nothing_written(town: &Town, ask: impl FnOnce()) {
    let before = town.store.log(&town.code, None).expect("the log");
    ask();
    assert_eq!(town.store.log(&town.code, None).expect("the log"), before);
}

fn hand(town: &Town, from: u8, to: u8, on: &str, households: Option<&[HouseholdNo]>) -> Result<decide::HandedOver> {
    let handover = Handover {
        from: cadre(from),
        to: cadre(to),
        on: day(on),
        households,
        why: Some("退休"),
        by: Some("镇长"),
    };
    decide::handover(&*town.store, &town.code, &handover, now())
}

fn assignments(town: &Town, number: u8) -> Vec<Assignment> {
    let facts = town.within(|tx| tx.household(&household(number)));
    facts.expect("known").assignments
}

pub fn a_handover_ends_the_day_before_and_judges_again(town: &Town) {
    let (one, other) = (town.phone(cadre(1)), town.phone(cadre(2)));
    let visit = other.visits(1, &good_visit(1, cadre(2), "2026-06-10T09:00:00+08:00"));
    town.send(&other, &[&visit]);
    assert!(town.visit(&visit).own.contains(&ReasonCode::NotAssigned));
    let (before, others) = (town.hear(&one, 0).cursor, town.hear(&other, 0).cursor);
    let handed = hand(town, 1, 2, "2026-06-10", None).expect("everything");
    assert_eq!(handed.households, [household(1), household(2)]);
    let is = |by, from: &str, to: Option<&str>| Assignment {
        household: household(1),
        cadre: cadre(by),
        from: day(from),
        to: to.map(day),
    };
    assert_eq!(
        assignments(town, 1),
        [is(1, "2021-01-01", Some("2026-06-09")), is(2, "2026-06-10", None)]
    );
    assert_eq!(
        town.visit(&visit).verdict,
        Verdict::Counts,
        "the visit of the very day counts now"
    );
    assert_eq!(town.hear(&one, before).removed, [household(1), household(2)]);
    assert_eq!(town.hear(&other, others).households.len(), 2);
    // Back again from the same day on: the other's never held.
    hand(town, 2, 1, "2026-06-10", Some(&[household(1)])).expect("one of them back");
    assert!(
        assignments(town, 1)
            .iter()
            .all(|a| !a.holds(day("2026-06-10")) || a.cadre == cadre(1))
    );
    assert!(town.visit(&visit).own.contains(&ReasonCode::NotAssigned));
}

pub fn a_handover_that_makes_no_sense_changes_nothing(town: &Town) {
    nothing_written(town, || {
        refused(hand(town, 1, 1, "2026-07-01", None), "same cadre");
        refused(hand(town, 1, 9, "2026-07-01", None), "no such cadre");
        refused(hand(town, 9, 1, "2026-07-01", None), "no such cadre");
        refused(
            hand(town, 1, 2, "2020-12-31", Some(&[household(1)])),
            "is not the cadre's on 2020-12-31",
        );
        refused(
            hand(town, 1, 2, "2026-07-01", Some(&[household(1), household(3)])),
            "H3",
        );
        refused(hand(town, 1, 2, "2026-07-01", Some(&[household(8)])), "H8");
        refused(hand(town, 1, 2, "2026-07-01", Some(&[])), "no household is named");
    });
    hand(town, 1, 2, "2026-07-01", None).expect("everything");
    nothing_written(town, || {
        refused(hand(town, 1, 2, "2026-07-01", None), "holds no household");
    });
}

fn set(town: &Town, number: u8, point: (f64, f64), from: &str) -> Result<ruhu_core::domain::PlaceVersion> {
    let (lat, lon) = point;
    let no = household(number);
    let place = NewPlace {
        household: &no,
        point: LatLon { lat, lon },
        from: day(from),
        why: None,
        by: Some("镇长"),
    };
    decide::set_place(&*town.store, &town.code, &place, now())
}

pub fn a_place_set_is_a_new_version_and_learning_never_moves_it(town: &Town) {
    let phone = town.phone(cadre(1));
    for (number, started) in [(1, "2026-03-01T09:00:00+08:00"), (2, "2026-04-01T09:00:00+08:00")] {
        town.send(&phone, &[&phone.visits(number, &good_visit(1, cadre(1), started))]);
    }
    let before = town.hear(&phone, 0).cursor;
    let placed = set(town, 1, (32.7, 108.9), "2026-06-30").expect("a place");
    assert_eq!((placed.version, placed.learned), (2, false), "the first was learnt");
    let heard = town.hear(&phone, before).households;
    assert_eq!(heard[0].household.place, Some(placed));
    assert_eq!(heard[0].old_places.len(), 1);
    let later = phone.visits(3, &good_visit(1, cadre(1), "2026-06-20T09:00:00+08:00"));
    town.send(&phone, &[&later]);
    let facts = town.within(|tx| tx.household(&household(1))).expect("known");
    assert_eq!(facts.places.last(), Some(&placed));
}

pub fn a_place_that_cannot_be_is_refused(town: &Town) {
    nothing_written(town, || {
        refused(set(town, 1, (108.9, 32.7), "2026-06-30"), "wrong way round");
        refused(set(town, 1, (48.85, 2.35), "2026-06-30"), "outside China");
        refused(set(town, 1, (132.7, 1008.9), "2026-06-30"), "no such place");
        refused(set(town, 1, (f64::NAN, 108.9), "2026-06-30"), "no such place");
        refused(set(town, 1, (32.7, 108.9), "2026-07-01"), "has not come");
        refused(set(town, 8, (32.7, 108.9), "2026-06-30"), "H8");
    });
    set(town, 1, (32.7, 108.9), "2026-06-30").expect("a place");
    nothing_written(town, || refused(set(town, 1, (32.7, 108.9), "2026-06-30"), "already"));
}

pub fn a_waiver_that_makes_no_sense_is_refused(town: &Town) {
    let village = |code: &str| WaiverScope::Region(code.parse().expect("a code"));
    let waive = |scope: WaiverScope, from: &str, to: &str, why: &str| {
        let waiver = WaiverBody {
            scope,
            kind: WaiverKind::Excuse,
            from: day(from),
            to: day(to),
            why: why.into(),
            paper: None,
            by: None,
        };
        decide::waive(&*town.store, &town.code, &waiver, now())
    };
    let here = || village("610924102001");
    nothing_written(town, || {
        refused(waive(here(), "2026-03-01", "2026-02-01", "封村"), "before the first");
        refused(waive(here(), "2026-03-01", "2026-03-05", "  "), "blank");
        refused(
            waive(village("610924102999"), "2026-03-01", "2026-03-05", "封村"),
            "no village",
        );
        refused(
            waive(village("610924103"), "2026-03-01", "2026-03-05", "封村"),
            "does not lie in",
        );
        refused(
            waive(village("610924"), "2026-03-01", "2026-03-05", "封村"),
            "does not lie in",
        );
        refused(
            waive(WaiverScope::Household(household(8)), "2026-03-01", "2026-03-05", "封村"),
            "H8",
        );
    });
    waive(here(), "2026-03-01", "2026-03-31", "封村").expect("granted");
    nothing_written(town, || {
        refused(waive(here(), "2026-03-02", "2026-03-31", "封村"), "waived so already");
    });
    waive(here(), "2026-03-02", "2026-04-01", "封村").expect("a day more is another waiver");
}

pub fn a_decision_that_says_nothing_new_is_refused(town: &Town) {
    let phone = town.phone(cadre(1));
    let visit = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    town.send(&phone, &[&visit]);
    let decide = |ruling, why: &str| {
        let decision = DecisionBody {
            visit: visit.envelope.id.into(),
            ruling,
            why: why.into(),
            by: "所长".into(),
        };
        decide::rule(&*town.store, &town.code, &decision, now())
    };
    nothing_written(town, || {
        refused(decide(None, "看错了"), "nothing to take back");
        refused(decide(Some(Ruling::Counts), ""), "blank");
    });
    decide(Some(Ruling::DoesNotCount), "没有来过").expect("decided");
    nothing_written(town, || {
        refused(decide(Some(Ruling::DoesNotCount), "没有来过"), "already")
    });
    decide(None, "看错了").expect("taken back");
}

pub fn the_log_tells_what_was_decided_newest_first(town: &Town) {
    hand(town, 1, 2, "2026-07-01", Some(&[household(1)])).expect("handed over");
    set(town, 2, (32.7, 108.9), "2026-06-30").expect("a place");
    let all = decide::decided(&*town.store, &LogAsk::default()).expect("the log");
    let kinds: Vec<&str> = all.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["place", "assignment", "assignment", "policy", "import"]);
    assert_eq!(
        (all[0].by.as_deref(), all[0].household.clone(), all[0].at),
        (Some("镇长"), Some(household(2)), now())
    );
    assert!(all[1].en.contains("干部2's from 2026-07-01"), "{}", all[1].en);
    let asked = |scope: &str, since: &str| {
        let ask = LogAsk {
            scope: Some(scope.parse().expect("a code")),
            since: Some(day(since)),
            until: None,
        };
        decide::decided(&*town.store, &ask).expect("the log").len()
    };
    assert_eq!(moment("2025-12-01T09:00:00+08:00"), all[4].at);
    assert_eq!(asked("610924102001", "2025-01-01"), 5);
    assert_eq!(asked("610924102001", "2026-01-01"), 3);
    assert_eq!(asked("610924102002", "2026-01-01"), 0);
    assert_eq!(asked("61", "2026-07-01"), 0);
}
