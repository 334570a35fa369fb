//! The answer to an enrolment is lost on the road, or the call comes late: the same code still makes the phone known.

use super::world::{World, number};
use ruhu_core::app::AppError;
use ruhu_core::time::Clock;
use ruhu_tests::clock::PhoneClock;
use ruhu_tests::handset::{open, send_all};
use ruhu_tests::road::{BadRoad, Weather};
use std::sync::Arc;

const CUT: Weather = Weather {
    cut_answer: 100,
    ..Weather::CLEAR
};
const LATE: Weather = Weather {
    late: 100,
    ..Weather::CLEAR
};
const TWICE: Weather = Weather {
    repeat: 100,
    ..Weather::CLEAR
};

/// Enrols on a road that loses the first answer, is killed, and enrols with the same code after the restart.
fn lost_then_again(first: Weather, second: Weather) {
    let world = World::of(&[("张伟", 1..3)], "2026-05-03T08:00:00+08:00");
    let dir = world.dir.path().join("phone");
    let road = BadRoad::open(world.town.running.listening(), first, 7).expect("a road");
    let clock = Arc::new(PhoneClock::new(world.town.clock.now().wall, 0));
    let code = world.town.code_for(world.cadre("张伟"), road.url()).expect("a code");
    let app = open(&dir, [7; 32], clock.clone()).expect("opens");
    let lost = app.enrol(&code, "journey");
    assert!(matches!(lost, Err(AppError::TryLater { .. })), "{lost:?}");
    drop(app);

    let app = open(&dir, [7; 32], clock).expect("opens again");
    assert_eq!(app.me().expect("reads"), None);
    road.set_weather(second);
    let me = app.enrol(&code, "journey").expect("the same code does");
    assert_eq!(me.cadre.name, "张伟");
    road.set_weather(Weather::CLEAR);
    for _ in 0..2 {
        send_all(&app).expect("the token that came is good, whatever the road delivered since");
    }
    app.household(&number(1)).expect("it has heard of its households");
}

#[test]
fn a_phone_whose_answer_was_cut_enrols_with_the_same_code_after_a_restart() {
    lost_then_again(CUT, Weather::CLEAR);
}

#[test]
fn a_call_that_arrives_after_the_second_one_ends_nothing() {
    lost_then_again(LATE, Weather::CLEAR);
}

#[test]
fn a_call_that_the_road_repeats_makes_one_phone() {
    lost_then_again(CUT, TWICE);
}
