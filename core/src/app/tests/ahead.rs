//! A township whose server is a version ahead of this phone: what is not understood costs itself alone, receipts never.

use super::*;
use crate::store::Store;
use crate::wire::Unread;
use serde_json::{Value, json};

/// How an answer differs.
type Change = fn(&mut Value);

fn two() -> Phone {
    Phone::with(vec![
        household(1, "李秀英", Class::Lifted),
        household(2, "王大山", Class::Lifted),
    ])
}

/// From now on the server says this otherwise.
fn ahead(phone: &Phone, change: impl Fn(&mut Value) + Send + 'static) {
    phone.town.with(|town| town.ahead = Some(Box::new(change)));
}

fn update(phone: &Phone) -> Option<String> {
    let told = phone.app.today(&TodayAsk::default()).expect("a list").update;
    told.map(|text| text.zh)
}

/// After a visit the phone syncs: its record arrives and is receipted whatever the answer says beside.
fn sends_all_the_same(phone: &Phone, what: &str) -> SyncReport {
    let before = phone.town.with(|town| town.records.len());
    phone.clock.minutes(60);
    phone.app.notice(&number(2), "2026-1", "paper").expect("tells");
    let report = phone.sync();
    assert_eq!(report.end, SyncEnd::Done, "{what}");
    phone
        .town
        .with(|town| assert_eq!(town.records.len(), before + 1, "{what}"));
    assert_eq!(
        phone.app.outbox().expect("a box").waiting,
        0,
        "{what}: the receipt is kept"
    );
    phone.sync();
    report
}

#[test]
fn a_later_word_anywhere_in_an_answer_stops_nothing_and_is_told() {
    let words: [(&str, Change); 16] = [
        ("a field", |told| told["down"]["harvest"] = json!({"rice": 3})),
        ("another shape of removed", |told| {
            told["down"]["removed"] = json!([{"household": 7}])
        }),
        ("another shape of erased", |told| {
            told["down"]["erased"] = json!({"all": true})
        }),
        ("a class", |told| {
            told["down"]["households"][0]["household"]["tenure"]["classes"][0]["class"] = json!("flooded");
        }),
        ("a place", |told| {
            told["down"]["households"][0]["household"]["place"] = json!({"grid": "51RUQ"})
        }),
        ("a former place", |told| {
            told["down"]["households"][0]["old_places"] = json!([{"grid": "51RUQ"}])
        }),
        ("a waiver", |told| {
            told["down"]["households"][0]["waivers"] =
                json!([{"kind": "half", "from": "2026-01-01", "to": "2026-02-01"}]);
        }),
        ("an assignment", |told| {
            told["down"]["households"][0]["assignments"] = json!([{"team": 7}])
        }),
        ("a mode", |told| {
            told["down"]["households"][0]["visits"] = json!([{"id": "01900000-0000-7000-8000-000000000001",
                "day": "2026-04-01", "mode": "drone", "verdict": "counts"}]);
        }),
        ("a decision", |told| {
            told["down"]["households"][0]["visits"] = json!([{"id": "01900000-0000-7000-8000-000000000001",
                "day": "2026-04-01", "mode": "on_site", "verdict": "counts", "decision": "half"}]);
        }),
        ("a household of another kind", |told| {
            told["down"]["households"][0] = json!({"hamlet": 9})
        }),
        ("households of another shape", |told| {
            told["down"]["households"] = json!({"page": 1})
        }),
        ("a time", |told| told["down"]["now"] = json!("the third day")),
        ("a cursor", |told| told["down"]["cursor"] = json!("c-17")),
        ("a policy", |told| {
            told["down"]["policies"] =
                json!([{"id": "next", "scope": "610924102", "toml": "ruhu_policy = 9\nmoon = 1\n"}]);
        }),
        ("cadres", |told| told["down"]["cadres"] = json!([{"badge": 7}])),
    ];
    for (what, change) in words {
        let phone = two();
        assert_eq!(update(&phone), None, "{what}");
        ahead(&phone, change);
        let report = sends_all_the_same(&phone, what);
        assert!(report.text.zh.contains("请更新应用"), "{what}: {}", report.text.zh);
        assert!(update(&phone).is_some_and(|told| told.contains("请更新应用")), "{what}");
        let list = phone.app.today(&TodayAsk::default()).expect("a list");
        assert_eq!(list.households, 2, "{what}: what was known stays");
        phone.visit(1, PHOTO);
        // The server is as it was, or the phone is: what came in its place is understood, and nothing is told any more.
        phone.town.with(|town| town.ahead = None);
        phone.app.store.ask_anew().expect("asks");
        phone.sync();
        assert_eq!(update(&phone), None, "{what}");
    }
}

#[test]
fn an_outcome_that_is_not_known_leaves_its_record_waiting_and_the_others_sent() {
    let phone = two();
    ahead(&phone, |told| {
        if let Some(first) = told["taken"].as_array_mut().and_then(|taken| taken.first_mut()) {
            *first = json!({"sha256": first["sha256"], "pledged": {"until": "2027-01-01"}});
        }
    });
    phone.app.notice(&number(1), "2026-1", "paper").expect("tells");
    phone.app.notice(&number(2), "2026-1", "paper").expect("tells");
    phone.sync();
    let outbox = phone.app.outbox().expect("a box");
    assert_eq!((outbox.waiting, outbox.stuck.len()), (1, 0));
    phone.town.with(|town| town.ahead = None);
    phone.sync();
    assert_eq!(phone.app.outbox().expect("a box").waiting, 0);
}

#[test]
fn policies_in_force_stay_while_the_new_ones_cannot_be_read_and_give_way_after_the_update() {
    let phone = two();
    let later = township::POLICY.replace("id = \"default\"", "id = \"later\"");
    assert_ne!(later, township::POLICY);
    let shown = later.clone();
    // What this version cannot read, and a later one can: here a list of another shape around the same text.
    ahead(&phone, move |told| {
        told["down"]["policies"] =
            json!([{"id": "later", "scope": "610924102", "toml": format!("{shown}\n[moon]\nphase = 1\n")}]);
    });
    sends_all_the_same(&phone, "a policy");
    let judged = phone.visit(1, PHOTO);
    assert_eq!(
        judged.verdict,
        crate::domain::Verdict::Counts,
        "by the policy that is known"
    );
    let in_force = |app: &App| app.store.policies().expect("reads")[0].toml.clone();
    assert_eq!(in_force(&phone.app), township::POLICY);

    let kept = phone.app.store.unread().expect("reads");
    assert!(
        kept.iter()
            .any(|part| part.field == "policies" && part.raw.contains("moon")),
        "kept as it came"
    );
    learn(&phone, |raw| raw.replace("\\n[moon]\\nphase = 1\\n", ""));
    let phone = phone.again();
    assert_eq!(in_force(&phone.app), later, "read again when the app is opened");
    assert_eq!(update(&phone), None);
}

#[test]
fn a_household_read_in_part_is_shown_and_read_whole_after_the_update() {
    let phone = two();
    ahead(&phone, |told| {
        told["down"]["households"][0]["household"]["head"] = json!("李秀兰");
        told["down"]["households"][0]["visits"] = json!([
            {"id": "01900000-0000-7000-8000-000000000001", "day": "2026-04-01", "mode": "drone", "verdict": "counts"},
            {"id": "01900000-0000-7000-8000-000000000002", "day": "2026-03-01", "mode": "on_site", "verdict": "counts"},
        ]);
    });
    phone.sync();
    let visits = |phone: &Phone| {
        let file = phone.app.household(&number(1)).expect("a file");
        (file.due.head, file.visits.len())
    };
    assert_eq!(visits(&phone), ("李秀兰".to_owned(), 1));
    learn(&phone, |raw| raw.replace("drone", "video"));
    let phone = phone.again();
    assert_eq!(visits(&phone), ("李秀兰".to_owned(), 2));
    assert_eq!(update(&phone), None);
}

#[test]
fn an_erasure_takes_what_was_kept_unread_too() {
    let phone = two();
    ahead(&phone, |told| {
        if let Some(household) = told.pointer_mut("/down/households/0/waivers") {
            *household = json!([{"kind": "half", "why": "李秀英住院"}]);
        }
    });
    phone.sync();
    let kept = |phone: &Phone| {
        let kept = phone.app.store.unread().expect("reads");
        kept.iter().filter(|part| part.raw.contains("李秀英")).count()
    };
    assert_eq!(kept(&phone), 1);
    phone.town.with(|town| {
        town.ahead = None;
        town.households.retain(|down| down.household.household != number(1));
        town.erased = vec![number(1)];
    });
    phone.sync();
    assert_eq!(kept(&phone), 0);
}

#[test]
fn after_an_update_of_the_app_everything_is_heard_anew() {
    let phone = two();
    phone
        .app
        .store
        .ask_anew()
        .expect("as a store that another version wrote");
    assert_eq!(phone.app.store.server_seen().expect("reads").asks_from(), 0);
    phone.town.with(|town| town.households.truncate(1));
    phone.sync();
    let seen = phone.app.store.server_seen().expect("reads");
    assert!(seen.cursor > 0 && seen.asks_from() == seen.cursor);
    assert_eq!(phone.app.today(&TodayAsk::default()).expect("a list").households, 1);
}

/// A later version of the app knows the word: what was kept reads as if it had been told so.
fn learn(phone: &Phone, read: impl Fn(String) -> String) {
    let store: &Store = &phone.app.store;
    let kept = store.unread().expect("reads");
    let learnt: Vec<Unread> = kept
        .into_iter()
        .map(|part| Unread {
            raw: read(part.raw),
            ..part
        })
        .collect();
    let nothing = crate::wire::Down::default();
    store
        .keep_read_later(&nothing, &learnt, &crate::app::today::PinyinInitials)
        .expect("keeps");
}
