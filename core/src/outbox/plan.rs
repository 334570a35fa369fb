//! The next step of sending, given the items, the conditions and the time.

use super::{Item, LONGEST_WAIT_MS, SendState, What};
use crate::ids::Sha256;
use crate::time::Moment;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The network the phone is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Network {
    /// None.
    None,
    /// One that costs by the byte: mobile data.
    Metered,
    /// One that does not: Wi-Fi at the office.
    Unmetered,
}

/// How the battery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Battery {
    /// Charging, or enough left.
    Fine,
    /// Low: originals wait, unless the cadre asked.
    Low,
}

/// When originals may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Originals {
    /// On an unmetered network only.
    OnUnmetered,
    /// On any network.
    Now,
}

/// Who wants it sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Urgency {
    /// The phone, by itself: waits are kept.
    ByItself,
    /// The cadre pressed "send now": a low battery does not matter, and waits are over (`SendState::hurry`).
    Asked,
}

/// What sending depends on now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendConditions {
    /// The network.
    pub network: Network,
    /// The battery.
    pub battery: Battery,
    /// The setting for originals.
    pub originals: Originals,
    /// Who wants it sent.
    pub urgency: Urgency,
    /// How many bytes of records one call may carry; a single larger record still goes, alone.
    pub batch_bytes: u64,
}

/// The next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send these records in one call, in this order.
    Records(Vec<Sha256>),
    /// Carry on with this photo.
    Photo(Sha256),
    /// Nothing to send now.
    Idle(Idle),
}

/// Why there is nothing to send now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// Everything is sent, or stuck, or named by a record that is stuck.
    Done,
    /// There is no network.
    NoNetwork,
    /// The earliest wait ends then.
    Until(Moment),
    /// Only originals are left, and they wait for an unmetered network or the battery.
    OriginalsHeld,
}

/// Decides the next step.
///
/// A wait that ends further away than any wait can last comes from a clock that has since gone back: it is over.
pub fn plan(items: &[Item], conditions: &SendConditions, now: Moment) -> Next {
    let unsent = |item: &&Item| !matches!(item.state, SendState::Sent { .. } | SendState::Stuck { .. });
    if !items.iter().any(|item| unsent(&item)) {
        return Next::Idle(Idle::Done);
    }
    if conditions.network == Network::None {
        return Next::Idle(Idle::NoNetwork);
    }
    let records = due_records(items, conditions, now);
    if !records.is_empty() {
        return Next::Records(records);
    }

    // A record that is in the outbox and not sent holds back its own photos, and nothing else.
    let not_taken: BTreeSet<Sha256> = items
        .iter()
        .filter(|item| matches!(item.what, What::Record { .. }) && !matches!(item.state, SendState::Sent { .. }))
        .map(|item| item.sha256)
        .collect();
    let may_go = |item: &&Item| match item.what {
        What::Record { .. } => false,
        What::Copy { named_by } | What::Original { named_by } => !not_taken.contains(&named_by),
    };
    let held = |item: &&Item| matches!(item.what, What::Original { .. }) && !originals_may_go(conditions);

    let best = items
        .iter()
        .filter(|item| unsent(item) && may_go(item) && !held(item) && wait_of(item, now).is_none())
        .min_by_key(|item| {
            let class = match item.what {
                What::Record { .. } | What::Copy { .. } => 0u8,
                What::Original { .. } => 1,
            };
            // What failed again and again steps back behind what did not, so that it holds up nothing even when every
            // wait is over because the cadre pressed "send now".
            let vain = item.state.tries() / 3;
            (vain, class, Reverse(item.needed), item.upload.is_none(), item.sha256)
        });
    if let Some(item) = best {
        return Next::Photo(item.sha256);
    }

    let earliest = items
        .iter()
        .filter(|item| unsent(item) && !held(item) && (may_go(item) || matches!(item.what, What::Record { .. })))
        .filter_map(|item| wait_of(item, now))
        .min();
    match earliest {
        Some(until) => Next::Idle(Idle::Until(until)),
        None if items.iter().any(|item| unsent(&item) && held(&item)) => Next::Idle(Idle::OriginalsHeld),
        None => Next::Idle(Idle::Done),
    }
}

/// The due records of one call: chain by chain, in the order of `seq`, as many as fit.
fn due_records(items: &[Item], conditions: &SendConditions, now: Moment) -> Vec<Sha256> {
    let mut due: Vec<(&Item, u64)> = items
        .iter()
        .filter(|item| matches!(item.state, SendState::Waiting { .. } | SendState::Sending { .. }))
        .filter(|item| wait_of(item, now).is_none())
        .filter_map(|item| match item.what {
            What::Record { seq } => Some((item, seq)),
            What::Copy { .. } | What::Original { .. } => None,
        })
        .collect();
    due.sort_by(|(a, seq_a), (b, seq_b)| (&a.device, seq_a, a.sha256).cmp(&(&b.device, seq_b, b.sha256)));

    // What a batch failed at is sent in a smaller one each time, down to a single record: so records pass a
    // network that breaks after a few kilobytes, and a record that makes the server fail is found alone.
    let mut room = conditions.batch_bytes;
    if let Some((first, _)) = due.first() {
        room >>= (2 * first.state.tries()).min(63);
    }
    let mut batch = Vec::new();
    for (item, _) in due {
        if item.bytes > room && !batch.is_empty() {
            break;
        }
        room = room.saturating_sub(item.bytes);
        batch.push(item.sha256);
    }
    batch
}

fn originals_may_go(conditions: &SendConditions) -> bool {
    let network = conditions.network == Network::Unmetered || conditions.originals == Originals::Now;
    let battery = conditions.battery == Battery::Fine || conditions.urgency == Urgency::Asked;
    network && battery
}

/// Until when the item waits; `None` when it is due.
fn wait_of(item: &Item, now: Moment) -> Option<Moment> {
    match item.state {
        SendState::Waiting {
            next_try: Some(until), ..
        } => (now < until && until.since(now) <= LONGEST_WAIT_MS).then_some(until),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
