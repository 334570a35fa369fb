//! The township's roster, and a history with everything in it that a pack can hold: good visits and bad ones, corrections,
//! decisions, waivers, a fork, a kind from the future, a record lawfully erased.

use super::world::*;
use ruhu_core::domain::{
    Assignment, Cadre, Class, ClassFrom, LatLon, Mode, Ruling, Statements, Visit, WaiverKind, WaiverScope,
};
use ruhu_core::ids::Sha256;
use ruhu_core::record::{Correction, Kind};
use ruhu_core::time::TimeEvidence;
use ruhu_server::store::{CadrePlan, HouseholdPlan, ImportPlan, Person, Village};
use serde_json::json;

/// Two villages, six households, two cadres.
pub fn roster() -> ImportPlan {
    let from = "2021-01-01".parse().expect("a day");
    let village = |code: &str, name: &str| Village {
        code: super::world::code(code),
        name: name.into(),
        listed: true,
    };
    let household_plan = |number: u8| HouseholdPlan {
        household: household(number),
        village: code(if number < 3 { VILLAGE } else { "610924102002" }),
        entered: from,
        left: None,
        person: Person {
            head: format!("户主{number}"),
            id_number: "610924196001011234".into(),
            phone: "13812345678".into(),
            ..Person::default()
        },
        classes: vec![ClassFrom {
            class: if number == 1 { Class::Unstable } else { Class::Lifted },
            from,
        }],
        assignments: vec![Assignment {
            household: household(number),
            cadre: cadre(1 + number % 2),
            from,
            to: None,
        }],
        place: Some((home(number), from)),
    };
    ImportPlan {
        township: code(TOWNSHIP),
        township_name: "高坪镇".into(),
        file: Sha256::of(b"roster"),
        rows: 6,
        effective: None,
        villages: vec![village(VILLAGE, "一村"), village("610924102002", "二村")],
        cadres: [1, 2]
            .map(|number| CadrePlan {
                cadre: Cadre {
                    id: cadre(number),
                    name: format!("干部{number}"),
                    unit: "财政所".into(),
                    phone: "13900000000".into(),
                },
            })
            .into(),
        households: (0..6).map(household_plan).collect(),
        gone: Vec::new(),
    }
}

/// Everything at once, up to 3 May 2026.
pub fn full() -> World {
    let mut world = World::new();
    // The year before: it can hold a visit back.
    let old = world.good_visit(1, 0, "2025-12-31T09:00:00+08:00");
    world.visit(1, &old);
    world.record(
        0,
        Kind::Consent,
        "2025-06-01T08:00:00+08:00",
        json!({"version": "a", "given": true}),
    );
    world.sync(1, "2026-01-02T08:00:00+08:00");
    world.sync(0, "2026-01-02T08:01:00+08:00");

    // Phone 0 is cadre 1's: households 0, 2, 4. Phone 1 is cadre 2's: households 1, 3, 5.
    let mut good = Vec::new();
    for (phone, to, at) in [
        (0, 0, "2026-01-10T09:00:00+08:00"),
        (0, 2, "2026-01-10T11:00:00+08:00"),
        (1, 1, "2026-01-11T09:00:00+08:00"),
        (1, 3, "2026-01-20T09:00:00+08:00"),
        (0, 4, "2026-02-03T09:00:00+08:00"),
        (1, 5, "2026-02-04T09:00:00+08:00"),
    ] {
        let visit = world.good_visit(phone, to, at);
        good.push(world.visit(phone, &visit));
    }
    let far = LatLon { lat: 33.5, lon: 108.7 };
    let mut too_far = world.good_visit(0, 0, "2026-02-10T09:00:00+08:00");
    too_far.fixes[0].lat = far.lat;
    let too_far = world.visit(0, &too_far).0;
    let mut no_photo = world.good_visit(0, 2, "2026-02-11T09:00:00+08:00");
    no_photo.photos.clear();
    no_photo.judged.place_version = None;
    let no_photo = world.visit(0, &no_photo).0;
    let twice = world.good_visit(0, 2, "2026-01-10T15:00:00+08:00");
    world.visit(0, &twice);
    let mut phone_call = world.good_visit(1, 1, "2026-03-05T09:00:00+08:00");
    phone_call.mode = Mode::Phone;
    phone_call.photos.clear();
    world.visit(1, &phone_call);
    let mut waived = world.good_visit(0, 0, "2026-03-06T09:00:00+08:00");
    waived.mode = Mode::Phone;
    world.visit(0, &waived);
    let mut reused = world.good_visit(1, 5, "2026-03-07T09:00:00+08:00");
    let first = world.good_visit(0, 4, "2026-02-03T09:00:00+08:00");
    reused.photos = first.photos.clone();
    world.visit(1, &reused);
    let mut late = world.good_visit(1, 3, "2026-03-08T09:00:00+08:00");
    late.late = true;
    late.started = TimeEvidence::told(late.started.wall);
    late.ended = TimeEvidence::told(late.ended.wall);
    world.visit(1, &late);
    // Not this cadre's household; and 90 km away a few minutes after: in two places at once.
    let strange = world.good_visit(0, 1, "2026-03-09T09:00:00+08:00");
    world.visit(0, &strange);
    let mut at_once = world.good_visit(0, 4, "2026-03-09T09:05:00+08:00");
    at_once.far_reason = Some("在地里".into());
    world.visit(0, &at_once);
    let nobody = Visit {
        household: "999".parse().expect("a good number"),
        ..world.good_visit(1, 1, "2026-03-10T09:00:00+08:00")
    };
    world.visit(1, &nobody);
    let mut backwards = world.good_visit(1, 1, "2026-03-11T09:00:00+08:00");
    backwards.ended = clocks(moment("2026-03-11T08:00:00+08:00"));
    world.visit(1, &backwards);
    let gone = world.good_visit(1, 5, "2026-03-12T09:00:00+08:00");
    let gone = world.visit(1, &gone).1;

    let (visit, record) = &good[0];
    let correction = Correction {
        visit: *visit,
        corrects: record.sha256,
        why: "记错了".into(),
        statements: Statements::default(),
    };
    let correction = serde_json::to_value(&correction).expect("JSON");
    world.record(0, Kind::Correction, "2026-03-12T10:00:00+08:00", correction);
    let signature = json!({"visit": visit, "strokes": [[{"x": 1, "y": 2}]]});
    world.record(0, Kind::Signature, "2026-03-12T10:01:00+08:00", signature);
    let helped = world.good_visit(0, 0, "2026-03-12T11:00:00+08:00").photos;
    let help = json!({"household": household(0), "cadre": cadre(1), "kind": "work", "day": "2026-03-12", "text": "介绍务工", "photos": helped});
    world.record(0, Kind::Help, "2026-03-12T11:00:00+08:00", help);
    world.record(
        0,
        Kind::Unknown("harvest".into()),
        "2026-03-12T12:00:00+08:00",
        json!({"rain": true}),
    );
    world.phones[0].fork("2026-03-12T12:30:00+08:00");
    world.record(
        0,
        Kind::Consent,
        "2026-03-12T13:00:00+08:00",
        json!({"version": "b", "given": true}),
    );

    world.sync(1, "2026-03-13T09:00:00+08:00");
    world.sync(0, "2026-03-13T09:05:00+08:00");
    for visit in [(0, 0, "2026-01-10T09:00:00+08:00"), (1, 3, "2026-01-20T09:00:00+08:00")] {
        let picture = Picture::new(&format!("{} {}", visit.1, visit.2));
        world.upload(visit.0, &picture.copy);
    }
    world.upload(0, &Picture::new("0 2026-01-10T09:00:00+08:00").original);
    world.now = moment("2026-03-14T09:00:00+08:00");
    world.waive(
        WaiverScope::Household(household(0)),
        WaiverKind::Remote,
        "2026-03-01",
        "2026-03-31",
    );
    world.waive(
        WaiverScope::Region(code("610924102002")),
        WaiverKind::Excuse,
        "2026-03-20",
        "2026-04-10",
    );
    world.decide(too_far, Some(Ruling::Counts));
    world.decide(no_photo, Some(Ruling::Counts));
    world.decide(no_photo, Some(Ruling::DoesNotCount));
    world.decide(good[5].0, Some(Ruling::DoesNotCount));
    world.decide(good[5].0, None);
    world.erase(&gone);
    let after = world.good_visit(0, 0, "2026-04-20T09:00:00+08:00");
    world.visit(0, &after);
    world.sync(0, "2026-05-03T09:00:00+08:00");
    world
}
