//! The proxies that are believed when they say whom a request comes from: `--trusted-proxy`.

use crate::{Error, Result};
use ipnet::IpNet;
use ruhu_core::Error as CoreError;
use std::net::IpAddr;

/// Networks whose `X-Forwarded-For`, `Forwarded` and `X-Forwarded-Proto` are believed. None by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Reads networks (`10.0.3.0/24`, `2001:db8:5::/64`) and single addresses (`127.0.0.1`).
    ///
    /// Errors: a text that is neither, and a network of everybody (`/0`), which would let each caller choose its address.
    pub fn read<S: AsRef<str>>(given: &[S]) -> Result<Self> {
        let networks = given.iter().map(|text| network(text.as_ref().trim()));
        networks.collect::<Result<_>>().map(Self)
    }

    /// Whether what this peer says of its own clients is believed.
    pub fn trust(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.0.iter().any(|network| network.contains(&peer))
    }
}

fn network(text: &str) -> Result<IpNet> {
    let wrong = |mend: &str| Error::Core(CoreError::unusable("--trusted-proxy", text, mend));
    let parsed = match text.parse::<IpAddr>() {
        Ok(address) => Ok(IpNet::from(address.to_canonical())),
        Err(_) => text.parse::<IpNet>(),
    };
    match parsed {
        Ok(network) if network.prefix_len() == 0 => Err(wrong(
            "it would believe everybody: give the proxy's own address, such as 127.0.0.1 or 10.0.3.7",
        )),
        Ok(network) => Ok(network.trunc()),
        Err(_) => Err(wrong(
            "write an address or a network: 127.0.0.1, 10.0.3.0/24, ::1 or 2001:db8:5::/64",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_single_addresses_are_read_and_nothing_else() {
        let proxies = Proxies::read(&["127.0.0.1/8", "10.0.3.7", "2001:db8:5::/64"]).expect("three good ones");
        for (peer, trusted) in [
            ("127.9.9.9", true),
            ("::ffff:127.0.0.1", true),
            ("10.0.3.7", true),
            ("10.0.3.8", false),
            ("2001:db8:5::1", true),
            ("2001:db8:6::1", false),
            ("::1", false),
        ] {
            assert_eq!(proxies.trust(peer.parse().expect("an address")), trusted, "{peer}");
        }
        for text in [
            "",
            "nginx",
            "10.0.0.0/33",
            "10.0.0",
            "10.0.0.1:80",
            "0.0.0.0/0",
            "::/0",
            "10.0.0.0/8,::1",
        ] {
            let error = Proxies::read(&[text]).expect_err("refused").to_string();
            assert!(error.contains("--trusted-proxy"), "{text}: {error}");
        }
        assert!(!Proxies::default().trust("127.0.0.1".parse().expect("an address")));
    }
}
