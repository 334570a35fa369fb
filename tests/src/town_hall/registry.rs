//! Who lives in the township and who looks after them, as the roster has it today; and a cadre's enrolment code.

use super::Answered;
use super::ask::Through;
use super::road::Road;
use crate::town::Town;
use ruhu_core::ids::CadreId;
use ruhu_core::time::{Clock, Day};
use ruhu_server::command::{enrol, town as named};
use ruhu_server::store::{Coverage, Roster, RosterHousehold};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Every cadre, and how many households each holds today.
pub(super) fn cadres(town: &Town) -> Vec<Value> {
    let today = town.clock.now().wall.day();
    let mut held: BTreeMap<CadreId, u32> = BTreeMap::new();
    for household in &town.roster.households {
        for assignment in &household.assignments {
            if assignment.holds(today) {
                *held.entry(assignment.cadre).or_default() += 1;
            }
        }
    }
    let told = town.roster.cadres.iter().map(|cadre| {
        let households = held.get(&cadre.id).copied().unwrap_or_default();
        json!({"id": cadre.id, "name": cadre.name, "unit": cadre.unit, "households": households})
    });
    told.collect()
}

/// An enrolment code, as `ruhu enrol` makes it.
pub(super) fn code(town: &Town, cadre: &str, through: Through, road: &Road) -> Answered {
    let address = match through {
        Through::Address => town.running.address().to_owned(),
        Through::Road => road.url(),
    };
    let made = enrol::make(&town.folder, cadre, address, town.clock.now().wall)?;
    Ok(json!({
        "qr": made.qr, "code": made.code, "address": made.address, "words": made.words.join(" "),
        "fingerprint": made.fingerprint, "expires": made.expires.millis(),
        "cadre": {"id": made.cadre, "name": made.name, "unit": made.unit},
    }))
}

/// The households that a cadre holds today, by number.
pub(super) fn households(town: &Town, cadre: &str) -> Answered {
    let cadre = named::cadre(&town.folder, "cadre", cadre)?.cadre;
    let today = town.clock.now().wall.day();
    let villages: BTreeMap<_, _> = town
        .folder
        .store
        .villages_in(&town.code)?
        .into_iter()
        .map(|village| (village.code, village.name))
        .collect();
    let roster = town.folder.store.roster_now(&town.code)?;
    let theirs = roster.households.iter().filter(|household| {
        let holds = |a: &ruhu_core::domain::Assignment| a.cadre == cadre.id && a.holds(today);
        household.left.is_none_or(|left| left >= today) && household.assignments.iter().any(holds)
    });
    let told: Vec<Value> = theirs
        .map(|household| {
            let place = household.places.last();
            json!({
                "number": household.household,
                "head": household.person.head,
                "group": household.person.group,
                "village": {"code": household.village, "name": villages.get(&household.village)},
                "class": class(household, today),
                "place": place.map(|place| json!({"lat": place.lat, "lon": place.lon, "version": place.version})),
            })
        })
        .collect();
    Ok(json!({"cadre": {"id": cadre.id, "name": cadre.name}, "households": told}))
}

/// The class of this day, by its stable word.
fn class(household: &RosterHousehold, day: Day) -> Option<&'static str> {
    let held = household.classes.iter().filter(|class| class.from <= day);
    held.max_by_key(|class| class.from).map(|class| class.class.word())
}
