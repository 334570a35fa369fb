//! The address that phones and browsers are given: scheme, host and port, and nothing else. Phones refuse any other, so
//! it is refused here before it is printed on a sheet.

use crate::{Error, Result};
use axum::http::Uri;
use ruhu_core::Error as CoreError;

/// Reads an address of the web: `https://ruhu.example`, `http://192.168.1.10:8460`. Answered in lower case, without a
/// slash at its end.
///
/// Errors: another scheme, a name and password, a path, a query, a fragment, a host or port that is none.
pub fn web_address(given: &str) -> Result<String> {
    read(given).map_err(|what| {
        let mend = format!("{what}: write it as https://ruhu.example or http://192.168.1.10:8460");
        Error::Core(CoreError::unusable("--address", shown(given), &mend))
    })
}

/// A password that stands in the address is not repeated.
fn shown(given: &str) -> &str {
    match given.contains('@') {
        true => "(an address with a name or password in it)",
        false => given,
    }
}

fn read(given: &str) -> std::result::Result<String, &'static str> {
    let text = given.trim();
    if text.contains('#') {
        return Err("it has a fragment (#...)");
    }
    let bare = text.trim_end_matches('/');
    let uri: Uri = bare.parse().map_err(|_| "it is no address of the web")?;
    let scheme = match uri.scheme_str() {
        Some("https") => "https",
        Some("http") => "http",
        _ => return Err("it begins with neither https:// nor http://"),
    };
    let authority = uri.authority().ok_or("it names no host")?;
    if authority.as_str().contains('@') {
        return Err("it has a name or password in it");
    }
    if uri.query().is_some() {
        return Err("it has a query (?...)");
    }
    if !matches!(uri.path(), "" | "/") {
        return Err("it has a path");
    }
    let host = authority.host();
    let rest = authority.as_str().strip_prefix(host).unwrap_or_default();
    let port_is_good = rest.is_empty() || authority.port_u16().is_some_and(|port| port != 0);
    let name = |host: &str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host_is_good = match inside {
        Some(v6) => v6.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && name(host),
    };
    match (host_is_good, port_is_good) {
        (true, true) => Ok(format!("{scheme}://{}", authority.as_str().to_ascii_lowercase())),
        (false, _) => Err("its host is none"),
        (true, false) => Err("its port is none"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_scheme_host_and_port() {
        for (given, read) in [
            ("https://ruhu.example", "https://ruhu.example"),
            ("https://ruhu.example/", "https://ruhu.example"),
            (" https://Ruhu.Example ", "https://ruhu.example"),
            ("http://192.168.1.10:8460", "http://192.168.1.10:8460"),
            ("http://[2001:db8::7]:8460", "http://[2001:db8::7]:8460"),
            ("http://localhost:8460/", "http://localhost:8460"),
        ] {
            assert_eq!(web_address(given).expect("a good one"), read);
        }
        for given in [
            "",
            "ruhu.example",
            "ftp://ruhu.example",
            "https://",
            "https:///x",
            "https://ruhu.example/ruhu",
            "https://ruhu.example//x",
            "https://ruhu.example?x=1",
            "https://ruhu.example/?x=1",
            "https://ruhu.example#x",
            "https://ruhu.example/#",
            "https://name@ruhu.example",
            "https://name:secret@ruhu.example",
            "https://@ruhu.example",
            "https://ruhu.example:",
            "https://ruhu.example:0",
            "https://ruhu.example:99999",
            "https://ruhu example",
            "https://入户.example",
            "https://[2001:db8::7",
            "https://ruhu\"example",
        ] {
            let error = web_address(given).expect_err(given).to_string();
            assert!(
                error.contains("https://ruhu.example") && !error.contains("secret"),
                "{given}: {error}"
            );
        }
    }
}
