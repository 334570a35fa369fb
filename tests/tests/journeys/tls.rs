//! A real phone and a real server that speaks TLS itself: a certificate that somebody made himself, one that an
//! authority signed, and another's, which is refused in words while nothing is lost.

use super::world::{Phone, World, agree};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use ruhu_core::app::{App, AppError, Config};
use ruhu_core::ids::CadreId;
use ruhu_core::record::MemorySigner;
use ruhu_core::sync::Trust;
use ruhu_core::time::Clock;
use ruhu_server::command::enrol;
use ruhu_server::serve::{Front, Options, Running, start_with};
use ruhu_server::tls::{Tls, TlsTrust};
use ruhu_tests::clock::{PhoneClock, TownClock};
use ruhu_tests::handset::{GOOD_ROAD, send_all};
use ruhu_tests::process::steady_port;
use ruhu_tests::road::{BadRoad, Weather};
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

fn params() -> CertificateParams {
    CertificateParams::new(vec!["127.0.0.1".into()]).expect("an address")
}

/// Writes both files and loads them as `ruhu serve` does.
fn load(dir: &Path, certificate: &str, key: &KeyPair) -> Tls {
    let (cert_file, key_file) = (dir.join("cert.pem"), dir.join("key.pem"));
    std::fs::write(&cert_file, certificate).expect("written");
    std::fs::write(&key_file, key.serialize_pem()).expect("written");
    Tls::load(&cert_file, &key_file, TlsTrust::Auto).expect("a pair")
}

/// Serves the world's folder by TLS, at its own port or anew at this one.
fn serve(data: &Path, clock: &Arc<TownClock>, listen: SocketAddr, tls: Tls) -> Running {
    let options = Options {
        data: data.to_owned(),
        key: None,
        listen,
        address: None,
        clock: clock.clone(),
        simulated: true,
    };
    let front = Front {
        tls: Some(tls),
        ..Front::default()
    };
    start_with(options, front).expect("serves")
}

/// A phone out of its box, with these roots.
fn phone(world: &World, seed: u8, roots: Vec<Vec<u8>>) -> Phone {
    let dir = world.dir.path().join(format!("phone-{seed}"));
    let clock = Arc::new(PhoneClock::new(world.town.clock.now().wall, 0));
    let config = Config {
        dir: dir.clone(),
        trust: Trust::Roots(roots),
        transport: None,
    };
    let signer = Arc::new(MemorySigner::from_bytes(&[seed; 32]).expect("a key"));
    let app = App::open(config, [seed; 32], signer, clock.clone()).expect("opens");
    // It stands there unused: this phone goes straight to the server.
    let road = BadRoad::open(world.town.running.listening(), Weather::CLEAR, 1).expect("a road");
    Phone {
        app,
        clock,
        road,
        dir,
        seed,
    }
}

fn code(world: &World, running: &Running, cadre: CadreId) -> String {
    let now = world.town.clock.now().wall;
    let address = running.address().to_owned();
    let made = enrol::make(&world.town.folder, &cadre.to_string(), address, now);
    made.expect("a code").qr
}

fn refused(error: &AppError) -> bool {
    matches!(error, AppError::FixThis { code, text } if code == "wrong_certificate" && text.zh.contains("证书"))
}

/// The world's own server makes way for one that speaks TLS.
fn make_way(world: &mut World) -> std::path::PathBuf {
    let data = world.town.folder.path.clone();
    let elsewhere = world.dir.path().join("elsewhere");
    let options = Options {
        data: elsewhere,
        key: None,
        listen: ([127, 0, 0, 1], 0).into(),
        address: None,
        clock: world.town.clock.clone(),
        simulated: true,
    };
    let other = start_with(options, Front::default()).expect("serves");
    std::mem::replace(&mut world.town.running, other).shutdown();
    data
}

#[test]
fn another_certificate_is_refused_in_words_and_nothing_is_lost() {
    let mut world = World::of(&[("王建军", 0..3)], "2026-06-01T08:00:00+08:00");
    let data = make_way(&mut world);
    let (ours, theirs) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
    let made = |key: &KeyPair| load(world.dir.path(), &params().self_signed(key).expect("signed").pem(), key);
    let clock = world.town.clock.clone();
    let cadre = world.cadre("王建军");

    let at = ([127, 0, 0, 1], steady_port()).into();
    let running = serve(&data, &clock, at, made(&ours));
    let (first, second) = (code(&world, &running, cadre), code(&world, &running, cadre));
    assert!(first.contains("\"pin\""), "{first}");
    let mine = phone(&world, 1, Vec::new());
    mine.app
        .enrol(&first, "journey")
        .expect("enrols by the certificate's key");
    send_all(&mine.app).expect("sends");
    mine.visit(0, 1);
    clock.reach(mine.clock.true_time());
    send_all(&mine.app).expect("sends");
    running.shutdown();

    // Somebody else stands at the address.
    let running = serve(&data, &clock, at, made(&theirs));
    mine.clock.pass_minutes(30);
    mine.visit(1, 2);
    let error = mine.app.sync_now(GOOD_ROAD, &|_| ControlFlow::Continue(()));
    let error = error.expect_err("it is not the township's server");
    assert!(refused(&error), "{error:?}");
    let late = phone(&world, 2, Vec::new());
    let error = late
        .app
        .enrol(&second, "journey")
        .expect_err("nor is it for a new phone");
    assert!(refused(&error), "{error:?}");
    assert_eq!(mine.app.outbox().expect("a box").waiting, 1);
    running.shutdown();
    assert!(world.visits(1).is_empty(), "nothing was sent");

    // The certificate is renewed with its old key: the phones go on.
    let running = serve(&data, &clock, at, made(&ours));
    clock.reach(mine.clock.true_time());
    send_all(&mine.app).expect("sends what waited");
    late.app.enrol(&second, "journey").expect("its code still holds");
    for n in 0..2 {
        assert_eq!(world.visits(n).len(), 1);
        agree(&mine, &world, n);
    }
    // Without the pin, a certificate that nobody stands behind is none.
    let third = code(&world, &running, cadre);
    let mut told: serde_json::Value = serde_json::from_str(&third).expect("JSON");
    told.as_object_mut().expect("an object").remove("pin");
    let error = phone(&world, 3, Vec::new()).app.enrol(&told.to_string(), "journey");
    assert!(refused(&error.expect_err("refused")));
    running.shutdown();
}

#[test]
fn an_authority_that_the_phone_trusts_stands_behind_a_certificate_without_a_pin() {
    let mut world = World::of(&[("王建军", 0..2)], "2026-06-01T08:00:00+08:00");
    let data = make_way(&mut world);
    let mut authority = CertificateParams::new(Vec::new()).expect("no names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority
        .distinguished_name
        .push(rcgen::DnType::CommonName, "an authority");
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().expect("a key")).expect("signed");
    let key = KeyPair::generate().expect("a key");
    let certificate = params().signed_by(&key, &authority).expect("signed");
    let tls = load(world.dir.path(), &certificate.pem(), &key);
    let clock = world.town.clock.clone();
    let running = serve(&data, &clock, ([127, 0, 0, 1], 0).into(), tls);
    let code = code(&world, &running, world.cadre("王建军"));
    assert!(!code.contains("\"pin\""), "{code}");
    let stranger = phone(&world, 2, Vec::new());
    assert!(refused(
        &stranger.app.enrol(&code, "journey").expect_err("nobody it trusts")
    ));
    let mine = phone(&world, 1, vec![authority.der().to_vec()]);
    mine.app.enrol(&code, "journey").expect("enrols");
    send_all(&mine.app).expect("hears of its households");
    mine.visit(0, 1);
    clock.reach(mine.clock.true_time());
    send_all(&mine.app).expect("sends");
    agree(&mine, &world, 0);
    running.shutdown();
}
