//! `people.json` of a full pack: what the township otherwise keeps to itself, ID numbers and telephones. That it left is
//! written into the township's log first, by a record that the township signs.

use super::bag::Bag;
use super::json::ObjectOut;
use super::names;
use super::place::Place;
use crate::Result;
use crate::store::Store;
use crate::town::log::{append_own, seal};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode};
use ruhu_core::record::Kind;
use serde::Serialize;

/// What the record `export` says.
#[derive(Serialize)]
struct ExportBody<'a> {
    scope: &'a RegionCode,
    year: i32,
    full: bool,
}

/// A householder.
#[derive(Serialize)]
struct Householder<'a> {
    household: &'a HouseholdNo,
    head: &'a str,
    id_number: &'a str,
    phone: &'a str,
}

/// A cadre.
#[derive(Serialize)]
struct CadreReached<'a> {
    id: CadreId,
    name: &'a str,
    unit: &'a str,
    phone: &'a str,
}

/// Notes in the township's log that a full pack is about to be made: before it is, so that none leaves unseen.
pub(super) fn note(store: &dyn Store, place: &Place) -> Result<()> {
    let body = ExportBody {
        scope: &place.scope,
        year: place.year,
        full: true,
    };
    store.transact(&place.township.code, &mut |tx| {
        append_own(tx, Kind::Export, &body, place.made)?;
        seal(tx, place.made)
    })
}

/// Writes `people.json`: the householders of the place and the township's cadres.
pub(super) fn write(bag: &mut Bag, store: &dyn Store, place: &Place) -> Result<()> {
    let roster = store.roster_now(&place.township.code)?;
    bag.file(names::PEOPLE, &mut |out| {
        let mut object = ObjectOut::new(out)?;
        object.list("households", |list| {
            let all = roster.households.iter();
            for household in all.filter(|household| place.scope.contains(&household.village)) {
                list.item(&Householder {
                    household: &household.household,
                    head: &household.person.head,
                    id_number: &household.person.id_number,
                    phone: &household.person.phone,
                })?;
            }
            Ok(())
        })?;
        object.list("cadres", |list| {
            for cadre in &roster.cadres {
                list.item(&CadreReached {
                    id: cadre.id,
                    name: &cadre.name,
                    unit: &cadre.unit,
                    phone: &cadre.phone,
                })?;
            }
            Ok(())
        })?;
        object.end()
    })
}
