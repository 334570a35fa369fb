//! What the desk decides, as a cadre's phone hears of it at its next sync.

use super::world::{World, agree, at, home, number};
use ruhu_core::app::TodayAsk;
use ruhu_core::coverage::State;
use ruhu_core::domain::{LatLon, Mode, ReasonCode, Ruling, Verdict, WaiverKind, WaiverScope};
use ruhu_core::record::{DecisionBody, WaiverBody};
use ruhu_core::time::Clock;
use ruhu_server::town::decide::{self, Handover, NewPlace, NewPolicy};
use ruhu_tests::town::Town;

fn put(town: &Town, toml: &str) -> decide::PolicyPut {
    let new = NewPolicy {
        scope: &town.code,
        toml,
        file: "own.toml",
        by: Some("镇长"),
    };
    decide::put_policy(&town.folder.store, new, town.clock.now().wall).expect("put in force")
}

fn own(id: &str, from: &str, times: u32) -> String {
    format!(
        "id = \"{id}\"\nname = \"走访\"\nfrom = {from}\n[[require]]\nid = \"year\"\ntimes = {times}\nevery = \"year\"\n"
    )
}

#[test]
fn a_policy_of_the_townships_own_is_the_phones_too() {
    let world = World::of(&[("王建军", 0..2)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-07-02T10:00:00+08:00"));
    phone.visit(0, 1);
    phone.send(&world);
    agree(&phone, &world, 0);
    assert_eq!(phone.file(0).due.need, 6);

    let put = put(&world.town, &own("own", "2026-01-01", 4));
    assert_eq!(
        put.ended[0].until.map(|day| day.to_string()).as_deref(),
        Some("2025-12-31")
    );
    phone.send(&world);
    agree(&phone, &world, 0);
    assert_eq!((phone.file(0).due.need, phone.file(0).due.have), (4, 1));

    // A later one ends it the day before: both stand on the phone's page of this year.
    self::put(&world.town, &own("next", "2026-10-01", 12));
    phone.send(&world);
    agree(&phone, &world, 0);
    let lines = phone.file(0).lines;
    assert_eq!(lines[0].to.to_string(), "2026-09-30");
    phone.clock.reach(at("2026-10-02T10:00:00+08:00"));
    world.town.clock.reach(phone.clock.true_time());
    phone.visit(1, 2);
    phone.send(&world);
    agree(&phone, &world, 1);
    assert_eq!(phone.file(1).lines.len(), 2);
}

#[test]
fn a_closed_village_is_visited_by_telephone_and_a_sick_household_is_excused() {
    let world = World::of(&[("王建军", 0..2)], "2026-04-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-04-06T10:00:00+08:00"));
    let draft = phone.app.start(&number(0), Mode::Phone).expect("starts").draft.id;
    let door = phone.app.judge(draft).expect("judges");
    assert_eq!(door.reasons[0].code, ReasonCode::ModeNeedsWaiver);
    let waive = |scope, kind| {
        let waiver = WaiverBody {
            scope,
            kind,
            from: "2026-04-05".parse().expect("a day"),
            to: "2026-04-20".parse().expect("a day"),
            why: "塌方断路".into(),
            paper: Some("〔2026〕7号".into()),
            by: Some("镇长".into()),
        };
        let now = world.town.clock.now().wall;
        decide::waive(&world.town.folder.store, &world.town.code, &waiver, now).expect("granted");
    };
    let village = phone.file(0).household.village;
    waive(WaiverScope::Region(village), WaiverKind::Remote);
    waive(WaiverScope::Household(number(1)), WaiverKind::Excuse);
    phone.send(&world);
    assert_eq!(phone.app.judge(draft).expect("judges").verdict, Verdict::Counts);
    phone.end(draft);
    phone.send(&world);
    agree(&phone, &world, 0);
    agree(&phone, &world, 1);
    assert_eq!((phone.file(0).due.have, phone.file(1).due.need), (1, 5));
}

#[test]
fn a_decision_and_its_taking_back_reach_the_phone() {
    let world = World::of(&[("王建军", 0..1)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-07-02T10:00:00+08:00"));
    let visit = phone.visit(0, 1).visit;
    phone.send(&world);
    for (ruling, have) in [(Some(Ruling::DoesNotCount), 0), (None, 1)] {
        let decision = DecisionBody {
            visit,
            ruling,
            why: "农户说当天没有来过".into(),
            by: "镇乡村振兴办".into(),
        };
        let now = world.town.clock.now().wall;
        decide::rule(&world.town.folder.store, &world.town.code, &decision, now).expect("decided");
        phone.send(&world);
        agree(&phone, &world, 0);
        let file = phone.file(0);
        assert_eq!((file.visits[0].decision, file.due.have), (ruling, have));
    }
}

#[test]
fn a_retirement_moves_the_households_to_a_colleagues_phone() {
    let world = World::of(&[("王建军", 0..3), ("李秀兰", 3..4)], "2026-07-01T08:00:00+08:00");
    let (old, new) = (world.phone("王建军", 1, 0), world.phone("李秀兰", 2, 0));
    old.clock.reach(at("2026-07-02T10:00:00+08:00"));
    old.visit(0, 1);
    old.send(&world);
    let handover = Handover {
        from: world.cadre("王建军"),
        to: world.cadre("李秀兰"),
        on: "2026-07-10".parse().expect("a day"),
        households: None,
        why: Some("退休"),
        by: Some("镇长"),
    };
    let now = world.town.clock.now().wall;
    let handed = decide::handover(&world.town.folder.store, &world.town.code, &handover, now).expect("handed over");
    assert_eq!(handed.households.len(), 3);
    let count = |phone: &super::world::Phone| phone.app.today(&TodayAsk::default()).expect("today").households;

    // Said beforehand, both phones have them until the day.
    old.send(&world);
    new.send(&world);
    assert_eq!((count(&old), count(&new)), (3, 4));
    for phone in [&old, &new] {
        phone.clock.reach(at("2026-07-10T09:00:00+08:00"));
        phone.send(&world);
    }
    assert_eq!((count(&old), count(&new)), (0, 4));
    let visit = new.visit(0, 2);
    assert_eq!(visit.verdict, Verdict::Counts);
    new.send(&world);
    agree(&new, &world, 0);
    assert_eq!(
        new.file(0).due.have,
        2,
        "the household's visits count whoever made them"
    );
}

#[test]
fn a_household_that_moved_is_found_at_its_new_home() {
    let world = World::of(&[("王建军", 0..2)], "2026-07-01T08:00:00+08:00");
    let phone = world.phone("王建军", 1, 0);
    phone.clock.reach(at("2026-07-02T10:00:00+08:00"));
    let far = LatLon {
        lat: home(0).lat + 0.05,
        lon: home(0).lon,
    };
    let no = number(0);
    let place = NewPlace {
        household: &no,
        point: far,
        from: "2026-07-01".parse().expect("a day"),
        why: Some("搬迁"),
        by: Some("镇长"),
    };
    let store = &world.town.folder.store;
    decide::set_place(store, &world.town.code, &place, world.town.clock.now().wall).expect("set");
    phone.send(&world);
    // At the old home now: too far; at the new one: good.
    let draft = phone.begin(0);
    let codes: Vec<_> = phone
        .app
        .judge(draft)
        .expect("judges")
        .reasons
        .iter()
        .map(|r| r.code)
        .collect();
    assert!(codes.contains(&ReasonCode::TooFar), "{codes:?}");
    phone.app.cancel(draft).expect("throws it away");
    assert_eq!(phone.file(0).household.place.map(|place| place.point()), Some(far));
    assert_ne!(phone.file(1).due.state, State::Missed);
}
