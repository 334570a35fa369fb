//! What surrounds every request: an id, one line in the log without personal data, and the headers that keep a
//! browser from doing more with an answer than show it.

use super::App;
use super::client::Client;
use super::held::Counted;
use crate::web::answer::Refused;
use crate::web::session::Transport;
use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tracing::Instrument;

/// The request's name, in the answer and in the log: what a caller quotes when something went wrong.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Nothing is loaded from elsewhere, nothing runs but the server's own file, nothing frames a page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";

/// Gives the request an id and writes its line: method, route, status, milliseconds, bytes. Never the path itself, which
/// may hold a token or a household's number, nor a query, a header or an address.
pub(super) async fn note(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut random = [0u8; 8];
    getrandom::fill(&mut random).expect("the operating system always has random bytes once it has booted");
    let id = hex::encode(random);
    let route = match request.extensions().get::<MatchedPath>() {
        Some(route) => route.as_str().to_owned(),
        None => "(none)".to_owned(),
    };
    let mut line = Line {
        method: word_of(request.method()),
        span: tracing::info_span!("request", %id),
        route,
        began: tokio::time::Instant::now(),
        received: Arc::default(),
        answered: None,
        app,
    };
    let received = Arc::clone(&line.received);
    let request = request.map(|body| Body::new(Counted::new(body, received)));
    let mut response = next.run(request).instrument(line.span.clone()).await;
    let id = HeaderValue::try_from(id).expect("hexadecimal digits are good in a header");
    response.headers_mut().insert(REQUEST_ID, id);
    if let Some(Refused(code)) = response.extensions().get() {
        line.app.metrics.refused(code);
    }
    let sent = response.body().size_hint().exact();
    line.answered = Some((response.status().as_u16(), sent));
    response
}

/// A request's line in the log, written when it is over: also when the caller went away before the answer.
struct Line {
    app: Arc<App>,
    span: tracing::Span,
    method: &'static str,
    route: String,
    began: tokio::time::Instant,
    received: Arc<AtomicU64>,
    /// The status, and the answer's bytes where they are known.
    answered: Option<(u16, Option<u64>)>,
}

/// What stands in the place of a status when the caller went away: what proxies write for it.
const LEFT: u16 = 499;

impl Drop for Line {
    fn drop(&mut self) {
        let took = self.began.elapsed();
        let received = self.received.load(Ordering::Relaxed);
        let (status, sent) = self.answered.unwrap_or((LEFT, None));
        let metrics = &self.app.metrics;
        metrics.answered(self.method, &self.route, status, took, received);
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let (method, route) = (self.method, self.route.as_str());
        self.span
            .in_scope(|| tracing::info!(method, route, status, ms, received, sent, "answered"));
    }
}

/// A method by a word of our own: a stranger's word is neither logged nor counted.
fn word_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        _ => "other",
    }
}

/// A browser that was here by TLS comes by TLS only, for a year.
const TLS_ONLY: &str = "max-age=31536000";

/// Sets the headers that every answer has; an answer that set its own keeps it.
pub(super) async fn harden(client: Client, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // With `no-referrer` a browser hides from us, too, where our own forms come from: then the origin could not be
    // checked. No page of ours is told to another site either way.
    let page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let referrer = if page { "same-origin" } else { "no-referrer" };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, referrer),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if client.transport == Transport::Https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TLS_ONLY));
    }
    response
}
