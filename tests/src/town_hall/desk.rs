//! What the township decides, through the same functions of `ruhu_server::town::decide` as the commands call.

use super::ask::{HandOver, Waive, Word};
use super::{Answered, Wrong};
use crate::town::Town;
use ruhu_core::domain::{LatLon, Ruling, WaiverScope};
use ruhu_core::ids::{CadreId, HouseholdNo, VisitId};
use ruhu_core::record::{DecisionBody, WaiverBody};
use ruhu_core::time::{Clock, Day};
use ruhu_server::command::town as named;
use ruhu_server::store::Roster;
use ruhu_server::town::decide::{self, Handover, NewPlace, NewPolicy};
use serde_json::json;

/// Who answers for what is decided here.
const BY: &str = "镇乡村振兴办";

/// As `ruhu waive --household`.
pub(super) fn waive(town: &Town, ask: Waive) -> Answered {
    let waiver = WaiverBody {
        scope: WaiverScope::Household(ask.household),
        kind: ask.kind,
        from: ask.from,
        to: ask.to,
        why: ask.why,
        paper: None,
        by: Some(BY.into()),
    };
    decide::waive(&town.folder.store, &town.code, &waiver, town.clock.now().wall)?;
    Ok(json!({"kind": waiver.kind, "from": waiver.from, "to": waiver.to}))
}

/// As `ruhu handover --households`.
pub(super) fn hand_over(town: &Town, ask: HandOver) -> Answered {
    let to = named::cadre(&town.folder, "to", &ask.to)?.cadre;
    let from = match &ask.of {
        Some(of) => named::cadre(&town.folder, "of", of)?.cadre.id,
        None => holder(town, &ask.household, ask.from)?,
    };
    let handed = decide::handover(
        &town.folder.store,
        &town.code,
        &Handover {
            from,
            to: to.id,
            on: ask.from,
            households: Some(std::slice::from_ref(&ask.household)),
            why: None,
            by: Some(BY),
        },
        town.clock.now().wall,
    )?;
    Ok(json!({"household": ask.household, "from": handed.from, "to": handed.to, "on": handed.on}))
}

/// The one cadre who holds a household on this day.
fn holder(town: &Town, no: &HouseholdNo, day: Day) -> Result<CadreId, Wrong> {
    let roster = town.folder.store.roster_now(&town.code)?;
    let household = roster.households.iter().find(|household| household.household == *no);
    let Some(household) = household else {
        let mend = "take a number that `households` answers";
        return Err(Wrong::new("household", "no household of this number", mend));
    };
    let holding = household.assignments.iter().filter(|assignment| assignment.holds(day));
    let cadres: Vec<CadreId> = holding.map(|assignment| assignment.cadre).collect();
    match cadres[..] {
        [one] => Ok(one),
        [] => Err(Wrong::new(
            "from",
            format!("nobody holds it on {day}"),
            "name another day",
        )),
        _ => Err(Wrong::new(
            "of",
            format!("{} cadres hold it on {day}", cadres.len()),
            "say which of them hands over",
        )),
    }
}

/// As `ruhu place`.
pub(super) fn place(town: &Town, household: HouseholdNo, lat: f64, lon: f64) -> Answered {
    let now = town.clock.now().wall;
    let new = NewPlace {
        household: &household,
        point: LatLon { lat, lon },
        from: now.day(),
        why: None,
        by: Some(BY),
    };
    let set = decide::set_place(&town.folder.store, &town.code, &new, now)?;
    Ok(json!({"household": household, "version": set.version, "lat": set.lat, "lon": set.lon, "from": set.from}))
}

/// As `ruhu decide`.
pub(super) fn decide(town: &Town, visit: VisitId, word: Word, why: String) -> Answered {
    let decision = DecisionBody {
        visit,
        ruling: match word {
            Word::Counts => Some(Ruling::Counts),
            Word::DoesNotCount => Some(Ruling::DoesNotCount),
            Word::TakeBack => None,
        },
        why,
        by: BY.into(),
    };
    decide::rule(&town.folder.store, &town.code, &decision, town.clock.now().wall)?;
    Ok(json!({"visit": visit, "ruling": decision.ruling}))
}

/// As `ruhu policy put`.
pub(super) fn policy(town: &Town, toml: &str) -> Answered {
    let new = NewPolicy {
        scope: &town.code,
        toml,
        file: "toml",
        by: Some(BY),
    };
    let put = decide::put_policy(&town.folder.store, new, town.clock.now().wall)?;
    Ok(json!(put))
}
