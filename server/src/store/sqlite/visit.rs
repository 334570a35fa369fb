//! Visits, their judgements, corrections and photos as rows.

use super::column::{Cells, codes_text, count};
use super::companion::companions;
use super::tx::SqliteTx;
use crate::Result;
use crate::store::{CorrectionRow, JudgementRow, PhotoNamed, VisitRow};
use ruhu_core::domain::{LatLon, Ruling};
use ruhu_core::ids::{CadreId, HouseholdNo, Sha256, VisitId};
use ruhu_core::time::{DAY_MS, Day};
use rusqlite::{Connection, Row, params};

/// Every column of a visit, and its companions as one text: what [`visit_row`] reads.
pub(super) const VISIT: &str = include_str!("visit_columns.sql");

/// Reads a row selected by [`VISIT`].
pub(super) fn visit_row(row: &Row<'_>) -> Result<VisitRow> {
    let cells = Cells::new(row, "visit");
    let cadre: CadreId = cells.id("cadre")?;
    Ok(VisitRow {
        id: cells.id("id")?,
        record: cells.sha("record")?,
        statements: cells.sha("statements")?,
        device: cells.text("device")?,
        household: cells.text("household")?,
        cadre,
        companions: companions(&cells.get::<Vec<u8>>("everybody")?, cadre)?,
        mode: cells.word("mode")?,
        late: cells.flag("late")?,
        day: cells.day("day")?,
        started: cells.moment("started")?,
        ended: cells.moment("ended")?,
        received: cells.moment("received")?,
        place: cells.whole_or_none("place")?,
        fix: match point(&cells, "fix_lat", "fix_lon")? {
            Some(point) => Some((point, cells.get("fix_m")?)),
            None => None,
        },
        position: match point(&cells, "at_lat", "at_lon")? {
            Some(point) => Some((point, cells.get("at_m")?)),
            None => None,
        },
        far_reason: cells.flag("far_reason")?,
        own: cells.codes("own")?,
        across: cells.codes("across")?,
        spacing: cells.codes("spacing")?,
        base: cells.word("base")?,
        verdict: cells.word("verdict")?,
        counted: cells.flag("counted")?,
        decision: cells.word_or_none("decision")?,
        phone: cells.judgement("phone_verdict", "phone_codes")?,
        erased: cells.flag("erased")?,
    })
}

fn point(cells: &Cells<'_>, lat: &str, lon: &str) -> Result<Option<LatLon>> {
    let lat: Option<f64> = cells.get(lat)?;
    let lon: Option<f64> = cells.get(lon)?;
    Ok(lat.zip(lon).map(|(lat, lon)| LatLon { lat, lon }))
}

impl SqliteTx<'_> {
    fn visits(&self, condition: &str, params: impl rusqlite::Params) -> Result<Vec<VisitRow>> {
        self.many(
            &format!("{VISIT} WHERE v.township = ?1 AND {condition}"),
            params,
            visit_row,
        )
    }

    pub(super) fn read_visit(&self, id: &VisitId) -> Result<Option<VisitRow>> {
        Ok(self
            .visits("v.id = ?2", params![self.township.as_str(), id.as_bytes()])?
            .pop())
    }

    pub(super) fn read_visits_of_household(&self, household: &HouseholdNo) -> Result<Vec<VisitRow>> {
        self.visits(
            "v.household = ?2 ORDER BY v.day, v.id",
            params![self.township.as_str(), household.as_str()],
        )
    }

    pub(super) fn read_visits_beside(&self, cadre: &CadreId, visit: &VisitRow) -> Result<Vec<VisitRow>> {
        self.visits(
            include_str!("visits_beside.sql"),
            params![
                self.township.as_str(),
                cadre.as_bytes(),
                visit.id.as_bytes(),
                visit.started.millis(),
                visit.ended.millis()
            ],
        )
    }

    pub(super) fn read_visits_on(&self, cadre: &CadreId, day: Day) -> Result<Vec<VisitRow>> {
        self.visits(
            "v.id IN (SELECT visit FROM visit_time WHERE township = ?1 AND cadre = ?2 AND started >= ?3 AND started < ?4)
             ORDER BY v.started, v.id",
            params![
                self.township.as_str(),
                cadre.as_bytes(),
                day.start().millis(),
                day.start().plus_ms(DAY_MS).millis()
            ],
        )
    }

    pub(super) fn read_place_is_set(&self, household: &HouseholdNo) -> Result<bool> {
        let sql = "SELECT 1 FROM place WHERE township = ?1 AND no = ?2 AND learned = 0 LIMIT 1";
        let found: Vec<i64> = self.many(sql, params![self.township.as_str(), household.as_str()], |row| {
            Ok(row.get(0)?)
        })?;
        Ok(!found.is_empty())
    }

    pub(super) fn read_visit_ids(&self) -> Result<Vec<VisitId>> {
        let sql = "SELECT id FROM visit WHERE township = ?1 ORDER BY id";
        self.many(sql, [self.township.as_str()], |row| Cells::new(row, "visit").id("id"))
    }

    pub(super) fn read_visits_with_original(&self, original: &Sha256) -> Result<Vec<VisitRow>> {
        self.visits(
            "v.id IN (SELECT visit FROM photo_named WHERE township = ?1 AND original = ?2) ORDER BY v.started, v.id",
            params![self.township.as_str(), original.0],
        )
    }

    pub(super) fn write_visit(&self, visit: &VisitRow) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("put_visit.sql"))?
            .execute(params![
                self.township.as_str(),
                visit.id.as_bytes(),
                visit.record.0,
                visit.statements.0,
                visit.device.as_str(),
                visit.household.as_str(),
                visit.cadre.as_bytes(),
                visit.mode.word(),
                visit.late,
                visit.day.number(),
                visit.started.millis(),
                visit.ended.millis(),
                visit.received.millis(),
                visit.place,
                visit.fix.map(|(point, _)| point.lat),
                visit.fix.map(|(point, _)| point.lon),
                visit.fix.and_then(|(_, accuracy)| accuracy),
                visit.position.map(|(point, _)| point.lat),
                visit.position.map(|(point, _)| point.lon),
                visit.position.map(|(_, radius)| radius),
                visit.far_reason,
                codes_text(&visit.own),
                codes_text(&visit.across),
                codes_text(&visit.spacing),
                visit.base.word(),
                visit.verdict.word(),
                visit.counted,
                visit.phone.verdict.word(),
                codes_text(&visit.phone.codes),
            ])?;
        self.write_visit_cadres(&visit.id, visit.cadre, &visit.companions)?;
        self.write_visit_time(&visit.id)
    }

    /// A visit's place among the others of each cadre who made it. A decision takes one out again, or a companion who says no.
    fn write_visit_time(&self, visit: &VisitId) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("drop_companion_time.sql"))?
            .execute(params![self.township.as_str(), visit.as_bytes()])?;
        self.conn
            .prepare_cached(include_str!("put_visit_time.sql"))?
            .execute(params![self.township.as_str(), visit.as_bytes()])?;
        Ok(())
    }

    /// Moves a visit to another time, among its cadres' others too.
    pub(super) fn move_visit(&self, visit: &VisitRow) -> Result<()> {
        let id = params![self.township.as_str(), visit.id.as_bytes()];
        self.conn
            .prepare_cached(include_str!("drop_visit_time.sql"))?
            .execute(id)?;
        let sql = "UPDATE visit SET day = ?3, started = ?4, ended = ?5 WHERE township = ?1 AND id = ?2";
        self.conn.prepare_cached(sql)?.execute(params![
            self.township.as_str(),
            visit.id.as_bytes(),
            visit.day.number(),
            visit.started.millis(),
            visit.ended.millis()
        ])?;
        self.write_visit_time(&visit.id)
    }

    pub(super) fn write_judgement(&self, visit: &VisitId, row: &JudgementRow) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("put_judgement.sql"))?
            .execute(params![
                self.township.as_str(),
                visit.as_bytes(),
                row.at.millis(),
                row.why.word(),
                row.judgement.verdict.word(),
                row.base.word(),
                codes_text(&row.judgement.codes),
            ])?;
        Ok(())
    }

    pub(super) fn write_decision(&self, visit: &VisitId, ruling: Option<Ruling>, by: &str, why: &str) -> Result<()> {
        let sql = "UPDATE visit SET decision = ?3, decided_by = ?4, decided_why = ?5 WHERE township = ?1 AND id = ?2";
        self.conn.prepare_cached(sql)?.execute(params![
            self.township.as_str(),
            visit.as_bytes(),
            ruling.map(Ruling::word),
            by,
            why
        ])?;
        self.conn
            .prepare_cached(include_str!("drop_visit_time.sql"))?
            .execute(params![self.township.as_str(), visit.as_bytes()])?;
        self.write_visit_time(visit)
    }

    pub(super) fn write_correction(&self, row: &CorrectionRow) -> Result<()> {
        let sql =
            "INSERT INTO correction (township, visit, record, corrects, cadre, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.conn.prepare_cached(sql)?.execute(params![
            self.township.as_str(),
            row.visit.as_bytes(),
            row.record.0,
            row.corrects.0,
            row.cadre.as_bytes(),
            row.why
        ])?;
        Ok(())
    }

    pub(super) fn write_photos(&self, photos: &[PhotoNamed]) -> Result<()> {
        for (place, photo) in photos.iter().enumerate() {
            self.conn
                .prepare_cached(include_str!("put_photo_named.sql"))?
                .execute(params![
                    self.township.as_str(),
                    photo.record.0,
                    i64::try_from(place).unwrap_or(i64::MAX),
                    photo.device.as_str(),
                    photo.visit.map(|id| *id.as_bytes()),
                    photo.entry.original.sha256.0,
                    count(photo.entry.original.size),
                    photo.entry.copy.sha256.0,
                    count(photo.entry.copy.size),
                    photo.entry.in_app,
                    photo.entry.taken.millis(),
                ])?;
        }
        Ok(())
    }
}

/// Corrections of a visit, by their record's hash.
pub(super) fn corrections(conn: &Connection, township: &str, visit: &VisitId) -> Result<Vec<CorrectionRow>> {
    let sql = "SELECT * FROM correction WHERE township = ?1 AND visit = ?2 ORDER BY record";
    super::tx::many(conn, sql, params![township, visit.as_bytes()], |row| {
        let cells = Cells::new(row, "correction");
        Ok(CorrectionRow {
            visit: cells.id("visit")?,
            record: cells.sha("record")?,
            corrects: cells.sha("corrects")?,
            cadre: cells.id("cadre")?,
            why: cells.get("why")?,
        })
    })
}
