//! The server's benches: taking in a thousand visits, a batch against single commits, the coverage page, a pack.

use super::failed;
use super::served::{Served, binary, cost_of};
use super::township::{Pocket, Township, With};
use crate::handset;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Phones, and households each.
const CADRES: u32 = 20;
const EACH: u32 = 150;
/// Visits with photos that are sent and measured; `CADRES` divides it.
const MEASURED: u32 = 1_000;
/// Visits in the township when its page and its pack are measured.
const IN_ALL: u32 = 2_600;

#[allow(clippy::cast_precision_loss)]
fn per_second(count: u32, took: Duration) -> f64 {
    f64::from(count) / took.as_secs_f64()
}

fn kilobytes(bytes: u64) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    let bytes = bytes as f64;
    bytes / 1000.0
}

/// All of them, on one township.
pub fn all() -> Result<(), String> {
    let township = Township::of(CADRES, EACH)?;
    let server = Served::start(&township.data(), &[])?;
    let phones = township.phones(&server)?;
    let each = MEASURED / CADRES;
    for phone in &phones {
        phone.visit(0, each, With::Photo)?;
    }
    intake(&server, &phones)?;
    for phone in &phones {
        phone.visit(each, IN_ALL / CADRES - each, With::NoPhoto)?;
        handset::send_all(&phone.app).map_err(failed)?;
    }
    page(&server)?;
    pack(&township)?;
    server.end()?;
    batches()
}

/// A thousand visits with photos, four phones at a time.
fn intake(server: &Served, phones: &[Pocket]) -> Result<(), String> {
    let wire = |phones: &[Pocket]| phones.iter().map(Pocket::wire_bytes).sum::<u64>();
    let (cpu, bytes, began) = (server.cpu()?, wire(phones), Instant::now());
    four_at_a_time(phones, Pocket::send_records)?;
    let (took, used, sent) = (began.elapsed(), server.cpu()? - cpu, wire(phones) - bytes);
    println!(
        "{MEASURED} visits' records taken in: {:.0} a second, {:?} of server CPU each, {:.1} KB on the wire each (with {} first photos)",
        per_second(MEASURED, took),
        used / MEASURED,
        kilobytes(sent) / f64::from(MEASURED),
        phones.len()
    );
    let (cpu, bytes, began) = (server.cpu()?, wire(phones), Instant::now());
    four_at_a_time(phones, |phone| handset::send_all(&phone.app).map_err(failed))?;
    let (took, used, sent) = (began.elapsed(), server.cpu()? - cpu, wire(phones) - bytes);
    println!(
        "their photos, copy and original: {:.0} visits a second, {:?} of server CPU each, {:.0} KB on the wire each",
        per_second(MEASURED, took),
        used / MEASURED,
        kilobytes(sent) / f64::from(MEASURED)
    );
    Ok(())
}

fn four_at_a_time(phones: &[Pocket], work: impl Fn(&Pocket) -> Result<(), String> + Sync) -> Result<(), String> {
    std::thread::scope(|scope| {
        let quarter = phones.len().div_ceil(4);
        let work = &work;
        let threads: Vec<_> = phones
            .chunks(quarter)
            .map(|some| scope.spawn(move || some.iter().try_for_each(work)))
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| "a phone's thread ended badly".to_owned())?)
    })
}

/// Ten visits in one call against ten calls of one: the same records, the same server.
fn batches() -> Result<(), String> {
    const ROUNDS: u32 = 20;
    let township = Township::of(1, ROUNDS * 20)?;
    let server = Served::start(&township.data(), &[])?;
    let phone = township.phones(&server)?.pop().ok_or("one phone")?;
    let (mut batched, mut single) = (Duration::ZERO, Duration::ZERO);
    for round in 0..ROUNDS {
        phone.visit(round * 20, 10, With::NoPhoto)?;
        let cpu = server.cpu()?;
        handset::send_all(&phone.app).map_err(failed)?;
        batched += server.cpu()? - cpu;
        for n in 0..10 {
            phone.visit(round * 20 + 10 + n, 1, With::NoPhoto)?;
            let cpu = server.cpu()?;
            handset::send_all(&phone.app).map_err(failed)?;
            single += server.cpu()? - cpu;
        }
    }
    println!(
        "ten visits in one durable call: {:?} of server CPU, {:.2} times that of ten calls ({:?})",
        batched / ROUNDS,
        batched.as_secs_f64() / single.as_secs_f64(),
        single / ROUNDS
    );
    server.end()
}

/// The coverage page of three thousand households.
fn page(server: &Served) -> Result<(), String> {
    const RUNS: u32 = 20;
    let at = server.address.trim_start_matches("http://");
    let ask = |method: &str, path: &str, more: &str| -> Result<Vec<u8>, String> {
        let mut road = TcpStream::connect(at).map_err(failed)?;
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nContent-Length: 0\r\n{more}\r\n");
        road.write_all(head.as_bytes()).map_err(failed)?;
        let mut answer = Vec::new();
        road.read_to_end(&mut answer).map_err(failed)?;
        Ok(answer)
    };
    let path = server.link.trim_start_matches(&server.address);
    let signed_in = ask("POST", path, &format!("Origin: {}\r\n", server.address))?;
    let signed_in = String::from_utf8_lossy(&signed_in).into_owned();
    let cookie = signed_in
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie")
                .then(|| value.split(';').next())?
        })
        .ok_or("signing in gives a cookie")?;
    let cookie = format!("Cookie: {cookie}\r\n");
    let get = |path: &str| -> Result<usize, String> {
        let answer = ask("GET", path, &cookie)?;
        match answer.starts_with(b"HTTP/1.1 200") {
            true => Ok(answer.len()),
            false => Err(format!(
                "{path}: {}",
                String::from_utf8_lossy(&answer[..answer.len().min(40)])
            )),
        }
    };
    let mut bytes = get("/")?;
    let statements = || -> Result<u64, String> {
        let text = ask("GET", "/metrics", "")?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let line = text.lines().find_map(|line| line.strip_prefix("ruhu_sql_statements "));
        line.and_then(|n| n.trim().parse().ok())
            .ok_or_else(|| "the metrics tell no statements".to_owned())
    };
    // What the metrics themselves ask is taken off.
    let (first, second) = (statements()?, statements()?);
    get("/")?;
    let queries = statements()? - second - (second - first);
    let (cpu, mut best) = (server.cpu()?, Duration::MAX);
    for _ in 0..RUNS {
        let began = Instant::now();
        bytes = get("/")?;
        best = best.min(began.elapsed());
    }
    let used = (server.cpu()? - cpu) / RUNS;
    println!(
        "the coverage page of {} households and {IN_ALL} visits: {best:?}, {used:?} of server CPU, {queries} SQL statements, {:.0} KB",
        CADRES * EACH,
        kilobytes(u64::try_from(bytes).unwrap_or(u64::MAX))
    );
    Ok(())
}

/// A pack of the year, made and verified; its peer is `bagit`, which checks the files' hashes and nothing else.
fn pack(township: &Township) -> Result<(), String> {
    use ruhu_core::time::{Clock, SystemClock};
    let year = SystemClock.now().wall.day().year().to_string();
    let (data, out) = (township.data().display().to_string(), township.dir.path().join("pack"));
    let place = out.display().to_string();
    let ruhu = binary()?;
    let exported = cost_of(
        &ruhu,
        &[
            "export",
            "--data",
            &data,
            "--scope",
            "610924101",
            "--year",
            &year,
            "--out",
            &place,
        ],
    )?;
    let verified = cost_of(&ruhu, &["verify", &place])?;
    println!(
        "a pack of {IN_ALL} visits and {MEASURED} photos: exported in {:?} with {} MiB at most, verified in {:?} with {} MiB at most",
        exported.wall,
        exported.peak_kib / 1024,
        verified.wall,
        verified.peak_kib / 1024
    );
    let Some(python) = std::env::var_os("RUHU_PYTHON") else {
        println!("verify against bagit: not measured, RUHU_PYTHON is not set");
        return Ok(());
    };
    let began = Instant::now();
    let status = Command::new(python)
        .args(["-m", "bagit", "--validate", "--quiet", &place])
        .stdout(Stdio::null())
        .status()
        .map_err(failed)?;
    if !status.success() {
        return Err(format!("bagit does not accept the pack: {status}"));
    }
    println!(
        "verify, signatures, chains and coverage too, takes {:.2} times what bagit takes for the hashes alone",
        verified.wall.as_secs_f64() / began.elapsed().as_secs_f64()
    );
    Ok(())
}
