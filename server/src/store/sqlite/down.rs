//! What a phone is told since its cursor, all read from one snapshot.

use super::column::{Cells, count};
use super::described::described;
use super::door::SqliteStore;
use super::household::{assignments, places, policies, touching, waivers};
use super::tx::many;
use crate::Result;
use crate::store::{Down, Granted};
use ruhu_core::domain::Cadre;
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode};
use ruhu_core::time::Moment;
use ruhu_core::wire::{self, HouseholdDown, PolicyDown};
use rusqlite::{Connection, params};

impl Down for SqliteStore {
    fn down(&self, township: &RegionCode, cadre: &CadreId, cursor: u64, now: Moment) -> Result<wire::Down> {
        self.read(|conn| {
            let newest = Newest::read(conn, township)?;
            // A cursor this store never gave (it was restored from a backup): everything is told again.
            let since = if cursor > newest.change { 0 } else { cursor };
            let mine = mine(conn, township, cadre, since, now)?;
            let granted = waivers(conn, township)?;
            let households = mine
                .iter()
                .map(|no| whole(conn, township, no, &granted))
                .collect::<Result<_>>()?;
            Ok(wire::Down {
                cursor: newest.change,
                now: Some(now),
                households,
                removed: match since {
                    0 => Vec::new(),
                    _ => removed(conn, township, cadre, now)?,
                },
                erased: erased(conn, township, cadre, since)?,
                policies: match newest.policies > since || since == 0 {
                    true => Some(policies_down(conn, township)?),
                    false => None,
                },
                cadres: match newest.cadres > since || since == 0 {
                    true => Some(cadres(conn, township)?),
                    false => None,
                },
                asked: Some(super::companion::asked(conn, township, cadre, now)?),
            })
        })
    }
}

/// How far the township's changes have come.
struct Newest {
    change: u64,
    policies: u64,
    cadres: u64,
}

impl Newest {
    fn read(conn: &Connection, township: &RegionCode) -> Result<Self> {
        super::ledger::township(conn, township)?;
        let sql = "SELECT change, policy_change, cadre_change FROM township WHERE code = ?1";
        let mut found = many(conn, sql, [township.as_str()], |row| {
            let cells = Cells::new(row, "township");
            Ok(Newest {
                change: cells.whole("change")?,
                policies: cells.whole("policy_change")?,
                cadres: cells.whole("cadre_change")?,
            })
        })?;
        found.pop().ok_or_else(|| crate::Error::NoTownship {
            code: township.to_string(),
        })
    }
}

/// Households of the cadre, now or from a later day on, that have changed.
fn mine(
    conn: &Connection,
    township: &RegionCode,
    cadre: &CadreId,
    since: u64,
    now: Moment,
) -> Result<Vec<HouseholdNo>> {
    many(
        conn,
        include_str!("down_mine.sql"),
        params![township.as_str(), cadre.as_bytes(), count(since), now.day().number()],
        |row| Cells::new(row, "household").text("no"),
    )
}

/// Households that were the cadre's and are no more. They are named on every call: an assignment also ends by a day
/// passing, which is no change, and naming one twice changes nothing on the phone.
fn removed(conn: &Connection, township: &RegionCode, cadre: &CadreId, now: Moment) -> Result<Vec<HouseholdNo>> {
    many(
        conn,
        include_str!("down_removed.sql"),
        params![township.as_str(), cadre.as_bytes(), now.day().number()],
        |row| Cells::new(row, "assignment").text("no"),
    )
}

/// Households that were erased since and that the cadre's phones may hold something of.
fn erased(conn: &Connection, township: &RegionCode, cadre: &CadreId, since: u64) -> Result<Vec<HouseholdNo>> {
    many(
        conn,
        include_str!("down_erased.sql"),
        params![township.as_str(), cadre.as_bytes(), count(since)],
        |row| Cells::new(row, "household").text("no"),
    )
}

fn whole(conn: &Connection, township: &RegionCode, no: &HouseholdNo, granted: &[Granted]) -> Result<HouseholdDown> {
    let household = described(conn, township, no)?;
    let mut old_places = places(conn, township, no)?;
    old_places.pop();
    Ok(HouseholdDown {
        waivers: touching(granted, no, &household.village),
        household,
        old_places,
        assignments: assignments(conn, township, no)?,
        visits: super::coverage::visit_facts(conn, township, no)?,
    })
}

fn policies_down(conn: &Connection, township: &RegionCode) -> Result<Vec<PolicyDown>> {
    Ok(policies(conn, township)?
        .into_iter()
        .map(|policy| PolicyDown {
            id: policy.id,
            scope: policy.scope,
            toml: policy.toml,
        })
        .collect())
}

/// The township's cadres without their telephones.
fn cadres(conn: &Connection, township: &RegionCode) -> Result<Vec<Cadre>> {
    let sql = "SELECT id, name, unit FROM cadre WHERE township = ?1 ORDER BY name, id";
    many(conn, sql, [township.as_str()], |row| {
        let cells = Cells::new(row, "cadre");
        Ok(Cadre {
            id: cells.id("id")?,
            name: cells.get("name")?,
            unit: cells.get("unit")?,
            phone: String::new(),
        })
    })
}
