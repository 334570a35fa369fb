//! Who asks: a browser, which gets pages, or a program, which gets JSON.

use axum::http::{HeaderMap, header};

/// Whether a browser asks: it says that it would rather have a page.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
