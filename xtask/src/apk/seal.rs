//! A step whose inputs did not change is not done again. What it was made of stands beside what it made, as a list of
//! sha256 sums: `OUTPUT.seal`. A file that came out is summed too, so that one changed by hand is made anew.

use crate::run::files_in;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub struct Step<'a> {
    /// What it is, as it is told.
    pub name: &'a str,
    /// Files, and folders with all that is in them.
    pub inputs: Vec<PathBuf>,
    /// Whatever else decides what comes out.
    pub words: Vec<String>,
    /// The first one gives the seal its name.
    pub outputs: Vec<PathBuf>,
}

impl Step<'_> {
    /// Does the work unless it was done already.
    pub fn run(&self, work: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
        let first = self.outputs.first().ok_or("a step without an output has no seal")?;
        let seal = with_ending(first, "seal");
        let made_of = self.made_of()?;
        if let Ok(sealed) = fs::read_to_string(&seal)
            && self.outputs.iter().all(|output| output.exists())
            && sealed == made_of.clone() + &sums(&self.outputs)?
        {
            return Ok(());
        }
        println!("\n== apk: {}", self.name);
        // Broken off in the middle, it must not pass for done.
        match fs::remove_file(&seal) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(format!("{}: {e}", seal.display())),
            _ => {}
        }
        let folder = first
            .parent()
            .ok_or_else(|| format!("{}: lies in no folder", first.display()))?;
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        work()?;
        fs::write(&seal, made_of + &sums(&self.outputs)?).map_err(|e| format!("{}: {e}", seal.display()))
    }

    fn made_of(&self) -> Result<String, String> {
        let words: String = self.words.iter().map(|word| format!("word  {word}\n")).collect();
        Ok(words + &sums(&self.inputs)? + "made\n")
    }
}

/// `a/b.apk` and `seal`: `a/b.apk.seal`.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// The sha256 of each file, one a line, as `sha256sum` prints it.
pub fn sums(paths: &[PathBuf]) -> Result<String, String> {
    let mut files = Vec::new();
    for path in paths {
        let found = files_in(path)?;
        if found.is_empty() {
            return Err(format!("{}: there is no file", path.display()));
        }
        files.extend(found);
    }
    let mut names: Vec<u8> = Vec::new();
    for file in &files {
        names.extend_from_slice(file.as_os_str().as_encoded_bytes());
        names.push(0);
    }
    let failed = |e: std::io::Error| format!("sha256sum: {e}");
    let mut child = Command::new("xargs")
        .args(["-0", "-r", "sha256sum", "--"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    child
        .stdin
        .take()
        .expect("stdin was asked for")
        .write_all(&names)
        .map_err(failed)?;
    let out = child.wait_with_output().map_err(failed)?;
    match out.status.success() {
        true => Ok(String::from_utf8_lossy(&out.stdout).into_owned()),
        false => Err(format!("sha256sum: failed ({})", out.status)),
    }
}
