//! A whole journey over TLS: a line a request in the log, and nobody's name, number, code or token in log or metrics.

use ruhu_core::time::{Clock, SystemClock};
use ruhu_server::command::enrol;
use ruhu_server::folder::Folder;
use ruhu_tests::clock::{PhoneClock, TownClock};
use ruhu_tests::handset::{open, send_all};
use ruhu_tests::process::Served;
use ruhu_tests::town::Town;
use ruhu_tests::village::{number, roster, visit};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

const RUHU: &str = env!("CARGO_BIN_EXE_ruhu");

/// A browser that asks no questions about certificates.
fn browser() -> reqwest::blocking::Client {
    // Another test of this process may have been first: theirs is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::blocking::Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client")
}

#[test]
fn a_journey_leaves_a_line_a_request_and_nobodys_name() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("server");
    let now = SystemClock.now().wall;
    let clock = Arc::new(TownClock::at(now));
    let (town, _) = Town::open(&data, clock, roster(&[("王建军", 0..2)]).as_bytes()).expect("a township");
    drop(town);
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".into()]).expect("a certificate");
    let (cert, key) = (dir.path().join("cert.pem"), dir.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).expect("written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
    let plain = |path: &Path| path.to_str().expect("a plain path").to_owned();
    let more = ["--tls-cert", &plain(&cert), "--tls-key", &plain(&key), "--log", "json"];
    let metrics = ["--metrics-listen", "127.0.0.1:0"];
    let served = Served::start(
        Path::new(RUHU),
        &data,
        "127.0.0.1:0",
        &[&more[..], &metrics[..]].concat(),
    );
    let address = served.fact("address").to_owned();
    assert!(address.starts_with("https://") && served.fact("listening").starts_with("https://"));
    assert_eq!(served.fact("certificate").len(), 64);
    // What rcgen writes when nobody says otherwise.
    assert!(served.fact("certificate ends").starts_with("4096-"));

    let folder = Folder::open_existing(&data, None).expect("opens beside it");
    let made = enrol::make(&folder, "王建军", address.clone(), now).expect("a code");
    assert!(
        made.certificate.is_some(),
        "the code carries what the phone knows the server by"
    );
    let clock = Arc::new(PhoneClock::new(now, 0));
    let phone = open(&dir.path().join("phone"), [1; 32], clock.clone()).expect("opens");
    phone.enrol(&made.qr, "Redmi 9A").expect("enrols");
    send_all(&phone).expect("hears of its households");
    visit(&phone, &clock, 0, 1);
    send_all(&phone).expect("sends");

    let browser = browser();
    let link = served.fact("sign-in").to_owned();
    let signed = browser.post(&link).send().expect("an answer");
    let cookie = signed.headers()["set-cookie"].to_str().expect("ASCII").to_owned();
    assert!(cookie.contains("; Secure"), "{cookie}");
    let cookie = cookie.split(';').next().expect("its first part").to_owned();
    let session = cookie.split('=').nth(1).expect("a value").to_owned();
    let pages = [
        "/".to_owned(),
        format!("/households/610924101/{}", number(0)),
        "/nowhere/户主0".into(),
    ];
    for path in &pages {
        let page = browser.get(format!("{address}{path}")).header("Cookie", &cookie).send();
        assert_ne!(page.expect("an answer").status(), 500, "{path}");
    }
    let wrong = browser
        .post(format!("{address}/v1/sync"))
        .bearer_auth("a-wrong-token")
        .body("{}")
        .send();
    assert_eq!(wrong.expect("an answer").status(), 401);
    let told = browser.get(format!("{address}/metrics")).send().expect("an answer");
    assert_eq!(
        told.headers()["content-type"],
        "text/plain; version=0.0.4; charset=utf-8"
    );
    let told = told.text().expect("text");
    let log = served.stop();

    for line in [
        "ruhu_requests_total{method=\"POST\",route=\"/v1/sync\",status=\"200\"}",
        "ruhu_requests_total{method=\"POST\",route=\"/v1/photos\",status=\"201\"}",
        "ruhu_request_seconds_count{route=\"/v1/sync\"}",
        "ruhu_receipts_total{what=\"record\"} 1",
        "ruhu_receipts_total{what=\"photo\"} 2",
        "ruhu_photos_taken_total 2",
        "ruhu_refused_total{code=\"unknown_token\"} 1",
        "ruhu_log_records{township=\"610924101\"}",
        "ruhu_database_bytes ",
        "ruhu_uploads_open 0",
    ] {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    for line in &answered {
        for field in ["timestamp", "level", "method", "route", "status", "ms", "received"] {
            assert!(!line[field].is_null(), "{field}: {line}");
        }
    }
    let of = |route: &str| answered.iter().filter(|line| line["route"] == route).count();
    assert_eq!(
        (of("/v1/enrol"), of("/households/{township}/{no}"), of("(none)")),
        (1, 1, 1)
    );
    assert!(
        of("/v1/sync") >= 3 && of("/v1/photos") >= 2 && of("/sign-in/{token}") == 1,
        "{log}"
    );

    let kid = phone.me().expect("reads").expect("enrolled").device.to_string();
    let token = link.rsplit('/').next().expect("a token").to_owned();
    let household = number(0).to_string();
    let secrets = [
        "王建军",
        "户主",
        "11010519491231002X",
        "县医院",
        "街道社区",
        "一切正常",
        "Redmi",
        "a-wrong-token",
        made.code.as_str(),
        &kid,
        &token,
        &session,
        &household,
        "32.6",
        "108.72",
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "the log holds {secret}:\n{log}");
        assert!(!told.contains(secret), "the metrics hold {secret}:\n{told}");
    }
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    assert!(!log.contains(&escaped("户主")), "nor a path");
}
