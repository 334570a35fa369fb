//! Companions: whom a visit may name, and what this cadre says when a visit of somebody else's names him or her.

use crate::app::{Answer, App, AppError, bounds};
use crate::error::Error;
use crate::ids::{CadreId, RecordId, VisitId};
use crate::record::{CompanionBody, Kind};
use crate::wire::CompanionAsk;

impl App {
    /// Says that this cadre was, or was not, at a visit that names him or her. It goes like every other record.
    pub fn answer_companion(&self, visit: VisitId, there: bool) -> Answer<RecordId> {
        let _changing = self.changing();
        let ask = self.asked()?.into_iter().find(|ask| ask.visit == visit);
        let ask = ask.ok_or_else(|| Error::NotFound {
            what: "visit that names you",
            id: visit.to_string(),
        })?;
        let word = CompanionBody {
            cadre: self.enrolment()?.cadre.id,
            visit,
            sha256: ask.record,
            there,
        };
        let about = Some(*visit.as_bytes());
        self.write_one(Kind::Companion, Some(&ask.household), about, &word)
    }

    /// Visits of others that name this cadre and on which he or she has not spoken, newest first.
    pub(in crate::app) fn asked(&self) -> Answer<Vec<CompanionAsk>> {
        Ok(self.store.asked()?)
    }

    /// Companions that a visit may name: the township's cadres, each once, never oneself, and no more than it believes.
    pub(super) fn companions(&self, mut named: Vec<CadreId>) -> Answer<Vec<CadreId>> {
        let own = self.enrolment()?.cadre.id;
        named.retain(|cadre| *cadre != own);
        named.sort_unstable();
        named.dedup();
        bounds::companions(named.len())?;
        let known = self.store.cadres()?;
        if named.iter().any(|cadre| known.iter().all(|one| one.id != *cadre)) {
            return Err(AppError::fix(
                "companion_unknown",
                "同行的人不在镇里的名单上，请从名单里选。",
                "A companion is not on the township's list: choose from the list.",
            ));
        }
        Ok(named)
    }
}
