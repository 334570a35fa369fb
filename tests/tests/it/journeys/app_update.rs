//! A newer version of the app comes from the township's own server to a phone on a bad road.

use super::world::World;
use ruhu_core::app::{App, AppStatement, Fetched};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Clock;
use ruhu_server::phone_app::{Brought, bring};
use ruhu_tests::apk::TestApk;
use ruhu_tests::road::Weather;
use std::ops::ControlFlow;
use std::path::Path;

const INSTALLED: u32 = 1;

fn publish(world: &World, apk: &[u8]) {
    let given = world.dir.path().join("release.apk");
    std::fs::write(&given, apk).expect("written");
    let brought = bring(&world.town.folder.path, &given, world.town.clock.now().wall).expect("a good APK");
    match brought {
        Brought::New(waiting) => waiting.announce().expect("announced"),
        Brought::AlreadyThere(_) => panic!("it was not there before"),
    };
}

/// Fetches until it is whole, as often as the road breaks; answers how often it was begun.
fn fetch(app: &App, newer: &AppStatement, to: &Path) -> usize {
    for begun in 1..=50 {
        match app.fetch_app(newer, to, &|_| ControlFlow::Continue(())) {
            Ok(fetched) => {
                assert_eq!(fetched, Fetched::Whole);
                return begun;
            }
            Err(error) => assert!(matches!(error, ruhu_core::app::AppError::TryLater { .. }), "{error:?}"),
        }
    }
    panic!("fifty times is enough on any road");
}

#[test]
fn a_phone_on_a_bad_road_hears_of_a_newer_app_and_brings_exactly_the_file_that_was_published() {
    let world = World::of(&[("王建军", 0..2)], "2026-07-01T08:00:00+08:00");
    let mut phone = world.phone("王建军", 1, 0);
    assert_eq!(
        phone.app.newest_app(INSTALLED).expect("asks"),
        None,
        "none is handed out"
    );

    let apk = TestApk {
        filler: 3_000_000,
        ..TestApk::of("0.2.0", 2)
    };
    let apk = apk.bytes();
    publish(&world, &apk);
    let newer = phone.app.newest_app(INSTALLED).expect("asks").expect("there is one");
    assert_eq!((newer.version_name.as_str(), newer.sha256), ("0.2.0", Sha256::of(&apk)));
    assert_eq!(phone.app.newest_app(2).expect("asks"), None, "not for who has it");

    // Every third request is cut, one way or the other; the phone is killed on the way.
    phone.road.set_weather(Weather {
        cut_request: 15,
        cut_answer: 20,
        repeat: 5,
        late: 5,
    });
    let to = world.dir.path().join("下载").join(&newer.file);
    let stopped = phone.app.fetch_app(&newer, &to, &|there| match there {
        0..1_000_000 => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    });
    assert!(
        matches!(
            stopped,
            Ok(Fetched::Stopped) | Err(ruhu_core::app::AppError::TryLater { .. })
        ),
        "{stopped:?}"
    );
    let so_far = std::fs::metadata(to.with_extension("apk.part")).expect("a part").len();
    assert!(!to.exists() && so_far < newer.bytes, "{so_far}");
    phone.reopen();
    fetch(&phone.app, &newer, &to);
    assert_eq!(std::fs::read(&to).expect("there"), apk);

    // A newer one still takes its place: the older is not handed out any more, and the phone is told so.
    phone.road.set_weather(Weather::CLEAR);
    publish(&world, &TestApk::of("0.3.0", 3).bytes());
    let gone = phone.app.fetch_app(&newer, &world.dir.path().join("again.apk"), &|_| {
        ControlFlow::Continue(())
    });
    let code = match gone {
        Err(ruhu_core::app::AppError::FixThis { code, .. }) => code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code, "no_app");
    let newest = phone.app.newest_app(INSTALLED).expect("asks").expect("there is one");
    assert_eq!(newest.version_name, "0.3.0");
}
