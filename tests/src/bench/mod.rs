//! What things cost here, printed: the rules, a due list, saving a visit, the server's intake, pages and packs. Nothing is asserted: machines differ, and
//! walls swing. Each figure stands beside a peer of the same run, or is a count.

mod phone;
mod photos;
mod rules;
mod served;
mod server;
mod township;
mod trace;

use ruhu_core::time::{Clock, SystemClock, TimeEvidence};
use std::time::{Duration, Instant};

/// All benches.
pub fn all() -> Result<(), String> {
    rules::verdicts()?;
    rules::coverage()?;
    phone::due_list(20_000)?;
    trace::visits()?;
    server_alone()
}

/// The server's alone.
pub fn server_alone() -> Result<(), String> {
    server::all()?;
    photos::against_the_reference()
}

/// Saving visits, and nothing else: what `trace` runs under `strace`.
pub fn visits_alone() -> Result<(), String> {
    phone::visits()
}

/// The machine's wall clock, with a monotonic clock and a boot count as a phone has them.
struct PhoneClock(Instant);

impl PhoneClock {
    fn new() -> Self {
        Self(Instant::now())
    }
}

impl Clock for PhoneClock {
    fn now(&self) -> TimeEvidence {
        TimeEvidence {
            monotonic_ms: u64::try_from(self.0.elapsed().as_millis()).ok(),
            boot: Some(1),
            ..SystemClock.now()
        }
    }
}

/// The shortest of some runs: the one least disturbed.
fn shortest(runs: u32, mut work: impl FnMut()) -> Duration {
    (0..runs)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn failed(error: impl std::fmt::Display) -> String {
    error.to_string()
}
