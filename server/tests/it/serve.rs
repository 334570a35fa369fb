//! The real binary: its first start, its lines, its end.

use crate::world::{Call, Road};
use ruhu_server::command::DataArgs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

struct Server {
    child: Child,
    said: BufReader<ChildStdout>,
    facts: Vec<(String, String)>,
}

impl Server {
    fn start(data: &Path, more: &[&str]) -> Self {
        let mut child = command(data, more)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut facts = Vec::new();
        while !facts.iter().any(|(name, _)| name == "sign-in") {
            let mut line = String::new();
            assert_ne!(
                said.read_line(&mut line).expect("text"),
                0,
                "the server ended: {facts:?}"
            );
            if let Some((name, value)) = line.trim().split_once(": ") {
                facts.push((name.to_owned(), value.to_owned()));
            }
        }
        Self { child, said, facts }
    }
    fn fact(&self, name: &str) -> &str {
        let found = self.facts.iter().find(|(have, _)| have == name);
        found.map(|(_, value)| value.as_str()).expect("a line of the greeting")
    }
    fn connect(&self) -> Road {
        let address = self
            .fact("listening")
            .strip_prefix("http://")
            .expect("an address of the web");
        Road::to(address.parse().expect("an address"))
    }
    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(sent.expect("kill is there").success());
    }
    fn end(mut self) -> (ExitStatus, String) {
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).expect("text");
        (self.child.wait().expect("it ended"), rest)
    }
}

fn command(data: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ruhu"));
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(more);
    command
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[test]
fn the_first_start_makes_everything_for_its_owner_alone() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let data = outside.path().join("ruhu");
    let server = Server::start(&data, &[]);
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("keys").join("server.key")), 0o600);
    let health: serde_json::Value = server.connect().call(&Call::new("GET", "/health")).json();
    assert_eq!(health["server"].as_str(), Some(server.fact("fingerprint")));
    assert!(
        server
            .fact("sign-in")
            .starts_with(&format!("{}/sign-in/", server.fact("address")))
    );
    let second = command(&data, &[]).output().expect("the binary runs");
    assert_eq!(second.status.code(), Some(2));
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains("served already"), "{said}");
    server.signal("-INT");
    assert_eq!(server.end().0.code(), Some(0));
}

#[test]
fn a_request_in_flight_finishes_after_sigterm() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let server = Server::start(outside.path(), &[]);
    let body = br#"{"proof":"a.b.c"}"#;
    let mut road = server.connect();
    let call = Call::new("POST", "/v1/enrol").with("Expect", "100-continue").body(body);
    road.send(&call, 0);
    // The server asks for the body: the request is in flight from here on.
    assert_eq!(road.answer(true).status, 100);
    server.signal("-TERM");
    let address = server
        .fact("listening")
        .strip_prefix("http://")
        .expect("an address")
        .to_owned();
    // It takes no more connections.
    while std::net::TcpStream::connect(&address).is_ok() {}
    road.more(body);
    let answer = road.answer(false);
    assert_eq!((answer.status, answer.code().as_str()), (400, "bad_proof"));
    let (status, rest) = server.end();
    assert_eq!((status.code(), rest.as_str()), (Some(0), ""));
}

#[test]
fn a_keyed_folder_opens_with_its_key_alone() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let (data, key) = (outside.path().join("ruhu"), outside.path().join("key"));
    let path = key.to_str().expect("a plain path");
    let server = Server::start(&data, &["--key", path]);
    assert_eq!(mode(&key), 0o600);
    server.signal("-TERM");
    assert_eq!(server.end().0.code(), Some(0));
    assert_eq!(
        command(&data, &[]).output().expect("the binary runs").status.code(),
        Some(2)
    );
    std::fs::write(outside.path().join("other"), [7u8; 32]).expect("written");
    let other = outside.path().join("other");
    let wrong = command(&data, &["--key", other.to_str().expect("a plain path")])
        .output()
        .expect("the binary runs");
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert_eq!(wrong.status.code(), Some(2), "{said}");
    assert!(said.contains("--key"), "{said}");
    assert!(DataArgs { data, key: Some(key) }.open().is_ok());
}
