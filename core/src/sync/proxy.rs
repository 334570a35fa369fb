//! The system's HTTP proxy: what the phone's network says calls have to go through. Asked for at each call, because it
//! changes with the network.

use std::fmt;

/// An HTTP proxy. Calls to http go through it whole, calls to https through a tunnel (`CONNECT`).
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Proxy {
    /// Its name or address; an IPv6 address without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Who may use it, where it asks (Basic, RFC 7617).
    pub user: Option<String>,
    /// With which password.
    pub password: Option<String>,
    /// Hosts that are reached without it, as Android and Java write them: `*` stands for anything at the beginning or
    /// the end, a leading dot for every name below.
    pub exclude: Vec<String>,
}

impl fmt::Debug for Proxy {
    /// Without user and password: a proxy may stand in an error or a log line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "proxy {}:{}", self.host, self.port)
    }
}

/// Says which proxy the network wants now.
pub trait ProxySource: Send + Sync {
    /// The proxy; `None` for none.
    fn proxy(&self) -> Option<Proxy>;
}

/// No network of this device has a proxy.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProxies;

impl ProxySource for NoProxies {
    fn proxy(&self) -> Option<Proxy> {
        None
    }
}

impl Proxy {
    /// Whether calls to this host go through it. This machine itself is always reached directly.
    pub(super) fn is_for(&self, host: &str) -> bool {
        let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        !is_loopback(&host) && !self.exclude.iter().any(|pattern| fits(pattern, &host))
    }

    /// Its address as a URL, without user and password.
    pub(super) fn url(&self) -> String {
        match self.host.contains(':') {
            true => format!("http://[{}]:{}", self.host, self.port),
            false => format!("http://{}:{}", self.host, self.port),
        }
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost"
        || host.ends_with(".localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

fn fits(pattern: &str, host: &str) -> bool {
    let pattern = pattern.trim().to_ascii_lowercase();
    let inner = pattern.trim_matches('*');
    match (pattern.starts_with('*'), pattern.ends_with('*')) {
        _ if pattern.is_empty() => false,
        (true, true) => host.contains(inner),
        (true, false) => host.ends_with(inner),
        (false, true) => host.starts_with(inner),
        (false, false) => host == inner || (inner.starts_with('.') && host.ends_with(inner)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excluded_hosts_and_this_machine_are_reached_directly() {
        let proxy = Proxy {
            host: "proxy.county".into(),
            port: 3128,
            exclude: ["ruhu.example", "*.gov.cn", ".lan", "10.*", " ", ""]
                .map(str::to_owned)
                .to_vec(),
            ..Proxy::default()
        };
        for (host, through) in [
            ("ruhu.example", false),
            ("RUHU.example", false),
            ("town.ruhu.example", true),
            ("zj.gov.cn", false),
            ("gov.cn", true),
            ("server.lan", false),
            ("10.0.0.5", false),
            ("110.0.0.5", true),
            ("localhost", false),
            ("127.0.0.1", false),
            ("127.9.9.9", false),
            ("[::1]", false),
            ("[::ffff:127.0.0.1]", false),
            ("192.168.1.2", true),
        ] {
            assert_eq!(proxy.is_for(host), through, "{host}");
        }
        let none = Proxy {
            exclude: vec!["*".into()],
            ..proxy
        };
        assert!(!none.is_for("anything"));
    }

    #[test]
    fn a_proxys_password_stands_in_no_text() {
        let proxy = Proxy {
            host: "fe80::1".into(),
            port: 8080,
            user: Some("wang".into()),
            password: Some("geheim".into()),
            exclude: Vec::new(),
        };
        assert_eq!(proxy.url(), "http://[fe80::1]:8080");
        assert_eq!(format!("{proxy:?}"), "proxy fe80::1:8080");
    }
}
