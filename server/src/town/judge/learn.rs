//! A place that learns: each new place is a `place` record signed by the township, and a new version.

use super::bench::is_of_spot;
use crate::Result;
use crate::store::{LedgerTx, VisitRow};
use crate::town::log::append_own;
use ruhu_core::domain::{Fix, Mode, PlaceVersion};
use ruhu_core::ids::HouseholdNo;
use ruhu_core::record::{Kind, PlaceBody};
use ruhu_core::rules::learn_place;
use ruhu_core::time::Moment;

/// Learns a household's place from its counted visits. A place the township set is never moved.
pub(super) fn place(tx: &mut dyn LedgerTx, no: &HouseholdNo, now: Moment) -> Result<()> {
    let Some(household) = tx.household(no)? else {
        return Ok(());
    };
    if household.places.iter().any(|place| !place.learned) {
        return Ok(());
    }
    let mut rows = tx.visits_of_household(no)?;
    rows.sort_by_key(|row| (row.started, row.id));
    let fixes: Vec<Fix> = rows.iter().filter_map(good_fix).collect();
    let newest = household.places.last();
    let Some(point) = learn_place(&fixes).filter(|point| newest.is_none_or(|place| place.point() != *point)) else {
        return Ok(());
    };
    let place = PlaceVersion {
        version: newest.map_or(1, |place| place.version + 1),
        lat: point.lat,
        lon: point.lon,
        from: now.day(),
        learned: true,
    };
    let body = PlaceBody {
        household: no.clone(),
        version: place.version,
        point,
        from: place.from,
        learned: true,
        why: None,
        by: None,
    };
    append_own(tx, Kind::Place, &body, now)?;
    tx.put_place(no, &place)?;
    tx.household_changed(no)
}

/// The fix of a counted on-site visit that is not late and not one of a spot; usable and not mock it is already.
fn good_fix(row: &VisitRow) -> Option<Fix> {
    let (point, accuracy_m) = row
        .fix
        .filter(|_| row.counted && row.mode == Mode::OnSite && !row.late && !is_of_spot(row))?;
    Some(Fix {
        lat: point.lat,
        lon: point.lon,
        accuracy_m,
        at: row.started,
        mock: false,
        provider: None,
    })
}
