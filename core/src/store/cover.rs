//! The due list's rows, kept ready.

use super::Store;
use super::row::{count, from_json, many, one, to_json};
use crate::coverage::{Ahead, Cell, NextVisit, Standing, State};
use crate::domain::LatLon;
use crate::error::Result;
use crate::ids::HouseholdNo;
use crate::time::Day;
use rusqlite::Connection;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// One household's row, as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverRow {
    /// Whose.
    pub household: HouseholdNo,
    /// As of which day.
    pub day: Day,
    /// Where it stands.
    pub state: State,
    /// After it a promise is broken.
    pub date: Option<Day>,
    /// The day to plan by.
    pub suggested: Option<Day>,
    /// When to go next: the limit (rule 10).
    #[serde(default)]
    pub next: Option<NextVisit>,
    /// When to go next: the rhythm (rule 10).
    #[serde(default)]
    pub plan: Option<NextVisit>,
    /// Of the binding line with the longest span: visits counted.
    pub have: u32,
    /// Of the same: visits needed.
    pub need: u32,
    /// Of the same: more if those under review were decided `counts`.
    pub pending: u32,
    /// Visits the township has not confirmed yet.
    pub unsent: u32,
    /// The year's strip.
    pub strip: Vec<Cell>,
}

impl CoverRow {
    /// When to go next.
    pub fn ahead(&self) -> Ahead {
        Ahead {
            next: self.next.clone(),
            plan: self.plan.clone(),
        }
    }
}

/// Which rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverFilter {
    /// All.
    All,
    /// Those that still need a visit.
    ToVisit,
    /// Those with a visit under review or not uploaded.
    Waiting,
    /// Those that have enough.
    Enough,
}

impl CoverFilter {
    fn sql(self) -> &'static str {
        match self {
            Self::All => "1",
            Self::ToVisit => "c.rank < 2",
            Self::Waiting => "c.waiting > 0",
            Self::Enough => "c.state IN ('met', 'not_required')",
        }
    }
}

/// The list in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoverCount {
    /// Rows in all.
    pub all: u64,
    /// Rows the filter lets through.
    pub matching: u64,
    /// Rows of households that still need a visit.
    pub to_visit: u64,
}

/// A page of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoverAsk {
    /// Which rows.
    pub filter: CoverFilter,
    /// How many to pass over.
    pub skip: u32,
    /// How many to show.
    pub count: u32,
}

/// Keeps a row; a household that is somebody else's now gets none.
pub(super) fn put(conn: &Connection, row: &CoverRow) -> Result<()> {
    let standing = Standing {
        state: row.state,
        date: row.date,
        suggested: row.suggested,
    };
    let (rank, suggested) = standing.due_order();
    conn.prepare_cached(include_str!("sql/put_cover.sql"))?
        .execute(params![
            row.household.as_str(),
            row.day.number(),
            rank,
            suggested.map(Day::number),
            row.state.word(),
            row.pending + row.unsent,
            to_json(row)
        ])?;
    Ok(())
}

impl Store {
    /// Keeps rows. Losing them costs a recomputation, never a fact: they need no sync of their own.
    pub fn keep_covers(&self, rows: &[CoverRow]) -> Result<()> {
        self.db.write_relaxed(|tx| rows.iter().try_for_each(|row| put(tx, row)))
    }
    /// One household's row.
    pub fn cover(&self, household: &HouseholdNo) -> Result<Option<CoverRow>> {
        self.db.read(|conn| {
            one(
                conn,
                "SELECT body FROM cover WHERE household = ?1",
                [household.as_str()],
                |row| from_json(&row.get::<_, String>(0)?, "cover.body"),
            )
        })
    }
    /// How many rows there are, how many the filter lets through, and how many still need a visit.
    pub fn cover_counts(&self, filter: CoverFilter) -> Result<CoverCount> {
        let sql = format!(
            "SELECT count(*), count(*) FILTER (WHERE {}), count(*) FILTER (WHERE {}) FROM cover c",
            filter.sql(),
            CoverFilter::ToVisit.sql()
        );
        self.db.read(|conn| {
            let found = one(conn, &sql, [], |row| {
                Ok(CoverCount {
                    all: count(row.get(0)?, "count")?,
                    matching: count(row.get(1)?, "count")?,
                    to_visit: count(row.get(2)?, "count")?,
                })
            })?;
            Ok(found.unwrap_or_default())
        })
    }
    /// How many households are missed or lost, and how many are due by `until`.
    pub fn cover_pressing(&self, until: Day) -> Result<(u64, u64)> {
        let sql = "SELECT count(*) FILTER (WHERE c.rank = 0), count(*) FILTER (WHERE c.rank = 1 AND c.suggested <= ?1)
                   FROM cover c";
        self.db.read(|conn| {
            let found = one(conn, sql, [until.number()], |row| {
                Ok((count(row.get(0)?, "count")?, count(row.get(1)?, "count")?))
            })?;
            Ok(found.unwrap_or_default())
        })
    }
    /// A page in the order of need: lost and missed first, then by the suggested day, then the rest.
    pub fn covers(&self, ask: CoverAsk) -> Result<Vec<CoverRow>> {
        let sql = format!(
            "SELECT c.body FROM cover c WHERE {}
             ORDER BY c.rank, c.suggested, c.household LIMIT ?1 OFFSET ?2",
            ask.filter.sql()
        );
        self.db.read(|conn| {
            many(conn, &sql, [ask.count, ask.skip], |row| {
                from_json(&row.get::<_, String>(0)?, "cover.body")
            })
        })
    }
    /// Every household the filter lets through, with its place.
    pub fn cover_places(&self, filter: CoverFilter) -> Result<Vec<(HouseholdNo, Option<LatLon>)>> {
        let sql = format!(
            "SELECT h.household, h.lat, h.lon FROM cover c JOIN household h INDEXED BY household_place ON h.household = c.household
             WHERE {} ORDER BY c.rank, c.suggested, c.household",
            filter.sql()
        );
        self.db.read(|conn| {
            many(conn, &sql, [], |row| {
                let (lat, lon): (Option<f64>, Option<f64>) = (row.get(1)?, row.get(2)?);
                let place = lat.zip(lon).map(|(lat, lon)| LatLon { lat, lon });
                Ok((super::row::parsed(&row.get::<_, String>(0)?, "household")?, place))
            })
        })
    }
}
