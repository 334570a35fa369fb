//! What surrounds every request: an id, one line in the log without personal data, and the headers that keep a
//! browser from doing more with an answer than show it.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

/// The request's name, in the answer and in the log: what a caller quotes when something went wrong.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Nothing is loaded from elsewhere, nothing runs, nothing frames a page.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";

/// Gives the request an id and writes its line: method, route and status. Never the path itself, which may hold a
/// token, nor a query, a header or an address.
pub(super) async fn note(request: Request, next: Next) -> Response {
    let mut random = [0u8; 8];
    getrandom::fill(&mut random).expect("the operating system always has random bytes once it has booted");
    let id = hex::encode(random);
    let route = match request.extensions().get::<MatchedPath>() {
        Some(route) => route.as_str().to_owned(),
        None => "(none)".to_owned(),
    };
    let span = tracing::info_span!("request", %id, method = %request.method(), route);
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| tracing::info!(status = response.status().as_u16(), "answered"));
    let id = HeaderValue::try_from(id).expect("hexadecimal digits are good in a header");
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// Sets the headers that every answer has; an answer that set its own keeps it.
pub(super) async fn harden(request: Request, next: Next) -> Response {
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
    response
}
