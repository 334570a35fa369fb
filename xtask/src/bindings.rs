//! `cargo xtask bindings`: the Kotlin bindings, generated from the host's library, and that library's stripped size.

use crate::run::{cargo, command, run, target};
use crate::setup;
use std::path::PathBuf;

/// Generates into the folder named, or `target/bindings`; answers it.
pub fn bindings(words: &[String]) -> Result<PathBuf, String> {
    setup::for_building()?;
    let out = words.first().map_or_else(|| target().join("bindings"), PathBuf::from);
    run(
        "bindings: the library",
        cargo().args([
            "build",
            "--quiet",
            "--locked",
            // All of it: with some packages alone the features would be others, and everything built a second time.
            "--workspace",
            "--lib",
            "--bins",
        ]),
    )?;
    let library = target().join("debug").join("libruhu_uniffi.so");
    run(
        "bindings: Kotlin",
        command(&target().join("debug").join("ruhu-bindgen").display().to_string())
            .args(["generate", "--language", "kotlin", "--no-format", "--out-dir"])
            .arg(&out)
            .arg(&library),
    )?;
    let stripped = target().join("libruhu_uniffi.stripped.so");
    run(
        "bindings: strip",
        command("strip")
            .arg("--strip-all")
            .arg("-o")
            .arg(&stripped)
            .arg(&library),
    )?;
    let size = std::fs::metadata(&stripped)
        .map_err(|e| format!("{}: {e}", stripped.display()))?
        .len();
    println!("Kotlin bindings in {}", out.display());
    println!("stripped host library (dev profile, opt-level 2): {size} bytes; the phone's own: cargo xtask apk native");
    Ok(out)
}
