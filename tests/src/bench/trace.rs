//! How many syncs and bytes a finished visit costs: counted from outside, by `strace`, between the bench's own marks.

use super::{failed, phone};
use std::process::Command;

pub fn visits() -> Result<(), String> {
    let dir = tempfile::tempdir().map_err(failed)?;
    let log = dir.path().join("trace.txt");
    let this = std::env::current_exe().map_err(failed)?;
    let traced = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=fsync,fdatasync,pwrite64,write,statx", "-o"])
        .arg(&log)
        .arg(&this)
        .arg("visits")
        .status();
    match traced {
        Ok(status) if status.success() => {}
        Ok(status) => return Err(format!("the traced bench failed: {status}")),
        Err(e) => {
            println!("syncs of a visit: not counted, strace does not start ({e})");
            return phone::visits();
        }
    }
    let text = std::fs::read_to_string(&log).map_err(failed)?;
    let (mut inside, mut visits, mut syncs, mut bytes) = (false, 0u64, 0u64, 0u64);
    for line in text.lines() {
        if line.contains("/ruhu-bench-mark/begin") {
            inside = true;
            visits += 1;
        } else if line.contains("/ruhu-bench-mark/end") {
            inside = false;
        } else if inside && line.contains("sync(") {
            syncs += 1;
        } else if inside && line.contains("write") {
            let written = line.rsplit("= ").next().and_then(|n| n.trim().parse::<u64>().ok());
            bytes += written.unwrap_or(0);
        }
    }
    if visits == 0 {
        return Err("the trace shows no marks".to_owned());
    }
    #[allow(clippy::cast_precision_loss)]
    let each = |n: u64| n as f64 / visits as f64;
    println!(
        "a finished visit, traced: {:.2} syncs, {:.1} KB written, over {visits} visits (and a server's housekeeping beside them)",
        each(syncs),
        each(bytes) / 1000.0
    );
    Ok(())
}
