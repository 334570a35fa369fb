//! A real phone and a real server that speaks TLS itself: a certificate that somebody made himself, one that an
//! authority signed, and another's, which is refused in words while nothing is lost. And the same by typing an address.

use super::world::{Phone, World, agree};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use ruhu_core::app::{App, AppError, Config};
use ruhu_core::ids::CadreId;
use ruhu_core::record::{AboutServer, MemorySigner};
use ruhu_core::sync::{HttpRequest, HttpTransport, Method, Transport, TransportError, Trust};
use ruhu_core::time::Clock;
use ruhu_server::command::enrol;
use ruhu_server::tls::{Tls, TlsTrust};
use ruhu_server::web::serve::{Front, Options, Running, start_with};
use ruhu_tests::clock::{PhoneClock, TownClock};
use ruhu_tests::handset::{GOOD_ROAD, send_all};
use ruhu_tests::process::steady_port;
use ruhu_tests::road::{BadRoad, Weather};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

pub(crate) fn params() -> CertificateParams {
    CertificateParams::new(vec!["127.0.0.1".into()]).expect("an address")
}

/// Writes both files and loads them as `ruhu serve` does.
pub(crate) fn load(dir: &Path, certificate: &str, key: &KeyPair) -> Tls {
    let (cert_file, key_file) = (dir.join("cert.pem"), dir.join("key.pem"));
    std::fs::write(&cert_file, certificate).expect("written");
    std::fs::write(&key_file, key.serialize_pem()).expect("written");
    Tls::load(&cert_file, &key_file, TlsTrust::Auto).expect("a pair")
}

/// Serves the world's folder by TLS, at its own port or anew at this one.
pub(crate) fn serve(data: &Path, clock: &Arc<TownClock>, listen: SocketAddr, tls: Tls) -> Running {
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
pub(crate) fn phone(world: &World, seed: u8, roots: Vec<Vec<u8>>) -> Phone {
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

pub(crate) fn code(world: &World, running: &Running, cadre: CadreId) -> String {
    let now = world.town.clock.now().wall;
    let address = running.address().to_owned();
    let made = enrol::make(&world.town.folder, &cadre.to_string(), address, now);
    made.expect("a code").qr
}

fn refused(error: &AppError) -> bool {
    matches!(error, AppError::FixThis { code, text } if code == "wrong_certificate" && text.zh.contains("证书"))
}

/// The world's own server makes way for one that speaks TLS.
pub(crate) fn make_way(world: &mut World) -> std::path::PathBuf {
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

/// Enrols by typing, having compared the words with the sheet.
fn typed(world: &World, phone: &Phone, running: &Running, cadre: CadreId) -> Result<(), AppError> {
    let now = world.town.clock.now().wall;
    let sheet = enrol::make(
        &world.town.folder,
        &cadre.to_string(),
        running.address().to_owned(),
        now,
    );
    let sheet = sheet.expect("a sheet");
    let shown = phone.app.look_up(&sheet.address)?;
    assert_eq!(shown.words, sheet.words.join(" "));
    assert_eq!(
        (shown.pin, shown.address.as_str()),
        (sheet.certificate, running.address())
    );
    phone.app.enrol_at(&shown, &sheet.code, "journey").map(|_| ())
}

#[test]
fn an_address_typed_leads_to_a_self_made_certificate_that_the_compared_key_names() {
    let mut world = World::of(&[("王建军", 0..2)], "2026-06-01T08:00:00+08:00");
    let data = make_way(&mut world);
    let (ours, theirs) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
    let made = |key: &KeyPair| load(world.dir.path(), &params().self_signed(key).expect("signed").pem(), key);
    let (clock, cadre) = (world.town.clock.clone(), world.cadre("王建军"));
    let running = serve(&data, &clock, ([127, 0, 0, 1], 0).into(), made(&ours));
    let mine = phone(&world, 1, Vec::new());
    typed(&world, &mine, &running, cadre).expect("enrols");
    send_all(&mine.app).expect("hears of its households");
    mine.visit(0, 1);
    clock.reach(mine.clock.true_time());
    send_all(&mine.app).expect("sends");
    agree(&mine, &world, 0);

    // Somebody in between hands on what the server signed, with a certificate of his own: that finds him out.
    let about = AboutServer::new(&world.town.folder.signer.public(), None, running.pin());
    let (between, asked) = hand_on(&theirs, world.town.folder.signer.about(&about));
    let late = phone(&world, 2, Vec::new());
    let error = late
        .app
        .look_up(&between)
        .expect_err("its certificate is not the one that was signed");
    assert!(refused(&error), "{error:?}");
    assert_eq!(asked.join().expect("no panic"), 1, "only the question was answered");
    running.shutdown();
}

#[test]
fn an_address_typed_leads_to_a_certificate_of_an_authority_only_when_the_phone_trusts_it() {
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
    let running = serve(&data, &world.town.clock, ([127, 0, 0, 1], 0).into(), tls);
    let cadre = world.cadre("王建军");
    let mine = phone(&world, 1, vec![authority.der().to_vec()]);
    typed(&world, &mine, &running, cadre).expect("enrols");
    let stranger = phone(&world, 2, Vec::new());
    let error = typed(&world, &stranger, &running, cadre).expect_err("the server names no key to know it by");
    assert!(refused(&error), "{error:?}");
    running.shutdown();
}

/// Somebody who answers three connections with his own certificate and what the township's server signed: where, and how
/// many were willing to ask him.
fn hand_on(key: &KeyPair, signed: String) -> (String, JoinHandle<usize>) {
    let certificate = params().self_signed(key).expect("signed").der().clone();
    let secret = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], secret)
        .expect("a pair");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("https://{}", listener.local_addr().expect("bound"));
    let body = serde_json::json!({"server": signed}).to_string();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    // By public roots, by nobody, by the key that was signed.
    let asked = std::thread::spawn(move || {
        let one = |stream: std::io::Result<TcpStream>| -> std::io::Result<()> {
            let connection = ServerConnection::new(config.clone()).map_err(std::io::Error::other)?;
            let mut tls = StreamOwned::new(connection, stream?);
            let (mut head, mut byte) = (Vec::new(), [0u8; 1]);
            while !head.ends_with(b"\r\n\r\n") {
                tls.read_exact(&mut byte)?;
                head.extend(byte);
            }
            tls.write_all(answer.as_bytes())?;
            tls.conn.send_close_notify();
            tls.flush()
        };
        listener.incoming().take(3).map(one).filter(Result::is_ok).count()
    });
    (address, asked)
}

/// Where the road to something that listens here breaks, when it is asked by TLS.
fn asked_by_tls(listener: &TcpListener, patience_ms: u64) -> TransportError {
    let address = format!("https://{}", listener.local_addr().expect("bound"));
    let transport = HttpTransport::new(&address, &Trust::Roots(Vec::new())).expect("an address");
    let request = HttpRequest {
        method: Method::Get,
        path: "/v1/server".into(),
        headers: Vec::new(),
        body: Vec::new(),
        answer_limit: 100,
        patience_ms,
    };
    transport.send(&request).expect_err("there is no TLS")
}

#[test]
fn what_is_silent_while_tls_begins_is_left_in_time() {
    // The system takes the connection; nobody ever answers.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    assert_eq!(asked_by_tls(&listener, 200), TransportError::TimedOut);
}

#[test]
fn what_speaks_no_tls_is_nobody_to_be_reached() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let answers = listener.try_clone().expect("the same port");
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = answers.accept().expect("a connection");
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").expect("it reads");
    });
    assert_eq!(asked_by_tls(&listener, 10_000), TransportError::Unreachable);
    answering.join().expect("it answered");
}
