//! Guessing passwords is made slow: by name and by network, each wrong try beyond a few lets the next one wait twice as
//! long. A try is counted before its password is looked at, so that many at once gain nothing, and taken back when the
//! password was right. Names that are none wait alike: whoever guesses learns nothing from it.

use super::secret::hash_of;
use super::throttle::network_of;
use ruhu_core::ids::Sha256;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Wrong tries of one name before it waits: a person who mistypes.
const FREE_BY_NAME: u32 = 5;
/// Wrong tries of one network before it waits: a township hall behind one router.
const FREE_BY_NETWORK: u32 = 30;
/// The first wait.
const SHORTEST: Duration = Duration::from_secs(5);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// What was quiet for so long is forgotten.
const QUIET: Duration = Duration::from_secs(3600);
/// So many names and so many networks are remembered; then the one that was quiet longest is forgotten.
const REMEMBERED: usize = 10_000;

/// Counts wrong passwords. It runs on the machine's own monotonic clock: guessing takes real time.
pub struct Waits {
    begun: Instant,
    counted: Mutex<Counted>,
}

#[derive(Default)]
struct Counted {
    /// By the hash of what was typed: of any length, and maybe a password in the wrong field.
    names: HashMap<Sha256, Tries>,
    networks: HashMap<IpAddr, Tries>,
}

#[derive(Clone, Copy, Default)]
struct Tries {
    wrong: u32,
    last: Duration,
    until: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            counted: Mutex::default(),
        }
    }
}

impl Waits {
    /// Counts a try; or answers after how many seconds the next one is welcome, and then it must not be looked at.
    pub fn admit(&self, name: &str, from: IpAddr) -> Result<(), u64> {
        let now = self.begun.elapsed();
        self.with(|counted| counted.admit(hash_of(name), network_of(from), now))
    }
    /// The password was right: the name begins anew, and the network's try is taken back.
    pub fn right(&self, name: &str, from: IpAddr) {
        self.with(|counted| counted.right(&hash_of(name), &network_of(from)));
    }
    /// Forgets what has been quiet.
    pub fn sweep(&self) {
        let now = self.begun.elapsed();
        self.with(|counted| {
            counted.names.retain(|_, tries| tries.last + QUIET > now);
            counted.networks.retain(|_, tries| tries.last + QUIET > now);
        });
    }
    fn with<T>(&self, work: impl FnOnce(&mut Counted) -> T) -> T {
        // A count is never half done: whoever panicked in here left whole numbers.
        work(&mut self.counted.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Counted {
    fn admit(&mut self, name: Sha256, network: IpAddr, now: Duration) -> Result<(), u64> {
        let waits = [self.names.get(&name), self.networks.get(&network)];
        let until = waits.into_iter().flatten().map(|tries| tries.until).max();
        if let Some(wait) = until
            .and_then(|until| until.checked_sub(now))
            .filter(|wait| !wait.is_zero())
        {
            return Err(wait.as_secs() + 1);
        }
        count(&mut self.names, name, FREE_BY_NAME, now);
        count(&mut self.networks, network, FREE_BY_NETWORK, now);
        Ok(())
    }
    fn right(&mut self, name: &Sha256, network: &IpAddr) {
        self.names.remove(name);
        if let Some(tries) = self.networks.get_mut(network) {
            tries.wrong = tries.wrong.saturating_sub(1);
            tries.until = tries.last;
        }
    }
}

fn count<K: Eq + Hash + Clone>(all: &mut HashMap<K, Tries>, key: K, free: u32, now: Duration) {
    if all.len() >= REMEMBERED && !all.contains_key(&key) {
        let quietest = all
            .iter()
            .min_by_key(|(_, tries)| tries.last)
            .map(|(key, _)| key.clone());
        if let Some(quietest) = quietest {
            all.remove(&quietest);
        }
    }
    let tries = all.entry(key).or_default();
    if tries.last + QUIET <= now {
        *tries = Tries::default();
    }
    tries.wrong = tries.wrong.saturating_add(1);
    tries.last = now;
    tries.until = match tries.wrong.checked_sub(free) {
        None => now,
        Some(over) => now + (SHORTEST * (1 << over.min(20))).min(LONGEST),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }
    fn network(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    #[test]
    fn a_name_waits_longer_after_each_wrong_try_wherever_it_comes_from() {
        let mut counted = Counted::default();
        let mut now = Duration::ZERO;
        let mut waits = Vec::new();
        for number in 0..20u8 {
            match counted.admit(hash_of("王芳"), network(number), now) {
                Ok(()) => waits.push(0),
                Err(wait) => {
                    waits.push(wait);
                    now += seconds(wait);
                    assert_eq!(
                        counted.admit(hash_of("王芳"), network(number), now),
                        Ok(()),
                        "after its wait it is welcome"
                    );
                }
            }
        }
        assert_eq!(waits[..5], [0, 0, 0, 0, 0]);
        assert!(waits[5..].windows(2).all(|pair| pair[0] <= pair[1]), "{waits:?}");
        assert_eq!(waits[19], LONGEST.as_secs() + 1);
        assert_eq!(
            counted.admit(hash_of("别人"), network(99), now),
            Ok(()),
            "another name does not suffer"
        );
        now += QUIET;
        assert_eq!(counted.admit(hash_of("王芳"), network(1), now), Ok(()));
        assert_eq!(
            counted.admit(hash_of("王芳"), network(1), now),
            Ok(()),
            "after a quiet hour it begins anew"
        );
    }

    #[test]
    fn a_network_that_tries_many_names_waits_and_memory_stays() {
        let mut counted = Counted::default();
        let admitted = (0..100).filter(|n| {
            counted
                .admit(hash_of(&format!("name {n}")), network(1), Duration::ZERO)
                .is_ok()
        });
        assert_eq!(admitted.count(), 30);
        for number in 0..REMEMBERED + 50 {
            count(&mut counted.names, hash_of(&format!("{number}")), 5, seconds(1));
        }
        assert_eq!(counted.names.len(), REMEMBERED);
    }

    #[test]
    fn a_right_password_takes_its_try_back() {
        let mut counted = Counted::default();
        let now = seconds(1);
        for _ in 0..200 {
            assert_eq!(counted.admit(hash_of("王芳"), network(1), now), Ok(()));
            counted.right(&hash_of("王芳"), &network(1));
        }
        for _ in 0..5 {
            assert_eq!(counted.admit(hash_of("王芳"), network(1), now), Ok(()));
        }
        assert!(counted.admit(hash_of("王芳"), network(2), now).is_err());
    }
}
