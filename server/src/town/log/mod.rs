//! Appending to the township's log: number, salt, leaf; and the root when the transaction ends.

mod checkpoint;
mod frontier;
mod own;
mod tombstone;

pub use checkpoint::checkpoint;
pub(super) use checkpoint::{checkpoint_time, signed_checkpoint};
pub use own::append_own;
pub(super) use own::append_own_about;
pub use tombstone::entomb;

use crate::store::{ChainMark, Head, LedgerTx, NewRecord, Unread};
use crate::{Error, Result};
use frontier::Frontier;
use ruhu_core::ids::{HouseholdNo, KeyId, LogId, RegionCode, Sha256};
use ruhu_core::record::{Kind, Leaf, ServerKey, SignedRecord};
use ruhu_core::time::{Day, Moment};

/// What the server knows of a record beside its text.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Whom it is about.
    pub household: Option<HouseholdNo>,
    /// The day of what it tells.
    pub day: Option<Day>,
    /// Why it is not applied.
    pub unread: Option<Unread>,
}

/// Appends a record whose signature is verified; answers its number in the log. A record that fills a gap puts the one
/// after it right.
pub fn append(tx: &mut dyn LedgerTx, record: &SignedRecord, about: About, received: Moment) -> Result<u64> {
    let (device, seq) = (&record.envelope.device, record.envelope.seq);
    let mut salt = [0; 32];
    getrandom::fill(&mut salt).expect("the operating system always has random bytes once it has booted");
    let fork = !tx.records_at(device, seq)?.is_empty();
    let mark = match fork {
        true => Some(ChainMark::Fork),
        false => link_mark(tx, device, seq, record.envelope.prev)?,
    };
    let n = tx.append(&NewRecord {
        device: device.clone(),
        seq,
        sha256: record.sha256,
        prev: record.envelope.prev,
        id: record.envelope.id,
        kind: kind_word(&record.envelope.kind),
        household: about.household,
        day: about.day,
        jws: record.jws.clone(),
        received,
        salt,
        leaf: Leaf::of(&salt, &record.sha256),
        mark,
        unread: about.unread,
    })?;
    for next in tx.records_at(device, seq.saturating_add(1))? {
        if next.mark != Some(ChainMark::Fork) {
            let mark = link_mark(tx, device, next.seq, next.prev)?;
            tx.mark(&next.sha256, mark)?;
        }
    }
    Ok(n)
}

/// How a record hangs on the one before it.
fn link_mark(tx: &mut dyn LedgerTx, device: &KeyId, seq: u64, prev: Option<Sha256>) -> Result<Option<ChainMark>> {
    if seq <= 1 {
        return Ok(None);
    }
    let before = tx.records_at(device, seq - 1)?;
    Ok(match prev {
        _ if before.is_empty() => Some(ChainMark::Gap),
        Some(prev) if before.iter().any(|row| row.sha256 == prev) => None,
        Some(_) | None => Some(ChainMark::Broken),
    })
}

/// The kind as its column keeps it.
pub fn kind_word(kind: &Kind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => unreachable!("a kind is written as a text"),
    }
}

/// The longest time that two calls may have passed each other on the way to the write lock, in milliseconds.
const PASSED_MS: i64 = 30_000;

/// The time of what the log says next: the server's clock, and not before what the log said last, in a state of its own or
/// in a checkpoint. Only a clock that was really put back takes the log's time with it.
pub fn log_time(tx: &mut dyn LedgerTx, now: Moment) -> Result<Moment> {
    let said = tx.log_time()?.filter(|said| said.since(now) <= PASSED_MS);
    Ok(said.map_or(now, |said| said.max(now)))
}

/// Ends a transaction that may have appended: works the new root out and keeps it.
pub fn seal(tx: &mut dyn LedgerTx, now: Moment) -> Result<()> {
    let now = tx.time_of(now);
    let head = tx.head()?;
    let (size, peaks) = head.map_or((0, Vec::new()), |head| (head.size, head.peaks));
    let mut frontier = Frontier::new(size, peaks)?;
    for leaf in tx.leaves_from(size)? {
        frontier.push(leaf);
    }
    if frontier.size() == size {
        return Ok(());
    }
    let time = log_time(tx, now)?;
    tx.put_head(&Head {
        size: frontier.size(),
        root: frontier.root(),
        peaks: frontier.peaks().to_vec(),
        time,
    })?;
    tx.set_log_time(time)
}

/// The log's name: the township's code and the first characters of the server key's thumbprint.
pub fn log_id(township: &RegionCode, server: &ServerKey) -> Result<LogId> {
    let key = server.id();
    let beginning: String = key.as_str().chars().take(8).collect();
    format!("{township}-{beginning}").parse().map_err(Error::Core)
}
