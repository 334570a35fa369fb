//! Households handed from one cadre to another, from a day on: the old assignments end the day before, the new ones begin,
//! all in one transaction.

use super::act::{Act, decide};
use super::check::{self, said_if_any};
use crate::store::{AuditEvent, Deed, LedgerTx, Store, Why};
use crate::town::log::append_own;
use crate::{Error, Result};
use ruhu_core::domain::{Assignment, Cadre};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode};
use ruhu_core::record::{AssignmentBody, Kind};
use ruhu_core::time::{Day, Moment};
use serde::Serialize;
use std::collections::BTreeSet;

/// What is handed over.
#[derive(Clone, Debug)]
pub struct Handover<'a> {
    /// Who hands over.
    pub from: CadreId,
    /// Who takes over.
    pub to: CadreId,
    /// The first day the households are the other's.
    pub on: Day,
    /// Which households; `None` hands over every one, those assigned from a later day on too.
    pub households: Option<&'a [HouseholdNo]>,
    /// Why, if it is said.
    pub why: Option<&'a str>,
    /// Who answers for it.
    pub by: Option<&'a str>,
}

/// What was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandedOver {
    /// Who handed over.
    pub from: CadreId,
    /// Who took over.
    pub to: CadreId,
    /// From which day on.
    pub on: Day,
    /// Which households.
    pub households: Vec<HouseholdNo>,
}

/// Hands households over. All of them, or, where something makes no sense, none.
pub fn handover(
    store: &dyn Store,
    township: &RegionCode,
    handover: &Handover<'_>,
    act: impl Into<Act>,
) -> Result<HandedOver> {
    said_if_any("--reason", handover.why)?;
    said_if_any("--by", handover.by)?;
    if handover.from == handover.to {
        return Err(Error::refused(
            "--to",
            "both are the same cadre",
            "name the one who takes the households over",
        ));
    }
    decide(store, township, &act.into(), &mut |deciding| {
        let (tx, now) = (&mut *deciding.tx, deciding.now);
        let mut households = Vec::new();
        known(tx, "--from", &handover.from)?;
        known(tx, "--to", &handover.to)?;
        for held in held(tx, handover)? {
            hand(tx, handover, &held, now)?;
            tx.household_changed(&held.household)?;
            deciding.touched.whole(&held.household, Why::Assignment);
            households.push(held.household);
        }
        let detail = format!("{} {} {} {}", handover.from, handover.to, handover.on, households.len());
        let event = AuditEvent::Decided(Deed::HandOver, township.to_string(), Some(detail));
        let handed = HandedOver {
            from: handover.from,
            to: handover.to,
            on: handover.on,
            households,
        };
        Ok((handed, Some(event)))
    })
}

fn known(tx: &mut dyn LedgerTx, place: &str, id: &CadreId) -> Result<Cadre> {
    tx.cadre(id)?.ok_or_else(|| {
        Error::refused(
            place,
            "this township has no such cadre",
            "both cadres stand on one township's roster: import it again if one is new",
        )
    })
}

/// The assignments that pass to the other: those that hold on the day, and, when everything is handed over, later ones.
fn held(tx: &mut dyn LedgerTx, handover: &Handover<'_>) -> Result<Vec<Assignment>> {
    let all = tx.assignments_of(&handover.from)?;
    let Some(named) = handover.households else {
        let on_or_after = |assignment: &Assignment| {
            let empty = assignment.to.is_some_and(|to| to < assignment.from);
            !empty && assignment.to.is_none_or(|to| to >= handover.on)
        };
        let mut passing = Vec::new();
        for assignment in all.into_iter().filter(on_or_after) {
            let gone = tx.erased(&assignment.household)?.is_some() || has_left(tx, &assignment.household, handover.on)?;
            if !gone {
                passing.push(assignment);
            }
        }
        return match passing.is_empty() {
            false => Ok(passing),
            true => Err(Error::refused(
                "--from",
                format!("this cadre holds no household on {} or later", handover.on),
                "look at the roster; name the cadre who holds them",
            )),
        };
    };
    let mut passing = Vec::new();
    for no in named.iter().collect::<BTreeSet<_>>() {
        check::household(tx, no)?;
        if has_left(tx, no, handover.on)? {
            return Err(Error::refused(
                no.as_str(),
                format!("this household has left the programme before {}", handover.on),
                "leave it out of --households",
            ));
        }
        let of = |assignment: &&Assignment| assignment.household == *no && assignment.holds(handover.on);
        match all.iter().find(of) {
            Some(assignment) => passing.push(assignment.clone()),
            None => {
                return Err(Error::refused(
                    no.as_str(),
                    format!("this household is not the cadre's on {}", handover.on),
                    "leave it out of --households, or name the cadre who holds it that day",
                ));
            }
        }
    }
    match passing.is_empty() {
        false => Ok(passing),
        true => Err(Error::refused(
            "--households",
            "no household is named",
            "write their numbers with commas between, or leave the option away to hand all of them over",
        )),
    }
}

fn has_left(tx: &mut dyn LedgerTx, no: &HouseholdNo, on: Day) -> Result<bool> {
    let facts = tx.household(no)?;
    Ok(facts.is_some_and(|facts| facts.tenure.left.is_some_and(|left| left < on)))
}

/// Ends one assignment the day before and begins the other's, unless the other holds the household that day already. An
/// assignment that began on the very day, or later, then ends before it begins: it never held.
fn hand(tx: &mut dyn LedgerTx, handover: &Handover<'_>, held: &Assignment, now: Moment) -> Result<()> {
    let first = handover.on.max(held.from);
    write(
        tx,
        handover,
        Assignment {
            to: Some(first.plus(-1)),
            ..held.clone()
        },
        now,
    )?;
    let theirs = tx.assignments_of(&handover.to)?;
    let already = theirs
        .iter()
        .any(|assignment| assignment.household == held.household && assignment.holds(first));
    if already {
        return Ok(());
    }
    let begun = Assignment {
        cadre: handover.to,
        from: first,
        ..held.clone()
    };
    write(tx, handover, begun, now)
}

fn write(tx: &mut dyn LedgerTx, handover: &Handover<'_>, assignment: Assignment, now: Moment) -> Result<()> {
    let body = AssignmentBody {
        household: assignment.household.clone(),
        cadre: assignment.cadre,
        from: assignment.from,
        to: assignment.to,
        why: handover.why.map(str::to_owned),
        by: handover.by.map(str::to_owned),
    };
    append_own(tx, Kind::Assignment, &body, now)?;
    tx.put_assignment(&assignment)
}
