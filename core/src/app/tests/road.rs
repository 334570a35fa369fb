//! Sending: what arrives, what is stuck, what may leave the phone.

use super::*;
use crate::outbox::StuckReason;

#[test]
fn a_month_offline_arrives_whole_and_only_then_originals_may_go() {
    let phone = Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "陈明德", Class::Lifted),
    ]);
    phone.town.with(|town| town.signal = false);
    phone.visit(1, PHOTO);
    phone.clock.days(30);
    phone.visit(2, OTHER_PHOTO);
    assert!(matches!(phone.sync().end, SyncEnd::Later { .. }));
    let waiting = phone.app.outbox().expect("a box");
    assert_eq!((waiting.waiting, waiting.sent, waiting.photos), (2, 0, 4));
    assert_eq!(phone.app.storage().expect("reads").originals, 0);

    phone.town.with(|town| town.signal = true);
    let report = phone.sync();
    assert_eq!(
        (report.end, report.progress.records_left, report.progress.photos_left),
        (SyncEnd::Done, 0, 0)
    );
    phone.town.with(|town| {
        assert_eq!((town.records.len(), town.photos.len()), (2, 4));
        assert!(town.photos.values().any(|bytes| bytes == PHOTO));
    });
    let arrived = phone.app.outbox().expect("a box");
    assert_eq!((arrived.waiting, arrived.sent, arrived.waiting_bytes), (0, 2, 0));
    let storage = phone.app.storage().expect("reads");
    let both = u64::try_from(PHOTO.len() + OTHER_PHOTO.len()).expect("small");
    assert_eq!((storage.originals, storage.bytes), (2, both));
    phone.app.free_storage().expect("frees");
    assert_eq!(phone.app.shelf.list().expect("lists").len(), 2);
    assert_eq!(phone.app.storage().expect("reads").originals, 0);
    assert_eq!(phone.sync().end, SyncEnd::Done);
}

#[test]
fn on_mobile_data_originals_wait_and_everything_else_goes() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    let road = RoadNow {
        network: Network::Metered,
        battery: Battery::Fine,
        urgency: Urgency::ByItself,
    };
    let report = phone.app.sync_now(road, &|_| ControlFlow::Continue(())).expect("syncs");
    assert_eq!(report.end, SyncEnd::OriginalsHeld);
    assert_eq!(phone.town.with(|town| (town.records.len(), town.photos.len())), (1, 1));
    let now = Settings {
        originals: crate::outbox::Originals::Now,
        ..Settings::default()
    };
    phone.app.set_settings(now).expect("sets");
    assert_eq!(phone.app.settings().expect("reads"), now);
    assert_eq!(
        phone
            .app
            .sync_now(road, &|_| ControlFlow::Continue(()))
            .expect("syncs")
            .end,
        SyncEnd::Done
    );
}

#[test]
fn a_stuck_original_holds_up_nothing_and_is_given_up_with_a_reason() {
    let phone = Phone::with(vec![household(1, "周桂兰", Class::Lifted)]);
    let original = crate::ids::Sha256::of(PHOTO);
    phone.visit(1, PHOTO);
    phone.town.with(|town| town.refuse_originals.push(original));
    phone.sync();
    let outbox = phone.app.outbox().expect("a box");
    assert_eq!(outbox.stuck.len(), 1);
    assert!(matches!(outbox.stuck[0].reason, StuckReason::Refused { .. }) && outbox.stuck[0].may_give_up);
    assert!(
        outbox.stuck[0].text.zh.starts_with("5月3日 周桂兰家：一张原图"),
        "{}",
        outbox.stuck[0].text.zh
    );
    assert_eq!(phone.town.with(|town| (town.records.len(), town.photos.len())), (1, 1));
    phone.app.retry(original).expect("retries");
    assert!(phone.app.outbox().expect("a box").stuck.is_empty());
    phone.sync();
    assert_eq!(code(phone.app.give_up_original(original, "")), "why_missing");
    phone.app.give_up_original(original, "镇里不收").expect("gives up");
    phone.sync();
    let outbox = phone.app.outbox().expect("a box");
    assert_eq!((outbox.stuck.len(), outbox.waiting, outbox.sent), (0, 0, 2));
    let body = phone.town.with(|town| town.records[1].envelope.body.clone());
    assert_eq!(body["why"], "镇里不收");
}

#[test]
fn a_refused_record_is_stuck_and_kept() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    phone.town.with(|town| town.refuse_records = true);
    phone.sync();
    let stuck = phone.app.outbox().expect("a box").stuck;
    assert_eq!((stuck.len(), stuck[0].may_give_up), (1, false));
    phone.town.with(|town| town.refuse_records = false);
    phone.app.retry(stuck[0].sha256).expect("retries");
    phone.sync();
    assert_eq!(phone.town.with(|town| town.records.len()), 1);
}

#[test]
fn a_home_given_to_somebody_else_leaves_the_list_and_its_visit_still_goes() {
    let phone = Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "陈明德", Class::Lifted),
    ]);
    phone.visit(1, PHOTO);
    let draft = phone.at_the_door(2);
    phone.town.with(|town| {
        town.households.clear();
        town.removed = vec![number(1), number(2)];
    });
    phone.sync();
    assert!(phone.app.today(&TodayAsk::default()).expect("a list").rows.is_empty());
    assert_eq!(code(phone.app.household(&number(1))), "not_found");
    assert_eq!(phone.town.with(|town| town.records.len()), 1);
    // A visit begun before is not lost with the household.
    let door = phone.app.judge(draft).expect("still judged");
    assert_eq!(door.head, "陈明德");
    // But it is told what it is worth now: this cadre is not assigned any more.
    let codes: Vec<_> = door.reasons.iter().map(|reason| reason.code).collect();
    assert!(codes.contains(&crate::domain::ReasonCode::NotAssigned), "{codes:?}");
    phone.app.finish(draft).expect("finishes");
    phone.sync();
    assert_eq!(phone.town.with(|town| town.records.len()), 2);
}

#[test]
fn what_the_server_says_of_a_visit_stands_over_what_the_phone_said() {
    let phone = Phone::with(vec![household(1, "李秀英", Class::Lifted)]);
    phone.visit(1, PHOTO);
    phone.sync();
    phone
        .town
        .with(|town| town.households[0].visits[0].decision = Some(crate::domain::Ruling::DoesNotCount));
    phone.sync();
    let file = phone.app.household(&number(1)).expect("a file");
    assert_eq!((file.due.have, file.visits[0].tag.zh.as_str()), (0, "× 审核认定不算"));
}
