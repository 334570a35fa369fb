//! Households and what holds for them as rows: classes, assignments, places, waivers, policies.

use super::column::Cells;
use super::tx::{SqliteTx, many};
use crate::Result;
use crate::store::{Granted, HouseholdFacts, PolicyRow};
use ruhu_core::domain::{Assignment, ClassFrom, PlaceVersion, Tenure, Waiver, WaiverScope};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use rusqlite::{Connection, Row, params};

pub(super) fn class_row(row: &Row<'_>) -> Result<ClassFrom> {
    let cells = Cells::new(row, "class_from");
    Ok(ClassFrom {
        class: cells.word("class")?,
        from: cells.day("from_day")?,
    })
}

pub(super) fn assignment_row(row: &Row<'_>) -> Result<Assignment> {
    let cells = Cells::new(row, "assignment");
    Ok(Assignment {
        household: cells.text("no")?,
        cadre: cells.id("cadre")?,
        from: cells.day("from_day")?,
        to: cells.day_or_none("to_day")?,
    })
}

pub(super) fn place_row(row: &Row<'_>) -> Result<PlaceVersion> {
    let cells = Cells::new(row, "place");
    Ok(PlaceVersion {
        version: cells.whole("version")?,
        lat: cells.get("lat")?,
        lon: cells.get("lon")?,
        from: cells.day("from_day")?,
        learned: cells.flag("learned")?,
    })
}

/// A household's classes, by date.
pub(super) fn classes(conn: &Connection, township: &RegionCode, no: &HouseholdNo) -> Result<Vec<ClassFrom>> {
    let sql = "SELECT * FROM class_from WHERE township = ?1 AND no = ?2 ORDER BY from_day";
    many(conn, sql, [township.as_str(), no.as_str()], class_row)
}

/// A household's assignments, by first day.
pub(super) fn assignments(conn: &Connection, township: &RegionCode, no: &HouseholdNo) -> Result<Vec<Assignment>> {
    let sql = "SELECT * FROM assignment WHERE township = ?1 AND no = ?2 ORDER BY from_day, cadre";
    many(conn, sql, [township.as_str(), no.as_str()], assignment_row)
}

/// A household's places, oldest first.
pub(super) fn places(conn: &Connection, township: &RegionCode, no: &HouseholdNo) -> Result<Vec<PlaceVersion>> {
    let sql = "SELECT * FROM place WHERE township = ?1 AND no = ?2 ORDER BY version";
    many(conn, sql, [township.as_str(), no.as_str()], place_row)
}

/// Every waiver of a township, by first day.
pub(super) fn waivers(conn: &Connection, township: &RegionCode) -> Result<Vec<Granted>> {
    let sql = "SELECT * FROM waiver WHERE township = ?1 ORDER BY from_day, record";
    many(conn, sql, [township.as_str()], granted_row)
}

pub(super) fn granted_row(row: &Row<'_>) -> Result<Granted> {
    let cells = Cells::new(row, "waiver");
    let scope = match cells.text_or_none("household")? {
        Some(no) => WaiverScope::Household(no),
        None => WaiverScope::Region(cells.text("region")?),
    };
    Ok(Granted {
        record: cells.sha("record")?,
        scope,
        kind: cells.word("kind")?,
        from: cells.day("from_day")?,
        to: cells.day("to_day")?,
        why: cells.get("why")?,
    })
}

/// Those of a township's waivers that touch one household.
pub(super) fn touching(all: &[Granted], no: &HouseholdNo, village: &RegionCode) -> Vec<Waiver> {
    all.iter()
        .filter(|granted| match &granted.scope {
            WaiverScope::Household(one) => one == no,
            WaiverScope::Region(region) => region.contains(village),
        })
        .map(|granted| Waiver {
            kind: granted.kind,
            from: granted.from,
            to: granted.to,
        })
        .collect()
}

/// What judging needs to know of a household.
pub(super) fn facts(conn: &Connection, township: &RegionCode, no: &HouseholdNo) -> Result<Option<HouseholdFacts>> {
    let sql = "SELECT village, entered, left_on FROM household WHERE township = ?1 AND no = ?2";
    let found = many(conn, sql, [township.as_str(), no.as_str()], |row| {
        let cells = Cells::new(row, "household");
        Ok((
            cells.text::<RegionCode>("village")?,
            cells.day("entered")?,
            cells.day_or_none("left_on")?,
        ))
    })?;
    let Some((village, entered, left)) = found.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(HouseholdFacts {
        household: no.clone(),
        waivers: touching(&waivers(conn, township)?, no, &village),
        village,
        tenure: Tenure {
            entered,
            left,
            classes: classes(conn, township, no)?,
        },
        places: places(conn, township, no)?,
        assignments: assignments(conn, township, no)?,
    }))
}

/// A township's policies, by first day.
pub(super) fn policies(conn: &Connection, township: &RegionCode) -> Result<Vec<PolicyRow>> {
    let sql = "SELECT * FROM policy WHERE township = ?1 ORDER BY from_day, id";
    many(conn, sql, [township.as_str()], |row| {
        let cells = Cells::new(row, "policy");
        Ok(PolicyRow {
            id: cells.text("id")?,
            scope: cells.text("scope")?,
            from: cells.day("from_day")?,
            toml: cells.get("toml")?,
            record: cells.sha("record")?,
        })
    })
}

impl SqliteTx<'_> {
    pub(super) fn read_households_in(&self, region: &RegionCode) -> Result<Vec<HouseholdNo>> {
        let sql = "SELECT no FROM household WHERE township = ?1 AND village LIKE ?2 || '%' ORDER BY no";
        self.many(sql, [self.township.as_str(), region.as_str()], |row| {
            Cells::new(row, "household").text("no")
        })
    }

    pub(super) fn write_place(&self, no: &HouseholdNo, place: &PlaceVersion) -> Result<()> {
        let sql = "INSERT INTO place (township, no, version, lat, lon, from_day, learned) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.conn.prepare_cached(sql)?.execute(params![
            self.township.as_str(),
            no.as_str(),
            place.version,
            place.lat,
            place.lon,
            place.from.number(),
            place.learned
        ])?;
        Ok(())
    }

    pub(super) fn write_assignment(&self, assignment: &Assignment) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("put_assignment.sql"))?
            .execute(params![
                self.township.as_str(),
                assignment.household.as_str(),
                assignment.cadre.as_bytes(),
                assignment.from.number(),
                assignment.to.map(|day| day.number())
            ])?;
        Ok(())
    }

    pub(super) fn write_waiver(&self, waiver: &Granted) -> Result<()> {
        let (household, region) = match &waiver.scope {
            WaiverScope::Household(no) => (Some(no.as_str()), None),
            WaiverScope::Region(code) => (None, Some(code.as_str())),
        };
        self.conn
            .prepare_cached(include_str!("put_waiver.sql"))?
            .execute(params![
                self.township.as_str(),
                waiver.record.0,
                household,
                region,
                waiver.kind.word(),
                waiver.from.number(),
                waiver.to.number(),
                waiver.why
            ])?;
        Ok(())
    }

    pub(super) fn write_policy(&self, policy: &PolicyRow) -> Result<()> {
        let sql = include_str!("put_policy.sql");
        self.conn.prepare_cached(sql)?.execute(params![
            self.township.as_str(),
            policy.id.as_str(),
            policy.scope.as_str(),
            policy.from.number(),
            policy.toml,
            policy.record.0
        ])?;
        Ok(())
    }
}
