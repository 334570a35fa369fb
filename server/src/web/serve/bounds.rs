//! How much the server takes at once. Whoever comes when it is full hears 503 and when to come back, before memory
//! grows: requests under way are counted, and so are the bytes that they will need. Nobody takes it all: a network of
//! strangers has a share, all strangers together have one, and so have each phone and each session.

use super::App;
use super::client::Client;
use super::crowd::{Place, Under};
use super::held::Held;
use super::pace::{Pace, Paced};
use super::shares::{Share, Shares};
use crate::web::answer::ApiError;
use crate::web::session::{Caller, caller_of, network_of};
use axum::Extension;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http_body_util::BodyExt;
use ruhu_core::wire::{PHOTOS_PATH, SYNC_BYTES, SYNC_PATH};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// The largest body of any call but an upload's part.
const SYNC_MOST: usize = SYNC_BYTES + 256 * 1024;
/// What a whole sync may need, in KiB: as it came, parsed, and one record in work.
const SYNC_KIB: usize = SYNC_MOST / 1024 * 3 + 256;
/// What a stranger's call may need, in KiB: no body of theirs over 64 KiB is read.
const STRANGER_KIB: u32 = 512;
/// How long a body is heard out whose call is not let in.
const HEAR_OUT: Duration = Duration::from_secs(20);
/// Tokens and cookies that are looked up at once.
const LOOKUPS: usize = 16;

/// The bounds; a test sets smaller ones.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections at once: some hundreds of phones and desks, and files beside them within the usual 1,024 of a process.
    pub connections: usize,
    /// Of these, of one network (an IPv4 address, an IPv6 /64) on which no token or session was shown yet.
    pub network_connections: usize,
    /// Of these, of one phone or session.
    pub caller_connections: usize,
    /// Requests under way at once.
    pub requests: usize,
    /// Of these, of strangers together.
    pub strangers: usize,
    /// Of these, of strangers of one network.
    pub network_requests: usize,
    /// Of these, of one phone or session: a browser behind a proxy loads a page's photos all at once.
    pub caller_requests: usize,
    /// Bytes that the requests under way may need together, in KiB.
    pub kib: u32,
    /// Requests of one phone or session, but for an upload's: so many at once, and so many more in each second.
    pub calls: (NonZeroU32, NonZeroU32),
    /// The timeout of a TLS handshake.
    pub handshake: Duration,
    /// The timeout of a request's head, in a new connection and in one kept alive.
    pub head: Duration,
    /// No part of a body for so long: the connection is cut.
    pub body_idle: Duration,
    /// The slowest body of a phone or a session. EDGE brings 5 to 25 KB/s, GPRS 2 to 5.
    pub body_pace: Pace,
    /// The slowest body of a stranger: a form, a proof of 2 KB.
    pub stranger_pace: Pace,
    /// No byte of an answer taken for so long: nobody reads it.
    pub answer_idle: Duration,
    /// How long a finished upload waits for room to be taken in.
    pub room: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 640,
            network_connections: 128,
            caller_connections: 32,
            requests: 256,
            strangers: 160,
            network_requests: 64,
            caller_requests: 64,
            kib: 192 * 1024,
            calls: (
                NonZeroU32::new(600).expect("600 is not zero"),
                NonZeroU32::new(50).expect("50 is not zero"),
            ),
            handshake: Duration::from_secs(15),
            head: Duration::from_secs(30),
            body_idle: Duration::from_secs(30),
            body_pace: Pace {
                rate: 1024,
                grace: Duration::from_secs(30),
            },
            stranger_pace: Pace {
                rate: 1024,
                grace: Duration::from_secs(10),
            },
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
    lookups: Semaphore,
    shares: Arc<Shares>,
    calls: DefaultKeyedRateLimiter<Caller>,
}

/// Room for some bytes, given back when it is dropped.
#[derive(Debug)]
pub struct Room {
    _permits: Vec<OwnedSemaphorePermit>,
    share: Option<(Share, Under)>,
}

impl Load {
    /// Nothing is under way yet.
    pub fn new(bounds: Bounds) -> Self {
        let (at_once, a_second) = bounds.calls;
        Self {
            bounds,
            requests: Arc::new(Semaphore::new(bounds.requests)),
            kib: Arc::new(Semaphore::new(usize::try_from(bounds.kib).unwrap_or(usize::MAX))),
            lookups: Semaphore::new(LOOKUPS),
            shares: Shares::new(&bounds, SYNC_KIB),
            calls: RateLimiter::keyed(Quota::per_second(a_second).allow_burst(at_once)),
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

    /// A turn at looking up a token or a cookie.
    pub(crate) async fn lookup(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        // It is never closed.
        self.lookups.acquire().await.ok()
    }

    /// Forgets callers that have been quiet.
    pub(super) fn sweep(&self) {
        self.calls.retain_recent();
    }

    /// Counts a call of somebody who is known; or says when the next one is welcome.
    fn call(&self, caller: &Caller) -> Result<(), ApiError> {
        self.calls.check_key(caller).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            let message = "too many calls in a short time: nothing is lost, wait a little, then go on";
            let seconds = wait.as_secs().saturating_add(1);
            ApiError::later(StatusCode::TOO_MANY_REQUESTS, "too_many_calls", message, seconds)
        })
    }

    /// Room for one more request of so many KiB, or a "come back".
    fn admit(&self, share: Option<Share>, under: Under, kib: u32) -> Result<Room, ApiError> {
        let share = share.ok_or_else(busy)?;
        let request = Arc::clone(&self.requests).try_acquire_owned();
        let bytes = Arc::clone(&self.kib).try_acquire_many_owned(kib.min(self.bounds.kib));
        match (request, bytes) {
            (Ok(request), Ok(bytes)) => Ok(Room {
                _permits: vec![request, bytes],
                share: Some((share, under)),
            }),
            _ => Err(busy()),
        }
    }

    /// Room for a whole file of so many bytes in memory. Waits a little: whoever is under way gives some back.
    pub async fn room(&self, bytes: u64) -> Result<Room, ApiError> {
        let kib = u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX).min(self.bounds.kib);
        let room = Arc::clone(&self.kib).acquire_many_owned(kib);
        match tokio::time::timeout(self.bounds.room, room).await {
            Ok(Ok(permit)) => Ok(Room {
                _permits: vec![permit],
                share: None,
            }),
            Ok(Err(_)) | Err(_) => Err(busy()),
        }
    }
}

impl Room {
    /// Set while more of the request's body is to come.
    fn reading(&self) -> Arc<AtomicBool> {
        let share = self.share.as_ref();
        share.map(|(share, _)| Arc::clone(&share.reading)).unwrap_or_default()
    }
}

/// What a request is, as far as its head shows.
#[derive(Clone, Copy)]
struct Needs {
    /// What it may take up in memory.
    kib: u32,
    /// One of the many calls of a photo's upload.
    upload: bool,
}

fn is_upload(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>();
    route.is_some_and(|route| route.as_str().starts_with(PHOTOS_PATH))
}

/// Room for this request, the pace of its body, and, for a stranger, what says that the place is wanted.
async fn let_in(
    app: &Arc<App>,
    client: Client,
    place: &Place,
    headers: &HeaderMap,
    needs: Needs,
) -> Result<(Room, Pace, Option<oneshot::Receiver<()>>), ApiError> {
    let (load, under) = (&app.load, place.under_way());
    let Some(caller) = caller_of(app, headers).await? else {
        let (share, wanted) = load.shares.stranger(network_of(client.address)).unzip();
        let room = load.admit(share, under, needs.kib.min(STRANGER_KIB))?;
        return Ok((room, load.bounds.stranger_pace, wanted));
    };
    place.known(&caller);
    // An upload over a bad road is many calls by nature; its share of what is under way bounds it.
    if !needs.upload {
        load.call(&caller)?;
    }
    let room = load.admit(load.shares.caller(caller, needs.kib), under, needs.kib)?;
    Ok((room, load.bounds.body_pace, None))
}

/// The layer: a request is let in when there is room for it, and keeps its place until its answer has gone out.
pub(super) async fn admit(
    State(app): State<Arc<App>>,
    client: Client,
    Extension(place): Extension<Arc<Place>>,
    request: Request,
    next: Next,
) -> Response {
    let needs = Needs {
        kib: kib_of(&request),
        upload: is_upload(&request),
    };
    // The body cannot be shared between threads: only the headers go along.
    let headers = request.headers().clone();
    match let_in(&app, client, &place, &headers, needs).await {
        Err(no) => {
            hear_out(request).await;
            no.into_response()
        }
        Ok((room, pace, wanted)) => {
            let reading = room.reading();
            let request = request.map(|body| Body::new(Paced::new(body, pace, reading, wanted)));
            next.run(request).await.map(|body| Body::new(Held::new(body, room)))
        }
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
