//! Verdicts: the server's own, the same in any order, every earlier one kept.

use super::town::{Town, cadre, day, good_visit, home, household, moment, now, photo};
use crate::store::{Unread, Why};
use ruhu_core::domain::{Judgement, Met, Mode, ReasonCode, Statements, Verdict, Visit};
use ruhu_core::ids::VisitId;
use ruhu_core::record::{Correction, Kind, SignedRecord};
use std::collections::BTreeMap;

pub fn a_good_visit_counts_and_says_so(town: &Town) {
    let phone = town.phone(cadre(1));
    let visit = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    town.send(&phone, &[&visit]);
    let row = town.visit(&visit);
    assert_eq!(row.judgement().codes, [ReasonCode::PlaceUnknown]);
    assert_eq!(
        (row.verdict, row.base, row.counted),
        (Verdict::Counts, Verdict::Counts, true)
    );
    assert_eq!(row.day, day("2026-03-01"));
}

/// Visits that touch each other in every way: shared photos, one day, two places at once, too fast, somebody else's.
fn tangle() -> Vec<(u8, Visit)> {
    let mut all: Vec<(u8, Visit)> = vec![
        (1, good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00")),
        (1, good_visit(1, cadre(1), "2026-03-01T15:00:00+08:00")),
        (1, good_visit(2, cadre(1), "2026-03-01T09:10:00+08:00")),
        (1, good_visit(2, cadre(1), "2026-03-02T09:00:00+08:00")),
        (2, good_visit(3, cadre(2), "2026-03-02T09:00:00+08:00")),
        (2, good_visit(1, cadre(2), "2026-03-02T09:15:30+08:00")),
        (2, good_visit(1, cadre(2), "2026-03-03T09:00:00+08:00")),
        (2, good_visit(3, cadre(2), "2026-03-05T09:00:00+08:00")),
    ];
    all[6].1.companions = vec![cadre(1)];
    all[3].1.companions = vec![cadre(2)];
    let used = photo("shared", moment("2026-03-02T09:00:00+08:00"));
    for place in [3, 4, 7] {
        all[place].1.photos.push(used.clone());
    }
    all[7].1.photos.remove(0);
    all
}

pub fn order_of_arrival_never_matters(town: &Town) {
    let mut first: Option<BTreeMap<VisitId, (Judgement, bool)>> = None;
    // A small generator, seeded: the orders are the same in every run.
    let mut seed: usize = 1;
    for _ in 0..8 {
        let town = Town::new(town.make);
        let phones = [town.phone(cadre(1)), town.phone(cadre(2))];
        let mut records: Vec<(usize, SignedRecord)> = Vec::new();
        for (number, (by, visit)) in (1u8..).zip(tangle()) {
            let phone = usize::from(by) - 1;
            let record = phones[phone].visits(number, &visit);
            if !visit.companions.is_empty() {
                records.push((1 - phone, phones[1 - phone].says(100 + number, &record, true)));
            }
            records.push((phone, record));
        }
        let mut answer = BTreeMap::new();
        while !records.is_empty() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let (phone, record) = records.remove((seed >> 33) % records.len());
            town.send(&phones[phone], &[&record]);
        }
        for id in town.within(|tx| tx.visit_ids()) {
            let row = town.within(|tx| tx.visit(&id)).expect("it is there");
            answer.insert(id, (row.judgement(), row.counted));
        }
        let codes: Vec<_> = answer.values().flat_map(|(judgement, _)| &judgement.codes).collect();
        for code in [
            ReasonCode::PhotoUsedBefore,
            ReasonCode::TwoPlacesAtOnce,
            ReasonCode::TravelTooFast,
            ReasonCode::NotAssigned,
        ] {
            assert!(codes.contains(&&code), "{code:?} is tried");
        }
        assert_eq!(first.get_or_insert_with(|| answer.clone()), &answer);
    }
}

pub fn a_used_photo_that_arrives_late_judges_the_later_visit_again(town: &Town) {
    let phones = [town.phone(cadre(1)), town.phone(cadre(2))];
    let mut earlier = good_visit(3, cadre(2), "2026-03-01T09:00:00+08:00");
    let later = good_visit(1, cadre(1), "2026-03-09T09:00:00+08:00");
    earlier.photos.extend(later.photos.clone());
    let later = phones[0].visits(1, &later);
    town.send(&phones[0], &[&later]);
    assert!(town.visit(&later).counted);
    let earlier = phones[1].visits(2, &earlier);
    town.send_at(&phones[1], &[&earlier], now().plus_ms(1000));
    let row = town.visit(&later);
    assert!(row.own.contains(&ReasonCode::PhotoUsedBefore) && !row.counted);
    assert!(town.visit(&earlier).counted);
    let file = town
        .store
        .household_file(&town.code, &household(1))
        .expect("a file")
        .expect("known");
    let history: Vec<_> = file.visits[0]
        .history
        .iter()
        .map(|past| (past.why, past.judgement.verdict))
        .collect();
    assert_eq!(
        history,
        [(Why::Arrived, Verdict::Counts), (Why::Photo, Verdict::DoesNotCount)]
    );
}

pub fn a_second_visit_on_one_day_does_not_count(town: &Town) {
    let phone = town.phone(cadre(1));
    let second = phone.visits(2, &good_visit(1, cadre(1), "2026-03-01T15:00:00+08:00"));
    let first = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    town.send(&phone, &[&second]);
    assert!(town.visit(&second).counted);
    town.send(&phone, &[&first]);
    let row = town.visit(&second);
    assert_eq!(row.spacing, [ReasonCode::SameDay]);
    assert_eq!(
        (row.base, row.verdict, row.counted),
        (Verdict::Counts, Verdict::DoesNotCount, false)
    );
}

/// Sets household 1's place: version 1 far off, then version 2 at home from 1 April.
fn set_places(town: &Town) {
    for (point, from) in [(home(9), "2026-01-01"), (home(1), "2026-04-01")] {
        let mut plan = town.plan();
        plan.households.truncate(1);
        plan.households[0].place = Some((point, day(from)));
        crate::town::decide::import(&*town.store, &town.server.public(), &plan, now()).expect("an import");
    }
}

pub fn a_visit_is_judged_with_the_place_its_phone_knew(town: &Town) {
    set_places(town);
    let phone = town.phone(cadre(1));
    let mut records = Vec::new();
    for (number, started, version) in [
        (1, "2026-05-01T09:00:00+08:00", Some(1)),
        (2, "2026-05-03T09:00:00+08:00", Some(2)),
        (3, "2026-03-05T09:00:00+08:00", Some(2)),
        (4, "2026-05-07T09:00:00+08:00", None),
    ] {
        let mut visit = good_visit(1, cadre(1), started);
        visit.judged.place_version = version;
        records.push(phone.visits(number, &visit));
    }
    town.send(&phone, &records.iter().collect::<Vec<_>>());
    let judged: Vec<_> = records
        .iter()
        .map(|record| town.visit(record))
        .map(|row| (row.place, row.own))
        .collect();
    assert_eq!(
        judged,
        [
            (Some(1), vec![ReasonCode::TooFar]),
            (Some(2), vec![]),
            // Version 2 was not in force yet: the newest that was.
            (Some(1), vec![ReasonCode::TooFar]),
            (None, vec![ReasonCode::PlaceUnknown]),
        ]
    );
}

pub fn a_place_learns_from_counted_visits_and_is_signed(town: &Town) {
    let phone = town.phone(cadre(1));
    let places = || town.within(|tx| tx.household(&household(1))).expect("known").places;
    let first = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    town.send(&phone, &[&first]);
    assert_eq!(places(), []);
    let second = phone.visits(2, &good_visit(1, cadre(1), "2026-04-01T09:00:00+08:00"));
    town.send(&phone, &[&second]);
    let learnt = places();
    assert_eq!(learnt.len(), 1);
    assert_eq!(
        (learnt[0].point(), learnt[0].from, learnt[0].learned),
        (home(1), now().day(), true)
    );
    let desk = town.store.township(&town.code).expect("the township");
    let last = town.within(|tx| tx.last_of(&desk.desk_kid)).expect("a desk record");
    let jws = town.within(|tx| tx.jws(&last.sha256)).expect("its text");
    let key = ruhu_core::record::DeviceKey::from_sec1(&desk.desk_key).expect("a key");
    let record = ruhu_core::record::read_record(&jws, &key).expect("the township's signature");
    assert_eq!((record.envelope.kind, last.mark), (Kind::Place, None));
}

pub fn a_place_the_township_set_is_never_moved(town: &Town) {
    set_places(town);
    let phone = town.phone(cadre(1));
    let visits: Vec<_> = [(1, "2026-05-01"), (2, "2026-05-08"), (3, "2026-05-15")]
        .map(|(number, on)| {
            let mut visit = good_visit(1, cadre(1), &format!("{on}T09:00:00+08:00"));
            visit.fixes[0].lat += 0.0003;
            visit.judged.place_version = Some(2);
            phone.visits(number, &visit)
        })
        .into();
    town.send(&phone, &visits.iter().collect::<Vec<_>>());
    assert!(visits.iter().all(|visit| town.visit(visit).counted));
    let places = town.within(|tx| tx.household(&household(1))).expect("known").places;
    assert_eq!(places.len(), 2);
}

pub fn a_correction_changes_statements_whatever_comes_first(town: &Town) {
    let phone = town.phone(cadre(1));
    let visit = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    let correct = |number: u8, corrects, note: &str| {
        let body = Correction {
            visit: visit.envelope.id.into(),
            corrects,
            why: format!("because {note}"),
            statements: Statements {
                note: Some(note.into()),
                ..Statements::default()
            },
        };
        phone.write(number, Kind::Correction, serde_json::to_value(body).expect("JSON"))
    };
    let first = correct(2, visit.sha256, "first");
    let second = correct(3, first.sha256, "second");
    let astray = correct(4, ruhu_core::ids::Sha256::of(b"nothing"), "astray");
    for record in [&second, &astray, &visit] {
        town.send(&phone, &[record]);
    }
    assert_eq!(town.visit(&visit).statements, visit.sha256);
    town.send(&phone, &[&first]);
    let file = town
        .store
        .household_file(&town.code, &household(1))
        .expect("a file")
        .expect("known");
    let shown = &file.visits[0];
    assert_eq!(
        shown.statements.as_ref().and_then(|all| all.note.as_deref()),
        Some("second")
    );
    assert_eq!(shown.corrected, ["because first", "because second"]);
    let unread = [&first, &second, &astray].map(|record| town.row(record).unread);
    assert_eq!(unread, [None, None, Some(Unread::CorrectsNothing)]);
    assert_eq!(town.visit(&visit).mode, Mode::OnSite);
}

pub fn a_visit_that_met_nobody_goes_to_review_and_a_correction_judges_it_again(town: &Town) {
    let phone = town.phone(cadre(1));
    let stating = |met: Met| Statements {
        met: vec![met],
        ..Statements::default()
    };
    let mut visit = good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00");
    visit.statements = stating(Met::Nobody);
    let visit = phone.visits(1, &visit);
    town.send(&phone, &[&visit]);
    let row = town.visit(&visit);
    assert_eq!(row.own, [ReasonCode::PlaceUnknown, ReasonCode::NobodyMet]);
    assert_eq!((row.base, row.counted), (Verdict::NeedsReview, false));
    let correct = |number: u8, corrects: &SignedRecord, met: Met| {
        let correction = Correction {
            visit: visit.envelope.id.into(),
            corrects: corrects.sha256,
            why: "点错了".into(),
            statements: stating(met),
        };
        let body = serde_json::to_value(&correction).expect("it is JSON");
        phone.write(number, Kind::Correction, body)
    };
    let first = correct(2, &visit, Met::Householder);
    town.send_at(&phone, &[&first], now().plus_ms(1000));
    let row = town.visit(&visit);
    assert!(row.counted && !row.own.contains(&ReasonCode::NobodyMet), "{row:?}");
    let second = correct(3, &first, Met::Nobody);
    town.send_at(&phone, &[&second], now().plus_ms(2000));
    assert!(!town.visit(&visit).counted);
    let file = town
        .store
        .household_file(&town.code, &household(1))
        .expect("a file")
        .expect("known");
    let why: Vec<Why> = file.visits[0].history.iter().map(|past| past.why).collect();
    assert_eq!(why, [Why::Arrived, Why::Correction, Why::Correction]);
}

/// Visits of one day to these homes, all written down where home 1 is.
fn at_one_desk(phone: &super::town::Phone, homes: &[u8], day: &str, first: u8) -> Vec<SignedRecord> {
    let numbers = (first..).zip(homes);
    numbers
        .map(|(number, of)| {
            let started = moment(&format!("{day}T09:00:00+08:00")).plus_ms(i64::from(number) * 1_200_000);
            let mut visit = good_visit(*of, cadre(1), &started.to_string());
            visit.fixes[0].lat = home(1).lat + f64::from(*of) * 0.00002;
            phone.visits(number, &visit)
        })
        .collect()
}

/// A town with seven households more, all cadre 1's, none with a place.
fn ten_homes(town: &Town) {
    let mut plan = town.plan();
    let pattern = plan.households[0].clone();
    for number in 4..=10 {
        let mut more = pattern.clone();
        more.household = household(number);
        more.assignments[0].household = household(number);
        plan.households.push(more);
    }
    crate::town::decide::import(
        &*town.store,
        &town.server.public(),
        &plan,
        moment("2026-01-02T09:00:00+08:00"),
    )
    .expect("an import");
}

pub fn homes_written_down_at_one_spot_are_noted_whatever_comes_first(town: &Town) {
    ten_homes(town);
    let mut seed: usize = 7;
    for _ in 0..4 {
        let town = Town::new(town.make);
        ten_homes(&town);
        let phone = town.phone(cadre(1));
        let mut waiting = at_one_desk(&phone, &[1, 2, 4, 5, 6], "2026-03-01", 1);
        let all = waiting.clone();
        let mut sent = 0;
        while !waiting.is_empty() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let record = waiting.remove((seed >> 33) % waiting.len());
            town.send(&phone, &[&record]);
            sent += 1;
            let noted = all.iter().filter(|record| {
                town.within(|tx| tx.visit(&record.envelope.id.into()))
                    .is_some_and(|row| row.across.contains(&ReasonCode::OneSpot))
            });
            assert_eq!(noted.count(), if sent < 4 { 0 } else { sent });
        }
        // A note: they count all the same.
        assert!(all.iter().all(|record| town.visit(record).counted));
    }
}

pub fn nothing_is_learnt_from_homes_written_down_at_one_spot(town: &Town) {
    ten_homes(town);
    let phone = town.phone(cadre(1));
    let homes = [1, 2, 4, 5, 6, 7, 8, 9, 10];
    for (month, first) in (1..=3).zip([1, 40, 80]) {
        let records = at_one_desk(&phone, &homes, &format!("2026-0{month}-05"), first);
        town.send(&phone, &records.iter().collect::<Vec<_>>());
    }
    for number in homes {
        let places = town
            .within(|tx| tx.household(&household(number)))
            .expect("known")
            .places;
        assert_eq!(places, [], "household {number}");
    }
    // Two visits at its own door teach one all the same.
    for (number, started) in [(200, "2026-04-05T09:00:00+08:00"), (201, "2026-05-05T09:00:00+08:00")] {
        town.send(&phone, &[&phone.visits(number, &good_visit(2, cadre(1), started))]);
    }
    let places = town.within(|tx| tx.household(&household(2))).expect("known").places;
    assert_eq!((places.len(), places[0].point()), (1, home(2)));
}

pub fn a_place_the_township_sets_takes_the_note_back(town: &Town) {
    ten_homes(town);
    let phone = town.phone(cadre(1));
    let records = at_one_desk(&phone, &[1, 2, 4, 5, 6], "2026-03-01", 1);
    town.send(&phone, &records.iter().collect::<Vec<_>>());
    let noted = || {
        records
            .iter()
            .filter(|r| town.visit(r).across.contains(&ReasonCode::OneSpot))
            .count()
    };
    assert_eq!(noted(), 5);
    let set = |number: u8| {
        let new = crate::town::decide::NewPlace {
            household: &household(number),
            point: home(1),
            from: day("2026-06-30"),
            why: None,
            by: None,
        };
        crate::town::decide::set_place(&*town.store, &town.code, &new, now()).expect("a place");
    };
    set(1);
    assert_eq!(noted(), 4, "four homes are left");
    set(2);
    assert_eq!(noted(), 0);
    let file = town
        .store
        .household_file(&town.code, &household(2))
        .expect("a file")
        .expect("known");
    let why: Vec<Why> = file.visits[0].history.iter().map(|past| past.why).collect();
    assert_eq!(why, [Why::Arrived, Why::Place]);
}
