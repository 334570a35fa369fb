//! How often one address may try a code or a link: enough for a township hall full of phones behind one router, far
//! too seldom to guess fifty bits in seven days.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

/// So many tries at once: every phone of a large township on one morning, some of them twice.
const BURST: NonZeroU32 = NonZeroU32::new(600).expect("600 is not zero");
/// Then one more as often as this.
const EVERY: Duration = Duration::from_millis(500);

/// Counts tries by network address. It runs on the machine's own monotonic clock, stepped clock or not: guessing takes
/// real time.
pub struct Throttle {
    tries: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for Throttle {
    fn default() -> Self {
        let quota = Quota::with_period(EVERY)
            .expect("half a second is not zero")
            .allow_burst(BURST);
        Self {
            tries: RateLimiter::keyed(quota),
        }
    }
}

impl Throttle {
    /// Counts one try; or answers after how many seconds the next one is welcome.
    pub fn admit(&self, from: IpAddr) -> Result<(), u64> {
        self.tries.check_key(&network_of(from)).map_err(|until| {
            until
                .wait_time_from(DefaultClock::default().now())
                .as_secs()
                .saturating_add(1)
        })
    }
    /// Forgets addresses that have been quiet.
    pub fn sweep(&self) {
        self.tries.retain_recent();
    }
}

/// The addresses that count as one: an IPv4 address, an IPv6 /64, which one user has whole.
pub(crate) fn network_of(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_runs_dry_and_another_does_not_suffer() {
        let throttle = Throttle::default();
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let refused = (0..2000).filter(|_| throttle.admit(one).is_err()).count();
        assert!(refused > 500, "{refused}");
        assert_eq!(throttle.admit(other), Ok(()));
    }

    #[test]
    fn an_ipv6_user_has_one_network() {
        let (a, b): (IpAddr, IpAddr) = (
            "2001:db8::1".parse().expect("an address"),
            "2001:db8::2:1".parse().expect("an address"),
        );
        assert_eq!(network_of(a), network_of(b));
    }
}
