//! Working the queue off: one piece is one transaction, sealed as any other, so a kill between two pieces loses nothing
//! and the next worker goes on where this one stopped.

use super::again;
use super::queue::HOUSEHOLDS;
use super::touched::Touched;
use crate::store::Store;
use crate::town::log::seal;
use crate::{Error, Result};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::{Clock, Moment, TimeEvidence};
use std::time::{Duration, Instant};

/// Visits of a piece, beyond which no further household is added to it.
const VISITS: u64 = 400;
/// What a piece should take: a phone that writes meanwhile waits for one. The next piece is as large as the last one's
/// speed allows.
const PIECE: Duration = Duration::from_millis(150);
/// Households of the first piece, and of the smallest.
const FIRST: usize = 10;
const LEAST: usize = 4;
/// A worker pauses so long after a piece, and at least as long as the piece took, so that phones write meanwhile.
const REST: Duration = Duration::from_millis(150);

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
    /// Households of the next piece, and the most of any.
    size: usize,
    most: usize,
    /// How long the last piece took, without its wait for other writers.
    took: Duration,
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
    /// In so much time, without the wait for other writers.
    Judged(Duration),
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
            size: most.min(FIRST),
            most,
            took: Duration::ZERO,
            singly: 0,
            left_out: Vec::new(),
        }
    }

    /// Judges one piece again; answers whether there was one. A household that cannot be judged is left out and named
    /// by [`left_out`](Self::left_out).
    pub fn step(&mut self, store: &dyn Store, clock: &dyn Clock) -> Result<bool> {
        for township in store.townships_to_judge()? {
            let most = if self.singly > 0 { 1 } else { self.size };
            let mut first = None;
            match piece(store, &township, most, clock, &mut first) {
                Ok(Piece::NoneWaits) => continue,
                Ok(Piece::Judged(took)) => {
                    self.singly = self.singly.saturating_sub(1);
                    self.fit(took);
                }
                Err(error @ Error::Inconsistent { .. }) => self.leave_out(store, &township, most, first, error)?,
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

    /// Makes the next piece so large that it takes about [`PIECE`]; it grows by twice at most, and shrinks at once.
    fn fit(&mut self, took: Duration) {
        let fits = u128::try_from(self.size).unwrap_or(u128::MAX) * PIECE.as_micros() / took.as_micros().max(1);
        let fits = usize::try_from(fits).unwrap_or(usize::MAX);
        let fits = fits.min(self.size.saturating_mul(2)).max(LEAST);
        self.size = fits.min(self.most);
        self.took = took;
    }

    /// How long whoever works the queue off pauses after a piece: at least as long as it took.
    pub fn rest(&self) -> Duration {
        self.took.max(REST)
    }

    /// After a piece that contradicts itself: the next ones are of one household each, and the one that does is left out.
    fn leave_out(
        &mut self,
        store: &dyn Store,
        township: &RegionCode,
        most: usize,
        first: Option<HouseholdNo>,
        error: Error,
    ) -> Result<()> {
        if most > 1 {
            self.singly = self.size;
            return Ok(());
        }
        let Some(household) = first else {
            return Err(error);
        };
        self.singly = self.singly.saturating_sub(1);
        store.transact(township, &mut |tx| tx.leave_out(&household))?;
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
    most: usize,
    clock: &dyn Clock,
    first: &mut Option<HouseholdNo>,
) -> Result<Piece> {
    let mut begun = None;
    let mut any = false;
    store.transact(township, &mut |tx| {
        begun = Some(Instant::now());
        let now = clock.now().wall;
        let mut touched = Touched::default();
        let mut visits: u64 = 0;
        for (no, why) in tx.first_queued(most)? {
            first.get_or_insert_with(|| no.clone());
            visits += tx.count_visits(&no)?;
            if visits > VISITS && any {
                break;
            }
            // It waits, so that being touched at all has all of it judged.
            touched.household(&no, why);
            any = true;
        }
        again(tx, touched, now)?;
        seal(tx, now)
    })?;
    Ok(match begun.filter(|_| any) {
        Some(begun) => Piece::Judged(begun.elapsed()),
        None => Piece::NoneWaits,
    })
}

/// Works the whole queue off; for hosts that wait for it. `told` hears after each piece how many households still wait.
pub fn finish(store: &dyn Store, clock: &dyn Clock, told: &mut dyn FnMut(u64)) -> Result<Vec<LeftOut>> {
    let mut worker = Worker::default();
    loop {
        if !worker.step(store, clock)? {
            return Ok(worker.left_out);
        }
        let mut left = 0;
        for township in store.townships_to_judge()? {
            left += store.to_judge(&township)?;
        }
        told(left);
        if left > 0 {
            std::thread::sleep(worker.rest());
        }
    }
}
