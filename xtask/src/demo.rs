//! `cargo xtask demo`: builds the demo and hands it the words.

use crate::run::{cargo, run, target};
use crate::setup;
use std::path::PathBuf;

/// Where a demo that stays up leaves its address and an enrolment code, for a program that is to be its phone.
pub fn note() -> PathBuf {
    target().join("demo.json")
}

/// Builds and runs `tests/src/bin/demo.rs`.
pub fn demo(words: &[String]) -> Result<(), String> {
    setup::for_building()?;
    let mut demo = cargo();
    demo.args(["run", "--quiet", "--locked", "--bin", "ruhu-demo", "--"])
        .args(words);
    if !words.iter().any(|word| word == "--once") {
        demo.arg("--note").arg(note());
    }
    run("demo 演示", &mut demo)
}
