//! Whoever changes something with a browser does it from our own pages: another site's form or script is refused by what
//! the browser says of where it came from. The cookie's `SameSite=Strict` is the second wall, not the only one.

use super::App;
use super::client::Client;
use crate::web::answer::ApiError;
use crate::web::session::Transport;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// What newer browsers say of a request's origin, over TLS and on the machine itself.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// Phones and other programs: they show a token in a header, which no other site can make a browser send.
const CALLS: &str = "/v1/";

/// Lets reads pass, and changes that come from our own pages or from no browser at all.
pub(super) async fn own_pages_only(
    State(app): State<Arc<App>>,
    client: Client,
    request: Request,
    next: Next,
) -> Response {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let call = request.uri().path().starts_with(CALLS);
    let scheme = match (client.seen, client.transport) {
        (true, Transport::Https) => "https",
        // Our own socket is in the clear, and no trusted proxy says otherwise.
        (true, Transport::Http) | (false, _) => "http",
    };
    match reads || call || is_own(request.headers(), scheme, &app.address) {
        true => next.run(request).await,
        false => {
            let message = "this came from another site: open our own page and do it there";
            ApiError::new(StatusCode::FORBIDDEN, "another_site", message).into_response()
        }
    }
}

/// Whether the browser says that the request came from our own page. A program says nothing of it.
fn is_own(headers: &HeaderMap, scheme: &str, address: &str) -> bool {
    if let Some(site) = headers.get(&FETCH_SITE)
        && site != "same-origin"
        && site != "none"
    {
        return false;
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let Some(origin) = origin.to_str().ok().and_then(Origin::read) else {
        return false;
    };
    let given = Origin::read(address);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let asked = host.and_then(|host| Origin::read(&format!("{scheme}://{host}")));
    // A proxy may ask under another name than the browser did: then the address that is given out is the browser's.
    // A page of that same name by the other scheme is somebody else's, who can write on the road.
    let other_scheme = given
        .as_ref()
        .is_some_and(|given| given.host == origin.host && given.tls != origin.tls);
    !other_scheme && [given, asked].contains(&Some(origin))
}

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    tls: bool,
    host: String,
    port: u16,
}

impl Origin {
    /// Reads `https://host[:port]`; `null` is none.
    fn read(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let tls = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority()?;
        let rest = authority.as_str().strip_prefix(authority.host())?;
        let port = match rest.is_empty() {
            true if tls => 443,
            true => 80,
            false => authority.port_u16()?,
        };
        Some(Self {
            tls,
            host: authority.host().to_ascii_lowercase(),
            port,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(scheme: &str, lines: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.insert(HeaderName::from_static(name), value.parse().expect("a plain value"));
        }
        is_own(&headers, scheme, "https://ruhu.example")
    }

    #[test]
    fn a_form_of_another_site_is_not_ours() {
        let host = ("host", "10.0.0.1:8460");
        assert!(own("http", &[host]), "a program");
        assert!(own("http", &[host, ("origin", "http://10.0.0.1:8460")]));
        let ours = ("origin", "https://ruhu.example");
        assert!(own("http", &[host, ours, ("sec-fetch-site", "same-origin")]));
        for origin in [
            "http://10.0.0.1",
            "http://evil.example",
            "null",
            "https://ruhu.example.evil",
            "",
        ] {
            assert!(!own("http", &[host, ("origin", origin)]), "{origin:?}");
        }
        for site in ["cross-site", "same-site"] {
            assert!(!own("http", &[host, ("sec-fetch-site", site)]), "{site}");
            assert!(!own("http", &[host, ours, ("sec-fetch-site", site)]));
        }
    }

    #[test]
    fn the_same_name_by_another_scheme_or_port_is_another_site() {
        let (lan, named) = (("host", "10.0.0.1:8460"), ("host", "ruhu.example"));
        assert!(own("https", &[lan, ("origin", "https://10.0.0.1:8460")]));
        assert!(!own("https", &[lan, ("origin", "http://10.0.0.1:8460")]));
        assert!(!own("http", &[lan, ("origin", "https://10.0.0.1:8460")]));
        for scheme in ["http", "https"] {
            assert!(own(scheme, &[named, ("origin", "https://RUHU.example:443")]));
            assert!(!own(scheme, &[named, ("origin", "http://ruhu.example")]));
            assert!(!own(scheme, &[named, ("origin", "https://ruhu.example:8443")]));
        }
        assert!(own(
            "https",
            &[("host", "lan.example:443"), ("origin", "https://lan.example")]
        ));
    }
}
