//! Drafts: a visit being written, saved whole on every change.

use super::Store;
use super::row::{from_json, many, one, to_json};
use crate::domain::{Fix, Mode, Statements, StrokePoint};
use crate::error::Result;
use crate::ids::{CadreId, DraftId, HouseholdNo};
use crate::time::TimeEvidence;
use rusqlite::Row;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// A draft as it is kept; its photos are rows of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// Whose home.
    pub household: HouseholdNo,
    /// How.
    pub mode: Mode,
    /// Begun through the late form: its times are told by hand.
    pub late: bool,
    /// When it began.
    pub started: TimeEvidence,
    /// The last change, or the end as told.
    pub touched: TimeEvidence,
    /// Other cadres.
    pub companions: Vec<CadreId>,
    /// Fixes so far.
    pub fixes: Vec<Fix>,
    /// Why there is no position.
    pub no_fix_reason: Option<String>,
    /// Why it is far.
    pub far_reason: Option<String>,
    /// Why there is no photo.
    pub refused_reason: Option<String>,
    /// What is stated.
    pub statements: Statements,
    /// The signature's strokes.
    pub signature: Vec<Vec<StrokePoint>>,
}

fn read(row: &Row<'_>) -> Result<(DraftId, KeptDraft)> {
    let body = from_json(&row.get::<_, String>(1)?, "draft.body")?;
    Ok((DraftId::from_bytes(row.get(0)?), body))
}

impl Store {
    /// Saves a draft: it survives a killed process at once, a flat battery after [`Store::sync_drafts`].
    pub fn save_draft(&self, id: DraftId, draft: &KeptDraft) -> Result<()> {
        self.db.write_relaxed(|tx| {
            tx.prepare_cached("INSERT OR REPLACE INTO draft (id, household, body) VALUES (?1, ?2, ?3)")?
                .execute(params![id.as_bytes(), draft.household.as_str(), to_json(draft)])?;
            Ok(())
        })
    }
    /// One draft.
    pub fn draft(&self, id: DraftId) -> Result<Option<KeptDraft>> {
        self.db.read(|conn| {
            let sql = "SELECT id, body FROM draft WHERE id = ?1";
            Ok(one(conn, sql, params![id.as_bytes()], read)?.map(|(_, draft)| draft))
        })
    }
    /// All drafts, the newest first.
    pub fn drafts(&self) -> Result<Vec<(DraftId, KeptDraft)>> {
        self.db
            .read(|conn| many(conn, "SELECT id, body FROM draft ORDER BY id DESC", [], read))
    }
}
