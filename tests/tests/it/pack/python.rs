//! Verifiers that other people wrote accept a pack: `bagit` its bag, `PyJWT` its signatures, `openpyxl` its ledger.

use super::township::full;
use super::world::*;
use ruhu_server::pack::Form;
use std::process::Command;

#[test]
fn other_peoples_verifiers_accept_a_pack() {
    let Ok(python) = std::env::var("RUHU_PYTHON") else {
        // `cargo xtask check` and `cargo xtask test` set it, once they have the packages there.
        eprintln!("RUHU_PYTHON is not set: run `cargo xtask test pack` to have Python's verifiers look too");
        return;
    };
    let world = full();
    let (pack, exported) = world.export(TOWNSHIP, 2026, "pack", Form::Folder);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/verify_pack.py");
    let done = Command::new(python)
        .arg(script)
        .arg(&pack)
        .output()
        .expect("Python runs");
    let (out, err) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(done.status.success(), "{out}\n{err}");
    let expected = format!("{} records, {} photos", exported.records, exported.photos);
    assert!(out.contains(&expected), "{out} is not {expected}");
}
