//! What the phone knows of a household: the roster's description, and the facts of all its visits.

use super::Store;
use super::row::{from_json, from_word, many, one};
use crate::domain::VisitFact;
use crate::error::Result;
use crate::ids::{HouseholdNo, VisitId};
use crate::time::Day;
use crate::wire::HouseholdDown;
use rusqlite::{Connection, Params, Row};
use std::collections::HashMap;

/// A household with all its visits, and which of them the township has not confirmed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdHistory {
    /// The household, its places, assignments and waivers; `visits` are all facts, in order of (day, id).
    pub down: HouseholdDown,
    /// This phone's own visits that the township has not told of yet.
    pub unsent: Vec<VisitId>,
}

impl HouseholdHistory {
    /// Whether the township itself has set the household's place, in any version.
    pub fn place_is_set(&self) -> bool {
        let places = self.down.household.place.iter().chain(&self.down.old_places);
        places.into_iter().any(|place| !place.learned)
    }
}

/// A household's visits in order, and which of them are unsent.
type History = (Vec<VisitFact>, Vec<VisitId>);

/// One row of `fact`: whose, the fact, and whether it is unsent.
type FactRow = (String, VisitFact, bool);

fn read_fact(row: &Row<'_>) -> Result<FactRow> {
    let decision: Option<String> = row.get(5)?;
    let fact = VisitFact {
        id: VisitId::from_bytes(row.get(1)?),
        day: Day::from_number(row.get(2)?),
        mode: from_word(&row.get::<_, String>(3)?, "fact.mode")?,
        verdict: from_word(&row.get::<_, String>(4)?, "fact.verdict")?,
        decision: decision.map(|word| from_word(&word, "fact.decision")).transpose()?,
    };
    Ok((row.get(0)?, fact, row.get(6)?))
}

fn facts(conn: &Connection, filter: &str, params: impl Params) -> Result<HashMap<String, History>> {
    let sql = format!(
        "SELECT household, visit, day, mode, verdict, decision, unsent FROM fact {filter} ORDER BY household, day, visit"
    );
    let mut all: HashMap<String, History> = HashMap::new();
    for (household, fact, unsent) in many(conn, &sql, params, read_fact)? {
        let entry = all.entry(household).or_default();
        entry.0.push(fact);
        if unsent {
            entry.1.push(fact.id);
        }
    }
    Ok(all)
}

fn read_body(row: &Row<'_>) -> Result<HouseholdDown> {
    from_json(&row.get::<_, String>(0)?, "household.body")
}

fn known(mut down: HouseholdDown, facts: Option<History>) -> HouseholdHistory {
    let (visits, unsent) = facts.unwrap_or_default();
    down.visits = visits;
    HouseholdHistory { down, unsent }
}

impl Store {
    /// One household, also one that has gone to somebody else while a draft still needs it.
    pub fn household(&self, household: &HouseholdNo) -> Result<Option<HouseholdHistory>> {
        self.db.read_instant(|conn| {
            let body = one(
                conn,
                "SELECT body FROM household WHERE household = ?1",
                [household.as_str()],
                read_body,
            )?;
            let Some(body) = body else { return Ok(None) };
            let mut facts = facts(conn, "WHERE household = ?1", [household.as_str()])?;
            Ok(Some(known(body, facts.remove(household.as_str()))))
        })
    }
    /// Whether anybody visited the household on that day, as far as this phone knows.
    pub fn visited_on(&self, household: &HouseholdNo, day: Day) -> Result<bool> {
        const SQL: &str = "SELECT 1 FROM fact WHERE household = ?1 AND day = ?2 LIMIT 1";
        self.db.read(|conn| {
            let params = rusqlite::params![household.as_str(), day.number()];
            Ok(one(conn, SQL, params, |_| Ok(()))?.is_some())
        })
    }
    /// The households whose due row is missing or not as of `day`, with their histories; those that do not read are left
    /// out ([`Store::unreadable_households`]).
    pub fn stale(&self, day: Day) -> Result<Vec<HouseholdHistory>> {
        const STALE: &str = "household IN (SELECT household FROM household WHERE gone = 0
            EXCEPT SELECT household FROM cover WHERE day = ?1)";
        // Only present households have a row, so equal counts mean that none is missing or of another day.
        const NONE: &str = "SELECT (SELECT count(*) FROM household WHERE gone = 0)
            = (SELECT count(*) FROM cover WHERE day = ?1)";
        self.db.read_instant(|conn| {
            if one(conn, NONE, [day.number()], |row| Ok(row.get::<_, bool>(0)?))? == Some(true) {
                return Ok(Vec::new());
            }
            let sql = format!("SELECT body FROM household WHERE {STALE} ORDER BY household");
            // One that does not read costs its own row alone.
            let bodies = many(conn, &sql, [day.number()], |row| Ok(read_body(row).ok()))?;
            let mut facts = facts(conn, &format!("WHERE {STALE}"), [day.number()])?;
            Ok(bodies
                .into_iter()
                .flatten()
                .map(|body| {
                    let of = facts.remove(body.household.household.as_str());
                    known(body, of)
                })
                .collect())
        })
    }
    /// Whether there is a household whose description does not read: the township has to tell of it again.
    pub fn unreadable_households(&self) -> Result<bool> {
        self.db.read(|conn| {
            let bodies = many(conn, "SELECT body FROM household WHERE gone = 0", [], |row| {
                Ok(read_body(row).is_err())
            })?;
            Ok(bodies.contains(&true))
        })
    }
}
