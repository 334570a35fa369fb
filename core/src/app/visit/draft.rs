//! A draft as screens see it, and the changes it can take.

use crate::app::{AppError, PhotoView};
use crate::domain::{Fix, Mode, Statements, StrokePoint};
use crate::error::Error;
use crate::ids::{CadreId, DraftId, HouseholdNo};
use crate::store::{KeptDraft, KeptPhoto};
use crate::time::Moment;

/// A visit being written.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Draft {
    /// Which; the finished visit has the same id.
    pub id: DraftId,
    /// Whose home.
    pub household: HouseholdNo,
    /// How.
    pub mode: Mode,
    /// Written through the late form (补录).
    pub late: bool,
    /// When it began, by the phone's wall clock or as told.
    pub started: Moment,
    /// When it ended, as told in a late entry.
    pub told_ended: Option<Moment>,
    /// Other cadres who are there.
    pub companions: Vec<CadreId>,
    /// Fixes so far.
    pub fixes: Vec<Fix>,
    /// Why there is no position.
    pub no_fix_reason: Option<String>,
    /// Why it is far from the known place.
    pub far_reason: Option<String>,
    /// Why the household would rather not be photographed.
    pub refused_reason: Option<String>,
    /// Photos so far.
    pub photos: Vec<PhotoView>,
    /// What is stated so far.
    pub statements: Statements,
    /// The householder's drawn signature, in strokes; empty for none.
    pub signature: Vec<Vec<StrokePoint>>,
}

/// One change of a draft.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum DraftChange {
    /// How.
    Mode {
        /// The mode.
        mode: Mode,
    },
    /// Everything stated, whole.
    Statements {
        /// As it is now.
        statements: Statements,
    },
    /// Who came along, whole.
    Companions {
        /// As it is now.
        companions: Vec<CadreId>,
    },
    /// A position came in.
    Fix {
        /// The position.
        fix: Fix,
    },
    /// Why there is no position; absent takes it back.
    NoFixReason {
        /// The reason.
        reason: Option<String>,
    },
    /// Why it is far from the known place; absent takes it back.
    FarReason {
        /// The reason.
        reason: Option<String>,
    },
    /// Why the household would rather not be photographed; absent takes it back.
    RefusedReason {
        /// The reason.
        reason: Option<String>,
    },
    /// The householder's signature; no strokes take it back.
    Signature {
        /// The strokes.
        strokes: Vec<Vec<StrokePoint>>,
    },
    /// The times of a late entry.
    Told {
        /// When it began.
        started: Moment,
        /// When it ended.
        ended: Moment,
    },
}

/// A draft in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DraftLine {
    /// Which.
    pub id: DraftId,
    /// Whose home.
    pub household: HouseholdNo,
    /// The householder's name.
    pub head: String,
    /// When it began.
    pub started: Moment,
    /// It will be a late entry.
    pub late: bool,
    /// It cannot be read, and is kept as it is: it can be thrown away, and not gone on with.
    pub unreadable: bool,
}

/// There is no draft of this id.
pub(super) fn no_draft(id: DraftId) -> AppError {
    AppError::from(Error::NotFound {
        what: "draft",
        id: id.to_string(),
    })
}

/// The draft as screens see it.
pub(super) fn draft_of(id: DraftId, draft: KeptDraft, photos: Vec<KeptPhoto>) -> Draft {
    Draft {
        id,
        household: draft.household,
        mode: draft.mode,
        late: draft.late,
        started: draft.started.wall,
        told_ended: draft.late.then_some(draft.touched.wall),
        companions: draft.companions,
        fixes: draft.fixes,
        no_fix_reason: draft.no_fix_reason,
        far_reason: draft.far_reason,
        refused_reason: draft.refused_reason,
        photos: photos.into_iter().map(PhotoView::from).collect(),
        statements: draft.statements,
        signature: draft.signature,
    }
}
