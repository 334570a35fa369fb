//! One change of a draft, checked.

use crate::app::{Answer, AppError, DraftChange, bounds};
use crate::domain::{Fix, Statements};
use crate::error::Error;
use crate::store::KeptDraft;
use crate::time::{Moment, TimeEvidence};

/// The times of a late entry must be possible.
pub(super) fn told_times(started: Moment, ended: Moment, now: Moment) -> Answer<()> {
    if ended < started {
        return Err(AppError::fix(
            "ended_before_started",
            "结束时间比开始时间早，请改一下。",
            "The visit would end before it began: correct the times.",
        ));
    }
    if ended > now {
        return Err(AppError::fix(
            "in_the_future",
            "补录的时间还没到，请改一下。",
            "The times told are still to come: correct them.",
        ));
    }
    Ok(())
}

/// Fixes kept of one visit; the rules need one, an assessor wants to see that it was not the only one.
const MOST_FIXES: usize = 60;

/// Changes a draft. An error leaves it as it was.
pub(super) fn apply(draft: &mut KeptDraft, change: DraftChange, now: Moment) -> Answer<()> {
    match change {
        DraftChange::Mode { mode } => draft.mode = mode,
        DraftChange::Statements { statements } => {
            bounds::statements(&statements)?;
            draft.statements = met_once(statements);
        }
        DraftChange::Companions { companions } => draft.companions = companions,
        DraftChange::Fix { fix } => add_fix(draft, fix)?,
        DraftChange::NoFixReason { reason } => {
            draft.no_fix_reason = said("没有定位的原因", "why there is no position", reason)?
        }
        DraftChange::FarReason { reason } => draft.far_reason = said("离家远的原因", "why it is far", reason)?,
        DraftChange::RefusedReason { reason } => {
            draft.refused_reason = said("没有拍照的原因", "why there is no photo", reason)?
        }
        DraftChange::Signature { strokes } => {
            bounds::strokes(&strokes)?;
            draft.signature = strokes;
        }
        DraftChange::Told { started, ended } => {
            if !draft.late {
                return Err(AppError::fix(
                    "not_a_late_entry",
                    "在门口记的走访，时间由手机记，不能改。",
                    "A visit recorded at the door has the phone's own times: they cannot be told.",
                ));
            }
            told_times(started, ended, now)?;
            draft.started = TimeEvidence::told(started);
            draft.touched = TimeEvidence::told(ended);
        }
    }
    Ok(())
}

/// A reason of blanks is no reason.
fn said(zh: &str, en: &str, reason: Option<String>) -> Answer<Option<String>> {
    let reason = reason.filter(|text| !text.trim().is_empty());
    bounds::text(zh, en, reason.as_deref().unwrap_or_default())?;
    Ok(reason)
}

/// Whom one met is named once.
pub(super) fn met_once(mut statements: Statements) -> Statements {
    let mut seen = Vec::new();
    statements.met.retain(|met| {
        let new = !seen.contains(met);
        seen.push(*met);
        new
    });
    statements
}

/// Keeps the fix; when there are too many, the one with the widest radius goes.
fn add_fix(draft: &mut KeptDraft, fix: Fix) -> Answer<()> {
    if !((-90.0..=90.0).contains(&fix.lat) && (-180.0..=180.0).contains(&fix.lon)) {
        return Err(AppError::from(Error::unusable(
            "position",
            "latitude or longitude",
            "hand in WGS-84 degrees",
        )));
    }
    let provider = fix
        .provider
        .map(|name| name.chars().take(bounds::MOST_PROVIDER).collect());
    draft.fixes.push(Fix { provider, ..fix });
    if draft.fixes.len() > MOST_FIXES {
        let radius = |fix: &Fix| fix.accuracy_m.unwrap_or(f64::MAX);
        let widest = draft
            .fixes
            .iter()
            .enumerate()
            .max_by(|(_, a), (_, b)| radius(a).total_cmp(&radius(b)));
        if let Some((at, _)) = widest {
            draft.fixes.remove(at);
        }
    }
    Ok(())
}
