//! The built binary `ruhu`, run as its own process: started, spoken to, stopped, and killed at any moment.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

/// A `ruhu serve` that runs.
pub struct Served {
    child: Child,
    facts: Vec<(String, String)>,
    log: Option<JoinHandle<String>>,
    _said: BufReader<ChildStdout>,
}

impl Served {
    /// Starts it and waits for its greeting. `listen` with port 0 lets the system choose.
    pub fn start(ruhu: &Path, data: &Path, listen: &str, more: &[&str]) -> Self {
        let mut child = Command::new(ruhu)
            .args(["serve", "--listen", listen, "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut errors = child.stderr.take().expect("a pipe");
        let log = std::thread::spawn(move || {
            let mut log = Vec::new();
            // What was written before it was killed is whole enough.
            let _ = errors.read_to_end(&mut log);
            String::from_utf8_lossy(&log).into_owned()
        });
        let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut facts: Vec<(String, String)> = Vec::new();
        while !facts.iter().any(|(name, _)| name == "sign-in") {
            let mut line = String::new();
            let read = said.read_line(&mut line).expect("text");
            if read == 0 {
                let log = log.join().expect("no panic");
                panic!("the server ended: {facts:?}\n{log}");
            }
            if let Some((name, value)) = line.trim().split_once(": ") {
                facts.push((name.to_owned(), value.to_owned()));
            }
        }
        Self {
            child,
            facts,
            log: Some(log),
            _said: said,
        }
    }

    /// A line of its greeting.
    pub fn fact(&self, name: &str) -> &str {
        let found = self.facts.iter().find(|(have, _)| have == name);
        found.map(|(_, value)| value.as_str()).expect("a line of the greeting")
    }

    /// Where it listens, without the scheme.
    pub fn listening(&self) -> &str {
        self.fact("listening")
            .split("://")
            .nth(1)
            .expect("an address of the web")
    }

    /// Ends it as a power cut does (SIGKILL).
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ended");
    }

    /// Ends it as its owner does (SIGTERM); answers its log.
    pub fn stop(mut self) -> String {
        let sent = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(sent.expect("kill is there").success());
        assert!(self.child.wait().expect("it ended").success());
        let log = self.log.take().expect("it is taken once");
        log.join().expect("no panic")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // A test that fails leaves no server behind; one that has ended cannot be ended again.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command of `ruhu` on a folder to its end; answers its JSON. Panics when it fails.
pub fn ruhu(binary: &Path, words: &[&str], data: &Path) -> serde_json::Value {
    let done = Command::new(binary)
        .args(words)
        .arg("--data")
        .arg(data)
        .arg("--json")
        .output()
        .expect("the binary runs");
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{words:?}: {}\n{errors}", done.status);
    serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{words:?}: {error}"))
}

/// A free port that no outgoing connection is given meanwhile: a server that stops and comes back finds it free. Such
/// connections have ports from 32768 on.
pub fn steady_port() -> u16 {
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).expect("under ten thousand");
    let mut ports = (first..32_000).chain(20_000..first);
    ports
        .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("one of twelve thousand ports is free")
}

/// How thorough the run is: `cargo xtask check --full` sets the environment variable.
pub fn full() -> bool {
    std::env::var_os("RUHU_FULL").is_some()
}

/// The folder of the tests' own scripts for other people's programs.
pub fn scripts() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
