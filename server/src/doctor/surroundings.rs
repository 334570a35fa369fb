//! What the folder stands on: the disk, the clock, and who may read the server's key.

use super::finding::{Code, Findings};
use super::patient::Patient;
use crate::disk::{keep_free_of, room_of};
use crate::error::CommandError;
use crate::folder::SERVER_KEY;
use crate::tls::{ENDS_FILE, Validity, kept_ends, validity};
use ruhu_core::time::Moment;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::UNIX_EPOCH;

/// Less room than this is a finding: some thousand photos' worth.
pub const LEAST_ROOM: u64 = 512 * 1024 * 1024;
/// So far may the clock lie behind what was written.
pub(super) const CLOCK_SLACK_MS: i64 = 5 * 60 * 1000;

pub(super) fn check(patient: &Patient<'_>, findings: &mut Findings) -> Result<(), CommandError> {
    let database = patient.data.join("ruhu.db");
    let written = fs::metadata(&database)
        .and_then(|file| file.modified())
        .map_err(|error| CommandError::file(&database, &error))?;
    let disk = room_of(patient.data)?;
    let keep = keep_free_of(disk.size);
    if patient.room < LEAST_ROOM || disk.free < keep {
        let (room, keep) = (patient.room / 1_000_000, keep / 1_000_000);
        findings.say(
            Code::DiskNearlyFull,
            ".",
            format_args!("{room} MB are left; below {keep} MB no photo is taken"),
        );
    }
    let written = written.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let written = Moment::from_millis(i64::try_from(written).unwrap_or(i64::MAX));
    if written > patient.now.plus_ms(CLOCK_SLACK_MS) {
        findings.say(Code::ClockBehind, "ruhu.db", written);
    }
    let key = patient.data.join(SERVER_KEY);
    if let Ok(file) = fs::metadata(&key) {
        let mode = file.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            findings.say(Code::KeyReadable, SERVER_KEY, format_args!("mode {mode:03o}"));
        }
    }
    certificate(patient, findings)
}

/// The certificate as it was last served by TLS of our own; a proxy's is the proxy's.
fn certificate(patient: &Patient<'_>, findings: &mut Findings) -> Result<(), CommandError> {
    let Some(ends) = kept_ends(patient.data)? else {
        return Ok(());
    };
    match validity(ends, patient.now) {
        Validity::Good => {}
        Validity::EndsSoon => findings.say(Code::CertificateEndsSoon, ENDS_FILE, ends),
        Validity::Expired => findings.say(Code::CertificateExpired, ENDS_FILE, ends),
    }
    Ok(())
}
