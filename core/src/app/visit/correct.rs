//! What is added to a finished visit: a correction, the householder's signature. The visit's own record never changes.

use super::change::met_once;
use crate::app::write::body_of;
use crate::app::{Answer, App, AppError, bounds};
use crate::domain::{Signature, Statements, StrokePoint, Visit};
use crate::error::Error;
use crate::ids::{RecordId, VisitId};
use crate::record::{Correction, Kind};
use crate::store::KeptRecord;

impl App {
    /// Corrects what was stated of an own visit: a new record that names the old one and why. Time, position and photos
    /// cannot be corrected.
    pub fn correct(&self, visit: VisitId, statements: Statements, why: &str) -> Answer<RecordId> {
        if why.trim().is_empty() {
            return Err(AppError::fix(
                "why_missing",
                "请写一句为什么改。",
                "Say in a line why it is corrected.",
            ));
        }
        bounds::text("为什么改", "why", why)?;
        bounds::statements(&statements)?;
        let _changing = self.changing();
        let (first, records) = self.own_visit(visit)?;
        let corrects = records
            .iter()
            .rev()
            .find(|record| matches!(record.envelope.kind, Kind::Visit | Kind::Correction))
            .map(|record| record.sha256)
            .ok_or_else(|| no_visit(visit))?;
        let correction = Correction {
            visit,
            corrects,
            why: why.trim().to_owned(),
            statements: met_once(statements),
        };
        self.write_one(
            Kind::Correction,
            Some(&first.household),
            Some(*visit.as_bytes()),
            &correction,
        )
    }

    /// The householder's signature on a visit already finished.
    pub fn sign(&self, visit: VisitId, strokes: Vec<Vec<StrokePoint>>) -> Answer<RecordId> {
        if strokes.iter().all(Vec::is_empty) {
            return Err(AppError::fix("signature_empty", "还没有签名。", "Nothing was signed."));
        }
        bounds::strokes(&strokes)?;
        let (first, _) = self.own_visit(visit)?;
        let signature = Signature { visit, strokes };
        self.write_one(
            Kind::Signature,
            Some(&first.household),
            Some(*visit.as_bytes()),
            &signature,
        )
    }

    /// An own visit's body, and everything written about it.
    fn own_visit(&self, visit: VisitId) -> Answer<(Visit, Vec<KeptRecord>)> {
        let records = self.store.records_about(visit.as_bytes())?;
        let first = records.iter().find(|record| record.envelope.kind == Kind::Visit);
        let first = body_of(first.ok_or_else(|| no_visit(visit))?)?;
        Ok((first, records))
    }
}

fn no_visit(visit: VisitId) -> AppError {
    AppError::from(Error::NotFound {
        what: "visit of this phone",
        id: visit.to_string(),
    })
}
