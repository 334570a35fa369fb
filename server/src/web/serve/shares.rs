//! Requests under way, by whom: how many a network of strangers, a phone or a session may have at once. A stranger who is
//! over the share takes the place of one of the same network whose body is still trickling in, where there is one.

use super::bounds::Bounds;
use crate::web::session::Caller;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// Who has how many requests under way.
#[derive(Debug)]
pub(super) struct Shares {
    strangers: usize,
    network: usize,
    caller: usize,
    caller_kib: usize,
    held: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    next: u64,
    strangers: usize,
    networks: HashMap<IpAddr, BTreeMap<u64, Stranger>>,
    callers: HashMap<Caller, (usize, usize)>,
}

#[derive(Debug)]
struct Stranger {
    reading: Arc<AtomicBool>,
    end: oneshot::Sender<()>,
}

/// One request's share; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Share {
    of: Arc<Shares>,
    whose: Whose,
    /// Set while more of the body is to come.
    pub(super) reading: Arc<AtomicBool>,
}

#[derive(Debug)]
enum Whose {
    Network(IpAddr, u64),
    Caller(Caller, usize),
}

impl Shares {
    /// Nothing is under way yet. One sync of `sync_kib` always fits into a caller's share of the bytes, a quarter of all.
    pub(super) fn new(bounds: &Bounds, sync_kib: usize) -> Arc<Self> {
        let kib = usize::try_from(bounds.kib).unwrap_or(usize::MAX);
        Arc::new(Self {
            strangers: bounds.strangers,
            network: bounds.network_requests,
            caller: bounds.caller_requests,
            caller_kib: (kib / 4).max(sync_kib),
            held: Mutex::default(),
        })
    }

    /// A stranger's share, and what says that the place is wanted by others; `None` when it is used up.
    pub(super) fn stranger(self: &Arc<Self>, network: IpAddr) -> Option<(Share, oneshot::Receiver<()>)> {
        let mut held = self.lock();
        let own = held.networks.get(&network).map_or(0, BTreeMap::len);
        if own >= self.network && !held.end_slow(network) {
            return None;
        }
        if held.strangers >= self.strangers {
            let largest = held.networks.iter().max_by_key(|(_, held)| held.len());
            let (largest, most) = largest.map(|(network, held)| (*network, held.len()))?;
            // One network is never pushed out by another that holds as much.
            if most <= own + 1 || !held.end_slow(largest) {
                return None;
            }
        }
        let (end, wanted) = oneshot::channel();
        let reading = Arc::<AtomicBool>::default();
        let number = held.next;
        held.next += 1;
        held.strangers += 1;
        let stranger = Stranger {
            reading: Arc::clone(&reading),
            end,
        };
        held.networks.entry(network).or_default().insert(number, stranger);
        let share = Share {
            of: Arc::clone(self),
            whose: Whose::Network(network, number),
            reading,
        };
        Some((share, wanted))
    }

    /// A known caller's share of requests and of KiB; `None` when it is used up.
    pub(super) fn caller(self: &Arc<Self>, caller: Caller, kib: u32) -> Option<Share> {
        let kib = usize::try_from(kib).unwrap_or(usize::MAX);
        let mut held = self.lock();
        let (requests, bytes) = held.callers.entry(caller.clone()).or_default();
        if *requests >= self.caller || (*requests > 0 && bytes.saturating_add(kib) > self.caller_kib) {
            return None;
        }
        *requests += 1;
        *bytes += kib;
        Some(Share {
            of: Arc::clone(self),
            whose: Whose::Caller(caller, kib),
            reading: Arc::default(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        // Nothing in here panics between two changes that belong together.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    /// Ends the oldest request of the network whose body is still to come. `false`: there is none.
    fn end_slow(&mut self, network: IpAddr) -> bool {
        let Some(held) = self.networks.get(&network) else {
            return false;
        };
        let slow = held.iter().find(|(_, one)| one.reading.load(Ordering::Relaxed));
        let Some(number) = slow.map(|(number, _)| *number) else {
            return false;
        };
        if let Some(slow) = self.leave(network, number) {
            // Nobody listens when it has just ended by itself.
            let _ = slow.end.send(());
        }
        true
    }

    fn leave(&mut self, network: IpAddr, number: u64) -> Option<Stranger> {
        let held = self.networks.get_mut(&network)?;
        let left = held.remove(&number);
        if held.is_empty() {
            self.networks.remove(&network);
        }
        self.strangers -= usize::from(left.is_some());
        left
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.of.lock();
        match &self.whose {
            Whose::Network(network, number) => drop(held.leave(*network, *number)),
            Whose::Caller(caller, kib) => {
                let Some((requests, bytes)) = held.callers.get_mut(caller) else {
                    return;
                };
                *requests -= 1;
                *bytes -= kib;
                if *requests == 0 {
                    held.callers.remove(caller);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }
    fn shares() -> Arc<Shares> {
        let bounds = Bounds {
            strangers: 5,
            network_requests: 3,
            caller_requests: 2,
            kib: 4000,
            ..Bounds::default()
        };
        Shares::new(&bounds, 900)
    }

    #[test]
    fn a_stranger_over_the_share_takes_the_place_of_a_slow_one_of_the_same_network() {
        let shares = shares();
        let mut one: Vec<_> = (0..3).filter_map(|_| shares.stranger(network(1))).collect();
        assert!(shares.stranger(network(1)).is_none(), "none of them is slow");
        one[1].0.reading.store(true, Ordering::Relaxed);
        let newcomer = shares.stranger(network(1));
        assert!(newcomer.is_some() && one[1].1.try_recv().is_ok() && one[0].1.try_recv().is_err());
        let other: Vec<_> = (0..3).filter_map(|_| shares.stranger(network(2))).collect();
        assert_eq!(other.len(), 2, "strangers together have a share");
        one[0].0.reading.store(true, Ordering::Relaxed);
        let third = shares.stranger(network(3));
        assert!(
            third.is_some() && one[0].1.try_recv().is_ok(),
            "the network with most gives one up"
        );
        drop((one, other, newcomer, third));
        let left = shares.lock();
        assert_eq!((left.strangers, left.networks.len()), (0, 0));
    }

    #[test]
    fn a_caller_has_a_share_of_requests_and_of_bytes_and_one_large_call_always_fits() {
        let shares = shares();
        let caller = |name: &str| Caller::Session(name.into());
        let large = shares.caller(caller("a"), 2000).expect("the first always");
        assert!(shares.caller(caller("a"), 1).is_none(), "its bytes are used up");
        let others: Vec<_> = (0..3).filter_map(|_| shares.caller(caller("b"), 10)).collect();
        assert_eq!(others.len(), 2);
        drop((large, others));
        assert!(shares.lock().callers.is_empty());
    }
}
