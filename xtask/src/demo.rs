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
    println!(
        "先编译（双核机器上第一次约 10 分钟，之后几秒），再演一年的走访（约 1 至 2 分钟）。\n\
         First it is built (some 10 minutes on two cores the first time, seconds after that), then a year of visits is \
         played (1 to 2 minutes)."
    );
    // Not quiet: cargo shows how far it is.
    run(
        "demo: building 编译",
        cargo().args(["build", "--locked", "--bin", "ruhu-demo"]),
    )?;
    let mut demo = cargo();
    demo.args(["run", "--quiet", "--locked", "--bin", "ruhu-demo", "--"])
        .args(words);
    if !words.iter().any(|word| word == "--once") {
        demo.arg("--note").arg(note());
    }
    run("demo 演示", &mut demo)
}
