//! The due list: kept rows, the same numbers as the pure rules, whatever has changed.

use super::*;
use crate::coverage::{Mark, Timeline, strip, tally};
use crate::domain::{LatLon, Ruling, Verdict, VisitFact, Waiver, WaiverKind};
use crate::ids::VisitId;
use crate::rules::Policy;
use std::collections::HashMap;

/// A small generator with a seed, so that a failing history can be made again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(most)).expect("below a u32")
    }
    fn day(&mut self, first: &str, days: u32) -> Day {
        day(first).plus(i32::try_from(self.below(days)).expect("small"))
    }
}

fn any_household(dice: &mut Dice, n: u32) -> HouseholdDown {
    let mut down = household(n, "李秀英", Class::ALL[usize::try_from(dice.below(5)).expect("small")]);
    if dice.below(3) == 0 {
        down.household.tenure.classes.push(ClassFrom {
            class: Class::ALL[usize::try_from(dice.below(5)).expect("small")],
            from: dice.day("2026-01-01", 200),
        });
    }
    if dice.below(8) == 0 {
        down.household.tenure.left = Some(dice.day("2026-02-01", 300));
    }
    for _ in 0..dice.below(3) {
        let from = dice.day("2026-01-01", 300);
        down.waivers.push(Waiver {
            kind: if dice.below(2) == 0 {
                WaiverKind::Excuse
            } else {
                WaiverKind::Remote
            },
            from,
            to: from.plus(i32::try_from(dice.below(40)).expect("small")),
        });
    }
    for k in 0..dice.below(9) {
        let mut id = [0u8; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        id[4..8].copy_from_slice(&k.to_be_bytes());
        down.visits.push(VisitFact {
            id: VisitId::from_bytes(id),
            day: dice.day("2025-11-01", 200),
            mode: Mode::ALL[usize::try_from(dice.below(3)).expect("small")],
            verdict: Verdict::ALL[usize::try_from(dice.below(3)).expect("small")],
            decision: [None, None, None, Some(Ruling::Counts), Some(Ruling::DoesNotCount)]
                [usize::try_from(dice.below(5)).expect("small")],
        });
    }
    down
}

fn assert_equal_to_the_rules(phone: &Phone, on: Day) {
    let policy = Policy::parse(township::POLICY, "default").expect("a policy");
    let timeline = Timeline::new(vec![policy]).expect("one policy");
    let all = TodayAsk {
        count: 10_000,
        ..TodayAsk::default()
    };
    let list = phone.app.today(&all).expect("a list");
    assert_eq!(list.on, on);
    let households = phone.town.with(|town| town.households.clone());
    let known: HashMap<HouseholdNo, &HouseholdDown> = households
        .iter()
        .map(|down| (down.household.household.clone(), down))
        .collect();
    assert_eq!(list.rows.len(), known.len());
    let mut last = None;
    for row in &list.rows {
        let down = known[&row.household];
        let tenure = &down.household.tenure;
        let coverage = tally(&timeline, tenure, &down.waivers, &down.visits, on);
        assert_eq!(
            (row.state, row.date, row.suggested),
            (coverage.state, coverage.date, coverage.suggested),
            "{}",
            row.household
        );
        assert_eq!(
            row.strip,
            strip(&timeline, tenure, &down.waivers, &down.visits, &coverage, on.year(), on)
        );
        let standing = crate::coverage::stand(&timeline, tenure, &down.waivers, &down.visits, on);
        let order = (standing.due_order(), row.household.clone());
        assert!(
            last.is_none_or(|last| last <= order),
            "out of order at {}",
            row.household
        );
        last = Some(order);
    }
}

#[test]
fn the_list_equals_the_rules_today_and_on_every_later_day() {
    let mut dice = Dice(20_260_503);
    let phone = Phone::with((0..300).map(|n| any_household(&mut dice, n)).collect());
    assert_equal_to_the_rules(&phone, day("2026-05-03"));
    for days in [1, 28, 61, 120, 33] {
        phone.clock.days(days);
        let on = phone.clock.now().wall.day();
        assert_equal_to_the_rules(&phone, on);
    }
    // The township decides something, and grants something: heard at the next sync.
    phone.town.with(|town| {
        for down in town.households.iter_mut().step_by(3) {
            down.visits.truncate(2);
            down.waivers.clear();
        }
    });
    phone.sync();
    assert_equal_to_the_rules(&phone, phone.clock.now().wall.day());
}

#[test]
fn a_visit_not_uploaded_yet_is_shown_as_waiting_and_then_as_made() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    let row = phone.app.today(&TodayAsk::default()).expect("a list").rows[0].clone();
    assert_eq!((row.strip[2].mark, row.have), (Mark::Waiting, 1));
    assert_eq!(row.tag.zh, "等上传");
    phone.sync();
    let row = phone.app.today(&TodayAsk::default()).expect("a list").rows[0].clone();
    assert_eq!((row.strip[2].mark, row.have), (Mark::Met, 1));
    assert_equal_to_the_rules(&phone, day("2026-05-03"));
}

#[test]
fn pages_filters_and_distance_show_each_household_once() {
    let mut households: Vec<_> = (0..20).map(|n| household(n, "陈明德", Class::Lifted)).collect();
    for (down, far) in households.iter_mut().zip((0..20u32).rev()) {
        let place = down.household.place.as_mut().expect("a place");
        place.lat = 32.0 + f64::from(far) / 100.0;
    }
    households[3].household.place = None;
    let phone = Phone::with(households);
    let from = LatLon { lat: 32.0, lon: 108.72 };
    let mut seen = Vec::new();
    for skip in [0, 8, 16] {
        let ask = TodayAsk {
            order: DueOrder::Near { from },
            filter: DueFilter::ToVisit,
            skip,
            count: 8,
        };
        let page = phone.app.today(&ask).expect("a page");
        assert_eq!((page.households, page.matching), (20, 20));
        seen.extend(page.rows);
    }
    assert_eq!(seen.len(), 20);
    assert_eq!(seen[0].household, number(19));
    assert_eq!((seen[19].household.clone(), seen[19].distance_m), (number(3), None));
    assert!(
        seen.windows(2)
            .all(|pair| pair[0].distance_m <= pair[1].distance_m || pair[1].distance_m.is_none())
    );
    let enough = TodayAsk {
        filter: DueFilter::Enough,
        ..TodayAsk::default()
    };
    assert!(phone.app.today(&enough).expect("a page").rows.is_empty());
}

#[test]
fn a_home_is_found_by_name_group_number_and_initials() {
    let phone = Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "林小燕", Class::Lifted),
        household(3, "曾国庆", Class::Lifted),
    ]);
    let found = |text: &str| -> Vec<String> {
        let rows = phone.app.search(text, 10).expect("finds");
        rows.into_iter().map(|row| row.head).collect()
    };
    assert_eq!(found("lxy"), ["李秀英", "林小燕"]);
    assert_eq!(found("LXY"), ["李秀英", "林小燕"]);
    assert_eq!(found("zg"), ["曾国庆"]);
    assert_eq!(found("小燕"), ["林小燕"]);
    assert_eq!(found("3组"), ["林小燕"]);
    assert_eq!(found("000003"), ["曾国庆"]);
    assert!(found("xy").is_empty() && found(" ").is_empty());
    assert_eq!(phone.app.search("l", 1).expect("finds").len(), 1);
}
