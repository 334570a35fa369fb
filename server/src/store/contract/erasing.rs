//! A household lawfully erased.

use super::town::{Town, cadre, day, good_visit, household, moment, now};
use crate::store::{EvidenceRecord, PhotoRow, Unread, UploadId, UploadRow};
use crate::town::decide::{self, LogAsk};
use crate::{Error, Result};
use ruhu_core::domain::{Ruling, WaiverKind, WaiverScope};
use ruhu_core::ids::{HouseholdNo, Sha256};
use ruhu_core::record::{DecisionBody, Kind, MerkleLog, SignedRecord, WaiverBody};
use serde_json::json;

fn erase(town: &Town, no: &HouseholdNo) -> Result<u64> {
    decide::erase(&*town.store, &town.code, no, "镇长", Some("本人申请"), now())
}

/// A visit with a decision, a signature and a waiver about household 1, and a visit of household 2 by the same phone.
struct Story {
    phone: super::town::Phone,
    visit: SignedRecord,
    other: SignedRecord,
}

fn story(town: &Town) -> Story {
    let phone = town.phone(cadre(1));
    let visit = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    let strokes = json!({"visit": visit.envelope.id, "strokes": []});
    let signature = phone.write(2, Kind::Signature, strokes);
    let other = phone.visits(3, &good_visit(2, cadre(1), "2026-03-01T11:00:00+08:00"));
    town.send(&phone, &[&visit, &signature, &other]);
    let decision = DecisionBody {
        visit: visit.envelope.id.into(),
        ruling: Some(Ruling::Counts),
        why: "已核实".into(),
        by: "所长".into(),
    };
    decide::rule(&*town.store, &town.code, &decision, now()).expect("decided");
    let waiver = WaiverBody {
        scope: WaiverScope::Household(household(1)),
        kind: WaiverKind::Excuse,
        from: day("2026-04-01"),
        to: day("2026-04-30"),
        why: "户主住院".into(),
        paper: None,
        by: None,
    };
    decide::waive(&*town.store, &town.code, &waiver, now()).expect("granted");
    Story { phone, visit, other }
}

fn records(town: &Town) -> Vec<EvidenceRecord> {
    let mut all = Vec::new();
    let mut each = |record| {
        all.push(record);
        Ok(())
    };
    town.store.each_record(&town.code, &mut each).expect("every record");
    all
}

pub fn an_erased_household_leaves_its_number_and_its_counts(town: &Town) {
    let story = story(town);
    let fact = town.visit(&story.visit).fact();
    erase(town, &household(1)).expect("erased");
    let states = town.store.households(&town.code).expect("the households");
    let state = states
        .iter()
        .find(|state| state.household == household(1))
        .expect("its number");
    assert_eq!((state.head.as_str(), state.visits.as_slice()), ("", &[fact][..]));
    assert_eq!(state.tenure.left, Some(now().day()), "nothing more is asked of it");
    assert_eq!(state.waivers.len(), 1);
    let file = town
        .store
        .household_file(&town.code, &household(1))
        .expect("reads")
        .expect("known");
    assert!(file.places.is_empty() && file.household.phone.is_empty());
    let shown = &file.visits[0];
    assert_eq!((shown.statements.as_ref(), shown.photos.len()), (None, 0));
    assert_eq!(shown.decision, Some((Ruling::Counts, String::new(), String::new())));
    let row = town.visit(&story.visit);
    assert_eq!((row.fix, row.position, row.counted), (None, None, true));
    let roster = town.store.roster_now(&town.code).expect("the roster");
    assert_eq!(roster.households.len(), 2);
    assert!(roster.erased.contains(&household(1)));
    // The neighbours' are as they were.
    assert_eq!(town.visit(&story.other).decision, None);
    assert!(town.visit(&story.other).fix.is_some());
}

pub fn every_record_about_it_becomes_a_tombstone_and_the_log_still_stands(town: &Town) {
    let story = story(town);
    let before = town.store.log(&town.code, None).expect("the log");
    // Visit, signature, decision, waiver; the place that was learnt of one visit is none yet.
    assert_eq!(erase(town, &household(1)).expect("erased"), 4);
    let after = town.store.log(&town.code, Some(before.size)).expect("the log");
    assert_eq!(after.size, before.size + 4);
    let all = records(town);
    let erased: Vec<&str> = all
        .iter()
        .filter(|record| record.jws.is_none())
        .map(|record| record.kind.as_str())
        .collect();
    let mut kinds = erased.clone();
    kinds.sort_unstable();
    assert_eq!(kinds, ["decision", "signature", "visit", "waiver"]);
    assert!(all.iter().all(|record| record.jws.is_some() == record.salt.is_some()));
    let mut leaves: Vec<_> = all.iter().map(|record| (record.n, record.leaf)).collect();
    leaves.sort_by_key(|(n, _)| *n);
    let mut log = MerkleLog::new();
    for (_, leaf) in leaves {
        log.push(leaf);
    }
    assert_eq!((log.size(), log.root()), (after.size, after.root));
    // The phone's chain goes on over it.
    let next = story
        .phone
        .visits(4, &good_visit(2, cadre(1), "2026-05-01T11:00:00+08:00"));
    town.send(&story.phone, &[&next]);
    assert_eq!(town.row(&next).mark, None);
    let entries = decide::decided(&*town.store, &LogAsk::default()).expect("the log");
    let entry = entries
        .iter()
        .find(|entry| entry.kind == "tombstone")
        .expect("it is told");
    assert_eq!((entry.records, entry.by.as_deref()), (4, Some("镇长")));
    assert_eq!(entries.iter().filter(|entry| entry.kind == "tombstone").count(), 1);
}

pub fn what_arrives_afterwards_is_chained_and_erased_at_once(town: &Town) {
    let story = story(town);
    erase(town, &household(1)).expect("erased");
    let cursor = town.hear(&story.phone, 0).cursor;
    let late = story
        .phone
        .visits(5, &good_visit(1, cadre(1), "2026-05-01T09:00:00+08:00"));
    let correction = json!({"visit": story.visit.envelope.id, "corrects": story.visit.sha256, "why": "写错",
        "statements": {"living": {}, "changes": {}, "note": "户主姓张"}});
    let correction = story.phone.write(6, Kind::Correction, correction);
    let answer = town.send(&story.phone, &[&late, &correction]);
    assert_eq!(super::town::refused(&answer), ["taken", "taken"]);
    for record in [&late, &correction] {
        assert_eq!(town.row(record).unread, Some(Unread::Erased));
        assert_eq!(town.within(|tx| tx.jws(&record.sha256)), None);
    }
    assert_eq!(town.within(|tx| tx.visit(&late.envelope.id.into())), None);
    // Whoever wrote it is told once more; and the same bytes get their receipt again.
    assert_eq!(town.hear(&story.phone, cursor).erased, [household(1)]);
    assert_eq!(super::town::refused(&town.send(&story.phone, &[&late])), ["taken"]);
    let photo = good_visit(1, cadre(1), "2026-05-01T09:00:00+08:00").photos[0]
        .original
        .sha256;
    assert_eq!(town.store.named_size(story.phone.kid(), &photo).expect("reads"), None);
    assert!(town.store.photo_erased(story.phone.kid(), &photo).expect("reads"));
}

pub fn phones_hear_of_it_and_of_nothing_else(town: &Town) {
    let story = story(town);
    let stranger = town.phone(cadre(2));
    let (before, others) = (town.hear(&story.phone, 0).cursor, town.hear(&stranger, 0).cursor);
    erase(town, &household(1)).expect("erased");
    let heard = town.hear(&story.phone, before);
    assert_eq!(
        (heard.erased.as_slice(), heard.households.len()),
        (&[household(1)][..], 0)
    );
    let whole = town.hear(&story.phone, 0);
    assert_eq!((whole.erased.len(), whole.households.len()), (1, 1));
    assert_eq!(town.hear(&stranger, others).erased, []);
    assert_eq!(town.hear(&story.phone, heard.cursor).erased, []);
}

pub fn nothing_is_decided_about_it_any_more(town: &Town) {
    let story = story(town);
    erase(town, &household(1)).expect("erased");
    let size = town.store.log(&town.code, None).expect("the log").size;
    let decision = DecisionBody {
        visit: story.visit.envelope.id.into(),
        ruling: None,
        why: "看错了".into(),
        by: "所长".into(),
    };
    let decided = decide::rule(&*town.store, &town.code, &decision, now());
    let imported = decide::import(&*town.store, &town.server.public(), &town.plan(), now());
    for refused in [decided, imported, erase(town, &household(1)).map(|_| ())] {
        match refused {
            Err(Error::Refused { what, .. }) => assert!(what.contains("lawfully erased on 2026-06-30"), "{what}"),
            other => panic!("{other:?}"),
        }
    }
    assert!(erase(town, &household(8)).is_err());
    assert!(decide::erase(&*town.store, &town.code, &household(2), " ", None, now()).is_err());
    assert_eq!(town.store.log(&town.code, None).expect("the log").size, size);
}

pub fn a_photo_goes_when_nobody_else_names_it(town: &Town) {
    let phone = town.phone(cadre(1));
    let own = good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00");
    let mut both = good_visit(2, cadre(1), "2026-03-01T11:00:00+08:00");
    let shared = super::town::photo("both", moment("2026-03-01T11:00:00+08:00"));
    both.photos = vec![shared.clone()];
    let mut first = own.clone();
    first.photos.push(shared.clone());
    town.send(&phone, &[&phone.visits(1, &first), &phone.visits(2, &both)]);
    let keep = |sha256: Sha256| {
        let upload = UploadRow {
            id: UploadId::new(),
            device: phone.kid().clone(),
            township: town.code.clone(),
            sha256,
            length: 1000,
            expires: now().plus_ms(1000),
            finished: false,
        };
        town.store.begin_upload(&upload).expect("begun");
        let photo = PhotoRow {
            township: town.code.clone(),
            sha256,
            size: 1000,
            device: phone.kid().clone(),
            received: now(),
        };
        town.store.take_photo(&upload.id, &photo).expect("taken");
    };
    for file in [own.photos[0].original, own.photos[0].copy, shared.original, shared.copy] {
        keep(file.sha256);
    }
    assert_eq!(town.store.erased_photos().expect("reads"), []);
    erase(town, &household(1)).expect("erased");
    let mut gone: Vec<Sha256> = town
        .store
        .erased_photos()
        .expect("reads")
        .into_iter()
        .map(|(_, sha)| sha)
        .collect();
    gone.sort_unstable();
    let mut expected = vec![own.photos[0].original.sha256, own.photos[0].copy.sha256];
    expected.sort_unstable();
    assert_eq!(gone, expected);
    for sha256 in &gone {
        town.store.forget_photo(&town.code, sha256).expect("forgotten");
        assert_eq!(town.store.photo(&town.code, sha256).expect("reads"), None);
    }
    assert_eq!(town.store.erased_photos().expect("reads"), []);
    assert!(
        town.store
            .photo(&town.code, &shared.copy.sha256)
            .expect("reads")
            .is_some()
    );
}
