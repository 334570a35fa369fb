//! One decision, one transaction: it is made only on what its maker saw, what it touches is judged, the log is sealed, and
//! the audit log says who did it. Every decision goes through [`decide`]; [`preview`] says what one would change.

use crate::store::{AuditEvent, AuditNote, LedgerTx, Store, VisitRow, Who};
use crate::town::judge::{Touched, again};
use crate::town::log::seal;
use crate::{Error, Result};
use ruhu_core::domain::{Ruling, Verdict};
use ruhu_core::ids::{HouseholdNo, RegionCode, VisitId};
use ruhu_core::time::Moment;
use serde::Serialize;
use std::collections::BTreeMap;

/// Who decides, as the audit log keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// A person, with the session, or a command on the server.
    pub who: Who,
    /// The network address it came from, if it came over the network.
    pub origin: Option<String>,
}

/// A decision's who, when, and on what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Who decides.
    pub actor: Actor,
    /// How much the township had decided when the decider looked ([`crate::store::RosterNow`]); another decision since
    /// then is a [`Error::Conflict`]. `None` decides on whatever stands.
    pub expected: Option<u64>,
    /// The server's clock when it was asked for.
    pub now: Moment,
}

impl Act {
    /// By a command on the server itself, on whatever stands.
    pub fn by_command(now: Moment) -> Self {
        Self {
            actor: Actor {
                who: Who::Command,
                origin: None,
            },
            expected: None,
            now,
        }
    }
}

impl From<Moment> for Act {
    fn from(now: Moment) -> Self {
        Self::by_command(now)
    }
}

/// A decision being made: what it writes to, what it touches, and the time with the write lock held.
pub struct Deciding<'t> {
    /// The open transaction.
    pub tx: &'t mut dyn LedgerTx,
    /// What is to be judged again at its end.
    pub touched: Touched,
    /// The server's clock.
    pub now: Moment,
}

/// What a decision does: it answers something, and what the audit log says of it; `None` where nothing was to be done.
pub type Work<'a, T> = &'a mut dyn FnMut(&mut Deciding<'_>) -> Result<(T, Option<AuditEvent>)>;

/// Carries a decision out, or, on any error, changes nothing.
///
/// Errors: those of `work`; [`Error::Conflict`] when the township has decided something since the act's `expected`.
pub fn decide<T>(store: &dyn Store, township: &RegionCode, act: &Act, work: Work<'_, T>) -> Result<T> {
    let mut answer = None;
    store.transact(township, &mut |tx| {
        answer = Some(made(tx, act, work)?.0);
        Ok(())
    })?;
    answer.ok_or_else(|| Error::inconsistent("decision", "its transaction did not run"))
}

/// As [`decide`] on several townships, all in one transaction.
pub fn decide_each(store: &dyn Store, townships: &[RegionCode], act: &Act, work: Work<'_, ()>) -> Result<()> {
    store.transact_each(townships, &mut |tx| made(tx, act, work).map(drop))
}

/// Makes the decision within a transaction; answers also which households it touched.
fn made<T>(tx: &mut dyn LedgerTx, act: &Act, work: Work<'_, T>) -> Result<(T, Vec<HouseholdNo>)> {
    if let Some(expected) = act.expected
        && tx.decided()? != expected
    {
        let place = tx.township()?.code.to_string();
        return Err(Error::Conflict { place });
    }
    let now = tx.time_of(act.now);
    let mut deciding = Deciding {
        tx: &mut *tx,
        touched: Touched::default(),
        now,
    };
    let (answer, event) = work(&mut deciding)?;
    let touched = deciding.touched;
    let households = touched.named();
    again(tx, touched, now)?;
    seal(tx, now)?;
    if let Some(event) = event {
        let note = AuditNote {
            who: act.actor.who.clone(),
            event,
            origin: act.actor.origin.clone(),
        };
        tx.note(&note, now)?;
    }
    Ok((answer, households))
}

/// How a visit stands: by the rules, and by what a reviewer decided over them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// What the rules say.
    pub verdict: Verdict,
    /// What a reviewer decided.
    pub decision: Option<Ruling>,
}

/// A visit that would stand otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Turned {
    /// Whose.
    pub household: HouseholdNo,
    /// Which.
    pub visit: VisitId,
    /// How it stands.
    pub is: Standing,
    /// How it would stand.
    pub would_be: Standing,
}

/// What a decision would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The visits that would stand otherwise, by household, then id.
    pub turned: Vec<Turned>,
    /// Households that would wait to be judged again, too many for one transaction: of them nothing is said here. Those
    /// that a policy queues by itself are not counted.
    pub waiting: u64,
}

/// Says what a decision would answer and change, and changes nothing. Errors are those of [`decide`].
pub fn preview<T>(store: &dyn Store, township: &RegionCode, act: &Act, work: Work<'_, T>) -> Result<(T, Preview)> {
    let mut seen = None;
    let ended = store.transact(township, &mut |tx| {
        let (answer, households) = made(tx, act, work)?;
        let mut waiting = 0;
        for no in &households {
            waiting += u64::from(tx.queued(no)?.is_some());
        }
        let after = standings(tx, &households)?;
        seen = Some((answer, households, after, waiting));
        Err(Error::RolledBack)
    });
    let (answer, households, after, waiting) = match (ended, seen) {
        (Err(Error::RolledBack), Some(seen)) => seen,
        (Err(error), _) => return Err(error),
        (Ok(()), _) => return Err(Error::inconsistent("preview", "it was committed")),
    };
    let mut before = BTreeMap::new();
    store.transact(township, &mut |tx| {
        before = standings(tx, &households)?;
        Ok(())
    })?;
    let turned = after.into_iter().filter_map(|((household, visit), would_be)| {
        let is = *before.get(&(household.clone(), visit))?;
        (is != would_be).then_some(Turned {
            household,
            visit,
            is,
            would_be,
        })
    });
    Ok((
        answer,
        Preview {
            turned: turned.collect(),
            waiting,
        },
    ))
}

fn standings(tx: &mut dyn LedgerTx, households: &[HouseholdNo]) -> Result<BTreeMap<(HouseholdNo, VisitId), Standing>> {
    let standing = |visit: &VisitRow| Standing {
        verdict: visit.verdict,
        decision: visit.decision,
    };
    let mut all = BTreeMap::new();
    for no in households {
        for visit in tx.visits_of_household(no)? {
            all.insert((no.clone(), visit.id), standing(&visit));
        }
    }
    Ok(all)
}
