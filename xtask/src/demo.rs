//! `cargo xtask demo`: builds the demo and hands it the words.

use crate::run::{cargo, run};
use crate::setup;

/// Builds and runs `tests/src/bin/demo.rs`.
pub fn demo(words: &[String]) -> Result<(), String> {
    setup::for_building()?;
    run(
        "demo 演示",
        cargo()
            .args(["run", "--quiet", "--locked", "--bin", "ruhu-demo", "--"])
            .args(words),
    )
}
