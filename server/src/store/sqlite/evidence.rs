//! What an evidence pack is made of, streamed row by row from one snapshot.

use super::column::Cells;
use super::door::SqliteStore;
use super::household::{policies, waivers};
use super::tx::many;
use super::visit::{VISIT, visit_row};
use crate::Result;
use crate::store::{
    Coverage, DeviceEvidence, Evidence, EvidenceInputs, EvidenceRecord, HouseholdInputs, Ledger, LogHead, VisitRow,
};
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::record::Leaf;
use ruhu_core::time::Day;
use rusqlite::{Connection, Params, Row, params};
use std::collections::BTreeSet;

impl Evidence for SqliteStore {
    fn each_record(&self, township: &RegionCode, each: &mut dyn FnMut(EvidenceRecord) -> Result<()>) -> Result<()> {
        self.read(|conn| {
            stream(conn, include_str!("each_record.sql"), [township.as_str()], |row| {
                each(record_row(row)?)
            })
        })
    }

    fn each_leaf(&self, township: &RegionCode, each: &mut dyn FnMut(u64, Leaf) -> Result<()>) -> Result<()> {
        let sql = "SELECT n, leaf FROM record WHERE township = ?1 ORDER BY n";
        self.read(|conn| {
            stream(conn, sql, [township.as_str()], |row| {
                let cells = Cells::new(row, "record");
                each(cells.whole("n")?, Leaf(cells.sha("leaf")?))
            })
        })
    }

    fn each_visit(
        &self,
        scope: &RegionCode,
        days: (Day, Day),
        each: &mut dyn FnMut(VisitRow) -> Result<()>,
    ) -> Result<()> {
        let condition = "JOIN household h ON h.township = v.township AND h.no = v.household \
            WHERE h.village LIKE ?1 || '%' AND v.day BETWEEN ?2 AND ?3 ORDER BY v.household, v.day, v.id";
        self.read(|conn| {
            stream(
                conn,
                &format!("{VISIT} {condition}"),
                params![scope.as_str(), days.0.number(), days.1.number()],
                |row| each(visit_row(row)?),
            )
        })
    }

    fn heads(&self, township: &RegionCode) -> Result<Vec<LogHead>> {
        let sql = "SELECT size, root, time FROM log_head WHERE township = ?1 ORDER BY size";
        self.read(|conn| {
            many(conn, sql, [township.as_str()], |row| {
                let cells = Cells::new(row, "log_head");
                Ok(LogHead {
                    size: cells.whole("size")?,
                    root: cells.sha("root")?,
                    time: cells.moment("time")?,
                })
            })
        })
    }

    fn untrue_anchors(&self, township: &RegionCode) -> Result<BTreeSet<Sha256>> {
        let sql = "SELECT record FROM anchor WHERE township = ?1 AND untrue = 1";
        let found = self.read(|conn| {
            many(conn, sql, [township.as_str()], |row| {
                Cells::new(row, "anchor").sha("record")
            })
        })?;
        Ok(found.into_iter().collect())
    }

    fn device_keys(&self, township: &RegionCode) -> Result<Vec<DeviceEvidence>> {
        let desk = self.township(township)?;
        let sql = "SELECT kid, public_key, revoked FROM device WHERE township = ?1 ORDER BY kid";
        let mut keys = self.read(|conn| {
            many(conn, sql, [township.as_str()], |row| {
                let cells = Cells::new(row, "device");
                Ok(DeviceEvidence {
                    kid: cells.text("kid")?,
                    public_key: cells.get("public_key")?,
                    desk: false,
                    revoked: cells.moment_or_none("revoked")?,
                })
            })
        })?;
        keys.push(DeviceEvidence {
            kid: desk.desk_kid,
            public_key: desk.desk_key,
            desk: true,
            revoked: None,
        });
        keys.sort_by(|a, b| a.kid.cmp(&b.kid));
        Ok(keys)
    }

    fn inputs(&self, scope: &RegionCode) -> Result<EvidenceInputs> {
        let townships: Vec<_> = self
            .townships()?
            .into_iter()
            .filter(|township| scope.contains(&township.code) || township.code.contains(scope))
            .collect();
        let households = self.households(scope)?;
        self.read(|conn| {
            let mut inputs = EvidenceInputs {
                townships,
                households: Vec::with_capacity(households.len()),
                waivers: Vec::new(),
                policies: Vec::new(),
            };
            for township in &inputs.townships {
                let code = &township.code;
                inputs
                    .waivers
                    .extend(waivers(conn, code)?.into_iter().map(|waiver| (code.clone(), waiver)));
                inputs
                    .policies
                    .extend(policies(conn, code)?.into_iter().map(|policy| (code.clone(), policy)));
            }
            for state in households {
                inputs.households.push(HouseholdInputs {
                    places: super::household::places(conn, &state.township, &state.household)?,
                    assignments: state
                        .assignments
                        .into_iter()
                        .map(|(assignment, _)| assignment)
                        .collect(),
                    township: state.township,
                    household: state.household,
                    village: state.village,
                    head: state.head,
                    tenure: state.tenure,
                });
            }
            inputs
                .households
                .sort_by(|a, b| (&a.township, &a.household).cmp(&(&b.township, &b.household)));
            Ok(inputs)
        })
    }
}

/// Calls `each` with every row of a query; nothing is gathered.
pub(super) fn stream(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}

pub(super) fn record_row(row: &Row<'_>) -> Result<EvidenceRecord> {
    let cells = Cells::new(row, "record");
    Ok(EvidenceRecord {
        n: cells.whole("n")?,
        device: cells.text("device")?,
        seq: cells.whole("seq")?,
        sha256: cells.sha("sha256")?,
        kind: cells.get("kind")?,
        household: cells.text_or_none("household")?,
        village: cells.text_or_none("village")?,
        day: cells.day_or_none("day")?,
        jws: cells.get("jws")?,
        received: cells.moment("received")?,
        salt: cells.get("salt")?,
        leaf: Leaf(cells.sha("leaf")?),
        mark: cells.word_or_none("mark")?,
        unread: cells.word_or_none("unread")?,
    })
}
