//! Three hundred honest packs of every shape, drawn from seeds: none is accused of anything.

use super::world::*;
use ruhu_core::domain::{Mode, Ruling, WaiverKind, WaiverScope};
use ruhu_core::record::{Kind, SignedRecord};
use ruhu_core::time::{Moment, TimeEvidence};
use ruhu_server::pack::Form;
use ruhu_server::pack::verify::{Code, Compared};
use ruhu_server::store::{Evidence, Ledger, PolicyRow};
use ruhu_server::town::{decide, log};
use serde_json::json;

/// Townships; three packs of each.
const SEEDS: u64 = 100;

#[test]
fn three_hundred_packs_of_every_shape_are_never_accused() {
    let (mut forks, mut tombstones, mut alone, mut photos, mut policies) = (0, 0, 0, 0, 0);
    let mut packs = 0;
    for seed in 0..SEEDS {
        let world = drawn(seed);
        let forms = [Form::Folder, Form::Zip];
        for (place, (scope, year)) in [(TOWNSHIP, 2026), (VILLAGE, 2026), (TOWNSHIP, 2025)]
            .into_iter()
            .enumerate()
        {
            let form = forms[(place + usize::try_from(seed).expect("small")) % 2];
            let (pack, _) = world.export(scope, year, &format!("{scope}-{year}"), form);
            let report = check(&pack);
            assert!(
                report.ok,
                "seed {seed}, {scope}, {year}:\n{}",
                report.text(Compared::No)
            );
            packs += 1;
            forks += report.checked.forks;
            tombstones += report.checked.tombstones;
            alone += report.checked.receipts_alone;
            photos += report.checked.photos;
        }
        let inputs = world.folder.store.inputs(&code(TOWNSHIP)).expect("readable");
        policies += u64::from(inputs.policies.len() > 1);
    }
    assert_eq!(packs, 300);
    // Every shape was really there.
    for (what, count) in [
        ("forks", forks),
        ("tombstones", tombstones),
        ("receipts alone", alone),
        ("photos", photos),
        ("townships with two policies", policies),
    ] {
        assert!(count > 20, "{count} {what}");
    }
}

#[test]
fn a_gap_that_is_not_filled_yet_is_told_of_and_nothing_else_is() {
    let mut world = World::new();
    for (day, lost) in [("08", false), ("09", true), ("10", false)] {
        let visit = world.good_visit(0, 0, &format!("2026-02-{day}T09:00:00+08:00"));
        world.visit(0, &visit);
        if lost {
            world.phones[0].lose_waiting();
        } else {
            world.sync(0, "2026-02-20T09:00:00+08:00");
        }
    }
    world.now = moment("2026-03-31T12:00:00+08:00");
    let (pack, _) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    assert_eq!(codes(&check(&pack)), [Code::ChainGap]);
}

/// Whole numbers drawn from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// A township with a history drawn from a seed: the same seed gives the same history.
fn drawn(seed: u64) -> World {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1));
    let mut world = World::new();
    let two_policies = dice.below(3) == 0;
    if two_policies {
        second_policy(&mut world, moment("2025-01-03T09:00:00+08:00"));
    }
    let mut made: Vec<(usize, SignedRecord)> = Vec::new();
    let mut photos = Vec::new();
    let mut lost: [Vec<String>; 2] = Default::default();
    // Two days before the new year to the middle of March, in the order of time. Every tenth township has no visit.
    let mut at = moment("2025-12-30T08:00:00+08:00");
    let visits = if seed % 10 == 9 { 0 } else { dice.below(25) };
    for _ in 0..visits {
        at = at.plus_ms(i64::try_from(dice.below(90) + 1).expect("small") * 45 * 60_000);
        let phone = usize::try_from(dice.below(2)).expect("small");
        let to = u8::try_from(dice.below(6)).expect("small");
        visit(&mut world, &mut dice, phone, to, at, &mut photos, &mut made);
        match dice.below(8) {
            // On its way, and lost: it comes at the very end, and fills its gap.
            0 => lost[phone].extend(world.phones[phone].lose_waiting()),
            1 => world.phones[phone].fork(&at.plus_ms(1_200_000).to_string()),
            _ => {}
        }
        if dice.below(4) == 0 {
            world.sync(phone, &at.plus_ms(3_600_000).to_string());
        }
    }
    let end = at.plus_ms(86_400_000);
    for phone in [0, 1] {
        let lost = std::mem::take(&mut lost[phone]);
        world.phones[phone].found_again(lost);
        world.sync(phone, &end.to_string());
    }
    decide(&mut world, &mut dice, &made);
    world.now = world.now.max(moment("2026-03-31T12:00:00+08:00"));
    world
}

fn visit(
    world: &mut World,
    dice: &mut Dice,
    phone: usize,
    to: u8,
    at: Moment,
    photos: &mut Vec<ruhu_core::domain::PhotoEntry>,
    made: &mut Vec<(usize, SignedRecord)>,
) {
    let mut visit = world.good_visit(phone, to, &at.to_string());
    match dice.below(11) {
        0 => visit.mode = Mode::Phone,
        1 => visit.photos.clear(),
        2 => visit.fixes.clear(),
        3 => visit.fixes[0].mock = true,
        4 => visit.photos.extend(photos.last().cloned()),
        5 => visit.companions.push(world.phones[1 - phone].row.cadre),
        6 => visit.judged.place_version = None,
        7 => {
            visit.late = true;
            visit.started = TimeEvidence::told(visit.started.wall);
            visit.ended = TimeEvidence::told(visit.ended.wall);
        }
        _ => {}
    }
    photos.extend(visit.photos.clone());
    made.push((phone, world.visit(phone, &visit).1));
}

/// What the township decides in the end, and photos that come late.
fn decide(world: &mut World, dice: &mut Dice, made: &[(usize, SignedRecord)]) {
    for (phone, record) in made {
        let visit = record.envelope.id.into();
        match dice.below(8) {
            0 => world.decide(visit, Some(Ruling::Counts)),
            1 => world.decide(visit, Some(Ruling::DoesNotCount)),
            2 => {
                world.decide(visit, Some(Ruling::Counts));
                world.decide(visit, None);
            }
            3 => {
                let body = &record.envelope.body;
                upload(world, *phone, body);
            }
            4 if dice.below(2) == 0 => world.erase(record),
            _ => {}
        }
    }
    if dice.below(2) == 0 {
        let village = WaiverScope::Region(code(VILLAGE));
        world.waive(village, WaiverKind::Remote, "2026-01-01", "2026-02-01");
    }
    if dice.below(3) == 0 {
        let one = WaiverScope::Household(household(3));
        world.waive(one, WaiverKind::Excuse, "2026-01-05", "2026-01-25");
    }
}

/// The photo of a good visit arrives, whatever was said of it.
fn upload(world: &World, phone: usize, body: &serde_json::Value) {
    let started = body["started"]["wall"].as_str().expect("a moment");
    for to in 0..6 {
        if household(to).as_str() == body["household"] {
            let picture = Picture::new(&format!("{to} {}", moment(started)));
            let named = body["photos"].to_string();
            for bytes in [picture.copy, picture.original] {
                if named.contains(&ruhu_core::ids::Sha256::of(&bytes).to_string()) {
                    world.upload(phone, &bytes);
                }
            }
        }
    }
}

/// Another policy, of years before the default one.
fn second_policy(world: &mut World, at: Moment) {
    let toml = decide::DEFAULT_POLICY
        .replace("default-2021", "before")
        .replace("from = 2021-01-01", "from = 2020-01-01\nuntil = 2020-12-31");
    let township = code(TOWNSHIP);
    let body = json!({"scope": township, "toml": toml});
    let written = world.folder.store.transact(&township, &mut |tx| {
        let record = log::append_own(tx, Kind::Policy, &body, at)?;
        tx.put_policy(&PolicyRow {
            id: "before".parse().expect("a good id"),
            scope: township.clone(),
            from: "2020-01-01".parse().expect("a day"),
            toml: toml.clone(),
            record: record.sha256,
        })
    });
    written.expect("written");
    // The next transaction ends with the new root.
    world.waive(
        WaiverScope::Region(code(VILLAGE)),
        WaiverKind::Remote,
        "2020-01-01",
        "2020-01-02",
    );
}
