//! Runs other programs, says which, and turns a failure into a sentence.

use crate::stages;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

/// The repository's root: the folder above this crate's.
pub fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root
}

/// The one target folder: what cargo was told, or `target` in the root.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A command that runs in the repository's root.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Cargo, the very one that runs us.
pub fn cargo() -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// Prints the step, runs it, and fails in words when it fails.
pub fn run(step: &str, command: &mut Command) -> Result<(), String> {
    println!("\n== {step}");
    let status = stages::timed(step, || command.status())
        .map_err(|e| format!("{step}: {:?} does not start: {e}", command.get_program()))?;
    ended(step, status)
}

/// As `run`, and hands over each line of standard output, which goes where ours goes as it comes.
pub fn run_reading(step: &str, command: &mut Command, read: &mut dyn FnMut(&str)) -> Result<(), String> {
    ended(step, read_lines(step, command, read)?)
}

/// Runs it to its end; each line of its standard output is printed and handed over.
pub fn read_lines(step: &str, command: &mut Command, read: &mut dyn FnMut(&str)) -> Result<ExitStatus, String> {
    println!("\n== {step}");
    let program = command.get_program().to_owned();
    let mut follow = || -> std::io::Result<ExitStatus> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut output = BufReader::new(child.stdout.take().expect("stdout was asked for"));
        let mut line = Vec::new();
        while output.read_until(b'\n', &mut line)? > 0 {
            std::io::stdout().write_all(&line)?;
            read(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
        child.wait()
    };
    stages::timed(step, &mut follow).map_err(|e| format!("{step}: {program:?}: {e}"))
}

fn ended(step: &str, status: ExitStatus) -> Result<(), String> {
    match status.success() {
        true => Ok(()),
        false => Err(format!("{step}: failed ({status})")),
    }
}

/// Whether this program can be found and says its version.
pub fn there(program: &str, ask: &str) -> bool {
    Command::new(program)
        .arg(ask)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A file, or all files below a folder, sorted.
pub fn files_in(path: &std::path::Path) -> Result<Vec<PathBuf>, String> {
    let failed = |e: std::io::Error| format!("{}: {e}", path.display());
    if !std::fs::metadata(path).map_err(failed)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        found.extend(files_in(&entry.map_err(failed)?.path())?);
    }
    found.sort();
    Ok(found)
}
