//! The real `ruhu` binary as a process of its own, watched from outside: its CPU time, its memory, its end.

use super::failed;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The clock ticks of `/proc/PID/stat` in a second: always 100 on Linux.
const TICKS: u64 = 100;

/// A server being served.
pub struct Served {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub address: String,
    /// The one-time sign-in link.
    pub link: String,
}

/// The `ruhu` that was built beside this program.
pub fn binary() -> Result<PathBuf, String> {
    let this = std::env::current_exe().map_err(failed)?;
    let ruhu = this.with_file_name("ruhu");
    match ruhu.exists() {
        true => Ok(ruhu),
        false => Err(format!("{} is not built: run `cargo xtask bench`", ruhu.display())),
    }
}

impl Served {
    /// Serves this folder on a free port. `under` are words to put before the program, as `eatmydata`.
    pub fn start(data: &Path, under: &[&str]) -> Result<Self, String> {
        let ruhu = binary()?;
        let mut words: Vec<String> = under.iter().map(ToString::to_string).collect();
        words.push(ruhu.display().to_string());
        let mut child = Command::new(&words[0])
            .args(&words[1..])
            .arg("serve")
            .arg("--data")
            .arg(data)
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("{}: {e}", words[0]))?;
        let said = BufReader::new(child.stdout.take().ok_or("no pipe")?);
        for line in said.lines() {
            let line = line.map_err(failed)?;
            let Some((_, link)) = line.split_once("sign-in: ") else {
                continue;
            };
            let link = link.trim().to_owned();
            let (address, _) = link.split_once("/sign-in").ok_or("a link begins with the address")?;
            let address = address.to_owned();
            return Ok(Self { child, address, link });
        }
        Err("the server ended before it served".to_owned())
    }

    /// The CPU time it has used so far, in user and kernel.
    pub fn cpu(&self) -> Result<Duration, String> {
        cpu_of(self.child.id())
    }

    /// Ends it.
    pub fn end(mut self) -> Result<(), String> {
        self.child.kill().map_err(failed)?;
        self.child.wait().map(|_| ()).map_err(failed)
    }
}

/// The CPU time a process has used so far, in user and kernel.
pub fn cpu_of(process: u32) -> Result<Duration, String> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).map_err(failed)?;
    // The program's name, which may hold blanks, ends with the last bracket; user and kernel ticks are 12th and 13th after.
    let (_, after) = stat
        .rsplit_once(')')
        .ok_or("the process tells its CPU time otherwise than Linux does")?;
    let mut numbers = after.split_whitespace().skip(11).map(str::parse::<u64>);
    let mut ticks = || {
        numbers
            .next()
            .ok_or("its CPU time is missing")?
            .map_err(|_| "its CPU time is no number")
    };
    Ok(Duration::from_millis((ticks()? + ticks()?) * 1000 / TICKS))
}

/// What a program's run cost.
pub struct Cost {
    /// From start to end.
    pub wall: Duration,
    /// The most memory it held, in KiB.
    pub peak_kib: u64,
}

/// Runs a program to its end. Errors: it does not start, or does not end well.
pub fn cost_of(program: &Path, words: &[&str]) -> Result<Cost, String> {
    let dir = tempfile::tempdir().map_err(failed)?;
    let told = dir.path().join("time.txt");
    let began = Instant::now();
    let status = Command::new("/usr/bin/time")
        .args(["-f", "%M", "-o"])
        .arg(&told)
        .arg(program)
        .args(words)
        .stdout(Stdio::null())
        .status()
        .map_err(|e| format!("/usr/bin/time: {e}"))?;
    let wall = began.elapsed();
    if !status.success() {
        return Err(format!("{} {words:?}: {status}", program.display()));
    }
    let text = std::fs::read_to_string(&told).map_err(failed)?;
    let peak_kib = text.trim().parse().map_err(failed)?;
    Ok(Cost { wall, peak_kib })
}
