//! The real program, as a person calls it.

use serde_json::Value;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

pub fn ruhu<S: AsRef<OsStr>>(words: &[S]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruhu"))
        .args(words)
        .output()
        .expect("it runs")
}

/// The exit code and the one JSON object on standard output.
pub fn json(words: &[&str]) -> (i32, Value) {
    let out = ruhu(words);
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    let value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{words:?}: {e}: {text}{said}"));
    (out.status.code().expect("it ended by itself"), value)
}

/// The exit code and what is said on standard error.
pub fn refused<S: AsRef<OsStr>>(words: &[S]) -> (i32, String) {
    let out = ruhu(words);
    assert_eq!(String::from_utf8_lossy(&out.stdout), "");
    let code = out.status.code().expect("it ended by itself");
    (code, String::from_utf8_lossy(&out.stderr).into_owned())
}

pub fn plain(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// The server, running; killed when it is dropped.
pub struct Serving(Child);

impl Serving {
    /// Starts it and waits for its greeting.
    pub fn on(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ruhu"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data", plain(data)])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let out = child.stdout.take().expect("a pipe");
        let greeted = BufReader::new(out)
            .lines()
            .any(|line| line.expect("text").starts_with("sign-in: "));
        assert!(greeted, "the server ended before it greeted");
        Self(child)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to kill.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
