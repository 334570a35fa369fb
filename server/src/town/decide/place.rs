//! Where a household lives, said by the township: a new version of its place, which learning never moves. It says where
//! the home is and nothing else; the village is the roster's to say.

use super::act::{Act, decide};
use super::check::{self, said_if_any};
use crate::store::{AuditEvent, Deed, Store, Why};
use crate::town::log::append_own;
use crate::{Error, Result};
use ruhu_core::domain::{LatLon, PlaceVersion, ReasonCode};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::record::{Kind, PlaceBody};
use ruhu_core::time::Day;

/// China's northernmost, southernmost, easternmost and westernmost degrees, a little rounded outwards.
const LAT: std::ops::RangeInclusive<f64> = 3.3..=53.7;
const LON: std::ops::RangeInclusive<f64> = 73.3..=135.2;

/// A place to set.
#[derive(Clone, Debug)]
pub struct NewPlace<'a> {
    /// Whose.
    pub household: &'a HouseholdNo,
    /// Where, WGS-84.
    pub point: LatLon,
    /// The first day in force; visits before it are judged with the place they knew.
    pub from: Day,
    /// Why, if it is said.
    pub why: Option<&'a str>,
    /// Who answers for it.
    pub by: Option<&'a str>,
}

/// Sets a household's place; answers the new version. No distance is judged again: each visit was judged with the version
/// its phone knew. `one_spot` is: it holds only where the township has set no place.
pub fn set_place(
    store: &dyn Store,
    township: &RegionCode,
    place: &NewPlace<'_>,
    act: impl Into<Act>,
) -> Result<PlaceVersion> {
    let act = act.into();
    said_if_any("--reason", place.why)?;
    said_if_any("--by", place.by)?;
    on_the_ground(place.point)?;
    if place.from > act.now.day() {
        return Err(Error::refused(
            "--from",
            format!(
                "{} has not come yet, and phones would judge by the place at once",
                place.from
            ),
            "set the place on the day the household has moved",
        ));
    }
    decide(store, township, &act, &mut |deciding| {
        let (tx, now) = (&mut *deciding.tx, deciding.now);
        let household = check::household(tx, place.household)?;
        let newest = household.places.last();
        if newest.is_some_and(|known| known.point() == place.point && !known.learned) {
            return Err(Error::refused(
                place.household.as_str(),
                "the township has set this very place already",
                "there is nothing to do",
            ));
        }
        let version = PlaceVersion {
            version: newest.map_or(1, |known| known.version + 1),
            lat: place.point.lat,
            lon: place.point.lon,
            from: place.from,
            learned: false,
        };
        let body = PlaceBody {
            household: place.household.clone(),
            version: version.version,
            point: place.point,
            from: place.from,
            learned: false,
            why: place.why.map(str::to_owned),
            by: place.by.map(str::to_owned),
        };
        append_own(tx, Kind::Place, &body, now)?;
        tx.put_place(place.household, &version)?;
        tx.household_changed(place.household)?;
        for visit in tx.visits_of_household(place.household)? {
            if visit.across.contains(&ReasonCode::OneSpot) {
                deciding.touched.visit(&visit, Why::Place);
            }
        }
        let about = format!("{township}/{}", place.household);
        let event = AuditEvent::Decided(Deed::Place, about, Some(version.version.to_string()));
        Ok((version, Some(event)))
    })
}

fn on_the_ground(point: LatLon) -> Result<()> {
    let LatLon { lat, lon } = point;
    if LAT.contains(&lat) && LON.contains(&lon) {
        return Ok(());
    }
    if LAT.contains(&lon) && LON.contains(&lat) {
        return Err(Error::refused(
            "--lat",
            "latitude and longitude stand the wrong way round",
            "give the latitude (3 to 54) as --lat and the longitude (73 to 135) as --lon",
        ));
    }
    let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
    let what = match on_earth {
        true => "the place lies outside China",
        false => "there is no such place on the earth",
    };
    Err(Error::refused(
        "--lat",
        what,
        "give WGS-84 degrees, as a phone's position has them: latitude 3 to 54, longitude 73 to 135",
    ))
}
