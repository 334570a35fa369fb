//! Programs that other people wrote, against the real server: tus clients over a bad road, a validator of OpenAPI, and
//! the client of sixty lines that stands in `docs/`.
//!
//! `cargo xtask check` and `cargo xtask test` install them and say where they are; without that these tests say so.

mod client;
mod device;
mod openapi;
mod tus;

use std::path::PathBuf;
use std::process::Command;

/// A Python with what `tests/python/requirements.txt` names.
fn python() -> Option<Command> {
    told("RUHU_PYTHON").map(Command::new)
}

/// A folder in which `tests/node/package.json` is installed, and the program that runs there.
fn node() -> Option<Command> {
    told("RUHU_NODE").map(|folder| {
        let mut node = Command::new("node");
        node.env("RUHU_NODE", folder);
        node
    })
}

fn told(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os(name);
    if path.is_none() {
        eprintln!(
            "{name} is not set: run `cargo xtask test -p ruhu-tests strangers` to have other people's programs look too"
        );
    }
    path.map(PathBuf::from)
}

/// Runs it to its end; answers what it printed.
fn said(command: &mut Command) -> String {
    let done = command.output().expect("the program runs");
    let (out, err) = (
        String::from_utf8_lossy(&done.stdout).into_owned(),
        String::from_utf8_lossy(&done.stderr).into_owned(),
    );
    assert!(done.status.success(), "{out}\n{err}");
    out
}

/// A file of this repository's tests.
fn script(name: &str) -> String {
    format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))
}
