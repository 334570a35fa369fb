//! The phone app as the server hands it out: which version is the newest, and its file, part by part. Nothing of this
//! phone is told, not even its token.

use super::answer::{complaint, no};
use super::foreign::foreign;
use super::request::{ANSWER_MS, SLOWEST, SMALL_ANSWER};
use super::{HttpRequest, Method, Transport, TransportError};
use crate::Result;
use crate::record::{AppStatement, ServerKey};
use crate::wire::{APP_PATH, AppAnswer, Complaint};

/// How much of the file one call brings, in bytes: what a cut costs at most.
pub const APP_PART: u64 = 256 * 1024;

/// Why there is no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPart {
    /// The road broke: asking again may help.
    Broken(TransportError),
    /// The server says no: this file is not handed out any more.
    Refused(Complaint),
}

/// Asks which app is the newest. `None` when the server hands none out, or is too old to.
///
/// Errors: `Road` when no answer came, `NotGenuine` when the enrolled server did not sign what did.
pub fn newest_app(road: &dyn Transport, server: &ServerKey) -> Result<Option<AppStatement>> {
    let headers = vec![("Accept", "application/json".to_owned())];
    let answer = road.send(&get(APP_PATH.to_owned(), headers, SMALL_ANSWER))?;
    match answer.status {
        200 => match serde_json::from_slice::<AppAnswer>(&answer.body) {
            Ok(told) => AppStatement::read(server, &told.app).map(Some),
            Err(_) => Err(no(&answer)),
        },
        // A hotel's sign-in page may say 404 too, but makes no complaint.
        404 if complaint(&answer).is_some() => Ok(None),
        _ => Err(no(&answer)),
    }
}

/// Brings the bytes of the file from `offset` on: [`APP_PART`] of them, or those that are left.
pub fn app_part(road: &dyn Transport, app: &AppStatement, offset: u64) -> std::result::Result<Vec<u8>, NoPart> {
    let len = APP_PART.min(app.bytes.saturating_sub(offset));
    let last = (offset + len).saturating_sub(1);
    let headers = vec![("Range", format!("bytes={offset}-{last}"))];
    let most = usize::try_from(len).unwrap_or(usize::MAX).max(SMALL_ANSWER);
    let mut request = get(format!("{APP_PATH}/{}", app.file), headers, most);
    request.patience_ms = request.patience_ms.saturating_add(len / SLOWEST);
    let answer = road.send(&request).map_err(NoPart::Broken)?;
    let asked = format!("bytes {offset}-{last}/{}", app.bytes);
    let whole = u64::try_from(answer.body.len()) == Ok(len);
    match answer.status {
        206 if whole && answer.header("content-range") == Some(&asked) => Ok(answer.body),
        404 => Err(complaint(&answer).map_or_else(|| NoPart::Broken(foreign(&answer)), NoPart::Refused)),
        408 | 425 | 429 | 503 => Err(NoPart::Broken(TransportError::Busy)),
        // A proxy ignored the range: the bytes that came are not those of the part asked for.
        200 | 206 => Err(NoPart::Broken(match foreign(&answer) {
            TransportError::NotTheServer => TransportError::Stripped { header: "Range" },
            page => page,
        })),
        _ => Err(NoPart::Broken(foreign(&answer))),
    }
}

fn get(path: String, headers: Vec<(&'static str, String)>, answer_limit: usize) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        path,
        headers,
        body: Vec::new(),
        answer_limit,
        patience_ms: ANSWER_MS,
    }
}

#[cfg(test)]
mod tests;
