//! Kept years as rows, and the households that pages list from them.

use super::column::Cells;
use super::door::SqliteStore;
use super::household::{assignment_row, class_row, granted_row, touching};
use super::tx::{SqliteTx, many};
use crate::store::{Homes, HouseholdYear, Kept};
use crate::{Error, Result};
use ruhu_core::coverage::KeptYear;
use ruhu_core::domain::{Assignment, ClassFrom, Tenure};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode};
use ruhu_core::time::Day;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};
use std::collections::BTreeMap;

/// A household's key in maps over several townships.
type Key = (RegionCode, HouseholdNo);

impl Kept for SqliteStore {
    fn household_years(&self, whose: &Homes, days: (Day, Day)) -> Result<Vec<HouseholdYear>> {
        self.read(|conn| household_years(conn, whose, days))
    }

    fn helping(&self, region: &RegionCode) -> Result<Vec<CadreId>> {
        self.read(|conn| {
            many(conn, include_str!("helping.sql"), [region.as_str()], |row| {
                Cells::new(row, "assignment").id("cadre")
            })
        })
    }

    fn townships_to_keep(&self) -> Result<Vec<RegionCode>> {
        let sql = "SELECT code FROM township WHERE code NOT IN (SELECT township FROM kept_township) ORDER BY code";
        self.read(|conn| many(conn, sql, [], |row| Cells::new(row, "township").text("code")))
    }

    fn anchors_to_keep(&self) -> Result<Vec<RegionCode>> {
        let sql = "SELECT code FROM township WHERE anchors_kept = 0 ORDER BY code";
        self.read(|conn| many(conn, sql, [], |row| Cells::new(row, "township").text("code")))
    }
}

impl SqliteTx<'_> {
    pub(super) fn write_kept(&self, no: &HouseholdNo, years: &[KeptYear]) -> Result<()> {
        let (township, no) = (self.township.as_str(), no.as_str());
        let sql = "SELECT year FROM kept_year WHERE township = ?1 AND no = ?2";
        let there: Vec<i32> = self.many(sql, [township, no], |row| Cells::new(row, "kept_year").get("year"))?;
        for year in there.iter().filter(|year| years.iter().all(|kept| kept.year != **year)) {
            let sql = "DELETE FROM kept_year WHERE township = ?1 AND no = ?2 AND year = ?3";
            self.conn.prepare_cached(sql)?.execute(params![township, no, year])?;
        }
        for kept in years {
            self.conn
                .prepare_cached(include_str!("put_kept_year.sql"))?
                .execute(params![
                    township,
                    no,
                    kept.year,
                    packed(kept.year, &kept.counted)?,
                    packed(kept.year, &kept.supposed)?,
                    kept.before.map(Day::number)
                ])?;
        }
        Ok(())
    }

    pub(super) fn write_township_kept(&self) -> Result<()> {
        let sql = "INSERT INTO kept_township (township) VALUES (?1) ON CONFLICT DO NOTHING";
        self.conn.prepare_cached(sql)?.execute([self.township.as_str()])?;
        Ok(())
    }

    pub(super) fn read_visited(&self) -> Result<Vec<HouseholdNo>> {
        let sql = "SELECT DISTINCT household FROM visit WHERE township = ?1 ORDER BY household";
        self.many(sql, [self.township.as_str()], |row| {
            Cells::new(row, "visit").text("household")
        })
    }
}

fn household_years(conn: &Connection, whose: &Homes, days: (Day, Day)) -> Result<Vec<HouseholdYear>> {
    let asked = Asked::new(whose, days);
    let mut classes: BTreeMap<Key, Vec<ClassFrom>> = asked.gather(conn, include_str!("kept_classes.sql"), class_row)?;
    let mut assigned: BTreeMap<Key, Vec<(Assignment, String)>> =
        asked.gather(conn, include_str!("kept_assignments.sql"), |row| {
            Ok((assignment_row(row)?, Cells::new(row, "cadre").get("cadre_name")?))
        })?;
    let mut kept: BTreeMap<Key, Vec<KeptYear>> = asked.gather(conn, include_str!("kept_years.sql"), kept_row)?;
    let mut households = many(
        conn,
        &asked.sql(include_str!("kept_households.sql")),
        params_from_iter(&asked.params),
        household_row,
    )?;
    let mut granted = BTreeMap::new();
    for household in &mut households {
        if !granted.contains_key(&household.township) {
            let (first, last) = years_of(days.1);
            let waivers = many(
                conn,
                include_str!("kept_waivers.sql"),
                params![household.township.as_str(), first.number(), last.number()],
                granted_row,
            )?;
            granted.insert(household.township.clone(), waivers);
        }
        let key = (household.township.clone(), household.household.clone());
        household.waivers = touching(&granted[&household.township], &household.household, &household.village);
        household.tenure.classes = classes.remove(&key).unwrap_or_default();
        household.assignments = assigned.remove(&key).unwrap_or_default();
        household.kept = kept.remove(&key).and_then(|mut years| years.pop());
    }
    Ok(households)
}

/// What every statement of one question has: which households are here, and the values.
struct Asked {
    here: &'static str,
    params: Vec<Value>,
}

impl Asked {
    fn new(whose: &Homes, (first, last): (Day, Day)) -> Self {
        let days = [first.number(), last.number(), last.year()].map(|number| Value::Integer(number.into()));
        let (here, code, cadre) = match whose {
            Homes::In(code) => (include_str!("kept_here.sql"), code, None),
            Homes::Of { township, cadre } => (include_str!("kept_theirs.sql"), township, Some(cadre)),
        };
        let mut params = vec![Value::Text(code.to_string())];
        params.extend(days);
        params.extend(cadre.map(|cadre| Value::Blob(cadre.as_bytes().to_vec())));
        Self { here, params }
    }
    fn sql(&self, select: &str) -> String {
        format!("{}{select}", self.here)
    }
    /// Rows that belong to the households here, gathered by household.
    fn gather<T>(
        &self,
        conn: &Connection,
        select: &str,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<BTreeMap<Key, Vec<T>>> {
        let mut gathered: BTreeMap<Key, Vec<T>> = BTreeMap::new();
        for (key, value) in many(conn, &self.sql(select), params_from_iter(&self.params), |row| {
            let cells = Cells::new(row, "household");
            Ok(((cells.text("township")?, cells.text("no")?), read(row)?))
        })? {
            gathered.entry(key).or_default().push(value);
        }
        Ok(gathered)
    }
}

fn household_row(row: &Row<'_>) -> Result<HouseholdYear> {
    let cells = Cells::new(row, "household");
    Ok(HouseholdYear {
        township: cells.text("township")?,
        household: cells.text("no")?,
        village: cells.text("village")?,
        head: cells.get("head")?,
        group: cells.get("group_name")?,
        tenure: Tenure {
            entered: cells.day("entered")?,
            left: cells.day_or_none("left_on")?,
            classes: Vec::new(),
        },
        assignments: Vec::new(),
        waivers: Vec::new(),
        kept: None,
    })
}

fn kept_row(row: &Row<'_>) -> Result<KeptYear> {
    let cells = Cells::new(row, "kept_year");
    let year = cells.get("year")?;
    Ok(KeptYear {
        year,
        counted: unpacked(year, &cells.get::<Vec<u8>>("counted")?)?,
        supposed: unpacked(year, &cells.get::<Vec<u8>>("supposed")?)?,
        before: cells.day_or_none("before")?,
    })
}

/// First day of a day's year and last day of the next, in which the next visit may be.
fn years_of(day: Day) -> (Day, Day) {
    let first = Day::new(day.year(), 1, 1).expect("a day's own year has a January");
    (first, first.plus(2 * 366))
}

fn first_of(year: i32) -> Result<Day> {
    Day::new(year, 1, 1).ok_or_else(|| Error::inconsistent("kept_year.year", "no year of a calendar"))
}

/// Days of a year, two bytes each.
fn packed(year: i32, days: &[Day]) -> Result<Vec<u8>> {
    let first = first_of(year)?;
    let place = |day: &Day| u16::try_from(day.since(first)).map(u16::to_be_bytes);
    let places: std::result::Result<Vec<[u8; 2]>, _> = days.iter().map(place).collect();
    Ok(places
        .map_err(|_| Error::inconsistent("kept_year", "a day of another year"))?
        .concat())
}

fn unpacked(year: i32, bytes: &[u8]) -> Result<Vec<Day>> {
    let first = first_of(year)?;
    let (places, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Error::inconsistent("kept_year", "half a day"));
    }
    let day = |place: &[u8; 2]| first.plus(i32::from(u16::from_be_bytes(*place)));
    Ok(places.iter().map(day).collect())
}
