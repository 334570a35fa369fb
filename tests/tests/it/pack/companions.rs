//! A companion's word in packs: who made a visit is what they said themselves.

use super::forge::{copy, json, sign_again};
use super::world::*;
use ruhu_core::domain::ReasonCode;
use ruhu_core::record::{CompanionBody, Kind, SignedRecord};
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::Code;
use serde_json::{Value, json as value};

/// The first cadre visits two homes of the second's, who is named and says yes to one and no to the other.
fn town() -> (World, [SignedRecord; 2]) {
    let mut world = World::new();
    let mut made = Vec::new();
    for (to, at) in [(1, "2026-03-03T09:00:00+08:00"), (3, "2026-03-05T09:00:00+08:00")] {
        let mut visit = world.good_visit(0, to, at);
        visit.companions = vec![cadre(2)];
        made.push(world.visit(0, &visit));
    }
    // A home of the second cadre's own, in the same days: what is in a pack of him shows whose phone that is.
    let own = world.good_visit(1, 5, "2026-03-07T09:00:00+08:00");
    world.visit(1, &own);
    world.sync(0, "2026-03-06T08:00:00+08:00");
    for ((id, record), there) in made.iter().zip([true, false]) {
        let word = CompanionBody {
            cadre: cadre(2),
            visit: *id,
            sha256: record.sha256,
            there,
        };
        world.record(
            1,
            Kind::Companion,
            "2026-03-08T08:00:00+08:00",
            serde_json::to_value(word).expect("JSON"),
        );
    }
    world.sync(1, "2026-03-08T08:10:00+08:00");
    let [(_, yes), (_, no)] = <[_; 2]>::try_from(made).expect("two");
    (world, [yes, no])
}

/// Changes what the coverage says of a visit.
fn tell(file: &mut Value, record: &SignedRecord, mut change: impl FnMut(&mut Value)) {
    for household in file["households"].as_array_mut().expect("a list") {
        for visit in household["visits"].as_array_mut().expect("a list") {
            if visit["record"] == record.sha256.to_string() {
                change(visit);
            }
        }
    }
}

#[test]
fn packs_of_the_township_and_of_a_village_verify_with_confirmed_and_denied_companions() {
    let (world, [yes, no]) = town();
    let of = |record: &SignedRecord| {
        let mut codes = Vec::new();
        let (pack, _) = world.export(TOWNSHIP, 2026, "look", Form::Folder);
        json(&pack, "data/coverage.json", |file| {
            tell(file, record, |visit| {
                codes.clone_from(visit["codes"].as_array().expect("a list"))
            })
        });
        std::fs::remove_dir_all(&pack).expect("removed");
        codes.contains(&value!(ReasonCode::NotAssigned))
    };
    assert!(!of(&yes) && of(&no));
    for scope in [TOWNSHIP, VILLAGE, "610924102002"] {
        let (pack, _) = world.export(scope, 2026, scope, Form::Folder);
        assert_eq!(codes(&check(&pack)), [], "{scope}");
    }
}

#[test]
fn a_companion_told_of_who_did_not_say_so_is_found() {
    let (world, [yes, no]) = town();
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    let copied = copy(&world, &pack, "made-up");
    json(&copied, "data/coverage.json", |file| {
        tell(file, &no, |visit| {
            visit["confirmed"] = value!([cadre(2)]);
            visit["codes"] = value!([]);
            visit["verdict"] = value!("counts");
            visit["base"] = value!("counts");
        })
    });
    sign_again(&copied, &world.folder.signer, |_| {});
    assert!(codes(&check(&copied)).contains(&Code::CompanionDiffers));
    let copied = copy(&world, &pack, "left-out");
    json(&copied, "data/coverage.json", |file| {
        tell(file, &yes, |visit| visit["confirmed"] = value!([]))
    });
    sign_again(&copied, &world.folder.signer, |_| {});
    assert!(codes(&check(&copied)).contains(&Code::CompanionDiffers));
}

#[test]
fn a_changed_phone_that_speaks_for_another_accuses_nobody() {
    let (mut world, [_, no]) = town();
    // The visitor's phone writes the companion's "yes" itself.
    let word = CompanionBody {
        cadre: cadre(2),
        visit: no.envelope.id.into(),
        sha256: no.sha256,
        there: true,
    };
    world.record(
        0,
        Kind::Companion,
        "2026-03-09T08:00:00+08:00",
        serde_json::to_value(word).expect("JSON"),
    );
    world.sync(0, "2026-03-09T08:10:00+08:00");
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    assert_eq!(codes(&check(&pack)), []);
}
