use super::*;
use crate::outbox::StuckReason;

const NOW: i64 = 1_780_000_000_000;

fn now() -> Moment {
    Moment::from_millis(NOW)
}

fn conditions() -> SendConditions {
    SendConditions {
        network: Network::Unmetered,
        battery: Battery::Fine,
        originals: Originals::OnUnmetered,
        urgency: Urgency::ByItself,
        batch_bytes: 1_000,
    }
}

fn item(name: &str, what: What, needed: i64) -> Item {
    Item {
        sha256: Sha256::of(name.as_bytes()),
        what,
        device: "d".repeat(43).parse().expect("43 characters"),
        bytes: 400,
        needed: Moment::from_millis(needed),
        state: SendState::NEW,
        upload: None,
    }
}

fn record(seq: u64) -> Item {
    item(&format!("record {seq}"), What::Record { seq }, 0)
}

fn named_by(record: &Item) -> (What, What) {
    let named_by = record.sha256;
    (What::Copy { named_by }, What::Original { named_by })
}

fn sent() -> SendState {
    SendState::Sent { receipt: String::new() }
}

fn stuck() -> SendState {
    SendState::Stuck {
        reason: StuckReason::Unreadable,
    }
}

fn waits(millis: i64) -> SendState {
    SendState::Waiting {
        next_try: Some(Moment::from_millis(NOW + millis)),
        tries: 1,
    }
}

/// Sends everything the plan asks for and answers the order.
fn order(mut items: Vec<Item>, conditions: &SendConditions) -> Vec<Sha256> {
    let mut order = Vec::new();
    loop {
        let going = match plan(&items, conditions, now()) {
            Next::Records(batch) => batch,
            Next::Photo(sha256) => vec![sha256],
            Next::Idle(_) => return order,
        };
        for item in &mut items {
            if going.contains(&item.sha256) {
                item.state = sent();
            }
        }
        order.extend(going);
    }
}

#[test]
fn records_go_first_then_copies_then_originals_the_newest_need_first() {
    let (one, two) = (record(1), record(2));
    let ((copy, original), (newer_copy, newer_original)) = (named_by(&one), named_by(&two));
    let expected = vec![
        one.clone(),
        two.clone(),
        item("newer copy", newer_copy, 20),
        item("copy", copy, 10),
        item("newer original", newer_original, 20),
        item("original", original, 10),
    ];
    let names: Vec<Sha256> = expected.iter().map(|item| item.sha256).collect();
    let mut given = expected;
    given.reverse();
    assert_eq!(order(given, &conditions()), names);
}

#[test]
fn a_call_carries_as_many_records_as_fit_and_always_one() {
    let items: Vec<Item> = (1..=5).map(record).collect();
    let hashes: Vec<Sha256> = items.iter().map(|item| item.sha256).collect();
    assert_eq!(plan(&items, &conditions(), now()), Next::Records(hashes[..2].to_vec()));
    let narrow = SendConditions {
        batch_bytes: 1,
        ..conditions()
    };
    assert_eq!(plan(&items, &narrow, now()), Next::Records(hashes[..1].to_vec()));
}

#[test]
fn what_is_stuck_or_waits_holds_up_no_other() {
    let mut items = vec![record(1), record(2), record(3)];
    items[0].state = stuck();
    items[1].state = waits(1_000);
    assert_eq!(plan(&items, &conditions(), now()), Next::Records(vec![items[2].sha256]));
    items[2].state = sent();
    let (of_stuck, of_sent) = (named_by(&items[0]).0, named_by(&items[2]).0);
    items.push(item("of a stuck record", of_stuck, 99));
    items.push(item("broken", of_sent, 50));
    items[4].state = stuck();
    items.push(item("good", of_sent, 10));
    assert_eq!(plan(&items, &conditions(), now()), Next::Photo(items[5].sha256));
    items[5].state = sent();
    let until = Moment::from_millis(NOW + 1_000);
    assert_eq!(plan(&items, &conditions(), now()), Next::Idle(Idle::Until(until)));
    items[1].state = sent();
    assert_eq!(plan(&items, &conditions(), now()), Next::Idle(Idle::Done));
}

#[test]
fn originals_wait_for_wifi_unless_the_setting_says_now() {
    let mut items = vec![record(1)];
    items[0].state = sent();
    items.push(item("original", named_by(&items[0]).1, 0));
    let metered = SendConditions {
        network: Network::Metered,
        ..conditions()
    };
    let held = Next::Idle(Idle::OriginalsHeld);
    assert_eq!(plan(&items, &metered, now()), held);
    let low = SendConditions {
        battery: Battery::Low,
        ..conditions()
    };
    assert_eq!(plan(&items, &low, now()), held);
    let goes = Next::Photo(items[1].sha256);
    for conditions in [
        SendConditions {
            originals: Originals::Now,
            ..metered
        },
        SendConditions {
            urgency: Urgency::Asked,
            ..low
        },
    ] {
        assert_eq!(plan(&items, &conditions, now()), goes);
    }
    let none = SendConditions {
        network: Network::None,
        ..conditions()
    };
    assert_eq!(plan(&items, &none, now()), Next::Idle(Idle::NoNetwork));
}

#[test]
fn a_clock_that_went_back_makes_nothing_wait_for_years() {
    let mut items = vec![record(1)];
    items[0].state = waits(LONGEST_WAIT_MS);
    assert!(matches!(plan(&items, &conditions(), now()), Next::Idle(Idle::Until(_))));
    items[0].state = waits(LONGEST_WAIT_MS + 1);
    assert!(matches!(plan(&items, &conditions(), now()), Next::Records(_)));
}
