//! The roster's rows: what an import compares itself with, and what it writes.

use super::change::List;
use super::column::Cells;
use super::door::SqliteStore;
use super::household::{assignments, classes, places};
use super::tx::{SqliteTx, many};
use crate::store::{Gone, HouseholdPlan, ImportPlan, Person, Roster, RosterHousehold, RosterNow, RosterTx, Village};
use crate::{Error, Result};
use ruhu_core::domain::{Assignment, Cadre, PlaceVersion};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode};
use rusqlite::{Connection, OptionalExtension, params};

impl Roster for SqliteStore {
    fn roster_now(&self, township: &RegionCode) -> Result<RosterNow> {
        self.read(|conn| {
            Ok(RosterNow {
                cadres: cadres(conn, township)?,
                households: households(conn, township)?,
                erased: erased(conn, township)?,
                decided: decided(conn, township)?,
            })
        })
    }

    fn villages(&self, region: &RegionCode) -> Result<Vec<Village>> {
        self.read(|conn| villages(conn, region.as_str()))
    }

    fn every_village(&self) -> Result<crate::store::KnownVillages> {
        self.read(|conn| {
            let sql = "SELECT code, name FROM region_name ORDER BY code";
            let regions = many(conn, sql, [], |row| {
                let cells = Cells::new(row, "region_name");
                Ok((cells.text("code")?, cells.get("name")?))
            })?;
            Ok((villages(conn, "")?, regions))
        })
    }

    fn put_villages(&self, villages: &[Village], regions: &[(RegionCode, String)]) -> Result<u64> {
        self.write(|conn| {
            let mut new = 0;
            for village in villages {
                new += put_village(conn, village)?;
            }
            let sql = "INSERT INTO region_name (code, name) VALUES (?1, ?2) \
                ON CONFLICT (code) DO UPDATE SET name = excluded.name";
            for (code, name) in regions {
                conn.prepare_cached(sql)?.execute([code.as_str(), name])?;
            }
            Ok(new)
        })
    }

    fn region_name(&self, code: &RegionCode) -> Result<Option<String>> {
        self.read(|conn| {
            let sql = "SELECT name FROM region_name WHERE code = ?1";
            Ok(conn
                .prepare_cached(sql)?
                .query_row([code.as_str()], |row| row.get(0))
                .optional()?)
        })
    }

    fn cadres(&self, township: &RegionCode) -> Result<Vec<Cadre>> {
        self.read(|conn| cadres(conn, township))
    }
}

/// The villages whose codes begin so.
fn villages(conn: &Connection, prefix: &str) -> Result<Vec<Village>> {
    let sql = "SELECT * FROM village WHERE code LIKE ?1 || '%' ORDER BY code";
    many(conn, sql, [prefix], |row| {
        let cells = Cells::new(row, "village");
        Ok(Village {
            code: cells.text("code")?,
            name: cells.get("name")?,
            listed: cells.flag("listed")?,
        })
    })
}

/// The numbers of households that were lawfully erased.
fn erased(conn: &Connection, township: &RegionCode) -> Result<std::collections::BTreeSet<HouseholdNo>> {
    let sql = "SELECT no FROM household WHERE township = ?1 AND erased IS NOT NULL";
    let numbers = many(conn, sql, [township.as_str()], |row| {
        Cells::new(row, "household").text("no")
    })?;
    Ok(numbers.into_iter().collect())
}

/// Records of the township's own, but for places, which are also learnt; and the places it set.
fn decided(conn: &Connection, township: &RegionCode) -> Result<u64> {
    let mut statement = conn.prepare_cached(include_str!("decided.sql"))?;
    let count: i64 = statement.query_row([township.as_str()], |row| row.get(0))?;
    u64::try_from(count).map_err(|_| Error::inconsistent("record", "a count below zero"))
}

fn cadres(conn: &Connection, township: &RegionCode) -> Result<Vec<Cadre>> {
    let sql = "SELECT * FROM cadre WHERE township = ?1 ORDER BY name, id";
    many(conn, sql, [township.as_str()], |row| {
        let cells = Cells::new(row, "cadre");
        Ok(Cadre {
            id: cells.id("id")?,
            name: cells.get("name")?,
            unit: cells.get("unit")?,
            phone: cells.get("phone")?,
        })
    })
}

fn households(conn: &Connection, township: &RegionCode) -> Result<Vec<RosterHousehold>> {
    many(
        conn,
        include_str!("roster_households.sql"),
        [township.as_str()],
        |row| {
            let cells = Cells::new(row, "household");
            let no: HouseholdNo = cells.text("no")?;
            Ok(RosterHousehold {
                village: cells.text("village")?,
                entered: cells.day("entered")?,
                left: cells.day_or_none("left_on")?,
                person: person_of(&cells)?,
                classes: classes(conn, township, &no)?,
                assignments: assignments(conn, township, &no)?,
                places: places(conn, township, &no)?,
                household: no,
            })
        },
    )
}

/// Who lives there, and in which village.
pub(super) fn person(
    conn: &Connection,
    township: &RegionCode,
    no: &HouseholdNo,
) -> Result<Option<(RegionCode, Person)>> {
    let sql = "SELECT h.village, p.* FROM household h JOIN household_person p ON p.township = h.township AND p.no = h.no \
        WHERE h.township = ?1 AND h.no = ?2";
    let found = many(conn, sql, [township.as_str(), no.as_str()], |row| {
        let cells = Cells::new(row, "household_person");
        Ok((cells.text("village")?, person_of(&cells)?))
    })?;
    Ok(found.into_iter().next())
}

fn person_of(cells: &Cells<'_>) -> Result<Person> {
    Ok(Person {
        head: cells.get("head")?,
        id_number: cells.get("id_number")?,
        id_suspect: cells.flag("id_suspect")?,
        phone: cells.get("phone")?,
        group: cells.get("group_name")?,
        people: cells.whole_or_none("people")?,
        risk: cells.get("risk")?,
    })
}

/// Adds or renames a village; answers 1 for a new one. A name that was made up never replaces a listed one.
fn put_village(conn: &Connection, village: &Village) -> Result<u64> {
    let known = conn
        .prepare_cached("SELECT 1 FROM village WHERE code = ?1")?
        .exists([village.code.as_str()])?;
    let township = village.code.township();
    conn.prepare_cached(include_str!("put_village.sql"))?.execute(params![
        village.code.as_str(),
        township.as_ref().unwrap_or(&village.code).as_str(),
        village.name,
        village.listed
    ])?;
    Ok(u64::from(!known))
}

impl RosterTx for SqliteTx<'_> {
    fn apply(&mut self, plan: &ImportPlan) -> Result<()> {
        for village in &plan.villages {
            put_village(self.conn, village)?;
        }
        for cadre in &plan.cadres {
            self.apply_cadre(&cadre.cadre)?;
        }
        for household in &plan.households {
            self.apply_household(household)?;
        }
        for gone in &plan.gone {
            self.apply_gone(gone)?;
        }
        match plan.cadres.is_empty() {
            true => Ok(()),
            false => self.touch_list(List::Cadres),
        }
    }
    fn decided(&mut self) -> Result<u64> {
        decided(self.conn, &self.township)
    }
}

impl SqliteTx<'_> {
    fn apply_cadre(&self, cadre: &Cadre) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("put_cadre.sql"))?
            .execute(params![
                cadre.id.as_bytes(),
                self.township.as_str(),
                cadre.name,
                cadre.unit,
                cadre.phone
            ])?;
        Ok(())
    }

    fn apply_household(&self, plan: &HouseholdPlan) -> Result<()> {
        let (township, no) = (self.township.as_str(), plan.household.as_str());
        self.conn
            .prepare_cached(include_str!("put_household.sql"))?
            .execute(params![
                township,
                no,
                plan.village.as_str(),
                plan.entered.number(),
                plan.left.map(|day| day.number())
            ])?;
        self.conn
            .prepare_cached(include_str!("put_person.sql"))?
            .execute(params![
                township,
                no,
                plan.person.head,
                plan.person.id_number,
                plan.person.id_suspect,
                plan.person.phone,
                plan.person.group,
                plan.person.people,
                plan.person.risk
            ])?;
        for class in &plan.classes {
            let sql = "INSERT INTO class_from (township, no, from_day, class) VALUES (?1, ?2, ?3, ?4) \
                ON CONFLICT (township, no, from_day) DO UPDATE SET class = excluded.class";
            self.conn
                .prepare_cached(sql)?
                .execute(params![township, no, class.from.number(), class.class.word()])?;
        }
        for assignment in &plan.assignments {
            self.write_assignment(assignment)?;
        }
        if let Some((point, from)) = plan.place {
            let newest = places(self.conn, &self.township, &plan.household)?.pop();
            let place = PlaceVersion {
                version: newest.map_or(1, |place| place.version + 1),
                lat: point.lat,
                lon: point.lon,
                from,
                learned: false,
            };
            self.write_place(&plan.household, &place)?;
        }
        self.touch_household(&plan.household)
    }

    fn apply_gone(&self, gone: &Gone) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE household SET left_on = ?3 WHERE township = ?1 AND no = ?2")?
            .execute(params![
                self.township.as_str(),
                gone.household.as_str(),
                gone.left.number()
            ])?;
        for (cadre, from) in &gone.ended {
            self.end_assignment(gone, cadre, *from)?;
        }
        self.touch_household(&gone.household)
    }

    fn end_assignment(&self, gone: &Gone, cadre: &CadreId, from: ruhu_core::time::Day) -> Result<()> {
        self.write_assignment(&Assignment {
            household: gone.household.clone(),
            cadre: *cadre,
            from,
            to: Some(gone.left),
        })
    }
}
