//! `doctor`: is everything in a data folder what it should be, and what to do where it is not.
//!
//! It looks and changes nothing, also while the server runs: the database is opened as it is, nothing is migrated. What
//! it finds is named by a stable code, with the place and the remedy; no text names a person.

mod finding;
mod log;
mod mend;
mod patient;
mod photos;
mod surroundings;

pub use finding::{Code, Finding, Findings};
pub use mend::{Mended, mend};
use patient::count;
pub use patient::{Checked, Patient};
pub use surroundings::LEAST_ROOM;

use crate::error::CommandError;
use crate::folder::{SERVER_KEY, read_server_key};
use crate::store::{Desk, Ledger, Rejudging, SqliteStore};
use ruhu_core::Error as CoreError;
use ruhu_core::record::ServerSigner;
use serde::Serialize;
use std::path::Path;

/// What was looked at and what was found; as JSON the one object of `--json`.
#[derive(Clone, Debug, Serialize)]
pub struct Examination {
    /// Nothing was found.
    pub ok: bool,
    /// What was looked at.
    pub checked: Checked,
    /// What was found, in the order of the checks.
    pub findings: Vec<Finding>,
    /// How many more were found and are not listed.
    pub more_findings: u64,
}

/// Looks at a data folder.
///
/// Errors: a folder that is none, a wrong or missing key. Everything wrong in the folder is a finding.
pub fn examine(patient: &Patient<'_>) -> Result<Examination, CommandError> {
    let mut findings = Findings::default();
    let mut checked = Checked {
        newest_schema: SqliteStore::newest_schema(),
        encrypted: patient.key.is_some(),
        room: patient.room,
        ..Checked::default()
    };
    surroundings::check(patient, &mut findings)?;
    let signer = server_key(patient.data, &mut findings);
    checked.server_key = signer.as_ref().map(|signer| signer.public().id());
    if let Some(store) = open(patient, &mut checked, &mut findings)? {
        // What stands behind a page that does not read is told once: the other checks go on as far as they come.
        for (part, look) in [("log", log::check as Look), ("photos", photos::check)] {
            if let Err(error) = look(&store, patient, signer.as_ref(), &mut checked, &mut findings) {
                findings.say(Code::DatabaseDamaged, part, error);
            }
        }
    }
    Ok(Examination {
        ok: findings.is_empty(),
        checked,
        findings: findings.list,
        more_findings: findings.more,
    })
}

type Look = fn(&SqliteStore, &Patient<'_>, Option<&ServerSigner>, &mut Checked, &mut Findings) -> crate::Result<()>;

/// Opens the database as it is; nothing when there is no looking into it.
fn open(
    patient: &Patient<'_>,
    checked: &mut Checked,
    findings: &mut Findings,
) -> Result<Option<SqliteStore>, CommandError> {
    let path = patient.data.join("ruhu.db");
    let looked = SqliteStore::look(&path, patient.key);
    let (store, schema) = match looked {
        Ok(looked) => looked,
        Err(crate::Error::Core(CoreError::Damaged { detail })) => {
            findings.say(Code::DatabaseDamaged, "ruhu.db", detail);
            return Ok(None);
        }
        Err(other) => return Err(CommandError::from(other).at_if_empty(&path)),
    };
    checked.schema = schema;
    if schema != checked.newest_schema {
        let code = match schema < checked.newest_schema {
            true => Code::SchemaOld,
            false => Code::SchemaNewer,
        };
        findings.say(
            code,
            "ruhu.db",
            format_args!("schema {schema}, this program knows {}", checked.newest_schema),
        );
    }
    match store.faults() {
        Ok(faults) => {
            for fault in faults {
                findings.say(Code::DatabaseDamaged, "ruhu.db", fault);
            }
        }
        Err(error) => findings.say(Code::DatabaseDamaged, "ruhu.db", error),
    }
    // The rows of another schema may stand in other columns.
    if schema != checked.newest_schema {
        return Ok(None);
    }
    match unfinished(&store) {
        Ok((false, 0)) => {}
        Ok((unsettled, photos)) => {
            let log = if unsettled { "ruhu.db-wal" } else { "photos" };
            findings.say(Code::ErasureUnfinished, log, format_args!("{photos} photos are left"));
        }
        Err(error) => findings.say(Code::DatabaseDamaged, "unsettled", error),
    }
    match townships(&store) {
        Ok((townships, to_judge)) => (checked.townships, checked.to_judge) = (townships, to_judge),
        Err(error) => {
            findings.say(Code::DatabaseDamaged, "township", error);
            return Ok(None);
        }
    }
    Ok(Some(store))
}

/// What an erasure has left to do: text in the log file, photos.
fn unfinished(store: &SqliteStore) -> crate::Result<(bool, usize)> {
    Ok((store.is_unsettled()?, store.erased_photos()?.len()))
}

/// How many townships there are, and how many of their households wait to be judged again.
fn townships(store: &SqliteStore) -> crate::Result<(u64, u64)> {
    let townships = store.townships()?;
    let mut to_judge = 0;
    for township in &townships {
        to_judge += store.to_judge(&township.code)?;
    }
    Ok((count(townships.len()), to_judge))
}

fn server_key(data: &Path, findings: &mut Findings) -> Option<ServerSigner> {
    let path = data.join(SERVER_KEY);
    if !path.exists() {
        findings.add(Code::ServerKeyMissing, SERVER_KEY);
        return None;
    }
    match read_server_key(&path) {
        Ok(signer) => Some(signer),
        Err(error) => {
            findings.say(Code::ServerKeyUnusable, SERVER_KEY, error);
            None
        }
    }
}
