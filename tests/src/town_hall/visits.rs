//! What has arrived: every visit with its verdict and its photos, and how many records of each kind.

use super::Answered;
use crate::town::Town;
use ruhu_core::domain::PhotoEntry;
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::record::{Envelope, Jws};
use ruhu_core::time::Day;
use ruhu_server::Error;
use ruhu_server::store::{Evidence, SqliteStore, Uploads, VisitRow};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a record's body says of photos; bodies without any have none.
#[derive(Deserialize)]
struct Pictured {
    #[serde(default)]
    photos: Vec<PhotoEntry>,
}

/// The photos that each record names, by the record's hash. Erased records name none.
pub(super) fn photos_named(
    store: &SqliteStore,
    township: &RegionCode,
) -> ruhu_server::Result<BTreeMap<Sha256, Vec<PhotoEntry>>> {
    let mut named = BTreeMap::new();
    store.each_record(township, &mut |record| {
        let Some(jws) = &record.jws else { return Ok(()) };
        let unreadable = |error: &dyn std::fmt::Display| Error::inconsistent("record", error);
        let jws = Jws::parse(jws).map_err(|error| unreadable(&error))?;
        let envelope: Envelope = serde_json::from_slice(&jws.payload).map_err(|error| unreadable(&error))?;
        // Only what is spelt as photos are counts; a kind that this version does not know may mean another thing by it.
        if let Ok(Pictured { photos }) = serde_json::from_value(envelope.body)
            && !photos.is_empty()
        {
            named.insert(record.sha256, photos);
        }
        Ok(())
    })?;
    Ok(named)
}

/// Every visit, by household, day and id.
pub(super) fn visits(town: &Town) -> Answered {
    let store = &town.folder.store;
    let named = photos_named(store, &town.code)?;
    let mut rows: Vec<VisitRow> = Vec::new();
    let all = (Day::from_number(0), Day::from_number(100_000));
    town.each_visit(all, &mut |visit| rows.push(visit))?;
    let mut told = Vec::new();
    for visit in &rows {
        let photos = named.get(&visit.record).map(Vec::as_slice).unwrap_or_default();
        told.push(visit_told(visit, arrived(store, &town.code, photos)?));
    }
    Ok(json!({ "visits": told }))
}

fn visit_told(visit: &VisitRow, photos: Value) -> Value {
    let judgement = visit.judgement();
    json!({
        "id": visit.id, "household": visit.household, "cadre": visit.cadre, "companions": visit.companions.iter().map(|one| one.cadre).collect::<Vec<_>>(),
        "day": visit.day, "started": visit.started.millis(), "ended": visit.ended.millis(),
        "mode": visit.mode, "late": visit.late,
        "verdict": judgement.verdict, "codes": judgement.codes,
        "decision": visit.decision, "counted": visit.counted,
        "corrected": visit.statements != visit.record,
        "photos": photos,
    })
}

/// How many photos a record names, and how many of their copies and originals are here.
fn arrived(store: &SqliteStore, township: &RegionCode, photos: &[PhotoEntry]) -> ruhu_server::Result<Value> {
    let (mut copies, mut originals) = (0, 0);
    for photo in photos {
        copies += u32::from(store.photo(township, &photo.copy.sha256)?.is_some());
        originals += u32::from(store.photo(township, &photo.original.sha256)?.is_some());
    }
    Ok(json!({"of": photos.len(), "copies": copies, "originals": originals}))
}

/// How many records of each kind the log has, the township's own among them; and how many of those are kept unread.
pub(super) fn records(town: &Town) -> Answered {
    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    let (mut all, mut unread) = (0u32, 0u32);
    town.folder.store.each_record(&town.code, &mut |record| {
        all += 1;
        unread += u32::from(record.unread.is_some());
        *kinds.entry(record.kind).or_default() += 1;
        Ok(())
    })?;
    Ok(json!({"all": all, "unread": unread, "kinds": kinds}))
}
