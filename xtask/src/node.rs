//! Node's packages for the tests: other people's tus clients, pinned by `tests/node/package-lock.json`.

use crate::run::{command, root, run, target, there};
use crate::setup::apt;
use std::fs;
use std::path::PathBuf;

/// Installs them into the target folder; answers that folder.
pub fn packages() -> Result<PathBuf, String> {
    let (wanted, folder) = (root().join("tests").join("node"), target().join("node"));
    let mark = folder.join("installed.json");
    let lock = wanted.join("package-lock.json");
    let text = fs::read_to_string(&lock).map_err(|e| format!("{}: {e}", lock.display()))?;
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == text) && there("node", "--version") {
        return Ok(folder);
    }
    if !there("node", "--version") || !there("npm", "--version") {
        apt(&["nodejs", "npm"])?;
    }
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(wanted.join(name), folder.join(name)).map_err(|e| format!("{name}: {e}"))?;
    }
    run(
        "node: other people's clients",
        command("npm")
            .args(["ci", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder),
    )?;
    fs::write(&mark, text).map_err(|e| format!("{}: {e}", mark.display()))?;
    Ok(folder)
}
