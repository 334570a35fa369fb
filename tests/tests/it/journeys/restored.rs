//! The township's disk has broken, and a backup came back: phones that saw a later state say so, keep everything, and send
//! again what is missing once a person has given them a new code.

use super::world::{World, agree};
use ruhu_core::app::AppError;
use ruhu_core::time::Clock;
use ruhu_server::backup::{Order, restore, take};
use ruhu_server::folder::Folder;
use ruhu_server::web::serve::{Options, start};
use ruhu_tests::handset::send_all;
use ruhu_tests::town::Town;

/// The server is gone with its folder; the backup is served in its place, at the same address.
fn disaster(world: World, backup: &std::path::Path) -> World {
    let World { town, dir } = world;
    let Town {
        running,
        folder,
        clock,
        code,
        name,
        roster,
    } = town;
    let listen = running.listening();
    running.shutdown();
    drop(folder);
    let data = dir.path().join("restored");
    let restored = restore(backup, &data, None, clock.now().wall).expect("restored");
    assert!(
        restored
            .examination
            .findings
            .iter()
            .all(|f| f.code.word() == "clock_behind"),
        "{restored:?}"
    );
    let running = start(Options {
        data: data.clone(),
        key: None,
        listen,
        address: None,
        clock: clock.clone(),
        simulated: true,
    });
    let town = Town {
        running: running.expect("serves"),
        folder: Folder::open_existing(&data, None).expect("opens"),
        clock,
        code,
        name,
        roster,
    };
    World { town, dir }
}

#[test]
fn after_a_restored_backup_a_phone_sends_again_what_is_missing_and_nothing_is_lost() {
    let world = World::of(&[("王建军", 0..3), ("李秀英", 3..6)], "2026-07-01T08:00:00+08:00");
    let (busy, quiet) = (world.phone("王建军", 1, 0), world.phone("李秀英", 2, 0));
    busy.visit(0, 1);
    busy.send(&world);
    quiet.visit(3, 2);
    quiet.send(&world);
    let backup = world.dir.path().join("backup");
    let order = Order {
        data: &world.town.folder.path,
        key: None,
        out: &backup,
        now: world.town.clock.now().wall,
    };
    take(&order).expect("backed up");
    // After the backup: a visit that the township took and gave its receipts for.
    busy.clock.pass_minutes(60);
    busy.visit(1, 3);
    busy.send(&world);
    let world = disaster(world, &backup);
    assert_eq!((world.visits(0).len(), world.visits(1).len()), (1, 0));

    // The one that has seen more refuses loudly; the other notices nothing.
    let refused = busy
        .app
        .sync_now(ruhu_tests::handset::GOOD_ROAD, &|_| std::ops::ControlFlow::Continue(()));
    let Err(AppError::Report { text, detail }) = refused else {
        panic!("{refused:?}")
    };
    assert!(
        text.zh.contains("恢复过备份") && detail.contains("log"),
        "{text:?} {detail}"
    );
    quiet.visit(4, 4);
    quiet.send(&world);
    agree(&quiet, &world, 4);

    // A person decides: a new code. Everything the server lacks comes again, with its photos; what it has stays one.
    let code = world
        .town
        .code_for(world.cadre("王建军"), busy.road.url())
        .expect("a code");
    busy.app.enrol(&code, "journey").expect("enrols again");
    send_all(&busy.app).expect("sends again");
    for n in [0, 1] {
        assert_eq!(world.visits(n).len(), 1, "household {n}");
        world.holds_photos_of(&world.visits(n)[0], &busy);
        agree(&busy, &world, n);
    }
    let outbox = busy.app.outbox().expect("an outbox");
    assert_eq!(outbox.waiting, 0, "{outbox:?}");
    // The chain goes on without a hole.
    busy.visit(2, 5);
    busy.send(&world);
    agree(&busy, &world, 2);
}
