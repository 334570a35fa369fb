//! The second reader: androguard and Python's zipfile (`android/apk/second_reader.py`), which share no code with the first.

use super::super::tools::folder;
use super::facts::Facts;
use crate::run::{command, root};
use crate::setup;
use std::path::{Path, PathBuf};

pub const NAME: &str = "androguard";

pub struct Reader {
    python: PathBuf,
}

impl Reader {
    /// Installed when it is missing.
    pub fn ready() -> Result<Reader, String> {
        let wanted = root().join("android/apk/requirements.txt");
        let python = setup::python_with(&folder().join("python"), "androguard", &wanted, &["--no-deps"])?;
        Ok(Reader { python })
    }

    pub fn read(&self, apk: &Path) -> Result<Facts, String> {
        let script = root().join("android/apk/second_reader.py");
        let mut reader = command(&self.python.display().to_string());
        let out = reader
            .arg(script)
            .arg(apk)
            .output()
            .map_err(|e| format!("{NAME}: {e}"))?;
        if !out.status.success() {
            let said = String::from_utf8_lossy(&out.stderr);
            return Err(format!("{NAME}: cannot read {}:\n{said}", apk.display()));
        }
        let mut facts = Facts::default();
        for line in String::from_utf8_lossy(&out.stdout).lines() {
            let (fact, value) = line
                .split_once('\t')
                .ok_or_else(|| format!("{NAME}: no fact: {line}"))?;
            facts.add(fact, value);
        }
        Ok(facts)
    }
}
