//! A companion counts once his or her own phone has said so.

use super::town::{Phone, Town, cadre, good_visit, moment, now, refused};
use crate::store::{Companion, Unread};
use crate::town::decide;
use ruhu_core::domain::{ReasonCode, Ruling, Visit};
use ruhu_core::ids::CadreId;
use ruhu_core::record::{DecisionBody, Kind, SignedRecord};

/// A visit of the second cadre at a home of the first, who is named as a companion.
fn together(companions: &[CadreId]) -> Visit {
    let mut visit = good_visit(1, cadre(2), "2026-03-01T09:00:00+08:00");
    visit.companions = companions.to_vec();
    visit
}

fn codes(town: &Town, record: &SignedRecord) -> Vec<ReasonCode> {
    let mut codes = town.visit(record).judgement().codes;
    // A note: these phones know no place.
    codes.retain(|code| *code != ReasonCode::PlaceUnknown);
    codes
}

fn asked(town: &Town, phone: &Phone) -> usize {
    town.hear(phone, 0).asked.expect("this server tells").len()
}

pub fn a_companion_makes_no_visit_assigned_until_his_own_phone_says_so(town: &Town) {
    let (own, other) = (town.phone(cadre(1)), town.phone(cadre(2)));
    let visit = other.visits(1, &together(&[cadre(1)]));
    town.send(&other, &[&visit]);
    assert_eq!(codes(town, &visit), [ReasonCode::NotAssigned]);
    let ask = town.hear(&own, 0).asked.expect("this server tells").remove(0);
    assert_eq!((ask.visit, ask.record), (visit.envelope.id.into(), visit.sha256));
    assert_eq!((ask.by.as_str(), ask.head.as_str()), ("干部2", "户主1"));
    assert_eq!(asked(town, &other), 0);
    town.send(&own, &[&own.says(2, &visit, true)]);
    assert_eq!(codes(town, &visit), []);
    assert!(town.visit(&visit).counted);
    assert_eq!(asked(town, &own), 0);
}

pub fn a_companion_who_has_not_spoken_is_no_evidence_against_his_own_visits(town: &Town) {
    let (own, other) = (town.phone(cadre(1)), town.phone(cadre(2)));
    // He is at home 1 himself; a colleague, at home 3 in the same quarter of an hour, names him as a companion.
    let mine = own.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    let mut elsewhere = good_visit(3, cadre(2), "2026-03-01T09:05:00+08:00");
    elsewhere.companions = vec![cadre(1)];
    let theirs = other.visits(2, &elsewhere);
    town.send(&own, &[&mine]);
    town.send(&other, &[&theirs]);
    assert_eq!((codes(town, &mine), codes(town, &theirs)), (vec![], vec![]));
    // Once he says he was there, he was in two places at once; taken back, he was not.
    town.send(&own, &[&own.says(3, &theirs, true)]);
    for record in [&mine, &theirs] {
        assert!(codes(town, record).contains(&ReasonCode::TwoPlacesAtOnce));
    }
    town.send(&own, &[&own.says(4, &theirs, false)]);
    assert_eq!((codes(town, &mine), codes(town, &theirs)), (vec![], vec![]));
}

pub fn a_companion_who_says_no_is_heard_and_the_newest_word_holds(town: &Town) {
    let (own, other) = (town.phone(cadre(1)), town.phone(cadre(2)));
    let visit = other.visits(1, &together(&[cadre(1)]));
    town.send(&other, &[&visit]);
    for (number, there) in [(2, false), (3, true), (4, false)] {
        town.send(&own, &[&own.says(number, &visit, there)]);
        let companion = Companion {
            cadre: cadre(1),
            there: Some(there),
        };
        assert_eq!(town.visit(&visit).companions, [companion]);
        assert_eq!(codes(town, &visit).is_empty(), there);
        assert_eq!(asked(town, &own), 0, "who has spoken is not asked again");
    }
    // A reviewer's decision stands over it.
    let decision = DecisionBody {
        visit: visit.envelope.id.into(),
        ruling: Some(Ruling::Counts),
        why: "on the phone".into(),
        by: "周敏".into(),
    };
    decide::rule(&*town.store, &town.code, &decision, now()).expect("a decision");
    assert!(town.visit(&visit).counted);
}

pub fn a_word_about_another_record_or_from_another_phone_confirms_nothing(town: &Town) {
    let (own, other) = (town.phone(cadre(1)), town.phone(cadre(2)));
    let visit = other.visits(1, &together(&[cadre(1)]));
    let second = other.visits(2, &good_visit(3, cadre(2), "2026-03-05T09:00:00+08:00"));
    town.send(&other, &[&visit, &second]);
    // The visitor's own phone speaks for nobody else.
    let mut word = serde_json::to_value(own.says(3, &visit, true).envelope.body).expect("JSON");
    let forged = other.write(4, Kind::Companion, word.clone());
    // Another record's hash, a visit that does not name the cadre, a body that is none.
    word["sha256"] = serde_json::json!(second.sha256);
    let stale = own.write(5, Kind::Companion, word);
    let unnamed = own.says(6, &second, true);
    let unread = own.write(7, Kind::Companion, serde_json::json!({"visit": "x"}));
    assert_eq!(refused(&town.send(&other, &[&forged])), ["taken"]);
    assert_eq!(refused(&town.send(&own, &[&stale, &unnamed, &unread])), ["taken"; 3]);
    for (record, why) in [
        (&forged, Unread::AnotherCadre),
        (&stale, Unread::ConfirmsNothing),
        (&unnamed, Unread::ConfirmsNothing),
        (&unread, Unread::BodyUnreadable),
    ] {
        assert_eq!(town.row(record).unread, Some(why));
    }
    assert_eq!(codes(town, &visit), [ReasonCode::NotAssigned]);
    assert_eq!(asked(town, &own), 1);
}

pub fn at_most_eight_known_cadres_are_believed_and_asked(town: &Town) {
    let (own, other) = (town.phone(cadre(1)), town.phone(cadre(2)));
    // The visitor twice, strangers by the thousand, and the home's own cadre among the first eight, or behind them.
    let crowd = |front: &[CadreId]| -> Vec<CadreId> {
        let strangers = (0..4_000u32).map(|n| {
            let mut id = [9; 16];
            id[..4].copy_from_slice(&n.to_be_bytes());
            CadreId::from_bytes(id)
        });
        front.iter().copied().chain(strangers).collect()
    };
    let first = other.visits(1, &together(&crowd(&[cadre(2), cadre(1), cadre(2), cadre(1)])));
    let mut late = together(&crowd(&[]));
    late.companions.push(cadre(1));
    late.started = ruhu_core::time::TimeEvidence::told(moment("2026-03-05T09:00:00+08:00"));
    late.ended = ruhu_core::time::TimeEvidence::told(moment("2026-03-05T09:15:00+08:00"));
    let second = other.visits(2, &late);
    assert_eq!(refused(&town.send(&other, &[&first])), ["taken"]);
    assert_eq!(refused(&town.send(&other, &[&second])), ["taken"]);
    let named = Companion {
        cadre: cadre(1),
        there: None,
    };
    assert_eq!(town.visit(&first).companions, [named]);
    assert_eq!(town.visit(&second).companions, []);
    assert_eq!(asked(town, &own), 1);
}

pub fn a_word_may_come_before_its_visit(town: &Town) {
    let (own, other) = (town.phone(cadre(1)), town.phone(cadre(2)));
    let visit = other.visits(1, &together(&[cadre(1)]));
    let word = own.says(2, &visit, true);
    town.send(&own, &[&word]);
    assert_eq!(town.row(&word).unread, Some(Unread::ConfirmsNothing));
    town.send(&other, &[&visit]);
    assert_eq!(town.row(&word).unread, None);
    assert_eq!(codes(town, &visit), []);
}
