//! Records, read back.

use super::Store;
use super::row::{count, damaged, many, one, parsed};
use crate::error::Result;
use crate::ids::{HouseholdNo, KeyId, RecordId, Sha256};
use crate::outbox::SendState;
use crate::record::Envelope;
use rusqlite::{Connection, Params, Row};
use std::collections::BTreeMap;

/// A record of this phone: what it says and whether the township has it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRecord {
    /// Its hash.
    pub sha256: Sha256,
    /// What it says.
    pub envelope: Envelope,
    /// How far it has come.
    pub state: SendState,
}

fn read(row: &Row<'_>) -> Result<KeptRecord> {
    // Our own database's bytes, signed by us: they are taken apart, not verified again.
    let jws = crate::record::Jws::parse(&row.get::<_, String>(1)?).map_err(|_| damaged("record.jws"))?;
    Ok(KeptRecord {
        sha256: Sha256(row.get(0)?),
        envelope: serde_json::from_slice(&jws.payload).map_err(|_| damaged("record.jws"))?,
        state: super::row::from_json(&row.get::<_, String>(2)?, "record.send")?,
    })
}

/// In the order of writing. Those whose text was erased with their household are left out.
pub(super) fn records(conn: &Connection, filter: &str, params: impl Params) -> Result<Vec<KeptRecord>> {
    let sql = format!("SELECT sha256, jws, send FROM record WHERE {filter} AND jws <> '' ORDER BY device, seq");
    Ok(in_order(many(conn, &sql, params, read)?))
}

/// A chain's numbers tell the order, whatever the wall clock said meanwhile; one chain after the other, by its first
/// record here: a database set aside, or a new enrolment, begins a new one.
fn in_order(mut records: Vec<KeptRecord>) -> Vec<KeptRecord> {
    let mut begun: BTreeMap<KeyId, RecordId> = BTreeMap::new();
    for KeptRecord { envelope, .. } in &records {
        begun.entry(envelope.device.clone()).or_insert(envelope.id);
    }
    records.sort_by_key(|KeptRecord { envelope, .. }| (begun.get(&envelope.device).copied(), envelope.seq));
    records
}

/// The end of a device's chain: the next number, and the hash before it.
pub(super) fn chain_end(conn: &Connection, device: &KeyId) -> Result<(u64, Option<Sha256>)> {
    let sql = "SELECT seq, sha256 FROM record WHERE device = ?1 ORDER BY seq DESC LIMIT 1";
    let last = one(conn, sql, [device.as_str()], |row| {
        Ok((count(row.get(0)?, "record.seq")?, Sha256(row.get(1)?)))
    })?;
    Ok(match last {
        Some((seq, sha256)) => (seq + 1, Some(sha256)),
        None => (1, None),
    })
}

impl Store {
    /// Everything written of a household on this phone, in order.
    pub fn records_of(&self, household: &HouseholdNo) -> Result<Vec<KeptRecord>> {
        self.db
            .read(|conn| records(conn, "household = ?1", [household.as_str()]))
    }
    /// Everything written about a visit or a problem, in order.
    pub fn records_about(&self, about: &[u8; 16]) -> Result<Vec<KeptRecord>> {
        self.db.read(|conn| records(conn, "about = ?1", [about]))
    }
    /// Everything of this kind that belongs to no household, in order.
    pub fn records_of_kind(&self, kind: &str) -> Result<Vec<KeptRecord>> {
        self.db
            .read(|conn| records(conn, "kind = ?1 AND household IS NULL", [kind]))
    }
    /// The record with this id.
    pub fn record(&self, id: RecordId) -> Result<Option<KeptRecord>> {
        self.db
            .read(|conn| Ok(records(conn, "id = ?1", [id.as_bytes()])?.into_iter().next()))
    }
    /// A record's household, by the record's hash.
    pub fn household_of(&self, record: &Sha256) -> Result<Option<HouseholdNo>> {
        self.db.read(|conn| {
            let sql = "SELECT household FROM record WHERE sha256 = ?1 AND household IS NOT NULL";
            one(conn, sql, [record.0], |row| {
                parsed(&row.get::<_, String>(0)?, "record.household")
            })
        })
    }
}
