//! `cargo xtask check`: what must be true before a commit. The tests run last, so that the output ends with the test
//! runners' own closing lines.

use crate::run::{cargo, command, run, run_reading};
use crate::{apk, node, phone, setup, stages};

/// All of it, in the order that finds the cheap mistakes first.
pub fn check(words: &[String]) -> Result<(), String> {
    let depth = match words {
        [] => Depth::Usual,
        [word] if word == "--full" => Depth::Full,
        [word] if word == "--apk" => return apk::check(),
        _ => return Err(format!("check takes --full, --apk or nothing, not {}", words.join(" "))),
    };
    setup::for_building()?;
    run("format", cargo().args(["fmt", "--all", "--check"]))?;
    std::thread::scope(|scope| {
        let packages = scope.spawn(setup::for_the_check);
        let lints = lints();
        packages
            .join()
            .unwrap_or_else(|_| Err("installing Debian's packages: a panic".to_owned()))
            .and(lints)
    })?;
    if let Depth::Full = depth {
        licences()?;
    }
    let python = setup::for_tests()?;
    // Everything that later steps run, at once: steps that each build a part wait for one another's crates.
    run(
        "all crates with their tests",
        cargo().args(["build", "--locked", "--workspace", "--all-targets"]),
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

fn lints() -> Result<(), String> {
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
    )
}

/// By `cargo deny`, which has to be built first: several minutes.
fn licences() -> Result<(), String> {
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
    )
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
    let desk = ["--package", "ruhu-tests", "--test", "it", "desk::"].map(str::to_owned);
    tests(&python, Depth::Usual, &desk)
}

/// The tests alone.
pub fn test(words: &[String]) -> Result<(), String> {
    let python = setup::for_tests()?;
    tests(&python, Depth::Usual, words)
}

fn tests(python: &std::path::Path, depth: Depth, words: &[String]) -> Result<(), String> {
    let node = node::packages()?;
    let mut tests = cargo();
    tests.args(["test", "--locked", "--no-fail-fast"]);
    if !words.iter().any(|word| word == "--package" || word == "-p") {
        tests.arg("--workspace");
    }
    tests.args(words).env("RUHU_PYTHON", python).env("RUHU_NODE", node);
    if let Depth::Full = depth {
        tests.env("RUHU_FULL", "1");
    }
    let mut closing = Vec::new();
    let done = run_reading("tests", &mut tests, &mut |line| {
        if line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed") {
            closing.push(line.to_owned());
        }
    });
    stages::print();
    println!("\n== the test runners' closing lines, again");
    for line in closing {
        println!("{line}");
    }
    done
}
