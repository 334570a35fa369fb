//! The network's proxy: the phone goes through the one that its system names at that moment, and names what is wrong with
//! it. The names of these servers exist nowhere: only through the proxy they are found.

use super::super::journeys::tls::{load, make_way, params, phone, serve};
use super::super::journeys::world::{Phone, World, agree};
use super::tools::{CADRE, NOW};
use rcgen::KeyPair;
use ruhu_core::app::{AppError, SyncEnd};
use ruhu_core::sync::Proxy;
use ruhu_core::time::Clock;
use ruhu_server::command::enrol;
use ruhu_server::web::serve::Running;
use ruhu_tests::handset::{GOOD_ROAD, send_all};
use ruhu_tests::road::{ForwardProxy, Manner, NamedProxy};
use std::ops::ControlFlow;
use std::sync::Arc;

/// A phone whose system names the proxies of the test.
fn proxied(world: &World) -> (Phone, Arc<NamedProxy>) {
    let mine = phone(world, 1, Vec::new());
    let named = Arc::new(NamedProxy::default());
    mine.app.use_proxies(named.clone());
    (mine, named)
}

/// A code for this address, instead of the server's own.
fn code_at(world: &World, address: &str) -> String {
    let now = world.town.clock.now().wall;
    let cadre = world.cadre(CADRE).to_string();
    enrol::make(&world.town.folder, &cadre, address.to_owned(), now)
        .expect("a code")
        .qr
}

/// The same proxy, by a setting that differs in a host that nobody asks for.
fn anew(proxy: &ForwardProxy, excluded: &str) -> Proxy {
    Proxy {
        exclude: vec![excluded.to_owned()],
        ..proxy.setting()
    }
}

/// Why the phone cannot send now, in Chinese.
fn why(phone: &Phone) -> String {
    let report = phone.app.sync_now(GOOD_ROAD, &|_| ControlFlow::Continue(()));
    let report = report.expect("a broken road is no error of its own");
    assert!(matches!(report.end, SyncEnd::Later { .. }), "{report:?}");
    phone.clock.pass_minutes(61);
    report.text.zh
}

fn not_enrolled(phone: &Phone, code: &str) -> String {
    match phone.app.enrol(code, "road") {
        Err(AppError::TryLater { text }) => text.zh,
        other => panic!("{other:?}"),
    }
}

fn goes_through_its_troubles(world: &World, mine: &Phone, named: &NamedProxy, proxy: &ForwardProxy, code: &str) {
    // Without the proxy there is no such name.
    assert!(not_enrolled(mine, code).contains("连不上镇里"));
    named.set(Some(proxy.setting()));
    mine.app.enrol(code, "road").expect("enrols through the proxy");
    send_all(&mine.app).expect("hears of its households");
    mine.visit(0, 1);
    world.town.clock.reach(mine.clock.true_time());

    proxy.set(Manner::Wants("Basic d2FuZzpnZWhlaW0="));
    // A tunnel that stands is gone on with: another setting has a new one made.
    named.set(Some(anew(proxy, "1.invalid")));
    assert!(why(mine).contains("用户名和密码（407）"));
    let with = |user: &str, password: &str| Proxy {
        user: Some(user.into()),
        password: Some(password.into()),
        ..proxy.setting()
    };
    named.set(Some(with("wang", "wrong")));
    assert!(why(mine).contains("用户名和密码（407）"));
    named.set(Some(with("wang", "geheim")));
    world.town.clock.reach(mine.clock.true_time());
    send_all(&mine.app).expect("sends with the password");
    agree(mine, world, 0);

    // The network changes while the app runs.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let gone = nobody.local_addr().expect("bound").port();
    drop(nobody);
    mine.visit(1, 2);
    named.set(Some(Proxy {
        port: gone,
        ..proxy.setting()
    }));
    assert!(why(mine).contains("连不上这个网络设置的代理"));
    named.set(None);
    assert!(why(mine).contains("连不上镇里"));
    proxy.set(Manner::Open);
    named.set(Some(proxy.setting()));
    world.town.clock.reach(mine.clock.true_time());
    send_all(&mine.app).expect("sends");
    assert_eq!(world.visits(1).len(), 1);
}

#[test]
fn http_goes_through_the_systems_proxy() {
    let world = World::of(&[(CADRE, 0..3)], NOW);
    let proxy = ForwardProxy::open(world.town.running.listening(), Manner::Open).expect("a proxy");
    let (mine, named) = proxied(&world);
    let code = code_at(&world, "http://ruhu.township.test:8460");
    goes_through_its_troubles(&world, &mine, &named, &proxy, &code);
    let seen = proxy.seen();
    assert!(
        seen.contains(&"POST http://ruhu.township.test:8460/v1/sync".to_owned()),
        "{seen:?}"
    );
    proxy.set(Manner::Refuses("502 Bad Gateway"));
    mine.visit(2, 3);
    assert!(why(&mine).contains("502"));
}

fn https(world: &mut World) -> Running {
    let data = make_way(world);
    let key = KeyPair::generate().expect("a key");
    let tls = load(
        world.dir.path(),
        &params().self_signed(&key).expect("signed").pem(),
        &key,
    );
    serve(&data, &world.town.clock, ([127, 0, 0, 1], 0).into(), tls)
}

#[test]
fn https_goes_through_the_systems_proxy_and_the_proxy_reads_nothing() {
    let mut world = World::of(&[(CADRE, 0..3)], NOW);
    let running = https(&mut world);
    let proxy = ForwardProxy::open(running.listening(), Manner::Open).expect("a proxy");
    let (mine, named) = proxied(&world);
    let code = code_at(&world, "https://ruhu.township.test");
    assert!(code.contains("\"pin\""), "{code}");
    goes_through_its_troubles(&world, &mine, &named, &proxy, &code);
    let seen = proxy.seen();
    assert!(
        !seen.is_empty() && seen.iter().all(|line| line == "CONNECT ruhu.township.test:443"),
        "{seen:?}"
    );
    mine.visit(2, 3);
    for status in ["502 Bad Gateway", "403 Forbidden"] {
        proxy.set(Manner::Refuses(status));
        named.set(Some(anew(&proxy, status)));
        assert!(why(&mine).contains("不肯连到镇里"));
    }
    running.shutdown();
}

#[test]
fn excluded_hosts_and_this_machine_are_reached_without_it() {
    let world = World::of(&[(CADRE, 0..3)], NOW);
    let proxy = ForwardProxy::open(world.town.running.listening(), Manner::Open).expect("a proxy");
    let (mine, named) = proxied(&world);
    named.set(Some(proxy.setting()));
    mine.app
        .enrol(&code_at(&world, world.town.running.address()), "road")
        .expect("enrols");
    send_all(&mine.app).expect("sends");
    assert!(proxy.seen().is_empty(), "127.0.0.1 needs no proxy");
    named.set(Some(Proxy {
        exclude: vec!["*.township.test".into()],
        ..proxy.setting()
    }));
    let elsewhere = code_at(&world, "http://ruhu.township.test:8460");
    assert!(not_enrolled(&mine, &elsewhere).contains("连不上镇里"));
    assert!(proxy.seen().is_empty());
}
