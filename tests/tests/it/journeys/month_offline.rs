//! A month in the mountains without a signal, then a bad road.

use super::world::{World, agree, at, hidden};
use ruhu_core::app::{AppError, SyncEnd};
use ruhu_core::domain::Verdict;
use ruhu_tests::handset::GOOD_ROAD;
use ruhu_tests::road::Weather;
use std::ops::ControlFlow;

#[test]
fn a_month_offline_then_a_bad_road_and_nothing_is_lost() {
    let world = World::of(&[("王建军", 0..12)], "2026-03-02T08:00:00+08:00");
    let mut phone = world.phone("王建军", 1, 7);
    let mut made = Vec::new();
    for day in 0..30u32 {
        phone
            .clock
            .reach(at("2026-03-03T09:00:00+08:00").plus_ms(i64::from(day) * 86_400_000));
        if day % 9 == 4 {
            phone.clock.reboot();
            phone.reopen();
        }
        let finished = phone.visit(day % 12, day.into());
        // The first of a household's visits in its window counts, and so do those of later days.
        assert_eq!(finished.verdict, Verdict::Counts, "day {day}: {:?}", finished.codes);
        made.push((day % 12, finished.visit));
    }
    let waiting = phone.app.outbox().expect("an upload box");
    assert_eq!((waiting.waiting, waiting.photos, waiting.can_free), (30, 60, 0));
    assert!(
        hidden(&phone.dir, "一切正常".as_bytes()),
        "a note lies open on the disk"
    );
    assert!(world.visits(0).is_empty(), "nobody has told the server");

    // Back in the valley: every fifth request meets a mishap.
    phone.road.set_weather(Weather::BAD);
    let mut tries = 0;
    loop {
        tries += 1;
        assert!(tries < 400, "the upload comes to no end: {:?}", phone.app.outbox());
        world.town.clock.reach(phone.clock.true_time());
        match phone.app.sync_now(GOOD_ROAD, &|_| ControlFlow::Continue(())) {
            Ok(report) => match report.end {
                SyncEnd::Done => break,
                SyncEnd::Later { at } => phone.clock.wait_for_wall(at),
                other => panic!("{other:?}"),
            },
            Err(AppError::TryLater { .. }) => phone.clock.pass_minutes(1),
            Err(error) => panic!("{error}"),
        }
    }
    let (requests, cut, repeated, late) = phone.road.counts();
    assert!(cut + repeated + late > 0, "the road was not bad in {requests} requests");

    let sent = phone.app.outbox().expect("an upload box");
    assert_eq!((sent.waiting, sent.sent, sent.stuck.len()), (0, 30, 0));
    for (n, visit) in &made {
        let shown = world.visits(*n);
        let shown: Vec<_> = shown.iter().filter(|shown| shown.id == *visit).collect();
        assert_eq!(shown.len(), 1, "visit {visit} of household {n}");
        assert_eq!(shown[0].judgement.verdict, Verdict::Counts, "{:?}", shown[0].judgement);
        world.holds_photos_of(shown[0], &phone);
    }
    for n in 0..12 {
        agree(&phone, &world, n);
    }
    // Only now may originals go from the phone.
    let freed = phone.app.free_storage().expect("frees");
    assert_eq!(freed.originals, 30);
    phone.reopen();
    assert_eq!(phone.app.outbox().expect("an upload box").sent, 30);
}
