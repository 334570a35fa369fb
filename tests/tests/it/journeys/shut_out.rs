//! A phone that the township shuts out keeps everything, says what to do, and goes on where it stood once it is let in.

use super::world::World;
use ruhu_core::app::AppError;
use ruhu_core::time::Clock;
use ruhu_server::store::Coverage as _;
use ruhu_server::town::decide;
use ruhu_tests::handset::{GOOD_ROAD, send_all};
use std::ops::ControlFlow;

#[test]
fn a_phone_that_was_shut_out_by_mistake_loses_nothing() {
    let world = World::of(&[("王建军", 0..4)], "2026-06-01T08:00:00+08:00");
    let mut phone = world.phone("王建军", 1, 0);
    phone.app.set_version("0.2.0 (20)".into());
    phone.visit(0, 1);
    phone.send(&world);
    phone.visit(1, 2);
    let (store, code) = (&world.town.folder.store, &world.town.code);
    let kid = phone.app.me().expect("reads").expect("enrolled").device;
    let now = || world.town.clock.now().wall;
    decide::revoke(store, code, &kid, "说是丢了", "镇长", now()).expect("revoked");

    for _ in 0..2 {
        let heard = phone.app.sync_now(GOOD_ROAD, &|_| ControlFlow::Continue(()));
        let Err(AppError::FixThis { code, text }) = heard else {
            panic!("{heard:?}");
        };
        assert_eq!(code, "phone_revoked");
        assert!(
            text.zh.contains("记录都在手机里") && text.zh.contains("镇里"),
            "{}",
            text.zh
        );
        // Nothing is stuck or lost, also after a restart, and visits go on.
        phone.reopen();
    }
    phone.visit(2, 3);
    let outbox = phone.app.outbox().expect("reads");
    assert!(outbox.stuck.is_empty() && outbox.waiting > 0);
    assert_eq!(
        (world.visits(0).len(), world.visits(1).len()),
        (1, 0),
        "what came before counts as it did"
    );

    decide::renew(store, code, &kid, "找到了", "镇长", now()).expect("let in again");
    phone.app.set_version("0.2.1 (21)".into());
    world.town.clock.reach(phone.clock.true_time());
    send_all(&phone.app).expect("goes on without a new code");
    for n in 0..3 {
        assert_eq!(world.visits(n).len(), 1, "home {n}");
    }
    let listed = store.phones(code).expect("reads");
    assert_eq!(
        (listed[0].app_version.as_deref(), listed[0].waiting_records),
        (Some("0.2.1 (21)"), 0)
    );
}
