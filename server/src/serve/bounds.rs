//! How much the server takes at once. Whoever comes when it is full hears 503 and when to come back, before memory
//! grows: requests under way are counted, and so are the bytes that they will need.

use super::App;
use super::held::Held;
use crate::api::ApiError;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use ruhu_core::wire::{PHOTOS_PATH, SYNC_BYTES, SYNC_PATH};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The largest body of any call but an upload's part.
const SYNC_MOST: usize = SYNC_BYTES + 256 * 1024;
/// How long a body is heard out whose call is not let in.
const HEAR_OUT: Duration = Duration::from_secs(20);

/// The bounds; a test sets smaller ones.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections at once: some hundreds of phones and desks, and files beside them within the usual 1,024 of a process.
    pub connections: usize,
    /// Requests under way at once.
    pub requests: usize,
    /// Bytes that the requests under way may need together, in KiB.
    pub kib: u32,
    /// The patience for TLS to come about.
    pub handshake: Duration,
    /// The patience for a request's head, in a new connection and in one kept alive.
    pub head: Duration,
    /// No part of a body for so long: the road is cut.
    pub body_idle: Duration,
    /// No byte of an answer taken for so long: nobody reads it.
    pub answer_idle: Duration,
    /// How long a finished upload waits for room to be taken in.
    pub room: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 640,
            requests: 256,
            kib: 192 * 1024,
            handshake: Duration::from_secs(15),
            head: Duration::from_secs(30),
            body_idle: Duration::from_secs(30),
            answer_idle: Duration::from_secs(60),
            room: Duration::from_secs(20),
        }
    }
}

/// What is under way, against the bounds.
pub struct Load {
    bounds: Bounds,
    requests: Arc<Semaphore>,
    kib: Arc<Semaphore>,
}

/// Room for some bytes, given back when it is dropped.
#[derive(Debug)]
pub struct Room {
    _permits: Vec<OwnedSemaphorePermit>,
}

impl Load {
    /// Nothing is under way yet.
    pub fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            requests: Arc::new(Semaphore::new(bounds.requests)),
            kib: Arc::new(Semaphore::new(usize::try_from(bounds.kib).unwrap_or(usize::MAX))),
        }
    }

    /// Requests and KiB under way.
    pub fn under_way(&self) -> (usize, usize) {
        let kib = usize::try_from(self.bounds.kib).unwrap_or(usize::MAX);
        (
            self.bounds.requests.saturating_sub(self.requests.available_permits()),
            kib.saturating_sub(self.kib.available_permits()),
        )
    }

    /// Room for one more request of so many KiB, or a "come back".
    fn admit(&self, kib: u32) -> Result<Room, ApiError> {
        let request = Arc::clone(&self.requests).try_acquire_owned();
        let bytes = Arc::clone(&self.kib).try_acquire_many_owned(kib.min(self.bounds.kib));
        match (request, bytes) {
            (Ok(request), Ok(bytes)) => Ok(Room {
                _permits: vec![request, bytes],
            }),
            _ => Err(busy()),
        }
    }

    /// Room for a whole file of so many bytes in memory. Waits a little: whoever is under way gives some back.
    pub async fn room(&self, bytes: u64) -> Result<Room, ApiError> {
        let kib = u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX).min(self.bounds.kib);
        let room = Arc::clone(&self.kib).acquire_many_owned(kib);
        match tokio::time::timeout(self.bounds.room, room).await {
            Ok(Ok(permit)) => Ok(Room { _permits: vec![permit] }),
            Ok(Err(_)) | Err(_) => Err(busy()),
        }
    }
}

/// The layer: a request is let in when there is room for it, and keeps its place until its answer has gone out.
pub(super) async fn admit(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match app.load.admit(kib_of(&request)) {
        Err(busy) => {
            hear_out(request).await;
            busy.into_response()
        }
        Ok(room) => next.run(request).await.map(|body| Body::new(Held::new(body, room))),
    }
}

/// Lets a body that is already on its way come to its end, kept nowhere: a connection closed in its middle is reset, and
/// the "come back" lost with it. Who asked first (Expect) hears at once.
async fn hear_out(request: Request) {
    if request.headers().contains_key(header::EXPECT) {
        return;
    }
    let mut body = request.into_body();
    let mut left = SYNC_MOST;
    let all = async {
        while let Some(Ok(frame)) = body.frame().await {
            let bytes = frame.data_ref().map_or(0, |data| data.len());
            match left.checked_sub(bytes) {
                Some(less) => left = less,
                None => return,
            }
        }
    };
    // Patience has an end; the answer is then given all the same.
    let _ = tokio::time::timeout(HEAR_OUT, all).await;
}

/// What a request may need, in KiB: what comes up three times (as it came, parsed, and one record in work), what goes
/// down by experience. Whole photos are counted by their size where they are read.
fn kib_of(request: &Request) -> u32 {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    match route {
        Some(SYNC_PATH) => {
            let declared = request.headers().get(header::CONTENT_LENGTH);
            let declared = declared.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
            let bytes = declared.unwrap_or(SYNC_MOST).min(SYNC_MOST);
            u32::try_from(bytes / 1024 * 3).unwrap_or(u32::MAX).saturating_add(256)
        }
        // Parts go to the disk as they come.
        Some(route) if route.starts_with(PHOTOS_PATH) => 128,
        _ => 512,
    }
}

/// All is taken.
fn busy() -> ApiError {
    ApiError::later(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "the server has as much under way as it can hold; nothing is lost, try again in some seconds",
        5,
    )
}
