//! Every status, to every call, with and without the server's words: no answer is asked for again without a bound and a
//! wait, none loses anything, and none but the server's own word ends an enrolment or makes an item stuck.

use super::phone::FakePhone;
use super::tools::{Stranger, one_visit, smooth};
use super::{good_road, most_calls};
use crate::outbox::{Idle, SendState, Urgency};
use crate::sync::{End, HttpAnswer, HttpRequest, Method, Session, drive};
use crate::time::Clock;
use crate::wire::{METHOD_OVERRIDE, PHOTOS_PATH, SIGNED_OUT_CODES, SYNC_PATH};
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Sync,
    Create,
    Ask,
    Head,
    Send,
}

impl To {
    const ALL: [Self; 5] = [Self::Sync, Self::Create, Self::Ask, Self::Head, Self::Send];

    fn of(request: &HttpRequest) -> Self {
        let meant = request.headers.iter().find(|(name, _)| *name == METHOD_OVERRIDE);
        match (request.method, meant.map(|(_, value)| value.as_str())) {
            (Method::Post, None) if request.path == SYNC_PATH => Self::Sync,
            (Method::Post, None) if request.path == PHOTOS_PATH => Self::Create,
            (Method::Get, None) => Self::Ask,
            (Method::Head, None) | (Method::Post, Some("HEAD")) => Self::Head,
            (Method::Patch, None) | (Method::Post, Some("PATCH")) => Self::Send,
            other => panic!("{other:?}"),
        }
    }
}

/// What stands in the answers.
#[derive(Clone, Copy, Debug)]
struct Form {
    body: &'static str,
    headers: &'static [(&'static str, &'static str)],
    /// Whether the server could have worded it.
    ours: bool,
}

const FORMS: [Form; 7] = [
    Form {
        body: "",
        headers: &[],
        ours: false,
    },
    Form {
        body: "<html>no</html>",
        headers: &[("content-type", "text/html"), ("retry-after", "0")],
        ours: false,
    },
    Form {
        body: r#"{"code":"AccessDenied","message":"no"}"#,
        headers: &[("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT")],
        ours: false,
    },
    Form {
        body: r#"{"code":"something_new","message":"no"}"#,
        headers: &[("tus-resumable", "1.0.0"), ("retry-after", "0")],
        ours: true,
    },
    Form {
        body: r#"{"code":"no_token","message":"no"}"#,
        headers: &[],
        ours: true,
    },
    Form {
        body: r#"{"code":"unknown_token","message":"no"}"#,
        headers: &[("tus-resumable", "1.0.0")],
        ours: true,
    },
    Form {
        body: "",
        headers: &[
            ("tus-resumable", "1.0.0"),
            ("location", "/v1/photos/elsewhere"),
            ("upload-offset", "0"),
        ],
        ours: true,
    },
];

#[test]
fn every_status_to_every_call_ends_in_a_wait_and_loses_nothing() {
    for to in To::ALL {
        for form in FORMS {
            // What a 401 says of a token is looked at among the refusals alone: each life costs some signatures.
            let statuses = if form.body.contains("token") {
                400..500
            } else {
                100..600
            };
            for status in statuses {
                life(to, status, form);
            }
        }
    }
}

fn life(to: To, status: u16, form: Form) {
    let what = format!("{to:?} {status} {form:?}");
    let (phone, ..) = one_visit();
    let road = smooth(&phone);
    let (calls, answered) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let stranger = Stranger(&road, |request| {
        calls.fetch_add(1, Ordering::Relaxed);
        let kind = To::of(request);
        if kind == to {
            answered.fetch_add(1, Ordering::Relaxed);
            return Some(made(status, form));
        }
        // So that the call in question is made: an offset that is not ours is asked for, a lost receipt too.
        match (to, kind) {
            (To::Head, To::Send) => Some(made(409, FORMS[3])),
            (To::Ask, To::Send) => Some(HttpAnswer {
                headers: vec![("upload-offset".into(), "300000".into())],
                ..made(204, FORMS[0])
            }),
            _ => None,
        }
    });
    let mut session = Session::new(phone.sync_state(), good_road(Urgency::ByItself), phone.items(), 1);
    let end = drive(&mut session, &stranger, &phone, &phone.clock).expect("this phone's disk is well");
    assert!(answered.into_inner() > 0, "{what}: never asked");
    assert!(calls.into_inner() <= most_calls(&phone), "{what}: it goes on and on");

    let now = phone.clock.now().wall;
    let code = SIGNED_OUT_CODES.iter().any(|code| form.body.contains(code));
    match end {
        End::Wait { until, .. } | End::Idle(Idle::Until(until)) => assert!(until > now, "{what}: no wait"),
        End::SignInAgain => assert!(status == 401 && code, "{what}: signed out"),
        End::Idle(Idle::Done) => {}
        other => panic!("{what}: {other:?}"),
    }
    nothing_lost(&phone, &road, form, &what);
}

/// What is sent is there, and what is not is kept: stuck only by the server's word.
fn nothing_lost(phone: &FakePhone, road: &super::road::BadRoad, form: Form, what: &str) {
    phone.check_nothing_claimed_that_is_not_there(road, 0);
    for item in phone.items() {
        match item.state {
            SendState::Stuck { .. } => assert!(form.ours && form.body.contains("code"), "{what}: {item:?}"),
            SendState::Sent { .. } | SendState::Sending { .. } | SendState::Waiting { .. } => {}
        }
    }
}

fn made(status: u16, form: Form) -> HttpAnswer {
    HttpAnswer {
        status,
        headers: form.headers.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect(),
        body: form.body.as_bytes().to_vec(),
    }
}
