//! Companions and their own words, as rows.

use super::column::Cells;
use super::tx::{SqliteTx, many};
use crate::store::{Companion, CompanionWord};
use crate::{Error, Result};
use ruhu_core::ids::{CadreId, RegionCode, VisitId};
use ruhu_core::time::{Day, Moment};
use ruhu_core::wire::CompanionAsk;
use rusqlite::{Connection, params};

/// The most visits that a phone is asked about at a time.
const MOST_ASKED: i64 = 50;
/// Visits older than so many days are not asked about: a reviewer decides.
const ASKED_DAYS: i32 = 400;

/// The cadres of `visit_cadre`, sixteen bytes and one for the word each, less the visit's own.
pub(super) fn companions(everybody: &[u8], own: CadreId) -> Result<Vec<Companion>> {
    let (all, rest) = everybody.as_chunks::<17>();
    if !rest.is_empty() {
        return Err(Error::inconsistent("visit_cadre.cadre", "not sixteen bytes"));
    }
    let mut companions = Vec::new();
    for [id @ .., word] in all {
        let cadre = CadreId::from_bytes(*id);
        let there = match word {
            1 => Some(true),
            0 => Some(false),
            _ => None,
        };
        if cadre != own {
            companions.push(Companion { cadre, there });
        }
    }
    Ok(companions)
}

impl SqliteTx<'_> {
    /// Writes who made a visit; what is there already keeps its place and has its word put right.
    pub(super) fn write_visit_cadres(&self, visit: &VisitId, own: CadreId, companions: &[Companion]) -> Result<()> {
        let sql = "INSERT INTO visit_cadre (township, visit, cadre, word) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT DO UPDATE SET word = excluded.word";
        let own = Companion {
            cadre: own,
            there: Some(true),
        };
        for one in std::iter::once(&own).chain(companions) {
            self.conn.prepare_cached(sql)?.execute(params![
                self.township.as_str(),
                visit.as_bytes(),
                one.cadre.as_bytes(),
                one.there
            ])?;
        }
        Ok(())
    }

    pub(super) fn write_companion_word(&self, word: &CompanionWord) -> Result<()> {
        let sql =
            "INSERT INTO companion_word (township, visit, record, cadre, of, there) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.conn.prepare_cached(sql)?.execute(params![
            self.township.as_str(),
            word.visit.as_bytes(),
            word.record.0,
            word.cadre.as_bytes(),
            word.of.0,
            word.there
        ])?;
        Ok(())
    }

    pub(super) fn read_companion_words(&self, visit: &VisitId) -> Result<Vec<CompanionWord>> {
        let sql = "SELECT w.* FROM companion_word w JOIN record r ON r.township = w.township AND r.sha256 = w.record
                   WHERE w.township = ?1 AND w.visit = ?2 ORDER BY r.n";
        self.many(sql, params![self.township.as_str(), visit.as_bytes()], |row| {
            let cells = Cells::new(row, "companion_word");
            Ok(CompanionWord {
                visit: cells.id("visit")?,
                cadre: cells.id("cadre")?,
                record: cells.sha("record")?,
                of: cells.sha("of")?,
                there: cells.flag("there")?,
            })
        })
    }
}

/// The visits that name this cadre as a companion and on which no word has come, newest first.
pub(super) fn asked(
    conn: &Connection,
    township: &RegionCode,
    cadre: &CadreId,
    now: Moment,
) -> Result<Vec<CompanionAsk>> {
    let since: Day = now.day().plus(-ASKED_DAYS);
    let key = params![township.as_str(), cadre.as_bytes(), since.number(), MOST_ASKED];
    many(conn, include_str!("down_asked.sql"), key, |row| {
        let cells = Cells::new(row, "visit");
        Ok(CompanionAsk {
            visit: cells.id("id")?,
            record: cells.sha("record")?,
            by: cells.get("by")?,
            household: cells.text("household")?,
            head: cells.get::<Option<String>>("head")?.unwrap_or_default(),
            village: cells.get::<Option<String>>("village")?.unwrap_or_default(),
            day: cells.day("day")?,
            started: cells.moment("started")?,
        })
    })
}
