//! Clocks that nobody waits for: one that the township steps through the year, and one in each phone's hand, whose wall clock
//! somebody may have set wrong.

use ruhu_core::time::{Clock, Moment, SystemClock, TimeEvidence};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The township's clock: it never goes back.
pub struct TownClock {
    millis: AtomicI64,
    live: AtomicBool,
}

impl TownClock {
    /// Stands still at this moment.
    pub fn at(moment: Moment) -> Self {
        Self {
            millis: AtomicI64::new(moment.millis()),
            live: AtomicBool::new(false),
        }
    }
    /// It is this late, or later already.
    pub fn reach(&self, moment: Moment) {
        self.millis.fetch_max(moment.millis(), Ordering::SeqCst);
    }
    /// From here on it goes with the machine's own clock: the year has been played.
    pub fn go_live(&self) {
        self.live.store(true, Ordering::SeqCst);
    }
}

impl Clock for TownClock {
    fn now(&self) -> TimeEvidence {
        if self.live.load(Ordering::SeqCst) {
            self.reach(SystemClock.now().wall);
        }
        TimeEvidence::told(Moment::from_millis(self.millis.load(Ordering::SeqCst)))
    }
}

/// What a phone's clocks are made of.
#[derive(Clone, Copy)]
struct Hands {
    /// What the time really is.
    true_time: Moment,
    /// How far the wall clock is off, in milliseconds.
    wall_off_ms: i64,
    /// When the phone was last switched on.
    switched_on: Moment,
    /// How often.
    boot: u64,
}

/// A phone's clocks.
pub struct PhoneClock(Mutex<Hands>);

impl PhoneClock {
    /// A phone switched on an hour ago, its wall clock off by so many milliseconds.
    pub fn new(true_time: Moment, wall_off_ms: i64) -> Self {
        Self(Mutex::new(Hands {
            true_time,
            wall_off_ms,
            switched_on: true_time.plus_ms(-3_600_000),
            boot: 1,
        }))
    }
    /// What the time really is.
    pub fn true_time(&self) -> Moment {
        self.hands().true_time
    }
    /// It is this late, or later already.
    pub fn reach(&self, moment: Moment) {
        let mut hands = self.hands();
        hands.true_time = hands.true_time.max(moment);
    }
    /// So many minutes pass.
    pub fn pass_minutes(&self, minutes: i64) {
        let mut hands = self.hands();
        hands.true_time = hands.true_time.plus_ms(minutes * 60_000);
    }
    /// Time passes until the wall clock says this.
    pub fn wait_for_wall(&self, wall: Moment) {
        let off = self.hands().wall_off_ms;
        self.reach(wall.plus_ms(1000 - off));
    }
    /// Somebody sets the wall clock by so many minutes; the monotonic clock does not care.
    pub fn set_wall_by_minutes(&self, minutes: i64) {
        self.hands().wall_off_ms += minutes * 60_000;
    }
    /// Switched off and on again.
    pub fn reboot(&self) {
        let mut hands = self.hands();
        hands.boot += 1;
        hands.switched_on = hands.true_time.plus_ms(-30_000);
    }
    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for PhoneClock {
    fn now(&self) -> TimeEvidence {
        let hands = *self.hands();
        TimeEvidence {
            wall: hands.true_time.plus_ms(hands.wall_off_ms),
            monotonic_ms: Some(hands.true_time.since(hands.switched_on).unsigned_abs()),
            boot: Some(hands.boot),
            gnss: None,
        }
    }
}
