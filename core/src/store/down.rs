//! What a sync answer changes on the phone, in one transaction: receipts, the checkpoint, and the township's changes.

use super::companion::ASKED;
use super::erase::erase_household;
use super::outbox::set_state;
use super::own::{get, put};
use super::row::{from_json, many, one, parsed, to_json};
use super::{Enrolment, ServerSeen, Store};
use crate::domain::{Assignment, Cadre, VisitFact};
use crate::error::Result;
use crate::ids::{CadreId, HouseholdNo, Sha256};
use crate::outbox::{SendState, StuckReason};
use crate::time::{Day, Moment};
use crate::wire::{Complaint, Down, HouseholdDown, PolicyDown, Unread};
use rusqlite::Connection;
use rusqlite::params;
use std::collections::HashSet;

/// A sync answer, verified, as the store keeps it.
#[derive(Clone, Copy, Debug)]
pub struct SyncUpdate<'a> {
    /// Records taken, with their receipts.
    pub receipts: &'a [(Sha256, String)],
    /// Records refused for good.
    pub refused: &'a [(Sha256, Complaint)],
    /// What was heard of the server with it, the new cursor included.
    pub seen: &'a ServerSeen,
    /// What has changed, as far as this version reads it.
    pub down: &'a Down,
    /// What of it this version cannot read, or not whole.
    pub unread: &'a [Unread],
    /// Initials of a householder's name.
    pub initials: &'a dyn Initials,
}

/// Makes a name's initials: the store knows no pinyin.
pub trait Initials: std::fmt::Debug {
    /// The initials in lower case, one letter for each character.
    fn of(&self, name: &str) -> String;
}

/// Whether the township has confirmed a visit by a sync answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Confirmed {
    /// It has.
    Yes,
    /// Only this phone knows.
    No,
}

pub(super) fn put_fact(
    conn: &Connection,
    household: &HouseholdNo,
    fact: &VisitFact,
    confirmed: Confirmed,
) -> Result<()> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO fact (visit, household, day, mode, verdict, decision, unsent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        fact.id.as_bytes(),
        household.as_str(),
        fact.day.number(),
        fact.mode.word(),
        fact.verdict.word(),
        fact.decision.map(crate::domain::Ruling::word),
        confirmed == Confirmed::No
    ])?;
    Ok(())
}

impl Store {
    /// Keeps a sync answer, synced. Due rows of what has changed are dropped: they are made anew when the list is read.
    pub fn keep_update(&self, heard: &SyncUpdate<'_>) -> Result<()> {
        self.db.write(|tx| {
            for (hash, receipt) in heard.receipts {
                let sent = SendState::Sent {
                    receipt: receipt.clone(),
                };
                set_state(tx, hash, &sent)?;
                visit_sent(tx, hash)?;
            }
            for (hash, complaint) in heard.refused {
                let stuck = SendState::Stuck {
                    reason: StuckReason::Refused {
                        code: complaint.code.clone(),
                        message: complaint.message.clone(),
                    },
                };
                set_state(tx, hash, &stuck)?;
            }
            let before = super::own::seen(tx)?;
            put(tx, "seen", heard.seen)?;
            // The answer to cursor 0 is whole: what is not in it is not this cadre's.
            let whole = before.asks_from() == 0;
            if whole {
                tx.execute("DELETE FROM unread", [])?;
            }
            put_down(tx, heard.down, heard.initials)?;
            if let Some(told) = told_whole(heard).filter(|_| whole) {
                for household in many(tx, "SELECT household FROM household", [], |row| {
                    Ok(row.get::<_, String>(0)?)
                })? {
                    if !told.contains(household.as_str()) {
                        remove_household(tx, &parsed(&household, "household.household")?, ended_on(heard.down))?;
                    }
                }
            }
            super::unread::keep(tx, heard.unread)
        })
    }

    /// Keeps what was told to an earlier version, and this one can read; `unread` is what is still left of it.
    pub fn keep_read_later(&self, down: &Down, unread: &[Unread], initials: &dyn Initials) -> Result<()> {
        self.db.write(|tx| {
            tx.execute("DELETE FROM unread", [])?;
            put_down(tx, down, initials)?;
            super::unread::keep(tx, unread)
        })
    }

    /// The policies that hold for the township, as their texts.
    pub fn policies(&self) -> Result<Vec<PolicyDown>> {
        self.db.read(|conn| {
            many(conn, "SELECT id, scope, toml FROM policy ORDER BY id", [], |row| {
                Ok(PolicyDown {
                    id: parsed(&row.get::<_, String>(0)?, "policy.id")?,
                    scope: parsed(&row.get::<_, String>(1)?, "policy.scope")?,
                    toml: row.get(2)?,
                })
            })
        })
    }
    /// The township's cadres, by name.
    pub fn cadres(&self) -> Result<Vec<Cadre>> {
        self.db.read(|conn| {
            many(
                conn,
                "SELECT id, name, unit FROM cadre ORDER BY name, unit, id",
                [],
                |row| {
                    Ok(Cadre {
                        id: CadreId::from_bytes(row.get(0)?),
                        name: row.get(1)?,
                        unit: row.get(2)?,
                        phone: String::new(),
                    })
                },
            )
        })
    }
}

/// The households that a whole answer names, those that cannot be read too; none when one of those has no name that is
/// understood: any household might be it.
fn told_whole<'a>(heard: &SyncUpdate<'a>) -> Option<HashSet<&'a str>> {
    let read = heard
        .down
        .households
        .iter()
        .map(|down| down.household.household.as_str());
    let unread = heard.unread.iter().filter(|part| part.field == "households");
    let named = |part: &'a Unread| part.id.parse::<HouseholdNo>().is_ok().then_some(part.id.as_str());
    read.map(Some).chain(unread.map(named)).collect()
}

/// The day on which assignments that are not told any more have ended at the latest.
fn ended_on(down: &Down) -> Option<Day> {
    down.now.map(Moment::day)
}

/// Everything of a `down` that could be read; what stood unread in its place before is settled.
fn put_down(conn: &Connection, down: &Down, initials: &dyn Initials) -> Result<()> {
    for household in &down.households {
        super::unread::settle(conn, "households", household.household.household.as_str())?;
        put_household(conn, household, initials)?;
    }
    for household in &down.removed {
        super::unread::settle(conn, "households", household.as_str())?;
        remove_household(conn, household, ended_on(down))?;
    }
    for household in &down.erased {
        super::unread::settle(conn, "households", household.as_str())?;
        erase_household(conn, household)?;
    }
    if let Some(policies) = &down.policies {
        super::unread::settle(conn, "policies", "")?;
        put_policies(conn, policies)?;
    }
    if let Some(cadres) = &down.cadres {
        super::unread::settle(conn, "cadres", "")?;
        put_cadres(conn, cadres)?;
    }
    if let Some(asked) = &down.asked {
        put(conn, ASKED, asked)?;
    }
    Ok(())
}

fn put_household(conn: &Connection, down: &HouseholdDown, initials: &dyn Initials) -> Result<()> {
    let household = &down.household;
    let number = household.household.as_str();
    let search = [&household.head, &household.group, &household.village_name, number]
        .map(str::to_lowercase)
        .join("\n");
    let body = HouseholdDown {
        visits: Vec::new(),
        ..down.clone()
    };
    conn.prepare_cached(
        "INSERT OR REPLACE INTO household (household, village, search, initials, lat, lon, gone, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
    )?
    .execute(params![
        number,
        household.village.as_str(),
        search,
        initials.of(&household.head),
        household.place.map(|p| p.lat),
        household.place.map(|p| p.lon),
        to_json(&body)
    ])?;
    conn.prepare_cached("DELETE FROM fact WHERE household = ?1 AND unsent = 0")?
        .execute([number])?;
    for fact in &down.visits {
        put_fact(conn, &household.household, fact, Confirmed::Yes)?;
    }
    conn.prepare_cached("DELETE FROM cover WHERE household = ?1")?
        .execute([number])?;
    Ok(())
}

/// A household that is somebody else's now: its personal data goes, unless something that is being written still
/// needs it. Records stay. What is kept for a visit being written knows that this cadre is not assigned any more.
fn remove_household(conn: &Connection, household: &HouseholdNo, on: Option<Day>) -> Result<()> {
    if let Some(on) = on {
        end_assignment(conn, household, on)?;
    }
    for sql in [
        "DELETE FROM cover WHERE household = ?1",
        "DELETE FROM fact WHERE household = ?1 AND unsent = 0",
        "UPDATE household SET gone = 1 WHERE household = ?1",
        "DELETE FROM household WHERE household = ?1 AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.household = ?1)
           AND NOT EXISTS (SELECT 1 FROM help_draft d JOIN picture p ON p.visit = d.id WHERE d.household = ?1)",
    ] {
        conn.prepare_cached(sql)?.execute([household.as_str()])?;
    }
    Ok(())
}

/// This cadre's assignment ended at the latest the day before this one. Which day it was is not told; the server knows.
fn end_assignment(conn: &Connection, household: &HouseholdNo, on: Day) -> Result<()> {
    let Some(me) = get::<Enrolment>(conn, "enrolment")?.map(|enrolment| enrolment.cadre.id) else {
        return Ok(());
    };
    let kept = "SELECT body FROM household WHERE household = ?1";
    let Some(mut known) = one(conn, kept, [household.as_str()], |row| {
        from_json::<HouseholdDown>(&row.get::<_, String>(0)?, "household.body")
    })?
    else {
        return Ok(());
    };
    let open = |assignment: &&mut Assignment| assignment.cadre == me && assignment.holds(on);
    let mut ended = false;
    for assignment in known.assignments.iter_mut().filter(open) {
        assignment.to = Some(on.plus(-1));
        ended = true;
    }
    if ended {
        conn.prepare_cached("UPDATE household SET body = ?2 WHERE household = ?1")?
            .execute([household.as_str(), &to_json(&known)])?;
    }
    Ok(())
}

fn put_policies(conn: &Connection, policies: &[PolicyDown]) -> Result<()> {
    conn.execute("DELETE FROM policy", [])?;
    conn.execute("DELETE FROM cover", [])?;
    let mut insert = conn.prepare_cached("INSERT INTO policy (id, scope, toml) VALUES (?1, ?2, ?3)")?;
    for policy in policies {
        insert.execute([policy.id.as_str(), policy.scope.as_str(), &policy.toml])?;
    }
    Ok(())
}

/// A visit whose receipt came is sent, whether or not the same answer tells of its household.
fn visit_sent(conn: &Connection, record: &Sha256) -> Result<()> {
    let sql = "UPDATE fact SET unsent = 0 WHERE unsent = 1
               AND visit = (SELECT id FROM record WHERE sha256 = ?1 AND kind = 'visit') RETURNING household";
    for household in many(conn, sql, [record.0], |row| Ok(row.get::<_, String>(0)?))? {
        conn.prepare_cached("DELETE FROM cover WHERE household = ?1")?
            .execute([household])?;
    }
    Ok(())
}

fn put_cadres(conn: &Connection, cadres: &[Cadre]) -> Result<()> {
    conn.execute("DELETE FROM cadre", [])?;
    let mut insert = conn.prepare_cached("INSERT INTO cadre (id, name, unit) VALUES (?1, ?2, ?3)")?;
    for cadre in cadres {
        insert.execute(params![cadre.id.as_bytes(), cadre.name, cadre.unit])?;
    }
    Ok(())
}
