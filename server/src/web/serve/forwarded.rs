//! What proxies say of a request's way: `X-Forwarded-For`, and `Forwarded` (RFC 7239). Both are read from the right: what
//! stands left of the first hop that is not trusted was written by the client itself.

use super::proxies::Proxies;
use axum::http::{HeaderMap, HeaderName, header};
use std::net::{IpAddr, SocketAddr};

/// One hop's client, by each proxy that lists them.
pub(super) const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// `http` or `https`: how the proxy was reached.
pub(super) const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// A header that does not read at the place that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// What the proxies say of the client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The client's address; `None` when no header names one.
    pub address: Option<IpAddr>,
    /// `http` or `https`, in lower case.
    pub proto: Option<String>,
}

/// Reads what a trusted proxy says. Where both headers are there they must agree: a proxy that writes one of them passes
/// on the other as the client sent it.
pub(super) fn said(headers: &HeaderMap, trusted: &Proxies) -> Result<Said, Malformed> {
    let by_list = by_list(&joined(headers, &FORWARDED_FOR)?, trusted)?;
    let by_rfc = by_rfc(&joined(headers, &header::FORWARDED)?, trusted)?;
    let address = match (by_list, &by_rfc.address) {
        (Some(one), Some(other)) if one != *other => return Err(Malformed),
        (one, other) => one.or(*other),
    };
    // The last value is the trusted proxy's own.
    let protos = joined(headers, &FORWARDED_PROTO)?;
    let proto = match protos.rsplit(',').map(str::trim).find(|proto| !proto.is_empty()) {
        Some(proto) => Some(proto.to_ascii_lowercase()),
        None => by_rfc.proto,
    };
    match proto.as_deref() {
        None | Some("http" | "https") => Ok(Said { address, proto }),
        Some(_) => Err(Malformed),
    }
}

/// Every line of a header as one list; empty when there is none.
fn joined(headers: &HeaderMap, name: &HeaderName) -> Result<String, Malformed> {
    let lines = headers.get_all(name).iter().map(|line| line.to_str());
    let lines = lines.collect::<Result<Vec<&str>, _>>().map_err(|_| Malformed)?;
    Ok(lines.join(","))
}

fn by_list(list: &str, trusted: &Proxies) -> Result<Option<IpAddr>, Malformed> {
    let hops = list.rsplit(',').map(str::trim).filter(|hop| !hop.is_empty());
    let mut last = None;
    for hop in hops {
        let address = address_of(hop).ok_or(Malformed)?;
        last = Some(address);
        if !trusted.trust(address) {
            break;
        }
    }
    Ok(last)
}

fn by_rfc(list: &str, trusted: &Proxies) -> Result<Said, Malformed> {
    let mut said = Said::default();
    for element in split_outside_quotes(list, ',').ok_or(Malformed)?.into_iter().rev() {
        let (mut node, mut proto) = (None, None);
        for pair in split_outside_quotes(element, ';').ok_or(Malformed)? {
            if pair.trim().is_empty() {
                continue;
            }
            let (name, value) = pair.split_once('=').ok_or(Malformed)?;
            let value = unquoted(value.trim()).ok_or(Malformed)?;
            match name.trim().to_ascii_lowercase().as_str() {
                "for" => node = Some(address_of(&value).ok_or(Malformed)?),
                "proto" => proto = Some(value.to_ascii_lowercase()),
                _ => {}
            }
        }
        let Some(address) = node else { continue };
        said = Said {
            address: Some(address),
            proto,
        };
        if !trusted.trust(address) {
            break;
        }
    }
    Ok(said)
}

/// An address, alone or with a port: `203.0.113.7`, `203.0.113.7:443`, `2001:db8::7`, `[2001:db8::7]`, `[2001:db8::7]:443`.
fn address_of(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = match bare {
        Some(inside) => IpAddr::V6(inside.parse().ok()?),
        None => text
            .parse()
            .or_else(|_| text.parse::<SocketAddr>().map(|with_port| with_port.ip()))
            .ok()?,
    };
    Some(address.to_canonical())
}

/// The parts between separators that stand in no quoted string; `None` where a quote is not closed.
fn split_outside_quotes(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut parts, mut from, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if c == separator && !quoted => {
                parts.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    (!quoted).then_some(parts)
}

/// A token as it is, a quoted string without its quotes.
fn unquoted(value: &str) -> Option<String> {
    let Some(inside) = value.strip_prefix('"') else {
        return (!value.is_empty() && !value.contains(['"', ' '])).then(|| value.to_owned());
    };
    let inside = inside.strip_suffix('"')?;
    let (mut text, mut escaped) = (String::new(), false);
    for c in inside.chars() {
        match c {
            '\\' if !escaped => escaped = true,
            _ => {
                text.push(c);
                escaped = false;
            }
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn read(lines: &[(&'static str, &'static str)]) -> Result<Said, Malformed> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        said(&headers, &Proxies::read(&["10.0.0.0/8", "fd00::/8"]).expect("good"))
    }
    fn address(lines: &[(&'static str, &'static str)]) -> Option<String> {
        let said = read(lines).expect("it reads");
        said.address.map(|address| address.to_string())
    }

    #[test]
    fn the_client_is_the_first_from_the_right_that_is_no_trusted_proxy() {
        for (value, client) in [
            ("203.0.113.7", "203.0.113.7"),
            ("1.2.3.4, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
            ("garbage, 203.0.113.7", "203.0.113.7"),
            ("203.0.113.7:51000,10.0.0.2", "203.0.113.7"),
            ("[2001:db8::7]:443", "2001:db8::7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("10.0.0.9, 10.0.0.2", "10.0.0.9"),
            (" 203.0.113.7 , ", "203.0.113.7"),
        ] {
            assert_eq!(
                address(&[("x-forwarded-for", value)]).as_deref(),
                Some(client),
                "{value}"
            );
        }
        let lines = [("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "203.0.113.7")];
        assert_eq!(address(&lines).as_deref(), Some("203.0.113.7"));
        assert_eq!(address(&[]), None);
    }

    #[test]
    fn forwarded_is_read_with_its_quotes_and_its_proto() {
        for (value, client, proto) in [
            ("for=203.0.113.7;proto=https", "203.0.113.7", Some("https")),
            ("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17", None),
            (
                "for=1.2.3.4, for=203.0.113.7;proto=HTTP;by=10.0.0.2, for=10.0.0.3",
                "203.0.113.7",
                Some("http"),
            ),
            ("host=\"a,b;c\";for=203.0.113.7", "203.0.113.7", None),
        ] {
            let said = read(&[("forwarded", value)]).expect("it reads");
            assert_eq!(said.address.map(|a| a.to_string()).as_deref(), Some(client), "{value}");
            assert_eq!(said.proto.as_deref(), proto, "{value}");
        }
    }

    #[test]
    fn what_does_not_read_where_it_counts_or_disagrees_is_malformed() {
        for lines in [
            &[("x-forwarded-for", "unknown")][..],
            &[("x-forwarded-for", "203.0.113.7, _hidden")],
            &[("x-forwarded-for", "203.0.113.7 10.0.0.2")],
            &[("forwarded", "for=unknown")],
            &[("forwarded", "for=\"203.0.113.7")],
            &[("forwarded", "203.0.113.7")],
            &[("x-forwarded-for", "203.0.113.7"), ("forwarded", "for=203.0.113.8")],
            &[("x-forwarded-for", "203.0.113.7"), ("x-forwarded-proto", "gopher")],
        ] {
            assert_eq!(read(lines), Err(Malformed), "{lines:?}");
        }
        let both = [("x-forwarded-for", "203.0.113.7"), ("forwarded", "for=203.0.113.7")];
        assert_eq!(address(&both).as_deref(), Some("203.0.113.7"));
    }
}
