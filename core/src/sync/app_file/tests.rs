//! What is believed of an answer about the app, and what is not.

use super::*;
use crate::error::Error;
use crate::ids::Sha256;
use crate::record::ServerSigner;
use crate::sync::HttpAnswer;

/// Answers every request with this.
struct Says(HttpAnswer);

impl Transport for Says {
    fn send(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, TransportError> {
        let named: Vec<_> = request.headers.iter().map(|(name, _)| *name).collect();
        assert!(
            named == ["Accept"] || named == ["Range"],
            "nothing of the phone is told: {named:?}"
        );
        Ok(self.0.clone())
    }
}

fn says(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Says {
    Says(HttpAnswer {
        status,
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.as_ref().to_vec(),
    })
}

fn app(bytes: u64) -> AppStatement {
    AppStatement {
        version_name: "0.2.0".into(),
        version_code: 2,
        min_sdk: 26,
        bytes,
        sha256: Sha256::of(b"app"),
        file: "ruhu-0.2.0-2.apk".into(),
    }
}

const NO_APP: &str = r#"{"code":"no_app","message":"none is handed out"}"#;

#[test]
fn a_statement_of_the_enrolled_server_alone_tells_of_a_newer_app() {
    let (server, other) = (ServerSigner::from_bytes(&[9; 32]), ServerSigner::from_bytes(&[8; 32]));
    let body = |signer: &ServerSigner| serde_json::json!({"app": signer.app(&app(10))}).to_string();
    let newest = newest_app(&says(200, &[], body(&server)), &server.public());
    assert_eq!(newest.expect("genuine"), Some(app(10)));
    let forged = newest_app(&says(200, &[], body(&other)), &server.public());
    assert!(matches!(forged, Err(Error::NotGenuine(_))), "{forged:?}");
}

#[test]
fn a_server_without_an_app_is_no_broken_road_and_a_sign_in_page_is() {
    let key = ServerSigner::from_bytes(&[9; 32]).public();
    assert_eq!(newest_app(&says(404, &[], NO_APP), &key).expect("an answer"), None);
    for (status, body) in [(404, "<html>"), (200, "<html>"), (302, ""), (503, NO_APP)] {
        let heard = newest_app(&says(status, &[], body), &key);
        assert!(matches!(heard, Err(Error::Transport(_))), "{status} {heard:?}");
    }
}

#[test]
fn a_part_is_taken_only_when_it_is_the_one_that_was_asked_for() {
    let part =
        |status, range: &str, body: &[u8]| app_part(&says(status, &[("content-range", range)], body), &app(10), 6);
    assert_eq!(part(206, "bytes 6-9/10", b"6789"), Ok(b"6789".to_vec()));
    let broken = Err(NoPart::Broken(TransportError::Stripped { header: "Range" }));
    assert_eq!(part(206, "bytes 0-3/10", b"0123"), broken, "another part");
    assert_eq!(part(206, "bytes 6-9/11", b"6789"), broken, "of another file");
    assert_eq!(part(206, "bytes 6-9/10", b"678"), broken, "too short");
    assert_eq!(
        part(200, "", b"0123456789"),
        broken,
        "the whole file, by somebody who knows no parts"
    );
    let page = TransportError::Answered { status: 404 };
    assert_eq!(part(404, "", b"<html>"), Err(NoPart::Broken(page)), "a sign-in page");
    for (status, road) in [
        (200, TransportError::SignInPage),
        (423, TransportError::Answered { status: 423 }),
        (503, TransportError::Busy),
        (511, TransportError::SignInPage),
    ] {
        assert_eq!(part(status, "", b"<html>"), Err(NoPart::Broken(road)), "{status}");
    }
    assert!(matches!(part(404, "", NO_APP.as_bytes()), Err(NoPart::Refused(no)) if no.code == "no_app"));
}
