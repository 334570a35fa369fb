//! Whoever changes something with a browser does it from our own pages: another site's form or script is refused by what
//! the browser says of where it came from. The cookie's `SameSite=Strict` is the second wall, not the only one.

use super::App;
use crate::api::ApiError;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// What newer browsers say of a request's origin, over TLS and on the machine itself.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// Phones and other programs: they show a token in a header, which no other site can make a browser send.
const CALLS: &str = "/v1/";

/// Lets reads pass, and changes that come from our own pages or from no browser at all.
pub(super) async fn own_pages_only(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let call = request.uri().path().starts_with(CALLS);
    match reads || call || is_own(request.headers(), &app.address) {
        true => next.run(request).await,
        false => {
            let message = "this came from another site: open our own page and do it there";
            ApiError::new(StatusCode::FORBIDDEN, "another_site", message).into_response()
        }
    }
}

/// Whether the browser says that the request came from our own page. A program says nothing of it.
fn is_own(headers: &HeaderMap, address: &str) -> bool {
    if let Some(site) = headers.get(&FETCH_SITE)
        && site != "same-origin"
        && site != "none"
    {
        return false;
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let Some(origin) = origin.to_str().ok().and_then(host_of) else {
        return false;
    };
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    // A proxy may ask under another name than the browser did: then the address that is given out is the browser's.
    asked.is_some_and(|host| host.eq_ignore_ascii_case(origin))
        || host_of(address).is_some_and(|host| host.eq_ignore_ascii_case(origin))
}

/// Host and port of an origin; `null` has none.
fn host_of(origin: &str) -> Option<&str> {
    origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(lines: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.insert(HeaderName::from_static(name), value.parse().expect("a plain value"));
        }
        is_own(&headers, "https://ruhu.example")
    }

    #[test]
    fn a_form_of_another_site_is_not_ours() {
        let host = ("host", "10.0.0.1:8460");
        assert!(own(&[host]), "a program");
        assert!(own(&[host, ("origin", "http://10.0.0.1:8460")]));
        assert!(own(&[
            host,
            ("origin", "https://ruhu.example"),
            ("sec-fetch-site", "same-origin")
        ]));
        for origin in [
            "http://10.0.0.1",
            "http://evil.example",
            "null",
            "https://ruhu.example.evil",
            "",
        ] {
            assert!(!own(&[host, ("origin", origin)]), "{origin:?}");
        }
        for site in ["cross-site", "same-site"] {
            assert!(!own(&[host, ("sec-fetch-site", site)]), "{site}");
            assert!(!own(&[
                host,
                ("origin", "https://ruhu.example"),
                ("sec-fetch-site", site)
            ]));
        }
    }
}
