//! A visit by itself: from its record and what holds for its household to codes.

use super::bench::Bench;
use crate::store::{HouseholdFacts, LedgerTx, VisitRow, Why};
use crate::town::ingest::anchor;
use crate::{Error, Result};
use ruhu_core::coverage::Timeline;
use ruhu_core::domain::{PlaceVersion, Statements, Visit, VisitFacts};
use ruhu_core::ids::{Sha256, VisitId};
use ruhu_core::record::{Correction, Envelope, Jws};
use ruhu_core::rules::{
    HouseholdContext, VisitContext, across_position, chosen_fix, facts_of, judge, newest_place, place_of_version,
};
use std::collections::BTreeMap;

/// Judges these visits by themselves, and the later visits that have a photo of theirs.
pub(super) fn judge_all(
    tx: &mut dyn LedgerTx,
    timeline: &Timeline,
    visits: &BTreeMap<VisitId, Why>,
    bench: &mut Bench,
) -> Result<()> {
    for (id, why) in visits {
        let Some(row) = tx.visit(id)? else { continue };
        let photos = judge_one(tx, timeline, bench.take(row, *why))?;
        // Only an arrival can turn another visit's photo into a used one.
        if *why != Why::Arrived {
            continue;
        }
        for original in photos {
            for other in tx.visits_with_original(&original)? {
                if !visits.contains_key(&other.id) && tx.queued(&other.household)?.is_none() {
                    judge_one(tx, timeline, bench.take(other, Why::Photo))?;
                }
            }
        }
    }
    Ok(())
}

/// Judges one visit by itself and answers its photos' originals. One whose record was erased keeps its last judgement.
fn judge_one(tx: &mut dyn LedgerTx, timeline: &Timeline, row: &mut VisitRow) -> Result<Vec<Sha256>> {
    let Some(jws) = tx.jws(&row.record)? else {
        return Ok(Vec::new());
    };
    let (envelope, mut visit) = read(&jws)?;
    if row.statements != row.record {
        visit.statements = stated(tx, row)?.unwrap_or(visit.statements);
    }
    let household = tx.household(&row.household)?;
    let place = household
        .as_ref()
        .and_then(|household| place_known(household, row, &visit));
    let originals: Vec<Sha256> = visit.photos.iter().map(|photo| photo.original.sha256).collect();
    let cadres = row.cadres();
    let context = VisitContext {
        received: Some(row.received),
        anchor_untrue: anchor::is_untrue(tx, &envelope, &row.record)?,
        day: row.day,
        cadres: &cadres,
        household: household.as_ref().map(|household| HouseholdContext {
            place,
            assignments: &household.assignments,
            waivers: &household.waivers,
        }),
        used_before: used_before(tx, row, &originals)?,
    };
    let (facts, _) = facts_of(&visit, &envelope.at, envelope.anchor.as_ref(), context.into());
    if let Some(policy) = timeline.judging(row.day) {
        row.own = judge(policy, &facts).codes;
    }
    row.place = place.map(|place| place.version);
    row.position = across_position(&facts);
    row.fix = fix_of(facts);
    Ok(originals)
}

/// The record of a visit. It was read when it was taken in, so one that does not read is damage.
pub(super) fn read(jws: &str) -> Result<(Envelope, Visit)> {
    let damage = |e: &dyn std::fmt::Display| Error::inconsistent("record.jws", e);
    let parsed = Jws::parse(jws).map_err(|e| damage(&e))?;
    let envelope: Envelope = serde_json::from_slice(&parsed.payload).map_err(|e| damage(&e))?;
    let visit = serde_json::from_value(envelope.body.clone()).map_err(|e| damage(&e))?;
    Ok((envelope, visit))
}

/// The statements of the correction that holds; an erased one says nothing any more.
fn stated(tx: &mut dyn LedgerTx, row: &VisitRow) -> Result<Option<Statements>> {
    let Some(jws) = tx.jws(&row.statements)? else {
        return Ok(None);
    };
    let damage = |e: &dyn std::fmt::Display| Error::inconsistent("record.jws", e);
    let parsed = Jws::parse(&jws).map_err(|e| damage(&e))?;
    let envelope: Envelope = serde_json::from_slice(&parsed.payload).map_err(|e| damage(&e))?;
    let correction: Correction = serde_json::from_value(envelope.body).map_err(|e| damage(&e))?;
    Ok(Some(correction.statements))
}

/// The version of the place the phone knew, if that was in force on the visit's day; else the newest that was. A phone
/// that knew none is judged without one: later versions never judge a visit.
fn place_known(household: &HouseholdFacts, row: &VisitRow, visit: &Visit) -> Option<PlaceVersion> {
    let named = visit.judged.place_version?;
    place_of_version(&household.places, named, row.day).or_else(|| newest_place(&household.places, row.day))
}

/// Those originals that stand in an earlier visit of the township, by (started, id).
fn used_before(tx: &mut dyn LedgerTx, row: &VisitRow, originals: &[Sha256]) -> Result<Vec<Sha256>> {
    let mut used = Vec::new();
    for original in originals {
        let earlier = tx.visits_with_original(original)?;
        if earlier
            .iter()
            .any(|other| (other.started, other.id) < (row.started, row.id))
        {
            used.push(*original);
        }
    }
    Ok(used)
}

/// The chosen fix with its stated accuracy, when it is usable and not mock: only then does it give a position that is
/// not the household's.
fn fix_of(facts: VisitFacts) -> Option<(ruhu_core::domain::LatLon, Option<f64>)> {
    let stated = chosen_fix(&facts).map(|fix| (fix.point(), fix.accuracy_m));
    let without_place = VisitFacts { place: None, ..facts };
    across_position(&without_place).and(stated)
}
