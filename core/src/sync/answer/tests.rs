use super::*;

const HTML: &str = "<html>Welcome</html>";

fn answer(status: u16, body: &str) -> Result<HttpAnswer, TransportError> {
    Ok(HttpAnswer {
        status,
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
    })
}

fn said(code: &str) -> String {
    format!(r#"{{"code":"{code}","message":"no"}}"#)
}

fn heard(call: &Call, answer: Result<HttpAnswer, TransportError>) -> Response {
    read(call, Methods::Plain, answer, Moment::from_millis(1_780_000_000_000))
}

fn create() -> Call {
    Call::Create {
        sha256: Sha256::of(b"a"),
        bytes: 9,
        first: 0,
    }
}

fn calls() -> [Call; 5] {
    let sha256 = Sha256::of(b"a");
    [
        Call::Sync {
            records: Vec::new(),
            cursor: 0,
            checkpoint: None,
            waiting_records: 0,
            waiting_photos: 0,
        },
        create(),
        Call::Ask { sha256 },
        Call::Head {
            sha256,
            upload: "/u".into(),
        },
        Call::Send {
            sha256,
            upload: "/u".into(),
            offset: 0,
            len: 9,
        },
    ]
}

#[test]
fn no_status_without_a_complaint_is_a_no_of_the_servers() {
    let gateway = r#"{"code":"AccessDenied","message":"no"}"#;
    for call in calls() {
        for status in 100..600 {
            for body in ["", HTML, gateway, r#"{"code":401,"message":"no"}"#, r#"{"error":"no"}"#] {
                let heard = heard(&call, answer(status, body));
                let harmless = matches!(
                    heard,
                    Response::Broken(_) | Response::Stumbled(_) | Response::Busy { .. } | Response::MethodRefused
                );
                assert!(harmless, "{call:?} {status} {body}: {heard:?}");
            }
        }
    }
}

#[test]
fn only_the_servers_own_words_sign_a_phone_out() {
    for call in calls() {
        for status in 100..600 {
            for code in [
                "no_token",
                "bad_signature",
                "revoked_key",
                "unauthorized",
                "another_server",
            ] {
                let heard = heard(&call, answer(status, &said(code)));
                assert!(!matches!(heard, Response::SignedOut), "{call:?} {status} {code}");
            }
            for code in SIGNED_OUT_CODES {
                let out = matches!(heard(&call, answer(status, &said(code))), Response::SignedOut);
                assert_eq!(out, status == 401, "{call:?} {status} {code}");
            }
        }
        let taken = heard(&call, answer(401, &said(NO_TOKEN)));
        assert!(
            matches!(
                taken,
                Response::Broken(TransportError::Stripped {
                    header: "Authorization"
                })
            ),
            "{taken:?}"
        );
    }
}

#[test]
fn what_the_road_took_from_a_call_is_the_roads_and_makes_nothing_stuck() {
    for (status, code, header) in [
        (412, "tus_version", "Tus-Resumable"),
        (400, "length_missing", "Upload-Length"),
        (400, "bad_metadata", "Upload-Metadata"),
        (400, "bad_header", "Upload-Length"),
        (400, "bad_checksum_header", "Upload-Checksum"),
        (415, "bad_content_type", "Content-Type"),
    ] {
        let heard = heard(&create(), answer(status, &said(code)));
        assert!(
            matches!(heard, Response::Broken(TransportError::Stripped { header: told }) if told == header),
            "{heard:?}"
        );
    }
}

#[test]
fn what_the_road_took_from_an_answer_is_named() {
    let tus = |status| HttpAnswer {
        status,
        headers: vec![("tus-resumable".into(), "1.0.0".into())],
        body: Vec::new(),
    };
    let [_, create, _, head, send] = calls();
    for (call, status, header) in [
        (create, 201, "Location"),
        (head, 200, "Upload-Offset"),
        (send, 204, "Upload-Offset"),
    ] {
        let heard = heard(&call, Ok(tus(status)));
        assert!(
            matches!(heard, Response::Broken(TransportError::Stripped { header: told }) if told == header),
            "{heard:?}"
        );
    }
}

#[test]
fn the_cause_of_a_strangers_answer_is_told_apart() {
    let [sync, ..] = calls();
    let cause = |status, headers: &[(&str, &str)], body: &str| {
        let answer = HttpAnswer {
            status,
            headers: headers.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect(),
            body: body.into(),
        };
        match heard(&sync, Ok(answer)) {
            Response::Broken(cause) | Response::Stumbled(WaitReason::Transport(cause)) => cause,
            other => panic!("{status}: {other:?}"),
        }
    };
    let html = [("content-type", "text/html; charset=utf-8")];
    assert_eq!(cause(200, &html, ""), TransportError::SignInPage);
    assert_eq!(
        cause(200, &[], "\u{feff} \n<!DOCTYPE html>"),
        TransportError::SignInPage
    );
    assert_eq!(cause(511, &html, HTML), TransportError::SignInPage);
    assert_eq!(cause(302, &[("location", "/login")], ""), TransportError::SignInPage);
    assert_eq!(cause(200, &[], "hello"), TransportError::NotTheServer);
    assert_eq!(
        cause(200, &[("content-encoding", "gzip")], "\u{1f}"),
        TransportError::Transformed
    );
    assert_eq!(cause(407, &html, HTML), TransportError::ProxyPassword);
    for status in [401, 403, 404, 405, 413, 421, 423, 426, 431, 451, 500, 502, 504] {
        assert_eq!(cause(status, &html, HTML), TransportError::Answered { status });
    }
}

#[test]
fn a_refused_method_goes_another_way_once() {
    let [_, create, ask, head, send] = calls();
    for status in [400, 403, 404, 405, 406, 409, 410, 418, 423, 501] {
        for call in [&head, &send] {
            let first = heard(call, answer(status, HTML));
            assert!(matches!(first, Response::MethodRefused), "{status}: {first:?}");
            let now = Moment::from_millis(0);
            let again = read(call, Methods::Overridden, answer(status, HTML), now);
            assert!(matches!(again, Response::Broken(_)), "{status}: {again:?}");
        }
        for call in [&create, &ask] {
            let other = heard(call, answer(status, HTML));
            assert!(matches!(other, Response::Broken(_)), "{status}: {other:?}");
        }
    }
    let too_old = read(
        &send,
        Methods::Overridden,
        answer(405, &said("no_such_method")),
        Moment::from_millis(0),
    );
    assert!(
        matches!(too_old, Response::Broken(TransportError::MethodRefused)),
        "{too_old:?}"
    );
}

#[test]
fn a_no_with_its_reason_counts() {
    let body = said("too_large");
    assert!(matches!(heard(&create(), answer(413, &body)), Response::Refused(c) if c.code == "too_large"));
    assert!(matches!(
        heard(&create(), answer(401, &said("revoked"))),
        Response::SignedOut
    ));
    assert!(matches!(heard(&create(), answer(409, &body)), Response::NotYet));
    assert!(matches!(heard(&create(), answer(423, &body)), Response::NotYet));
    let [sync, ..] = calls();
    assert!(matches!(heard(&sync, answer(423, &body)), Response::Busy { .. }));
}

#[test]
fn an_upload_at_another_server_is_no_upload() {
    let elsewhere = HttpAnswer {
        status: 201,
        headers: vec![("location".into(), "https://elsewhere.example/u".into())],
        body: Vec::new(),
    };
    assert!(matches!(
        heard(&create(), Ok(elsewhere)),
        Response::Broken(TransportError::NotTheServer)
    ));
}

#[test]
fn a_call_without_a_token_is_told_the_same_causes() {
    for status in (100..600).filter(|status| *status != 200) {
        let told = |body: &str| no(&answer(status, body).expect("an answer"));
        let stranger = told(HTML);
        assert!(matches!(stranger, Error::Transport(_)), "{status}: {stranger:?}");
        let gone = told(&said("code_used"));
        let refused = (400..500).contains(&status) && ![408, 425, 429].contains(&status);
        assert_eq!(matches!(gone, Error::Refused { .. }), refused, "{status}: {gone:?}");
    }
}
