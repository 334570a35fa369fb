//! What things cost here, printed: the rules, a due list, saving a visit. Nothing is asserted: machines differ, and
//! walls swing. Each figure stands beside a peer of the same run, or is a count.

mod phone;
mod rules;
mod trace;

use std::time::{Duration, Instant};

/// All benches.
pub fn all() -> Result<(), String> {
    rules::verdicts()?;
    rules::coverage()?;
    phone::due_list(20_000)?;
    trace::visits()
}

/// Saving visits, and nothing else: what `trace` runs under `strace`.
pub fn visits_alone() -> Result<(), String> {
    phone::visits()
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
