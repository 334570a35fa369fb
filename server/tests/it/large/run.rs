//! The program run and watched: how much memory it had at most, or how it fares with a bound on it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a run told, and the most memory it held.
pub struct Watched {
    pub code: Option<i32>,
    pub stdout: String,
    pub peak_kb: u64,
}

/// Runs the program to its end and reads `VmHWM` (the most memory it ever held) from `/proc` all the while.
pub fn watched(words: &[&str]) -> Watched {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ruhu"))
        .args(words)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kb: Option<u64> = None;
    loop {
        // The mark only ever rises, so that the last reading before the end is the one that counts.
        let read = std::fs::read_to_string(&status).expect("it is ours until it is waited for");
        // A process that has ended and was not waited for yet holds no memory: its line is gone.
        if let Some(mark) = read.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
            let kb = mark.trim().strip_suffix(" kB").expect("in kB");
            peak_kb = Some(kb.parse().expect("a number"));
        }
        if child.try_wait().expect("it is ours").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let done = child.wait_with_output().expect("it ended");
    Watched {
        code: done.status.code(),
        stdout: String::from_utf8(done.stdout).expect("UTF-8"),
        peak_kb: peak_kb.expect("it was seen while it ran"),
    }
}

/// Verifies a pack with at most so much memory, whatever the system calls it: past that the program would be killed.
pub fn verify_within(megabytes: u64, pack: &Path) -> Output {
    Command::new("sh")
        .args([
            "-c",
            "ulimit -v \"$1\" && ulimit -t 120 && exec \"$2\" verify \"$3\" --json",
            "sh",
        ])
        .arg((megabytes * 1024).to_string())
        .arg(env!("CARGO_BIN_EXE_ruhu"))
        .arg(pack)
        .output()
        .expect("a shell")
}
