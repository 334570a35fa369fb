//! Single lives, told out: what the drawn ones cannot say by name.

use super::phone::{FakePhone, Fate};
use super::server::bare;
use super::tools::{Stranger, one_visit, run, smooth};
use super::{good_road, most_calls};
use crate::outbox::{Battery, Idle, Network, Originals, SendConditions, SendState, StuckReason, Urgency, What};
use crate::sync::{Action, Call, End, HttpAnswer, Method, Session, Store, SyncCallbacks, Transport, TransportError};
use crate::time::Clock;

#[test]
fn a_good_road_takes_a_visit_in_few_calls_and_the_desk_hears_that_nothing_waits() {
    let (phone, record, copy, original) = one_visit();
    let road = smooth(&phone);
    assert_eq!(run(&phone, &road, good_road(Urgency::ByItself)), End::Idle(Idle::Done));
    for sha256 in [record, copy, original] {
        assert!(matches!(phone.state(&sha256), SendState::Sent { .. }));
    }
    road.with_server(|server| assert_eq!(server.told, Some((0, 0))));
    // Records; create and two parts; create and three parts; the closing word.
    assert!(road.calls() <= 10, "{}", road.calls());
}

#[test]
fn on_mobile_data_the_copy_goes_and_the_original_waits_for_the_office() {
    let (phone, _, copy, original) = one_visit();
    let road = smooth(&phone);
    let metered = SendConditions {
        network: Network::Metered,
        ..good_road(Urgency::Asked)
    };
    assert_eq!(run(&phone, &road, metered), End::Idle(Idle::OriginalsHeld));
    assert!(matches!(phone.state(&copy), SendState::Sent { .. }));
    assert!(matches!(phone.state(&original), SendState::Waiting { .. }));
    road.with_server(|server| assert_eq!(server.told, Some((0, 1)), "the desk knows that one photo waits"));
    let now = SendConditions {
        originals: Originals::Now,
        battery: Battery::Low,
        ..metered
    };
    assert_eq!(run(&phone, &road, now), End::Idle(Idle::Done));
    assert!(matches!(phone.state(&original), SendState::Sent { .. }));
}

#[test]
fn without_a_network_nothing_is_called() {
    let (phone, ..) = one_visit();
    let road = smooth(&phone);
    let none = SendConditions {
        network: Network::None,
        ..good_road(Urgency::Asked)
    };
    assert_eq!(run(&phone, &road, none), End::Idle(Idle::NoNetwork));
    assert_eq!(road.calls(), 0);
}

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_says() {
    let (phone, ..) = one_visit();
    let road = smooth(&phone);
    let stranger = Stranger(&road, |_| {
        Some(HttpAnswer {
            headers: vec![("retry-after".into(), "120".into())],
            ..bare(503)
        })
    });
    let now = phone.clock.now().wall;
    match run(&phone, &stranger, good_road(Urgency::Asked)) {
        End::Wait { until, .. } => assert_eq!(until.since(now), 120_000),
        other => panic!("{other:?}"),
    }
    assert_eq!(road.calls(), 0, "the stranger answered the only call");
}

#[test]
fn a_dead_road_is_given_up_after_a_few_calls() {
    let mut phone = FakePhone::empty();
    for seq in 1..200 {
        phone.add(What::Record { seq }, format!("visit {seq}").into_bytes(), Fate::Fine);
    }
    let road = smooth(&phone);
    let dead = std::sync::atomic::AtomicUsize::new(0);
    let stranger = Stranger(&road, |_| {
        dead.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Some(bare(302))
    });
    assert!(matches!(
        run(&phone, &stranger, good_road(Urgency::Asked)),
        End::Wait { .. }
    ));
    assert!(dead.into_inner() <= 4);
}

#[test]
fn a_late_or_repeated_answer_is_ignored() {
    let (phone, record, ..) = one_visit();
    let road = smooth(&phone);
    let now = phone.clock.now().wall;
    let mut session = Session::new(phone.sync_state(), good_road(Urgency::Asked), phone.items(), 1);
    let Action::Call { number, call } = session.next(now) else {
        panic!("a call comes first")
    };
    assert!(matches!(&call, Call::Sync { records, .. } if *records == [record]));
    session.answered(number + 1, Err(TransportError::Cut), now);
    assert_eq!(
        session.next(now),
        Action::Call {
            number,
            call: call.clone()
        },
        "still the same call"
    );

    let stored = |session: &mut Session| {
        while let Action::Store(what) = session.next(now) {
            phone.store(&what, &phone.clock.now()).expect("well");
            session.stored();
        }
    };
    let request = crate::sync::request::request(&call, session.sync_state(), session.methods, &phone)
        .ok()
        .expect("made");
    let answer = road.send(&request);
    session.answered(number, answer.clone(), now);
    session.answered(number, answer.clone(), now);
    stored(&mut session);
    let before = session.items().to_vec();
    session.answered(number, answer, now);
    session.answered(number, Err(TransportError::Cut), now);
    assert_eq!(session.items(), before);
    assert!(matches!(
        session.next(now),
        Action::Call {
            call: Call::Create { .. },
            ..
        }
    ));
}

#[test]
fn a_photo_counts_as_sent_only_when_its_receipt_is_kept() {
    let (phone, _, copy, _) = one_visit();
    let road = smooth(&phone);
    let now = phone.clock.now().wall;
    let mut session = Session::new(phone.sync_state(), good_road(Urgency::Asked), phone.items(), 1);
    loop {
        match session.next(now) {
            Action::Call { number, call } => {
                let request = crate::sync::request::request(&call, session.sync_state(), session.methods, &phone)
                    .ok()
                    .expect("made");
                session.answered(number, road.send(&request), now);
            }
            Action::Store(Store::Receipt { sha256, .. }) => {
                assert_eq!(sha256, copy);
                break;
            }
            Action::Store(_) => session.stored(),
            Action::Stop(end) => panic!("{end:?}"),
        }
    }
    let state = |session: &Session| {
        session
            .items()
            .iter()
            .find(|item| item.sha256 == copy)
            .map(|item| item.state.clone())
            .expect("there")
    };
    assert!(!matches!(state(&session), SendState::Sent { .. }));
    session.stored();
    assert!(matches!(state(&session), SendState::Sent { .. }));
}

#[test]
fn one_record_that_the_server_stumbles_over_is_found_and_left_behind() {
    let mut phone = FakePhone::empty();
    let mut records = Vec::new();
    for seq in 1..=40 {
        let fate = if seq == 17 { Fate::Stumbles } else { Fate::Fine };
        records.push(phone.add(
            What::Record { seq },
            format!("visit {seq} {}", "x".repeat(500)).into_bytes(),
            fate,
        ));
    }
    let copy = phone.add(What::Copy { named_by: records[0] }, vec![1; 1000], Fate::Fine);
    let road = smooth(&phone);
    for _ in 0..12 {
        run(&phone, &road, good_road(Urgency::Asked));
    }
    let waiting: Vec<usize> = (0..40)
        .filter(|i| !matches!(phone.state(&records[*i]), SendState::Sent { .. }))
        .collect();
    assert_eq!(waiting, [16]);
    assert!(matches!(phone.state(&copy), SendState::Sent { .. }));
}

#[test]
fn photos_the_server_stumbles_over_hold_up_no_other_even_when_the_cadre_keeps_asking() {
    let mut phone = FakePhone::empty();
    let record = phone.add(What::Record { seq: 1 }, b"a visit".to_vec(), Fate::Fine);
    let good = phone.add(What::Copy { named_by: record }, vec![1; 1000], Fate::Fine);
    // These are needed more recently, so they go first.
    for poison in 0..6u8 {
        phone.add(
            What::Copy { named_by: record },
            vec![100 + poison; 1000],
            Fate::Stumbles,
        );
    }
    let road = smooth(&phone);
    for _ in 0..16 {
        run(&phone, &road, good_road(Urgency::Asked));
    }
    assert!(matches!(phone.state(&good), SendState::Sent { .. }));
}

#[test]
fn a_file_that_arrives_with_another_hash_again_and_again_is_stuck_not_sent_for_ever() {
    let (phone, _, copy, _) = one_visit();
    let road = smooth(&phone);
    let stranger = Stranger(&road, |request| {
        let last_part = request.method == Method::Patch
            && request
                .headers
                .iter()
                .any(|(name, value)| *name == "Upload-Offset" && value == "65536");
        last_part.then(|| HttpAnswer {
            body: br#"{"code":"hash_differs","message":"send it again"}"#.to_vec(),
            ..bare(422)
        })
    });
    for _ in 0..3 {
        run(
            &phone,
            &stranger,
            SendConditions {
                network: Network::Metered,
                ..good_road(Urgency::Asked)
            },
        );
    }
    let stuck = SendState::Stuck {
        reason: StuckReason::HashDiffers,
    };
    assert_eq!(phone.state(&copy), stuck);
    assert_eq!(stuck.try_again(), SendState::NEW, "the cadre may try again");
}

#[test]
fn parts_that_never_arrive_readable_end_in_a_stuck_photo_not_in_a_circle() {
    let (phone, _, copy, original) = one_visit();
    let road = smooth(&phone);
    let stranger = Stranger(&road, |request| {
        (request.method == Method::Patch).then(|| HttpAnswer {
            body: br#"{"code":"cut","message":"send it again"}"#.to_vec(),
            ..bare(400)
        })
    });
    assert_eq!(run(&phone, &stranger, good_road(Urgency::Asked)), End::Idle(Idle::Done));
    for photo in [copy, original] {
        assert!(matches!(phone.state(&photo), SendState::Stuck { .. }));
    }
    assert!(road.calls() <= most_calls(&phone));
}

#[test]
fn a_server_that_goes_in_circles_is_left_after_a_bounded_number_of_calls() {
    let (phone, ..) = one_visit();
    let road = smooth(&phone);
    // Every part is acknowledged with the offset it began at.
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let stranger = Stranger(&road, |request| {
        calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        (request.method == Method::Patch).then(|| {
            let offset = request
                .headers
                .iter()
                .find(|(name, _)| *name == "Upload-Offset")
                .map(|(_, v)| v.clone());
            HttpAnswer {
                headers: vec![("upload-offset".into(), offset.expect("an offset"))],
                ..bare(204)
            }
        })
    });
    assert!(matches!(
        run(&phone, &stranger, good_road(Urgency::Asked)),
        End::Idle(Idle::Until(_))
    ));
    assert!(calls.into_inner() <= most_calls(&phone));
}

#[test]
fn a_call_that_arrived_unreadable_once_is_sent_again_and_one_that_always_does_is_stuck() {
    let (phone, record, copy, _) = one_visit();
    let road = smooth(&phone);
    let calls = std::sync::atomic::AtomicUsize::new(0);
    // The first call of each kind is damaged under way; the copy's creation every time.
    let stranger = Stranger(&road, |request| {
        let first = calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
        let creates_copy = request
            .headers
            .iter()
            .any(|(name, value)| *name == "Upload-Length" && value == "100000");
        (first || creates_copy).then(|| HttpAnswer {
            body: br#"{"code":"not_readable","message":"send it again"}"#.to_vec(),
            ..bare(400)
        })
    });
    run(&phone, &stranger, good_road(Urgency::Asked));
    assert!(matches!(phone.state(&record), SendState::Sent { .. }));
    let reason = StuckReason::Refused {
        code: "not_readable".into(),
        message: "send it again".into(),
    };
    assert_eq!(phone.state(&copy), SendState::Stuck { reason });
}
