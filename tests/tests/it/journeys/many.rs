//! A township's morning: forty-five phones come to the server at the same moment.

use super::world::{World, agree};
use ruhu_tests::handset::send_all;
use ruhu_tests::village::PICTURES;
use std::sync::{Barrier, LazyLock};

const PHONES: u8 = 45;

#[test]
fn forty_five_phones_sync_together_and_each_hears_the_truth() {
    let names: Vec<String> = (0..PHONES).map(|i| format!("干部{i}")).collect();
    let cadres: Vec<(&str, std::ops::Range<u32>)> = names
        .iter()
        .zip(0u32..)
        .map(|(name, i)| (name.as_str(), i * 2..i * 2 + 2))
        .collect();
    let world = World::of(&cadres, "2026-06-01T08:00:00+08:00");
    LazyLock::force(&PICTURES);
    let phones: Vec<_> = (1..=PHONES)
        .zip(&names)
        .map(|(seed, name)| world.phone(name, seed, 0))
        .collect();
    let together = Barrier::new(phones.len());
    std::thread::scope(|scope| {
        for (phone, i) in phones.iter().zip(0u32..) {
            let (world, together) = (&world, &together);
            scope.spawn(move || {
                phone.visit(i * 2, i.into());
                phone.clock.pass_minutes(30);
                phone.visit(i * 2 + 1, (1000 + i).into());
                world.town.clock.reach(phone.clock.true_time());
                together.wait();
                send_all(&phone.app).expect("everything goes, whoever else is there");
            });
        }
    });
    for (phone, i) in phones.iter().zip(0u32..) {
        for n in [i * 2, i * 2 + 1] {
            let shown = world.visits(n);
            assert_eq!(shown.len(), 1, "household {n}");
            world.holds_photos_of(&shown[0], phone);
            agree(phone, &world, n);
        }
    }
    let (requests, bytes) = world.town.running.app().load.under_way();
    assert_eq!((requests, bytes), (0, 0), "every place was given back");
}
