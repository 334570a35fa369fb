//! What an answer of the server means, call by call (docs/protocol.md).
//!
//! A "no" counts only with a readable complaint: a hotel's sign-in page or a proxy also answers with a status, and must
//! neither sign the phone out nor make an item stuck.

use super::{Call, HttpAnswer, RoadError};
use crate::ids::Sha256;
use crate::wire::{Complaint, PhotoState, RECEIPT_HEADER, SyncRead, read_sync_answer};

/// What was heard.
#[derive(Debug)]
pub(super) enum Heard {
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
    /// The server is busy; it may say for how many seconds.
    Busy { retry_after_s: Option<i64> },
    /// The server stumbled over this call.
    Stumbled,
    /// The server does not know this phone's token.
    SignedOut,
    /// The server says no.
    Refused(Complaint),
    /// The server cannot read the call. The road may have damaged it: only the same "no" again and again is one.
    Unreadable(Complaint),
    /// No answer of the server's.
    Broken(RoadError),
}

/// Reads the answer to a call.
pub(super) fn read(call: &Call, answer: Result<HttpAnswer, RoadError>) -> Heard {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return Heard::Broken(error),
    };
    let heard = match (call, answer.status) {
        (Call::Sync { cursor, .. }, 200) => {
            read_sync_answer(&answer.body, *cursor).map(|read| Heard::Synced(Box::new(read)))
        }
        (Call::Ask { sha256 }, 200) => photo(sha256, &answer.body),
        (Call::Create { bytes, .. }, 201) => created(*bytes, &answer),
        (Call::Head { .. }, 200 | 204) | (Call::Send { .. }, 204) => {
            number(&answer, "upload-offset").map(|offset| Heard::At {
                offset,
                receipt: receipt(&answer),
            })
        }
        (Call::Ask { .. } | Call::Head { .. } | Call::Send { .. }, 404 | 410) => Some(Heard::Gone),
        (Call::Send { .. }, 409) => Some(Heard::WrongOffset),
        (Call::Send { .. } | Call::Create { .. }, 460) => Some(Heard::BadChecksum),
        (Call::Send { .. } | Call::Create { .. }, 422) => complaint(&answer).map(|_| Heard::HashDiffers),
        (Call::Create { .. }, 409) => complaint(&answer).map(|_| Heard::NotYet),
        (_, 423) => Some(Heard::NotYet),
        (_, 408 | 425 | 429 | 503 | 507) => Some(Heard::Busy {
            retry_after_s: number(&answer, "retry-after").and_then(|s| i64::try_from(s).ok()),
        }),
        (_, 500..=599) => Some(Heard::Stumbled),
        (_, 401) => complaint(&answer).map(|_| Heard::SignedOut),
        (_, 400 | 405 | 411 | 412) => complaint(&answer).map(Heard::Unreadable),
        (_, 400..=499) => complaint(&answer).map(Heard::Refused),
        _ => None,
    };
    heard.unwrap_or(Heard::Broken(RoadError::NotTheServer))
}

/// A 201: with a place to go on at, unless nothing is left to send.
fn created(bytes: u64, answer: &HttpAnswer) -> Option<Heard> {
    let upload = answer.header("location").map(str::to_owned);
    let offset = number(answer, "upload-offset").unwrap_or(0);
    let usable = upload
        .as_deref()
        .is_some_and(|path| path.starts_with('/') && path.len() <= 1000)
        || offset == bytes;
    usable.then(|| Heard::Created {
        upload,
        offset,
        receipt: receipt(answer),
    })
}

fn photo(sha256: &Sha256, body: &[u8]) -> Option<Heard> {
    let state: PhotoState = serde_json::from_slice(body).ok()?;
    (state.sha256 == *sha256).then_some(Heard::Photo { receipt: state.receipt })
}

fn receipt(answer: &HttpAnswer) -> Option<String> {
    answer.header(RECEIPT_HEADER).map(str::to_owned)
}

fn number(answer: &HttpAnswer, name: &str) -> Option<u64> {
    answer.header(name)?.trim().parse().ok()
}

/// The body of a "no".
pub(super) fn complaint(answer: &HttpAnswer) -> Option<Complaint> {
    serde_json::from_slice(&answer.body).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Result<HttpAnswer, RoadError> {
        Ok(HttpAnswer {
            status,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
        })
    }

    #[test]
    fn a_sign_in_page_of_a_hotel_signs_nobody_out_and_makes_nothing_stuck() {
        let calls = [
            Call::Ask {
                sha256: Sha256::of(b"a"),
            },
            Call::Create {
                sha256: Sha256::of(b"a"),
                bytes: 9,
                first: 0,
            },
            Call::Send {
                sha256: Sha256::of(b"a"),
                upload: "/u".into(),
                offset: 0,
                len: 9,
            },
        ];
        for call in calls {
            for status in [200, 302, 401, 403, 451] {
                let heard = read(&call, answer(status, "<html>Welcome</html>"));
                assert!(
                    matches!(heard, Heard::Broken(RoadError::NotTheServer)),
                    "{status}: {heard:?}"
                );
            }
        }
    }

    #[test]
    fn a_no_with_its_reason_counts() {
        let call = Call::Create {
            sha256: Sha256::of(b"a"),
            bytes: 9,
            first: 0,
        };
        let body = r#"{"code":"too_large","message":"at most 64 MB"}"#;
        assert!(matches!(read(&call, answer(413, body)), Heard::Refused(c) if c.code == "too_large"));
        assert!(matches!(read(&call, answer(401, body)), Heard::SignedOut));
        assert!(matches!(read(&call, answer(409, body)), Heard::NotYet));
    }

    #[test]
    fn an_upload_at_another_server_is_no_upload() {
        let call = Call::Create {
            sha256: Sha256::of(b"a"),
            bytes: 9,
            first: 0,
        };
        let elsewhere = HttpAnswer {
            status: 201,
            headers: vec![("location".into(), "https://elsewhere.example/u".into())],
            body: Vec::new(),
        };
        assert!(matches!(
            read(&call, Ok(elsewhere)),
            Heard::Broken(RoadError::NotTheServer)
        ));
    }
}
