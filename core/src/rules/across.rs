//! The two codes that need a cadre's other visits: `two_places_at_once` and `travel_too_fast`.

use crate::domain::{LatLon, ReasonCode};
use crate::ids::{CadreId, VisitId};
use crate::time::Moment;

/// A visit as the look across visits sees it: only visits on site, not late, not decided against, are handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct AcrossVisit {
    /// Which visit.
    pub id: VisitId,
    /// Its cadres: the phone's own and the companions.
    pub cadres: Vec<CadreId>,
    /// When it began.
    pub started: Moment,
    /// When it ended.
    pub ended: Moment,
    /// A usable fix that is not mock, with its accuracy in metres; else the household's place with 100 m; else nothing.
    pub position: Option<(LatLon, f64)>,
    /// `far_m` of the policy in force on its day.
    pub far_m: f64,
}

/// For each visit (same order) the codes it gets from the others. Order of arrival never matters.
pub fn judge_across(_visits: &[AcrossVisit]) -> Vec<Vec<ReasonCode>> {
    todo!()
}
