//! A reviewer's decision, and an assignment put right: written, applied, judged again.

use super::act::{Act, decide};
use super::check::{not_erased, said};
use crate::store::{AuditEvent, Deed, Store, Why};
use crate::town::log::{append_own, append_own_about};
use crate::{Error, Result};
use ruhu_core::Error as CoreError;
use ruhu_core::domain::{Assignment, Ruling};
use ruhu_core::ids::RegionCode;
use ruhu_core::record::{AssignmentBody, DecisionBody, Kind};

/// Decides on a visit, or takes a decision back. It stands over everything but one visit a day. A decision that says what
/// stands already is refused, and so is one about a visit whose record was erased.
pub fn rule(store: &dyn Store, township: &RegionCode, decision: &DecisionBody, act: impl Into<Act>) -> Result<()> {
    said("--reason", &decision.why)?;
    said("--by", &decision.by)?;
    decide(store, township, &act.into(), &mut |deciding| {
        let (tx, now) = (&mut *deciding.tx, deciding.now);
        let visit = tx.visit(&decision.visit)?.ok_or_else(|| CoreError::NotFound {
            what: "visit",
            id: decision.visit.to_string(),
        })?;
        not_erased(tx, &visit.household)?;
        if visit.decision == decision.ruling {
            let stands = match decision.ruling {
                Some(Ruling::Counts) => "it was decided already that this visit counts",
                Some(Ruling::DoesNotCount) => "it was decided already that this visit does not count",
                None => "nobody has decided on this visit, so there is nothing to take back",
            };
            let mend = "look at what stands (ruhu log, or the visit's page); decide otherwise, or leave it";
            return Err(Error::refused(decision.visit.to_string(), stands, mend));
        }
        append_own_about(tx, Kind::Decision, decision, Some(&visit.household), now)?;
        tx.put_decision(&visit.id, decision.ruling, &decision.by, &decision.why)?;
        // Phones hear of the decision even where no verdict changes with it.
        tx.household_changed(&visit.household)?;
        deciding.touched.visit(&visit, Why::Decision);
        let ruling = decision.ruling.map_or("taken back", Ruling::word);
        let place = format!("{township}/{}", visit.household);
        Ok((
            (),
            Some(AuditEvent::Decided(
                Deed::Visit,
                place,
                Some(format!("{} {ruling}", visit.id)),
            )),
        ))
    })
}

/// Begins an assignment, or ends the one with this household, cadre and first day. The household's visits are judged
/// again: one of that day may now have been made by somebody assigned.
pub fn assign(store: &dyn Store, township: &RegionCode, assignment: &Assignment, act: impl Into<Act>) -> Result<()> {
    decide(store, township, &act.into(), &mut |deciding| {
        let (tx, now) = (&mut *deciding.tx, deciding.now);
        let body = AssignmentBody {
            household: assignment.household.clone(),
            cadre: assignment.cadre,
            from: assignment.from,
            to: assignment.to,
            why: None,
            by: None,
        };
        append_own(tx, Kind::Assignment, &body, now)?;
        tx.put_assignment(assignment)?;
        tx.household_changed(&assignment.household)?;
        deciding.touched.whole(&assignment.household, Why::Assignment);
        let place = format!("{township}/{}", assignment.household);
        let detail = format!("{} {}", assignment.cadre, assignment.from);
        Ok(((), Some(AuditEvent::Decided(Deed::Assignment, place, Some(detail)))))
    })
}
