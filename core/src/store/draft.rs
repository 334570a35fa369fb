//! Drafts: a visit being written, saved whole on every change.

use super::Store;
use super::row::{damaged, from_json, many, one, parsed, to_json};
use crate::domain::{Fix, Mode, Statements, StrokePoint};
use crate::error::Result;
use crate::ids::{CadreId, DraftId, HouseholdNo};
use crate::time::TimeEvidence;
use rusqlite::Row;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// A draft as it is kept; its photos are rows of their own. What a version did not write yet has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// Whose home.
    pub household: HouseholdNo,
    /// How.
    pub mode: Mode,
    /// Begun through the late form: its times are told by hand.
    #[serde(default)]
    pub late: bool,
    /// When it began.
    pub started: TimeEvidence,
    /// The last change, or the end as told.
    pub touched: TimeEvidence,
    /// Other cadres.
    #[serde(default)]
    pub companions: Vec<CadreId>,
    /// Fixes so far.
    #[serde(default)]
    pub fixes: Vec<Fix>,
    /// Why there is no position.
    #[serde(default)]
    pub no_fix_reason: Option<String>,
    /// Why it is far.
    #[serde(default)]
    pub far_reason: Option<String>,
    /// Why there is no photo.
    #[serde(default)]
    pub refused_reason: Option<String>,
    /// What is stated.
    #[serde(default)]
    pub statements: Statements,
    /// The signature's strokes.
    #[serde(default)]
    pub signature: Vec<Vec<StrokePoint>>,
}

/// A draft whose body this version cannot read. It stays as it is until the cadre throws it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableDraft {
    /// Which; its id says when it was begun.
    pub id: DraftId,
    /// Whose home.
    pub household: HouseholdNo,
}

/// A row as far as it reads.
type ReadRow = std::result::Result<(DraftId, KeptDraft), UnreadableDraft>;

fn read(row: &Row<'_>) -> Result<ReadRow> {
    let id = DraftId::from_bytes(row.get(0)?);
    let household = parsed(&row.get::<_, String>(1)?, "draft.household")?;
    let body: Result<KeptDraft> = from_json(&row.get::<_, String>(2)?, "draft.body");
    Ok(match body {
        Ok(draft) => Ok((id, draft)),
        Err(_) => Err(UnreadableDraft { id, household }),
    })
}

impl Store {
    /// Saves a draft: it survives a killed process at once, a loss of power after [`Store::sync_drafts`].
    pub fn save_draft(&self, id: DraftId, draft: &KeptDraft) -> Result<()> {
        self.db.write_relaxed(|tx| {
            tx.prepare_cached("INSERT OR REPLACE INTO draft (id, household, body) VALUES (?1, ?2, ?3)")?
                .execute(params![id.as_bytes(), draft.household.as_str(), to_json(draft)])?;
            Ok(())
        })
    }
    /// One draft. `Damaged` when it cannot be read.
    pub fn draft(&self, id: DraftId) -> Result<Option<KeptDraft>> {
        let found = self.db.read(|conn| {
            let sql = "SELECT id, household, body FROM draft WHERE id = ?1";
            one(conn, sql, params![id.as_bytes()], read)
        })?;
        match found {
            Some(Ok((_, draft))) => Ok(Some(draft)),
            Some(Err(_)) => Err(damaged("draft.body")),
            None => Ok(None),
        }
    }
    /// All drafts that can be read, the newest first.
    pub fn drafts(&self) -> Result<Vec<(DraftId, KeptDraft)>> {
        Ok(self.draft_rows()?.into_iter().filter_map(ReadRow::ok).collect())
    }
    /// Those that cannot, the newest first.
    pub fn unreadable_drafts(&self) -> Result<Vec<UnreadableDraft>> {
        Ok(self.draft_rows()?.into_iter().filter_map(ReadRow::err).collect())
    }
    fn draft_rows(&self) -> Result<Vec<ReadRow>> {
        let sql = "SELECT id, household, body FROM draft ORDER BY id DESC";
        self.db.read(|conn| many(conn, sql, [], read))
    }
}
