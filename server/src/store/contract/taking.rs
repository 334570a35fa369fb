//! Records in: receipts, chains, refusals, the log.

use super::town::{Town, cadre, good_visit, now, refused};
use crate::store::{ChainMark, DeviceRow, EvidenceRecord, Unread};
use ruhu_core::record::{Kind, MerkleLog};
use ruhu_core::wire::{CheckpointSeen, SyncRequest, TakenState};
use serde_json::json;

pub fn a_record_sent_twice_gets_the_same_receipt(town: &Town) {
    let phone = town.phone(cadre(1));
    let visit = phone.visits(1, &good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00"));
    let first = town.send(&phone, &[&visit, &visit]);
    let later = town.send_at(&phone, &[&visit], now().plus_ms(3_600_000));
    assert_eq!(first.taken[0], first.taken[1]);
    assert_eq!(first.taken[0], later.taken[0]);
    let TakenState::Receipt(receipt) = &first.taken[0].state else {
        panic!("the visit is taken");
    };
    let receipt = town.server.public().receipt(receipt).expect("a genuine receipt");
    assert_eq!(
        (receipt.sha256, receipt.seq, receipt.received),
        (visit.sha256, Some(1), now())
    );
    assert_eq!(later.down.households.len(), 2);
    assert_eq!(town.within(|tx| tx.visit_ids()).len(), 1);
}

pub fn a_gap_is_taken_marked_and_filled_later(town: &Town) {
    let phone = town.phone(cadre(1));
    let records: Vec<_> = (1..=3).map(|n| phone.write(n, Kind::Consent, json!({}))).collect();
    town.send(&phone, &[&records[0], &records[2]]);
    assert_eq!(town.row(&records[2]).mark, Some(ChainMark::Gap));
    town.send(&phone, &[&records[1]]);
    for record in &records {
        assert_eq!(town.row(record).mark, None);
    }
}

pub fn one_number_with_two_hashes_is_a_fork_and_both_are_kept(town: &Town) {
    let phone = town.phone(cadre(1));
    let first = phone.write(1, Kind::Consent, json!({}));
    let other = phone.write_as(2, 1, None, Kind::Consent, json!({"given": false}));
    let next = phone.write(3, Kind::Consent, json!({}));
    assert_eq!(refused(&town.send(&phone, &[&first, &other, &next])), ["taken"; 3]);
    let marks = [&first, &other, &next].map(|record| town.row(record).mark);
    assert_eq!(marks, [None, Some(ChainMark::Fork), None]);
}

pub fn a_kind_nobody_knows_is_kept_and_not_judged(town: &Town) {
    let phone = town.phone(cadre(1));
    let record = phone.write(
        1,
        Kind::Unknown("drone_flight".into()),
        json!({"household": "H1", "new": [1]}),
    );
    assert_eq!(refused(&town.send(&phone, &[&record])), ["taken"]);
    assert_eq!(town.row(&record).unread, Some(Unread::UnknownKind));
    assert_eq!(town.within(|tx| tx.jws(&record.sha256)), Some(record.jws));
}

pub fn a_phone_cannot_write_what_only_the_township_may(town: &Town) {
    let phone = town.phone(cadre(1));
    let place =
        json!({"household": "H1", "version": 1, "lat": 1.0, "lon": 1.0, "from": "2026-01-01", "learned": false});
    let record = phone.write(1, Kind::Place, place);
    assert_eq!(refused(&town.send(&phone, &[&record])), ["taken"]);
    assert_eq!(town.row(&record).unread, Some(Unread::NotThePhones));
    let facts = town
        .within(|tx| tx.household(&super::town::household(1)))
        .expect("it is known");
    assert_eq!(facts.places, []);
}

pub fn what_is_not_genuine_is_refused_with_its_reason(town: &Town) {
    let phone = town.phone(cadre(1));
    let good = phone.write(1, Kind::Consent, json!({}));
    let cut = good.jws[..good.jws.len() - 4].to_owned() + "AAAA";
    let huge = "x".repeat(ruhu_core::record::MAX_RECORD_BYTES + 1);
    let stranger = super::town::Town::new(town.make).phone(cadre(1));
    let strange = stranger.write(2, Kind::Consent, json!({})).jws;
    let answer = town.send_texts(
        &phone,
        vec![cut, "no.jws".into(), huge, strange, good.jws.clone()],
        now(),
    );
    assert_eq!(
        refused(&answer),
        ["bad_signature", "not_a_jws", "too_large", "unknown_key", "taken"]
    );
    let revoked = DeviceRow {
        revoked: Some(now()),
        ..phone.device.clone()
    };
    town.within(|tx| tx.put_device(&revoked, "", now()));
    let late = phone.write(3, Kind::Consent, json!({}));
    // Another phone brings it: the revoked one itself is not heard at all.
    assert_eq!(refused(&town.send(&town.phone(cadre(1)), &[&late])), ["revoked_key"]);
    assert_eq!(town.within(|tx| tx.record(&late.sha256)), None);
}

pub fn a_visit_that_ends_before_it_starts_is_kept_and_not_judged(town: &Town) {
    let phone = town.phone(cadre(1));
    let mut visit = good_visit(1, cadre(1), "2026-03-01T09:00:00+08:00");
    visit.ended.wall = visit.started.wall.plus_ms(-1);
    let record = phone.visits(1, &visit);
    assert_eq!(refused(&town.send(&phone, &[&record])), ["taken"]);
    assert_eq!(town.row(&record).unread, Some(Unread::EndedBeforeStarted));
    assert!(town.within(|tx| tx.visit_ids()).is_empty());
}

pub fn the_log_grows_by_what_was_taken_and_proves_it(town: &Town) {
    let phone = town.phone(cadre(1));
    let key = town.server.public();
    let before = key
        .checkpoint(&town.send(&phone, &[]).checkpoint)
        .expect("a checkpoint");
    let records: Vec<_> = (1..=5).map(|n| phone.write(n, Kind::Consent, json!({}))).collect();
    let request = SyncRequest {
        records: records.iter().map(|record| record.jws.clone()).collect(),
        checkpoint: Some(CheckpointSeen {
            log: before.log.clone(),
            size: before.size,
            root: before.root,
        }),
        ..SyncRequest::default()
    };
    let answer = crate::town::ingest::sync(&*town.store, &town.server, &phone.device, &request, now()).expect("a sync");
    let after = key.checkpoint(&answer.checkpoint).expect("a checkpoint");
    assert_eq!(after.size, before.size + 5);
    let proof = answer.consistency.expect("a proof");
    MerkleLog::check_consistency((before.size, before.root), (after.size, after.root), &proof).expect("it holds");
    let mut log = MerkleLog::new();
    town.store
        .each_leaf(&town.code, &mut |n, leaf| {
            assert_eq!(log.push(leaf), n);
            Ok(())
        })
        .expect("every leaf");
    assert_eq!((log.size(), log.root()), (after.size, after.root));
    let head = town.store.heads(&town.code).expect("the heads").pop().expect("one");
    assert_eq!((head.size, head.root), (after.size, after.root));
}

pub fn every_record_streams_in_order_of_key_and_number(town: &Town) {
    let phones = [town.phone(cadre(1)), town.phone(cadre(2))];
    for phone in &phones {
        let records: Vec<_> = (1..=3).map(|n| phone.write(n, Kind::Consent, json!({}))).collect();
        town.send(phone, &records.iter().rev().collect::<Vec<_>>());
    }
    let mut seen: Vec<EvidenceRecord> = Vec::new();
    town.store
        .each_record(&town.code, &mut |record| {
            seen.push(record);
            Ok(())
        })
        .expect("every record");
    let order: Vec<_> = seen.iter().map(|record| (record.device.clone(), record.seq)).collect();
    assert!(order.is_sorted() && phones.iter().all(|phone| order.contains(&(phone.kid().clone(), 3))));
    for record in seen {
        let salt = record.salt.expect("nothing is erased");
        assert_eq!(ruhu_core::record::Leaf::of(&salt, &record.sha256), record.leaf);
    }
}
