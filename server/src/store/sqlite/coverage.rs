//! Reads for pages.

use super::column::Cells;
use super::door::SqliteStore;
use super::household::{assignment_row, assignments, class_row, places, policies, touching, waivers};
use super::tx::many;
use super::visit::{VISIT, corrections, visit_row};
use crate::store::{
    Coverage, Granted, HouseholdFile, HouseholdState, JudgementPast, Person, PhoneState, PhotoShown, PolicyRow,
    VillageRow, VisitRow, VisitShown,
};
use crate::{Error, Result};
use ruhu_core::domain::{
    Assignment, Cadre, ClassFrom, FileRef, PhotoEntry, ReasonCode, Ruling, Statements, Tenure, Visit, VisitFact,
};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode, Sha256, VisitId};
use ruhu_core::record::{Correction, Envelope, Jws, Kind};
use ruhu_core::rules::start_of;
use ruhu_core::time::SettledTime;
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;

/// A household's key in maps over several townships.
type Key = (RegionCode, HouseholdNo);

impl Coverage for SqliteStore {
    fn policies(&self, township: &RegionCode) -> Result<Vec<PolicyRow>> {
        self.read(|conn| policies(conn, township))
    }

    fn villages_in(&self, scope: &RegionCode) -> Result<Vec<VillageRow>> {
        self.read(|conn| {
            many(conn, include_str!("villages_in.sql"), [scope.as_str()], |row| {
                let cells = Cells::new(row, "village");
                Ok(VillageRow {
                    code: cells.text("code")?,
                    name: cells.get("name")?,
                    households: cells.whole("households")?,
                })
            })
        })
    }

    fn households(&self, scope: &RegionCode) -> Result<Vec<HouseholdState>> {
        self.read(|conn| households(conn, scope))
    }

    fn household_file(&self, township: &RegionCode, no: &HouseholdNo) -> Result<Option<HouseholdFile>> {
        self.read(|conn| {
            let Some(facts) = super::household::facts(conn, township, no)? else {
                return Ok(None);
            };
            let all = visits_of(conn, township, no)?;
            Ok(Some(HouseholdFile {
                household: super::described::described(conn, township, no)?,
                places: places(conn, township, no)?,
                assignments: assignments(conn, township, no)?
                    .into_iter()
                    .map(|assignment| {
                        let cadre = cadre(conn, &assignment.cadre)?;
                        let cadre = cadre.ok_or_else(|| Error::inconsistent("assignment.cadre", "no such cadre"))?;
                        Ok((assignment, cadre))
                    })
                    .collect::<Result<_>>()?,
                waivers: facts.waivers,
                visits: all
                    .into_iter()
                    .rev()
                    .map(|visit| shown(conn, township, visit))
                    .collect::<Result<_>>()?,
            }))
        })
    }

    fn person(&self, township: &RegionCode, no: &HouseholdNo) -> Result<Option<(RegionCode, Person)>> {
        self.read(|conn| super::roster::person(conn, township, no))
    }

    fn phones(&self, township: &RegionCode) -> Result<Vec<PhoneState>> {
        self.read(|conn| {
            many(conn, include_str!("phones.sql"), [township.as_str()], |row| {
                let cells = Cells::new(row, "device");
                Ok(PhoneState {
                    kid: cells.text("kid")?,
                    cadre: cells.id("cadre")?,
                    cadre_name: cells.get("cadre_name")?,
                    cadre_unit: cells.get("cadre_unit")?,
                    model: cells.get("model")?,
                    app_version: cells.get("app_version")?,
                    enrolled: cells.moment("enrolled")?,
                    revoked: cells.moment_or_none("revoked")?,
                    last_seen: cells.moment_or_none("last_seen")?,
                    waiting_since: cells.moment_or_none("waiting_since")?,
                    waiting_records: cells.whole("waiting_records")?,
                    waiting_photos: cells.whole("waiting_photos")?,
                })
            })
        })
    }
}

/// The facts of a household's visits, by (day, id).
pub(super) fn visit_facts(conn: &Connection, township: &RegionCode, no: &HouseholdNo) -> Result<Vec<VisitFact>> {
    let sql = "SELECT id, day, mode, base, decision FROM visit WHERE township = ?1 AND household = ?2 ORDER BY day, id";
    many(conn, sql, [township.as_str(), no.as_str()], fact_row)
}

fn fact_row(row: &Row<'_>) -> Result<VisitFact> {
    let cells = Cells::new(row, "visit");
    Ok(VisitFact {
        id: cells.id("id")?,
        day: cells.day("day")?,
        mode: cells.word("mode")?,
        verdict: cells.word("base")?,
        decision: cells.word_or_none("decision")?,
    })
}

/// Rows of a query that belong to households of a scope, gathered by household.
fn gather<T>(
    conn: &Connection,
    sql: &str,
    scope: &RegionCode,
    read: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<BTreeMap<Key, Vec<T>>> {
    let mut gathered: BTreeMap<Key, Vec<T>> = BTreeMap::new();
    for (key, value) in many(conn, sql, [scope.as_str()], |row| {
        let cells = Cells::new(row, "household");
        Ok(((cells.text("township")?, cells.text("no")?), read(row)?))
    })? {
        gathered.entry(key).or_default().push(value);
    }
    Ok(gathered)
}

fn households(conn: &Connection, scope: &RegionCode) -> Result<Vec<HouseholdState>> {
    let mut classes: BTreeMap<Key, Vec<ClassFrom>> = gather(conn, include_str!("scope_classes.sql"), scope, class_row)?;
    let mut assigned: BTreeMap<Key, Vec<(Assignment, String)>> =
        gather(conn, include_str!("scope_assignments.sql"), scope, |row| {
            Ok((assignment_row(row)?, Cells::new(row, "cadre").get("cadre_name")?))
        })?;
    let mut visits = gather(conn, include_str!("scope_visits.sql"), scope, fact_row)?;
    let mut granted: BTreeMap<RegionCode, Vec<Granted>> = BTreeMap::new();
    for township in many(conn, "SELECT code FROM township ORDER BY code", [], |row| {
        Cells::new(row, "township").text("code")
    })? {
        granted.insert(RegionCode::clone(&township), waivers(conn, &township)?);
    }
    let mut states = many(conn, include_str!("scope_households.sql"), [scope.as_str()], |row| {
        let cells = Cells::new(row, "household");
        let (township, household): Key = (cells.text("township")?, cells.text("no")?);
        let village: RegionCode = cells.text("village")?;
        Ok(HouseholdState {
            waivers: granted
                .get(&township)
                .map(|all| touching(all, &household, &village))
                .unwrap_or_default(),
            village,
            head: cells.get("head")?,
            group: cells.get("group_name")?,
            tenure: Tenure {
                entered: cells.day("entered")?,
                left: cells.day_or_none("left_on")?,
                classes: Vec::new(),
            },
            assignments: Vec::new(),
            visits: Vec::new(),
            township,
            household,
        })
    })?;
    for state in &mut states {
        let key = (state.township.clone(), state.household.clone());
        state.tenure.classes = classes.remove(&key).unwrap_or_default();
        state.assignments = assigned.remove(&key).unwrap_or_default();
        state.visits = visits.remove(&key).unwrap_or_default();
    }
    Ok(states)
}

fn visits_of(conn: &Connection, township: &RegionCode, no: &HouseholdNo) -> Result<Vec<VisitRow>> {
    let sql = format!("{VISIT} WHERE v.township = ?1 AND v.household = ?2 ORDER BY v.started, v.id");
    many(conn, &sql, [township.as_str(), no.as_str()], visit_row)
}

fn cadre(conn: &Connection, id: &CadreId) -> Result<Option<Cadre>> {
    let found = many(conn, "SELECT * FROM cadre WHERE id = ?1", [id.as_bytes()], |row| {
        let cells = Cells::new(row, "cadre");
        Ok(Cadre {
            id: cells.id("id")?,
            name: cells.get("name")?,
            unit: cells.get("unit")?,
            phone: cells.get("phone")?,
        })
    })?;
    Ok(found.into_iter().next())
}

fn shown(conn: &Connection, township: &RegionCode, visit: VisitRow) -> Result<VisitShown> {
    let named = std::iter::once(visit.cadre).chain(visit.companions.iter().map(|companion| companion.cadre));
    let cadres = named
        .map(|id| Ok((id, cadre(conn, &id)?.map(|cadre| cadre.name).unwrap_or_default())))
        .collect::<Result<_>>()?;
    let words = visit.companions.iter().map(|companion| companion.there).collect();
    let sql = "SELECT decided_by, decided_why, mark FROM visit v JOIN record r ON r.township = v.township AND r.sha256 = v.record WHERE v.township = ?1 AND v.id = ?2";
    let (by, why, mark) = many(conn, sql, params![township.as_str(), visit.id.as_bytes()], |row| {
        let cells = Cells::new(row, "visit");
        Ok((
            cells.get::<Option<String>>("decided_by")?,
            cells.get::<Option<String>>("decided_why")?,
            cells.word_or_none("mark")?,
        ))
    })?
    .pop()
    .ok_or_else(|| Error::inconsistent("visit.record", "no such record"))?;
    Ok(VisitShown {
        id: visit.id,
        cadres,
        words,
        mode: visit.mode,
        late: visit.late,
        day: visit.day,
        started: visit.started,
        ended: visit.ended,
        settled: settled(conn, township, &visit)?,
        received: visit.received,
        judgement: visit.judgement(),
        base: visit.base,
        counted: visit.counted,
        decision: visit
            .decision
            .map(|ruling: Ruling| (ruling, by.unwrap_or_default(), why.unwrap_or_default())),
        history: history(conn, township, &visit.id)?,
        mark,
        statements: statements(conn, township, &visit.statements)?,
        corrected: applied(conn, township, &visit)?,
        photos: photos(conn, township, &visit.id)?,
        phone: visit.phone,
    })
}

fn history(conn: &Connection, township: &RegionCode, visit: &VisitId) -> Result<Vec<JudgementPast>> {
    let sql = "SELECT * FROM judgement WHERE township = ?1 AND visit = ?2 ORDER BY version";
    many(conn, sql, params![township.as_str(), visit.as_bytes()], |row| {
        let cells = Cells::new(row, "judgement");
        Ok(JudgementPast {
            at: cells.moment("at")?,
            why: cells.word("why")?,
            judgement: cells.judgement("verdict", "codes")?,
        })
    })
}

/// The reasons of the corrections that were applied, oldest first.
fn applied(conn: &Connection, township: &RegionCode, visit: &VisitRow) -> Result<Vec<String>> {
    let all = corrections(conn, township.as_str(), &visit.id)?;
    Ok(crate::store::applied_corrections(visit.record, visit.cadre, &all)
        .into_iter()
        .map(|correction| correction.why.clone())
        .collect())
}

/// The statements of a visit's record or of a correction; `None` when the record was erased.
fn statements(conn: &Connection, township: &RegionCode, record: &Sha256) -> Result<Option<Statements>> {
    let Some(envelope) = envelope(conn, township, record)? else {
        return Ok(None);
    };
    let unreadable = |e: serde_json::Error| Error::inconsistent("record.jws", &e);
    Ok(Some(match envelope.kind {
        Kind::Correction => {
            serde_json::from_value::<Correction>(envelope.body)
                .map_err(unreadable)?
                .statements
        }
        _ => {
            serde_json::from_value::<Visit>(envelope.body)
                .map_err(unreadable)?
                .statements
        }
    }))
}

/// How a visit's beginning was settled: the clocks of its record, without an anchor that is untrue.
fn settled(conn: &Connection, township: &RegionCode, visit: &VisitRow) -> Result<Option<SettledTime>> {
    let Some(envelope) = envelope(conn, township, &visit.record)? else {
        return Ok(None);
    };
    let untrue = visit.own.contains(&ReasonCode::AnchorUntrue);
    let anchor = envelope.anchor.filter(|_| !untrue);
    let body: Visit = serde_json::from_value(envelope.body).map_err(|e| Error::inconsistent("record.jws", &e))?;
    Ok(Some(start_of(&body, anchor.as_ref(), Some(visit.received))))
}

/// A record's payload; `None` when it was erased. It was read when it was taken in, so one that does not read is damage.
fn envelope(conn: &Connection, township: &RegionCode, record: &Sha256) -> Result<Option<Envelope>> {
    let sql = "SELECT jws FROM record WHERE township = ?1 AND sha256 = ?2";
    let found = many(conn, sql, params![township.as_str(), record.0], |row| {
        Cells::new(row, "record").get::<Option<String>>("jws")
    })?;
    let Some(jws) = found.into_iter().next().flatten() else {
        return Ok(None);
    };
    let unreadable = |e: &dyn std::fmt::Display| Error::inconsistent("record.jws", e);
    let parsed = Jws::parse(&jws).map_err(|e| unreadable(&e))?;
    serde_json::from_slice(&parsed.payload)
        .map_err(|e| unreadable(&e))
        .map(Some)
}

fn photos(conn: &Connection, township: &RegionCode, visit: &VisitId) -> Result<Vec<PhotoShown>> {
    let sql = "SELECT n.* FROM photo_named n WHERE n.township = ?1 AND n.visit = ?2 AND NOT EXISTS (SELECT 1 FROM record r \
        WHERE r.township = n.township AND r.sha256 = n.record AND r.jws IS NULL) ORDER BY n.record, n.place";
    many(conn, sql, params![township.as_str(), visit.as_bytes()], |row| {
        let cells = Cells::new(row, "photo_named");
        Ok(PhotoShown {
            record: cells.sha("record")?,
            entry: PhotoEntry {
                original: FileRef {
                    sha256: cells.sha("original")?,
                    size: cells.whole("original_size")?,
                },
                copy: FileRef {
                    sha256: cells.sha("copy")?,
                    size: cells.whole("copy_size")?,
                },
                in_app: cells.flag("in_app")?,
                taken: cells.moment("taken")?,
            },
        })
    })
}
