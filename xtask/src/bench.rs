//! `cargo xtask bench`: prints timings and counts; nothing is asserted.

use crate::run::{cargo, run};
use crate::setup;

/// Builds and runs `tests/src/bin/bench.rs`.
pub fn bench(words: &[String]) -> Result<(), String> {
    setup::for_building()?;
    setup::strace()?;
    run(
        "bench",
        cargo()
            .args([
                "run",
                "--quiet",
                "--locked",
                "-p",
                "ruhu-tests",
                "--bin",
                "ruhu-bench",
                "--",
            ])
            .args(words),
    )
}
