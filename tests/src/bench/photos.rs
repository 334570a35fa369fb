//! Taking in photos: our server beside the tus project's own (`@tus/server`, Node), the same files' sizes in the same run,
//! syncing to disk on both sides and on neither. What is compared is the CPU time of the two server processes.

use super::failed;
use super::served::{Served, cpu_of};
use super::township::{Township, With};
use crate::handset;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Visits whose photos are sent, each an original and a copy.
const VISITS: u32 = 200;
/// The largest part our phones send.
const PART: usize = 128 << 10;

/// Whether finished files are synced to disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Syncing {
    Synced,
    Not,
}

/// All four.
pub fn against_the_reference() -> Result<(), String> {
    let Some(node) = std::env::var_os("RUHU_NODE") else {
        println!("photos against @tus/server: not measured, RUHU_NODE is not set");
        return Ok(());
    };
    for syncing in [Syncing::Synced, Syncing::Not] {
        let (ours, sizes) = ours(syncing)?;
        let theirs = theirs(Path::new(&node), syncing, &sizes)?;
        let files = u32::try_from(sizes.len()).map_err(failed)?;
        let (how, zh) = match syncing {
            Syncing::Synced => ("every file synced to disk", "落盘"),
            Syncing::Not => ("nothing synced", "不落盘"),
        };
        println!(
            "{files} photo files, {how} {zh}: {:?} of server CPU each, {:.2} times @tus/server's {:?}",
            ours / files,
            ours.as_secs_f64() / theirs.as_secs_f64(),
            theirs / files
        );
    }
    Ok(())
}

/// Phones send their photos; answers what it cost our server, and the files' sizes.
fn ours(syncing: Syncing) -> Result<(Duration, Vec<usize>), String> {
    let township = Township::of(4, VISITS / 4)?;
    let under: &[&str] = match syncing {
        Syncing::Synced => &[],
        Syncing::Not => &["eatmydata"],
    };
    let server = Served::start(&township.data(), under)?;
    let phones = township.phones(&server)?;
    let mut sizes = Vec::new();
    for phone in &phones {
        sizes.extend(phone.visit(0, VISITS / 4, With::Photo)?);
        phone.send_records()?;
    }
    let before = server.cpu()?;
    for phone in &phones {
        handset::send_all(&phone.app).map_err(failed)?;
    }
    let used = server.cpu()? - before;
    server.end()?;
    Ok((used, sizes))
}

/// Files of the same sizes are sent to the reference server in parts as ours.
fn theirs(node: &Path, syncing: Syncing, sizes: &[usize]) -> Result<Duration, String> {
    let dir = tempfile::tempdir().map_err(failed)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("node").join("reference.mjs");
    let mut child = Command::new("node")
        .arg(script)
        .arg(dir.path())
        .arg(if syncing == Syncing::Synced { "synced" } else { "not" })
        .env("RUHU_NODE", node)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("node: {e}"))?;
    let done = send_all(&mut child, sizes);
    child.kill().map_err(failed)?;
    child.wait().map_err(failed)?;
    done
}

fn send_all(child: &mut Child, sizes: &[usize]) -> Result<Duration, String> {
    let mut line = String::new();
    let said = child.stdout.take().ok_or("no pipe")?;
    BufReader::new(said).read_line(&mut line).map_err(failed)?;
    let port: u16 = line.trim().trim_start_matches("port ").parse().map_err(failed)?;
    let at = SocketAddr::from(([127, 0, 0, 1], port));
    let bytes = vec![0x5A; sizes.iter().copied().max().unwrap_or_default()];
    // Once beforehand, so that what a first request costs is no photo's.
    send(at, &bytes[..1])?;
    let before = cpu_of(child.id())?;
    for size in sizes {
        send(at, &bytes[..*size])?;
    }
    Ok(cpu_of(child.id())? - before)
}

fn send(at: SocketAddr, bytes: &[u8]) -> Result<(), String> {
    let head = format!(
        "POST /files HTTP/1.1\r\nUpload-Length: {}\r\nContent-Length: 0\r\n",
        bytes.len()
    );
    let created = ask(at, &head, &[])?;
    let place = created
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("location").then_some(value)
        })
        .ok_or_else(|| format!("the reference server answers {created:?}"))?;
    let path = place
        .splitn(4, '/')
        .nth(3)
        .ok_or("a location is an address")?
        .to_owned();
    for (number, part) in bytes.chunks(PART).enumerate() {
        let head = format!(
            "PATCH /{path} HTTP/1.1\r\nUpload-Offset: {}\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: {}\r\n",
            number * PART,
            part.len()
        );
        let answer = ask(at, &head, part)?;
        if !answer.starts_with("HTTP/1.1 204") {
            return Err(format!("the reference server answers {answer:?}"));
        }
    }
    Ok(())
}

fn ask(at: SocketAddr, head: &str, body: &[u8]) -> Result<String, String> {
    let mut road = TcpStream::connect(at).map_err(failed)?;
    let head = format!("{head}Host: {at}\r\nTus-Resumable: 1.0.0\r\nConnection: close\r\n\r\n");
    road.write_all(head.as_bytes()).map_err(failed)?;
    road.write_all(body).map_err(failed)?;
    let mut answer = Vec::new();
    road.read_to_end(&mut answer).map_err(failed)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
