//! Writing on the chain: everything that belongs to one intention, in one transaction and one sync.

use super::record::chain_end;
use super::row::{column, to_json};
use super::{CoverRow, Store, cover};
use crate::domain::{LatLon, PhotoEntry, VisitFact};
use crate::error::Result;
use crate::ids::{CadreId, DraftId, HouseholdNo, KeyId, RecordId, Sha256, VisitId};
use crate::outbox::SendState;
use crate::record::{Kind, SignedRecord};
use crate::rules::AcrossVisit;
use crate::time::{Day, Moment};
use rusqlite::Connection;
use rusqlite::params;

/// A record to be signed.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRecord {
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// Whose file it is in.
    pub household: Option<HouseholdNo>,
    /// The visit or problem it tells of.
    pub about: Option<[u8; 16]>,
    /// When the need to send it arose.
    pub needed: Moment,
    /// Its body.
    pub body: serde_json::Value,
}

/// What is kept of an own visit beside its record.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitKept {
    /// Whose.
    pub household: HouseholdNo,
    /// What coverage reads.
    pub fact: VisitFact,
    /// Where and when, settled.
    pub across: AcrossVisit,
    /// Whether the look across visits sees it: on site and not late.
    pub comparable: Comparable,
    /// A usable fix that is not mock: where it was written down.
    pub spot: Option<LatLon>,
    /// Its photos: they wait to be sent from now on.
    pub photos: Vec<PhotoEntry>,
}

/// An own visit with a fix, as the look for many homes at one spot reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct MySpot {
    /// Which visit.
    pub visit: VisitId,
    /// Whose home.
    pub household: HouseholdNo,
    /// Its cadres.
    pub cadres: Vec<CadreId>,
    /// Where.
    pub fix: LatLon,
}

/// What is kept of help given beside its record, which is the entry's first: nothing is being written any more under
/// this id, and its photos wait to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpKept {
    /// Its record's id.
    pub id: RecordId,
    /// Since when its photos are needed.
    pub needed: Moment,
    /// Its photos.
    pub photos: Vec<PhotoEntry>,
}

/// Whether a visit is seen by the look across visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparable {
    /// On site, not late.
    Yes,
    /// Remote or late.
    No,
}

/// One intention's writing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The records, in the order of the chain; the first is a visit's own when there is a `visit`.
    pub records: Vec<NewRecord>,
    /// The visit finished.
    pub visit: Option<VisitKept>,
    /// The help given.
    pub help: Option<HelpKept>,
    /// The draft that is done.
    pub draft: Option<DraftId>,
    /// The household's row of the due list as it is now.
    pub cover: Option<CoverRow>,
    /// An original that will not be sent.
    pub given_up: Option<Sha256>,
}

/// Signs a record: handed the record, its number in the chain, and the hash before it.
pub type Sign<'a> = dyn Fn(&NewRecord, u64, Option<Sha256>) -> Result<SignedRecord> + 'a;

impl Store {
    /// Signs and keeps the records and everything that goes with them: one transaction, one sync. `sign` is handed the
    /// record, its number and the hash before it, read inside the transaction. Answers the records' hashes.
    pub fn append(&self, device: &KeyId, entry: &Entry, sign: &Sign<'_>) -> Result<Vec<Sha256>> {
        self.db.write(|tx| {
            let (mut seq, mut prev) = chain_end(tx, device)?;
            let mut hashes = Vec::new();
            for record in &entry.records {
                let signed = sign(record, seq, prev)?;
                insert(tx, device, seq, record, &signed)?;
                (seq, prev) = (seq + 1, Some(signed.sha256));
                hashes.push(signed.sha256);
            }
            if let (Some(visit), Some(named_by)) = (&entry.visit, hashes.first()) {
                keep_visit(tx, device, visit, named_by)?;
            }
            if let (Some(help), Some(named_by)) = (&entry.help, hashes.first()) {
                name_photos(tx, device, &help.photos, named_by, help.needed)?;
                tx.prepare_cached("DELETE FROM help_draft WHERE id = ?1")?
                    .execute([help.id.as_bytes()])?;
            }
            if let Some(draft) = entry.draft {
                tx.prepare_cached("DELETE FROM draft WHERE id = ?1")?
                    .execute([draft.as_bytes()])?;
            }
            if let Some(row) = &entry.cover {
                cover::put(tx, row)?;
            }
            if let Some(original) = entry.given_up {
                tx.prepare_cached("UPDATE file SET step = 'given_up' WHERE sha256 = ?1 AND what = 'original'")?
                    .execute([original.0])?;
            }
            Ok(hashes)
        })
    }

    /// This phone's own visits of a China day that were on site, not late, not decided against, and have a fix.
    pub fn spots_on(&self, day: Day) -> Result<Vec<MySpot>> {
        const SQL: &str = include_str!("sql/spots_on.sql");
        self.db.read(|conn| {
            super::row::many(conn, SQL, [day.number()], |row| {
                Ok(MySpot {
                    visit: VisitId::from_bytes(row.get(0)?),
                    household: super::row::parsed(&row.get::<_, String>(1)?, "mine.household")?,
                    cadres: super::row::from_json(&row.get::<_, String>(2)?, "mine.cadres")?,
                    fix: LatLon {
                        lat: row.get(3)?,
                        lon: row.get(4)?,
                    },
                })
            })
        })
    }

    /// This phone's own visits, on site, not late and not decided against, that began between the two moments.
    pub fn visits_across(&self, from: Moment, to: Moment, far_m: f64) -> Result<Vec<AcrossVisit>> {
        const SQL: &str = include_str!("sql/visits_across.sql");
        self.db.read(|conn| {
            super::row::many(conn, SQL, [from.millis(), to.millis()], |row| {
                let (lat, lon, accuracy): (Option<f64>, Option<f64>, Option<f64>) =
                    (row.get(3)?, row.get(4)?, row.get(5)?);
                let position = match (lat, lon, accuracy) {
                    (Some(lat), Some(lon), Some(accuracy)) => Some((LatLon { lat, lon }, accuracy)),
                    _ => None,
                };
                let cadres: Vec<CadreId> = super::row::from_json(&row.get::<_, String>(6)?, "mine.cadres")?;
                Ok(AcrossVisit {
                    id: VisitId::from_bytes(row.get(0)?),
                    cadres,
                    started: Moment::from_millis(row.get(1)?),
                    ended: Moment::from_millis(row.get(2)?),
                    position,
                    far_m,
                })
            })
        })
    }
}

fn insert(conn: &Connection, device: &KeyId, seq: u64, record: &NewRecord, signed: &SignedRecord) -> Result<()> {
    let kind = match serde_json::to_value(&record.kind) {
        Ok(serde_json::Value::String(word)) => word,
        _ => return Err(crate::Error::unusable("kind", "record", "a kind is a word")),
    };
    conn.prepare_cached(
        "INSERT INTO record (sha256, device, seq, id, kind, household, about, needed, jws, step, send)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'waiting', ?10)",
    )?
    .execute(params![
        signed.sha256.0,
        device.as_str(),
        column(seq)?,
        record.id.as_bytes(),
        kind,
        record.household.as_ref().map(HouseholdNo::as_str),
        record.about,
        record.needed.millis(),
        signed.jws,
        to_json(&SendState::NEW)
    ])?;
    Ok(())
}

fn keep_visit(conn: &Connection, device: &KeyId, visit: &VisitKept, named_by: &Sha256) -> Result<()> {
    super::down::put_fact(conn, &visit.household, &visit.fact, super::down::Confirmed::No)?;
    let across = &visit.across;
    let (point, accuracy) = across.position.unzip();
    conn.prepare_cached(
        "INSERT INTO mine (visit, started, ended, across, lat, lon, accuracy, cadres, household, day, fix_lat, fix_lon)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        visit.fact.id.as_bytes(),
        across.started.millis(),
        across.ended.millis(),
        matches!(visit.comparable, Comparable::Yes),
        point.map(|p| p.lat),
        point.map(|p| p.lon),
        accuracy,
        to_json(&across.cadres),
        visit.household.as_str(),
        visit.fact.day.number(),
        visit.spot.map(|fix| fix.lat),
        visit.spot.map(|fix| fix.lon)
    ])?;
    name_photos(conn, device, &visit.photos, named_by, across.started)
}

/// The photos wait to be sent as this record's. A file that an earlier record names keeps that record and its state.
fn name_photos(
    conn: &Connection,
    device: &KeyId,
    photos: &[PhotoEntry],
    named_by: &Sha256,
    needed: Moment,
) -> Result<()> {
    let mut name = conn.prepare_cached(
        "UPDATE file SET device = ?2, named_by = ?3, needed = ?4, step = 'waiting' WHERE sha256 = ?1 AND named_by IS NULL",
    )?;
    for photo in photos {
        for file in [photo.original.sha256, photo.copy.sha256] {
            name.execute(params![file.0, device.as_str(), named_by.0, needed.millis()])?;
        }
    }
    Ok(())
}
