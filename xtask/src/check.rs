//! `cargo xtask check`: what must be true before a commit. The tests run last, so that the output ends with the test
//! runners' own closing lines.

use crate::run::{cargo, command, run};
use crate::{apk, node, phone, setup};

/// All of it, in the order that finds the cheap mistakes first.
pub fn check(words: &[String]) -> Result<(), String> {
    let depth = match words {
        [] => Depth::Usual,
        [word] if word == "--full" => Depth::Full,
        [word] if word == "--apk" => return apk::check(),
        _ => return Err(format!("check takes --full, --apk or nothing, not {}", words.join(" "))),
    };
    let python = setup::for_tests()?;
    run("format", cargo().args(["fmt", "--all", "--check"]))?;
    run(
        "lints",
        cargo().args([
            "clippy",
            "--quiet",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]),
    )?;
    let deny = setup::cargo_deny()?;
    // Licences are read from the crates themselves: those of other platforms too must be there.
    run(
        "crates of every platform",
        cargo().args(["fetch", "--quiet", "--locked"]),
    )?;
    run(
        "licences, bans, sources",
        command(&deny.display().to_string()).args([
            "--offline",
            "--all-features",
            "check",
            "licenses",
            "bans",
            "sources",
        ]),
    )?;
    apk::abicheck::check()?;
    phone::check()?;
    apk::gate()?;
    run(
        "the demo, a smaller slice",
        cargo().args([
            "run",
            "--quiet",
            "--locked",
            "--bin",
            "ruhu-demo",
            "--",
            "--once",
            "--cadres",
            "6",
        ]),
    )?;
    tests(&python, depth, &[])
}

/// How long the tests may take.
#[derive(Clone, Copy)]
enum Depth {
    /// As before every commit.
    Usual,
    /// The long ones too.
    Full,
}

/// Every picture of phone and pages again, into `target/shots`.
pub fn shots() -> Result<(), String> {
    phone::shots()?;
    let python = setup::for_tests()?;
    tests(&python, Depth::Usual, &["--test".to_owned(), "desk".to_owned()])
}

/// The tests alone.
pub fn test(words: &[String]) -> Result<(), String> {
    let python = setup::for_tests()?;
    tests(&python, Depth::Usual, words)
}

fn tests(python: &std::path::Path, depth: Depth, words: &[String]) -> Result<(), String> {
    let node = node::packages()?;
    let mut tests = cargo();
    tests
        .args(["test", "--locked", "--workspace", "--no-fail-fast"])
        .args(words)
        .env("RUHU_PYTHON", python)
        .env("RUHU_NODE", node);
    if let Depth::Full = depth {
        tests.env("RUHU_FULL", "1");
    }
    run("tests", &mut tests)
}
