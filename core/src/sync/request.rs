//! From a call to the HTTP request that carries it.

use super::answer::Methods;
use super::{Call, HttpRequest, Method, SyncCallbacks, SyncState};
use crate::error::Error;
use crate::ids::Sha256;
use crate::wire::{METHOD_OVERRIDE, PHOTOS_PATH, SYNC_PATH, SyncRequest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The version of tus that this client speaks.
const TUS: &str = "1.0.0";
/// The most bytes that any answer but the sync call's may have.
pub(super) const SMALL_ANSWER: usize = 64 * 1024;
/// The most bytes of a sync answer: some tens of thousands of households, whole.
const SYNC_ANSWER: usize = 64 * 1024 * 1024;
/// How long the server may take, in milliseconds, beside the time the bytes need.
pub(super) const ANSWER_MS: u64 = 30_000;
/// A sync answer may be long, and is made on the spot.
const SYNC_ANSWER_MS: u64 = 120_000;
/// The slowest road worth waiting for, in bytes per millisecond: 2 KB/s.
pub(super) const SLOWEST: u64 = 2;

/// Why there is no request.
pub(super) enum NotMade {
    /// The photo's file is gone, or is not what it was.
    Lost,
    /// The system failed the read; another time it may not.
    NotNow,
    /// The port failed.
    Failed(Error),
}

/// Makes the request, reading from the port what it carries.
pub(super) fn request(
    call: &Call,
    sync_state: &SyncState,
    methods: Methods,
    callbacks: &dyn SyncCallbacks,
) -> Result<HttpRequest, NotMade> {
    let bearer = ("Authorization", format!("Bearer {}", sync_state.token));
    let tus = ("Tus-Resumable", TUS.to_owned());
    let mut made = HttpRequest {
        method: Method::Post,
        path: PHOTOS_PATH.to_owned(),
        headers: vec![bearer],
        body: Vec::new(),
        answer_limit: SMALL_ANSWER,
        patience_ms: ANSWER_MS,
    };
    match call {
        Call::Sync {
            records,
            cursor,
            checkpoint,
            waiting_records,
            waiting_photos,
        } => {
            let body = SyncRequest {
                records: callbacks.records(records).map_err(NotMade::Failed)?,
                cursor: *cursor,
                checkpoint: checkpoint.clone(),
                waiting_records: *waiting_records,
                waiting_photos: *waiting_photos,
                app_version: sync_state.app_version.clone(),
            };
            made.path = SYNC_PATH.to_owned();
            made.headers.push(("Content-Type", "application/json".to_owned()));
            made.body = serde_json::to_vec(&body).expect("texts and numbers are always JSON");
            made.answer_limit = SYNC_ANSWER;
            made.patience_ms = SYNC_ANSWER_MS;
        }
        Call::Ask { sha256 } => {
            made.method = Method::Get;
            made.path = format!("{PHOTOS_PATH}/{sha256}");
        }
        Call::Create { sha256, bytes, first } => {
            let metadata = format!(
                "sha256 {},filetype {}",
                STANDARD.encode(sha256.to_string()),
                STANDARD.encode("image/jpeg")
            );
            made.headers
                .extend([tus, ("Upload-Length", bytes.to_string()), ("Upload-Metadata", metadata)]);
            if *first > 0 {
                carry(&mut made, part(callbacks, sha256, 0, *first)?);
            }
        }
        Call::Head { upload, .. } => {
            made.method = Method::Head;
            made.path.clone_from(upload);
            made.headers.push(tus);
        }
        Call::Send {
            sha256,
            upload,
            offset,
            len,
        } => {
            made.method = Method::Patch;
            made.path.clone_from(upload);
            made.headers.extend([tus, ("Upload-Offset", offset.to_string())]);
            carry(&mut made, part(callbacks, sha256, *offset, *len)?);
        }
    }
    if methods == Methods::Overridden
        && let Some(meant) = made.method.overridden()
    {
        made.method = Method::Post;
        made.headers.push((METHOD_OVERRIDE, meant.to_owned()));
    }
    let bytes = u64::try_from(made.body.len()).unwrap_or(u64::MAX);
    made.patience_ms = made.patience_ms.saturating_add(bytes / SLOWEST);
    Ok(made)
}

/// Puts a part of a photo into the request, with its checksum: the server does not append a part that was damaged on the way.
fn carry(made: &mut HttpRequest, part: Vec<u8>) {
    let checksum = format!("sha256 {}", STANDARD.encode(Sha256::of(&part).0));
    made.headers.extend([
        ("Content-Type", "application/offset+octet-stream".to_owned()),
        ("Upload-Checksum", checksum),
    ]);
    made.body = part;
}

fn part(callbacks: &dyn SyncCallbacks, sha256: &Sha256, offset: u64, len: u64) -> Result<Vec<u8>, NotMade> {
    match callbacks.photo(sha256, offset, len) {
        Ok(part) if u64::try_from(part.len()) == Ok(len) => Ok(part),
        // A file that is shorter than its row says is as lost as one that is not there.
        Ok(_) => Err(NotMade::Lost),
        Err(Error::NotFound { .. } | Error::NotGenuine(_) | Error::Damaged { .. }) => Err(NotMade::Lost),
        Err(Error::File { .. }) => Err(NotMade::NotNow),
        Err(error) => Err(NotMade::Failed(error)),
    }
}
