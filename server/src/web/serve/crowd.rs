//! The connections that are open, by whom they belong to. A network's connections count together until a token or a
//! session was seen on them, and with their phone or session from then on. Whoever holds more than a share loses the one
//! that has waited longest; the newcomer is let in, so that nobody is refused for what another one holds.

use super::bounds::Bounds;
use crate::web::session::{Caller, network_of};
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// When all places are taken, a network that holds no more than this keeps them.
const KEPT: usize = 16;

/// Every open connection.
pub(super) struct Crowd {
    bounds: Bounds,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    /// Numbers never come again: the smallest of a group is its oldest.
    next: u64,
    total: usize,
    groups: HashMap<Group, BTreeMap<u64, Connection>>,
}

/// Whom a connection counts for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Group {
    /// Nobody who is known, from this network.
    Network(IpAddr),
    /// A trusted proxy: its clients are told apart by request, not by connection.
    Proxy,
    /// A phone or a session.
    Caller(Caller),
}

struct Connection {
    /// Requests under way on it: 0 while it waits for one.
    requests: Arc<AtomicUsize>,
    end: oneshot::Sender<()>,
}

/// A connection's place; given back when it is dropped.
pub(crate) struct Place {
    crowd: Arc<Crowd>,
    number: u64,
    group: Mutex<Group>,
    requests: Arc<AtomicUsize>,
}

/// A request under way on a connection, until it is dropped.
#[derive(Debug)]
pub(super) struct Under(Arc<AtomicUsize>);

impl Crowd {
    /// Nobody is here yet.
    pub(super) fn new(bounds: Bounds) -> Arc<Self> {
        Arc::new(Self {
            bounds,
            inside: Mutex::default(),
        })
    }

    /// A place for one more connection, and what says when it must end; `None` when all are taken by others who hold
    /// no more than their share.
    pub(super) fn enter(self: &Arc<Self>, from: IpAddr, proxy: bool) -> Option<(Arc<Place>, oneshot::Receiver<()>)> {
        let group = match proxy {
            true => Group::Proxy,
            false => Group::Network(network_of(from)),
        };
        let mut inside = lock(&self.inside);
        if !proxy && inside.held(&group) >= self.bounds.network_connections {
            inside.end_one(&group);
        }
        if inside.total >= self.bounds.connections {
            let largest = inside.largest_network()?;
            inside.end_one(&largest);
        }
        let (end, ended) = oneshot::channel();
        let requests = Arc::<AtomicUsize>::default();
        let number = inside.next;
        inside.next += 1;
        inside.total += 1;
        let connection = Connection {
            requests: Arc::clone(&requests),
            end,
        };
        inside
            .groups
            .entry(group.clone())
            .or_default()
            .insert(number, connection);
        let place = Place {
            crowd: Arc::clone(self),
            number,
            group: Mutex::new(group),
            requests,
        };
        Some((Arc::new(place), ended))
    }
}

impl Inside {
    fn held(&self, group: &Group) -> usize {
        self.groups.get(group).map_or(0, BTreeMap::len)
    }

    /// Ends the connection of the group that has waited longest: one without a request under way, where there is one.
    fn end_one(&mut self, group: &Group) {
        let Some(held) = self.groups.get(group) else { return };
        let idle = held.iter().find(|(_, one)| one.requests.load(Ordering::Relaxed) == 0);
        let number = idle.or_else(|| held.iter().next()).map(|(number, _)| *number);
        if let Some(connection) = number.and_then(|number| self.take(group, number)) {
            // Nobody listens when it has just ended by itself.
            let _ = connection.end.send(());
        }
    }

    fn take(&mut self, group: &Group, number: u64) -> Option<Connection> {
        let held = self.groups.get_mut(group)?;
        let taken = held.remove(&number);
        if held.is_empty() {
            self.groups.remove(group);
        }
        self.total -= usize::from(taken.is_some());
        taken
    }

    fn largest_network(&self) -> Option<Group> {
        let networks = self
            .groups
            .iter()
            .filter(|(group, _)| matches!(group, Group::Network(_)));
        let largest = networks.max_by_key(|(_, held)| held.len())?;
        (largest.1.len() > KEPT).then(|| largest.0.clone())
    }
}

impl Place {
    /// A request of somebody who is known came on this connection: it counts for them from now on.
    pub(super) fn known(&self, caller: &Caller) {
        let mut group = lock(&self.group);
        let to = Group::Caller(caller.clone());
        if *group == Group::Proxy || *group == to {
            return;
        }
        let mut inside = lock(&self.crowd.inside);
        // Gone when it was just told to end.
        let Some(connection) = inside.take(&group, self.number) else {
            return;
        };
        if inside.held(&to) >= self.crowd.bounds.caller_connections {
            inside.end_one(&to);
        }
        inside
            .groups
            .entry(to.clone())
            .or_default()
            .insert(self.number, connection);
        inside.total += 1;
        *group = to;
    }

    /// A request is under way.
    pub(super) fn under_way(&self) -> Under {
        self.requests.fetch_add(1, Ordering::Relaxed);
        Under(Arc::clone(&self.requests))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let group = lock(&self.group);
        lock(&self.crowd.inside).take(&group, self.number);
    }
}

impl Drop for Under {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Nothing in here panics between two changes that belong together.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Entered = (Arc<Place>, oneshot::Receiver<()>);

    fn crowd(connections: usize) -> Arc<Crowd> {
        Crowd::new(Bounds {
            connections,
            network_connections: 20,
            caller_connections: 2,
            ..Bounds::default()
        })
    }
    fn enter(crowd: &Arc<Crowd>, last: u8) -> Option<Entered> {
        crowd.enter(IpAddr::from([10, 0, 0, last]), false)
    }
    fn ended(entered: &mut Entered) -> bool {
        entered.1.try_recv().is_ok()
    }

    #[test]
    fn a_network_over_its_share_loses_its_oldest_waiting_connection_and_nobody_else_any() {
        let crowd = crowd(100);
        let mut other = enter(&crowd, 2).expect("room");
        let mut all: Vec<Entered> = (0..20).filter_map(|_| enter(&crowd, 1)).collect();
        let busy = all[0].0.under_way();
        let newest = enter(&crowd, 1).expect("let in");
        let which: Vec<usize> = (0..20).filter(|n| ended(&mut all[*n])).collect();
        assert_eq!((which, ended(&mut other)), (vec![1], false));
        drop((busy, newest, all, other));
        assert_eq!(lock(&crowd.inside).total, 0);
    }

    #[test]
    fn when_all_is_taken_the_network_with_most_gives_one_up_unless_none_has_many() {
        let crowd = crowd(25);
        let mut many: Vec<Entered> = (0..20).filter_map(|_| enter(&crowd, 1)).collect();
        let few: Vec<Entered> = (2..7).filter_map(|last| enter(&crowd, last)).collect();
        assert_eq!((many.len(), few.len()), (20, 5));
        let newcomer = enter(&crowd, 9);
        assert!(newcomer.is_some() && ended(&mut many[0]));
        let crowd = self::crowd(2);
        let two = (enter(&crowd, 1), enter(&crowd, 1));
        assert!(two.0.is_some() && two.1.is_some() && enter(&crowd, 2).is_none());
    }

    #[test]
    fn a_connection_that_is_known_leaves_its_networks_share() {
        let crowd = crowd(100);
        let phone = Caller::Session("a".into());
        let mut known: Vec<Entered> = (0..3).filter_map(|_| enter(&crowd, 1)).collect();
        for one in &known {
            one.0.known(&phone);
        }
        let which: Vec<bool> = known.iter_mut().map(ended).collect();
        assert_eq!(which, [true, false, false], "its own oldest, beyond its own share");
        let strangers: Vec<Entered> = (0..40).filter_map(|_| enter(&crowd, 1)).collect();
        assert_eq!(strangers.len(), 40);
        assert!(!known.iter_mut().skip(1).any(ended));
        let proxied = crowd.enter(IpAddr::from([10, 0, 0, 1]), true).expect("room");
        proxied.0.known(&phone);
        assert!(
            !known.iter_mut().skip(1).any(ended),
            "a proxy's connection is nobody's own"
        );
    }
}
