//! `cargo xtask bench`: prints timings and counts; nothing is asserted.

use crate::run::{cargo, run};
use crate::{node, phone, setup};

/// Builds and runs `tests/src/bin/bench.rs`; `phone`: the app's bench alone.
pub fn bench(words: &[String]) -> Result<(), String> {
    if let [word] = words
        && word == "phone"
    {
        return phone::bench();
    }
    let python = setup::for_tests()?;
    setup::strace()?;
    setup::program("/usr/bin/time", "time")?;
    setup::program("/usr/bin/eatmydata", "eatmydata")?;
    let node = node::packages()?;
    run(
        "build",
        cargo().args(["build", "--quiet", "--locked", "--bin", "ruhu", "--bin", "ruhu-bench"]),
    )?;
    run(
        "bench",
        cargo()
            .args(["run", "--quiet", "--locked", "--bin", "ruhu-bench", "--"])
            .args(words)
            .env("RUHU_PYTHON", python)
            .env("RUHU_NODE", node),
    )
}
