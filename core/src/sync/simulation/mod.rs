//! Phones, a server and a bad road, drawn from seeds: calls are cut, repeated, reordered, damaged and answered by
//! strangers, the phone is killed, its clock jumps, the server loses unfinished uploads. In the end everything has
//! arrived once, nothing is lost, and what is stuck held up nothing.

mod dice;
mod distrust;
mod every_answer;
mod phone;
mod road;
mod server;
mod stories;
mod tools;

use super::{End, Session, drive};
use crate::outbox::{Battery, Idle, Network, Originals, SendConditions, SendState, StuckReason, Urgency, What};
use crate::time::DAY_MS;
use dice::Dice;
use phone::{FakePhone, Fate};
use road::BadRoad;
use server::FakeServer;

/// The most runs over the bad road.
const BAD_RUNS: u64 = 14;
/// The most runs that everything may take once the road is good again.
const GOOD_RUNS: usize = 40;

fn good_road(urgency: Urgency) -> SendConditions {
    SendConditions {
        network: Network::Unmetered,
        battery: Battery::Fine,
        originals: Originals::OnUnmetered,
        urgency,
        batch_bytes: 64 * 1024,
    }
}

fn any_road(dice: &mut Dice) -> SendConditions {
    SendConditions {
        network: *dice.one_of(&[Network::None, Network::Metered, Network::Unmetered, Network::Unmetered]),
        battery: *dice.one_of(&[Battery::Fine, Battery::Low]),
        originals: *dice.one_of(&[Originals::OnUnmetered, Originals::OnUnmetered, Originals::Now]),
        urgency: *dice.one_of(&[Urgency::ByItself, Urgency::Asked]),
        // Small batches too, so that there are several.
        batch_bytes: *dice.one_of(&[600, 4_000, 64 * 1024]),
    }
}

/// The most calls that one run over these items may take: bounded by the bytes and the items, whatever happens.
fn most_calls(phone: &FakePhone) -> usize {
    let photos: u64 = phone
        .items()
        .iter()
        .map(|item| 30 + 4 * (item.bytes / (16 * 1024)))
        .sum();
    usize::try_from(photos).expect("small") + 30
}

/// Plays one life and checks its end.
fn play(seed: u64) {
    let mut dice = Dice::new(seed);
    let phone = FakePhone::draw(&mut dice);
    let server = FakeServer::new(&phone, &mut dice);
    let road = BadRoad::new(server, dice.fork(), dice.below(45));

    for _ in 0..dice.below(BAD_RUNS) {
        phone
            .clock
            .forward(i64::try_from(dice.below(7_200_000)).expect("two hours"));
        if dice.chance(10) {
            let year = i64::try_from(dice.below(366)).expect("days") * DAY_MS;
            phone.clock.jump(if dice.chance(50) { year } else { -year });
        }
        phone.may_be_killed(dice.fork(), 6);
        road.take_up(&phone.clock);
        let before = road.calls();
        let mut session = Session::new(phone.sync_state(), any_road(&mut dice), phone.items(), seed);
        match drive(&mut session, &road, &phone, &phone.clock) {
            Ok(end) => {
                assert!(
                    !matches!(end, End::Distrusted(_) | End::SignInAgain),
                    "seed {seed}: {end:?}"
                );
                phone.ended(&end);
            }
            Err(_) => phone.reborn(dice.chance(50)),
        }
        assert!(
            road.calls() - before <= most_calls(&phone),
            "seed {seed}: too many calls"
        );
        phone.check_nothing_claimed_that_is_not_there(&road, seed);
    }

    road.mend();
    phone.may_be_killed(dice.fork(), 0);
    for round in 0.. {
        assert!(
            round < GOOD_RUNS,
            "seed {seed}: not done after {round} good runs: {:?}",
            phone.items()
        );
        let mut session = Session::new(phone.sync_state(), good_road(Urgency::ByItself), phone.items(), seed);
        let end = drive(&mut session, &road, &phone, &phone.clock).expect("nothing fails on a good day");
        phone.ended(&end);
        match end {
            End::Idle(Idle::Done) => break,
            End::Wait { until, .. } | End::Idle(Idle::Until(until)) => {
                // What the server stumbles over for ever is allowed to wait for ever; all else is through by then.
                if phone.only_poison_left() {
                    break;
                }
                phone.clock.forward_to(until);
            }
            other => panic!("seed {seed}: {other:?}"),
        }
    }
    check_the_end(&phone, &road, seed);
}

fn check_the_end(phone: &FakePhone, road: &BadRoad, seed: u64) {
    phone.check_nothing_claimed_that_is_not_there(road, seed);
    for item in phone.items() {
        let fate = phone.fate(&item.sha256);
        match (fate, &item.state) {
            (Fate::Fine, SendState::Sent { .. })
            | (
                Fate::Refused,
                SendState::Stuck {
                    reason: StuckReason::Refused { .. },
                },
            )
            | (
                Fate::Unreadable,
                SendState::Stuck {
                    reason: StuckReason::Unreadable,
                },
            )
            | (Fate::Stumbles, SendState::Waiting { .. }) => {}
            // Nobody but its own record holds a photo back.
            (_, SendState::Waiting { .. } | SendState::Sending { .. })
                if phone
                    .named_by(&item)
                    .is_some_and(|record| phone.fate(&record) != Fate::Fine) => {}
            (fate, state) => panic!("seed {seed}: {:?} {fate:?} ended as {state:?}", item.what),
        }
    }
    road.with_server(|server| {
        let records = phone
            .items()
            .iter()
            .filter(|item| matches!(item.what, What::Record { .. }) && phone.fate(&item.sha256) == Fate::Fine)
            .count();
        assert_eq!(
            server.log_size(),
            u64::try_from(records).expect("few"),
            "seed {seed}: once each"
        );
    });
}

#[test]
fn everything_arrives_once_over_a_thousand_bad_roads() {
    (0..1_200).for_each(play);
}

#[test]
fn and_over_a_thousand_others() {
    (1_000_000..1_001_200).for_each(play);
}

#[test]
fn and_over_another_thousand() {
    (2_000_000..2_001_200).for_each(play);
}
