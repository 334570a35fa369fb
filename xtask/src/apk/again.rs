//! The same source in another folder gives the same APK, byte for byte: unsigned, and signed with the same key.
//!
//! The other folder is a copy of what git knows and would know, with a space and Chinese letters in its path, and a target
//! folder of its own. `cargo xtask apk --again` builds everything there; `cargo xtask check --apk` builds all but the Rust
//! side, which takes many minutes and is compared by itself (`apk native --twice`).

use super::{Apk, Made, tools, twice};
use crate::run::{command, root, run, target};
use std::path::PathBuf;

/// Names a target folder whose bindings and native libraries are taken instead of being built.
const FROM: &str = "RUHU_APK_FROM";

/// What is built anew in the other folder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Anew {
    /// All but the bindings and the native libraries.
    Kotlin,
    Everything,
}

/// The target folder that this run was told to take the Rust side from.
pub fn from() -> Option<PathBuf> {
    std::env::var_os(FROM).map(PathBuf::from)
}

/// Builds these again elsewhere, and compares.
pub fn same(made: &Made, apks: &[Apk], anew: Anew) -> Result<(), String> {
    let elsewhere = tools::folder().join("again/村 里");
    twice::copy_source(&elsewhere)?;
    let own = tools::folder();
    let other = elsewhere.join("target/apk");
    // Signatures are the same with the same key.
    std::fs::create_dir_all(&other).map_err(|e| format!("{}: {e}", other.display()))?;
    let key = "debug.keystore";
    std::fs::copy(own.join(key), other.join(key)).map_err(|e| format!("{key}: {e}"))?;
    let mut build = command("cargo");
    build
        .current_dir(&elsewhere)
        .args(["xtask", "apk"])
        .env_remove("CARGO_TARGET_DIR");
    match anew {
        Anew::Kotlin => build.env(FROM, from().unwrap_or_else(|| root().join(target()))),
        Anew::Everything => build.env_remove(FROM),
    };
    run("apk: the same source in another folder", &mut build)?;
    let mut pairs: Vec<(PathBuf, PathBuf)> = vec![(made.dex.clone(), other.join("dex/classes.dex"))];
    for apk in apks {
        for (file, folder) in [(&apk.unsigned, "unsigned"), (&apk.path, "")] {
            pairs.push((
                file.clone(),
                other.join(folder).join(file.file_name().unwrap_or_default()),
            ));
        }
    }
    for (here, there) in &pairs {
        twice::same(here, there)?;
    }
    println!("{} files are the same from two folders", pairs.len());
    Ok(())
}
