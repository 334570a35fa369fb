//! What an answer of the server means, call by call: the one table for all of them (docs/protocol.md, "Errors").
//!
//! A "no" counts only with a readable complaint: a hotel's sign-in page or a proxy also answers with a status, and must
//! neither sign the phone out nor make an item stuck. Each answer ends in something done, in an item that waits, or in a
//! run that waits; none is asked for again without a bound.

use super::foreign::{foreign, stripped, without};
use super::retry_after::retry_after_ms;
use super::{Call, HttpAnswer, TransportError, WaitReason};
use crate::error::Error;
use crate::ids::Sha256;
use crate::time::Moment;
use crate::wire::{
    Complaint, NO_TOKEN, PHONE_REVOKED, PhotoState, RECEIPT_HEADER, SIGNED_OUT_CODES, SyncRead, read_sync_answer,
};

/// What an answer means for the session.
#[derive(Debug)]
pub(super) enum Response {
    /// The sync call was answered.
    Synced(Box<SyncRead>),
    /// An upload was opened, or the server has the photo already.
    Created {
        upload: Option<String>,
        offset: u64,
        receipt: Option<String>,
    },
    /// The upload has come this far.
    At { offset: u64, receipt: Option<String> },
    /// What the server says of a photo.
    Photo { receipt: Option<String> },
    /// There is no such upload (any more), or no such photo.
    Gone,
    /// The server's offset is another.
    WrongOffset,
    /// The part came damaged; nothing of it was kept.
    BadChecksum,
    /// The whole file came, with another hash than was said.
    HashDiffers,
    /// The record that names the photo has to come first, or another upload of it is under way.
    NotYet,
    /// The server is busy; it may say for how many milliseconds.
    Busy { retry_after_ms: Option<i64> },
    /// A server error (5xx) or an answer that is not the protocol's.
    Stumbled(WaitReason),
    /// The server does not know this phone's token.
    SignedOut,
    /// The township has shut this phone out, and may let it in again.
    ShutOut,
    /// The server says no.
    Refused(Complaint),
    /// The server cannot read the call. It may have been damaged on the way: only the same refusal several times in a row counts.
    Unreadable(Complaint),
    /// A proxy or firewall refused the method: it goes as `POST` with `X-HTTP-Method-Override` from now on.
    MethodRefused,
    /// No answer came, or not the server's.
    Broken(TransportError),
}

/// How `HEAD` and `PATCH` are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Methods {
    /// As themselves.
    #[default]
    Plain,
    /// As `POST` with `X-HTTP-Method-Override`: a proxy or firewall lets only GET and POST pass.
    Overridden,
}

/// Reads the answer to a call that was sent in this way.
pub(super) fn read(call: &Call, methods: Methods, answer: Result<HttpAnswer, TransportError>, now: Moment) -> Response {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return Response::Broken(error),
    };
    let no = complaint(&answer);
    // Every answer of tus carries this header; on the answer to HEAD nothing else tells the server from a proxy.
    let ours = no.is_some() || answer.header("tus-resumable").is_some();
    let heard = match (call, answer.status) {
        (Call::Sync { cursor, .. }, 200) => {
            read_sync_answer(&answer.body, *cursor).map(|read| Response::Synced(Box::new(read)))
        }
        (Call::Ask { sha256 }, 200) => photo(sha256, &answer.body),
        (Call::Create { bytes, .. }, 201) => Some(created(*bytes, &answer)),
        // A proxy may make a 200 of a 201 or a 204.
        (Call::Create { bytes, .. }, 200) if ours => Some(created(*bytes, &answer)),
        (Call::Head { .. } | Call::Send { .. }, 200 | 204) => match number(&answer, "upload-offset") {
            Some(offset) => Some(Response::At {
                offset,
                receipt: receipt(&answer),
            }),
            None if ours => Some(Response::Broken(without("Upload-Offset", &answer))),
            None => None,
        },
        (Call::Ask { .. } | Call::Head { .. } | Call::Send { .. }, 404 | 410) => ours.then_some(Response::Gone),
        (Call::Send { .. }, 409) => ours.then_some(Response::WrongOffset),
        (Call::Send { .. } | Call::Create { .. }, 460) => ours.then_some(Response::BadChecksum),
        (Call::Send { .. } | Call::Create { .. }, 422) => no.map(|_| Response::HashDiffers),
        (Call::Create { .. }, 409) => no.map(|_| Response::NotYet),
        (Call::Sync { .. }, 423) => no.map(|_| Response::Busy { retry_after_ms: None }),
        (_, 423) => ours.then_some(Response::NotYet),
        (_, 408 | 425 | 429 | 503 | 507) => Some(Response::Busy {
            retry_after_ms: retry_after_ms(&answer, now),
        }),
        (_, 401) => match no {
            Some(no) if no.code == PHONE_REVOKED => Some(Response::ShutOut),
            Some(no) if SIGNED_OUT_CODES.contains(&no.code.as_str()) => Some(Response::SignedOut),
            Some(no) if no.code == NO_TOKEN => stripped(call, NO_TOKEN).map(Response::Broken),
            _ => None,
        },
        (_, 407 | 511) => None,
        (Call::Head { .. } | Call::Send { .. }, 405) if methods == Methods::Overridden => {
            Some(Response::Broken(TransportError::MethodRefused))
        }
        (_, 500..=599) => match no {
            Some(no) => Some(Response::Stumbled(WaitReason::Refused(no))),
            // Some firewalls refuse a method in this way.
            None if answer.status == 501 => None,
            None => Some(Response::Stumbled(WaitReason::Transport(foreign(&answer)))),
        },
        (_, 400..=499) => no.map(|no| match (stripped(call, &no.code), answer.status) {
            (Some(road), _) => Response::Broken(road),
            (None, 400 | 405 | 411 | 412) => Response::Unreadable(no),
            (None, _) => Response::Refused(no),
        }),
        _ => None,
    };
    heard.unwrap_or_else(|| not_the_servers(call, methods, &answer))
}

/// What somebody else answered: `HEAD` and `PATCH` may pass in another way.
fn not_the_servers(call: &Call, methods: Methods, answer: &HttpAnswer) -> Response {
    let cause = foreign(answer);
    let of_the_method = match (call, &cause) {
        (Call::Head { .. } | Call::Send { .. }, TransportError::Answered { status }) => {
            !matches!(status, 401 | 413 | 431)
        }
        // A page of a firewall; a sign-in page answers the other way too, and is told then.
        (Call::Head { .. } | Call::Send { .. }, TransportError::SignInPage | TransportError::NotTheServer) => {
            answer.status != 511 && answer.status < 300
        }
        _ => false,
    };
    match (of_the_method, methods) {
        (true, Methods::Plain) => Response::MethodRefused,
        (true, Methods::Overridden) if matches!(answer.status, 405 | 501) => {
            Response::Broken(TransportError::MethodRefused)
        }
        _ => Response::Broken(cause),
    }
}

/// What an answer without the success asked for means to a call that carries no token (enrolment, look-up, the app).
pub(super) fn no(answer: &HttpAnswer) -> Error {
    match answer.status {
        408 | 425 | 429 | 500..=510 | 512..=599 => match complaint(answer) {
            None if matches!(answer.status, 500..=502 | 504..) => foreign(answer).into(),
            _ => TransportError::Busy.into(),
        },
        400..=499 => match complaint(answer) {
            Some(no) => Error::Refused {
                code: no.code,
                message: no.message,
            },
            None => foreign(answer).into(),
        },
        _ => foreign(answer).into(),
    }
}

/// A 201: with a place to go on at, unless nothing is left to send.
fn created(bytes: u64, answer: &HttpAnswer) -> Response {
    let upload = answer.header("location").map(str::to_owned);
    let offset = number(answer, "upload-offset").unwrap_or(0);
    let usable = upload
        .as_deref()
        .is_some_and(|path| path.starts_with('/') && path.len() <= 1000)
        || offset == bytes;
    match (usable, answer.header("location")) {
        (true, _) => Response::Created {
            upload,
            offset,
            receipt: receipt(answer),
        },
        (false, None) => Response::Broken(without("Location", answer)),
        (false, Some(_)) => Response::Broken(TransportError::NotTheServer),
    }
}

fn photo(sha256: &Sha256, body: &[u8]) -> Option<Response> {
    let state: PhotoState = serde_json::from_slice(body).ok()?;
    (state.sha256 == *sha256).then_some(Response::Photo { receipt: state.receipt })
}

fn receipt(answer: &HttpAnswer) -> Option<String> {
    answer.header(RECEIPT_HEADER).map(str::to_owned)
}

fn number(answer: &HttpAnswer, name: &str) -> Option<u64> {
    answer.header(name)?.trim().parse().ok()
}

/// The longest code of a complaint.
const LONGEST_CODE: usize = 64;

/// The body of a "no". Gateways say theirs in JSON too, with codes such as `AccessDenied`: ours are lower-case words with
/// underscores.
pub(super) fn complaint(answer: &HttpAnswer) -> Option<Complaint> {
    let said: Complaint = serde_json::from_slice(&answer.body).ok()?;
    let ours = (1..=LONGEST_CODE).contains(&said.code.len())
        && said
            .code
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    ours.then_some(said)
}

#[cfg(test)]
mod tests;
