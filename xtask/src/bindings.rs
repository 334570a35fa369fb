//! `cargo xtask bindings`: the Kotlin bindings, generated from the host's library, and that library's stripped size.

use crate::run::{cargo, command, files_in, run, target};
use crate::setup;
use std::fs;
use std::path::{Path, PathBuf};

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
    // Beside the place where they belong: a file that says the same as before keeps its time, and Kotlin leaves it alone.
    let mut fresh = out.clone().into_os_string();
    fresh.push(".fresh");
    let fresh = PathBuf::from(fresh);
    run(
        "bindings: Kotlin",
        command(&target().join("debug").join("ruhu-bindgen").display().to_string())
            .args(["generate", "--language", "kotlin", "--no-format", "--out-dir"])
            .arg(&fresh)
            .arg(&library),
    )?;
    renew(&fresh, &out)?;
    let stripped = target().join("libruhu_uniffi.stripped.so");
    run(
        "bindings: strip",
        command("strip")
            .arg("--strip-all")
            .arg("-o")
            .arg(&stripped)
            .arg(&library),
    )?;
    let size = fs::metadata(&stripped)
        .map_err(|e| format!("{}: {e}", stripped.display()))?
        .len();
    println!("Kotlin bindings in {}", out.display());
    println!("stripped host library (dev profile, opt-level 2): {size} bytes; the phone's own: cargo xtask apk native");
    Ok(out)
}

/// Moves what differs from `fresh` to `out`, takes away what is no more, and removes `fresh`.
pub fn renew(fresh: &Path, out: &Path) -> Result<(), String> {
    let failed = |path: &Path, e: std::io::Error| format!("{}: {e}", path.display());
    let names = |folder: &Path| -> Result<Vec<PathBuf>, String> {
        let files = if folder.exists() { files_in(folder)? } else { Vec::new() };
        Ok(files
            .iter()
            .filter_map(|file| file.strip_prefix(folder).ok().map(Path::to_owned))
            .collect())
    };
    let new = names(fresh)?;
    for gone in names(out)?.iter().filter(|name| !new.contains(name)) {
        let path = out.join(gone);
        fs::remove_file(&path).map_err(|e| failed(&path, e))?;
    }
    for name in new {
        let (from, to) = (fresh.join(&name), out.join(&name));
        let bytes = fs::read(&from).map_err(|e| failed(&from, e))?;
        if fs::read(&to).is_ok_and(|before| before == bytes) {
            continue;
        }
        let around = to.parent().expect("it lies in a folder");
        fs::create_dir_all(around).map_err(|e| failed(around, e))?;
        fs::rename(&from, &to).map_err(|e| failed(&to, e))?;
    }
    fs::remove_dir_all(fresh).map_err(|e| failed(fresh, e))
}
