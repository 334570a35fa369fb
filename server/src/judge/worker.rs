//! Working the queue off: one piece is one transaction, sealed as any other, so a kill between two pieces loses nothing
//! and the next worker goes on where this one stopped.

use super::queue::HOUSEHOLDS;
use super::{Touched, again};
use crate::ingest::log::seal;
use crate::store::Store;
use crate::{Error, Result};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::{Clock, Moment, TimeEvidence};
use std::collections::BTreeMap;
use std::time::Duration;

/// Visits of a piece, beyond which no further household is added to it.
const VISITS: u64 = 400;
/// A worker pauses so long after a piece, and at least as long as the piece took. SQLite's waiting writers look again every
/// 100 ms at most, so each of them gets its turn in the pause.
pub const REST: Duration = Duration::from_millis(150);

/// A household that could not be judged again, because what is stored of it contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its township.
    pub township: RegionCode,
    /// Its number.
    pub household: HouseholdNo,
    /// What is wrong, without personal data.
    pub detail: String,
}

/// Works the queue off, piece by piece.
#[derive(Debug)]
pub struct Worker {
    /// Households of a piece.
    most: usize,
    /// Households before this one were left out.
    after: BTreeMap<RegionCode, HouseholdNo>,
    /// So many households are judged one by one, to find the one that cannot be judged.
    singly: usize,
    left_out: Vec<LeftOut>,
}

/// A clock that stands at the moment a host gave.
pub struct StandingClock(pub Moment);

impl Clock for StandingClock {
    fn now(&self) -> TimeEvidence {
        TimeEvidence::told(self.0)
    }
}

/// What became of a piece.
enum Piece {
    Judged,
    NoneWaits,
}

impl Default for Worker {
    fn default() -> Self {
        Self::with_pieces_of(HOUSEHOLDS)
    }
}

impl Worker {
    /// A worker whose pieces have at most so many households.
    pub fn with_pieces_of(most: usize) -> Self {
        Self {
            most,
            after: BTreeMap::new(),
            singly: 0,
            left_out: Vec::new(),
        }
    }

    /// Judges one piece again; answers whether there was one. A household that cannot be judged is left in the queue and
    /// named by [`left_out`](Self::left_out).
    pub fn step(&mut self, store: &dyn Store, clock: &dyn Clock) -> Result<bool> {
        for township in store.townships_to_judge()? {
            let most = if self.singly > 0 { 1 } else { self.most };
            let mut first = None;
            match piece(store, &township, self.after.get(&township), most, clock, &mut first) {
                Ok(Piece::NoneWaits) => continue,
                Ok(Piece::Judged) => self.singly = self.singly.saturating_sub(1),
                Err(error @ Error::Inconsistent { .. }) => self.leave_out(&township, most, first, error)?,
                Err(error) => return Err(error),
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// What could not be judged again so far.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// After a piece that contradicts itself: the next ones are of one household each, and the one that does is left out.
    fn leave_out(
        &mut self,
        township: &RegionCode,
        most: usize,
        first: Option<HouseholdNo>,
        error: Error,
    ) -> Result<()> {
        if most > 1 {
            self.singly = self.most;
            return Ok(());
        }
        let Some(household) = first else {
            return Err(error);
        };
        self.singly = self.singly.saturating_sub(1);
        self.after.insert(township.clone(), household.clone());
        self.left_out.push(LeftOut {
            township: township.clone(),
            household,
            detail: error.to_string(),
        });
        Ok(())
    }
}

/// Judges a township's next households that wait; `first` is told the first of them.
fn piece(
    store: &dyn Store,
    township: &RegionCode,
    after: Option<&HouseholdNo>,
    most: usize,
    clock: &dyn Clock,
    first: &mut Option<HouseholdNo>,
) -> Result<Piece> {
    let mut done = Piece::NoneWaits;
    store.transact(township, &mut |tx| {
        let now = clock.now().wall;
        let mut touched = Touched::default();
        let mut visits: u64 = 0;
        for (no, why) in tx.first_queued(after, most)? {
            first.get_or_insert_with(|| no.clone());
            visits += tx.count_visits(&no)?;
            if visits > VISITS && matches!(done, Piece::Judged) {
                break;
            }
            // It waits, so that being touched at all has all of it judged.
            touched.household(&no, why);
            done = Piece::Judged;
        }
        again(tx, touched, now)?;
        seal(tx, now)
    })?;
    Ok(done)
}

/// Works the whole queue off; for hosts that wait for it. `told` hears after each piece how many households still wait.
pub fn finish(store: &dyn Store, clock: &dyn Clock, told: &mut dyn FnMut(u64)) -> Result<Vec<LeftOut>> {
    let mut worker = Worker::default();
    loop {
        let begun = std::time::Instant::now();
        if !worker.step(store, clock)? {
            return Ok(worker.left_out);
        }
        let mut left = 0;
        for township in store.townships_to_judge()? {
            left += store.to_judge(&township)?;
        }
        told(left);
        if left > 0 {
            std::thread::sleep(begun.elapsed().max(REST));
        }
    }
}
