//! A roster import carried out: rows, records, the first policy, and re-judging, in one transaction.

use super::act::{Act, decide};
use super::check::not_erased;
use super::policy::{DEFAULT_POLICY, apply};
use crate::Result;
use crate::store::{AuditEvent, Deed, HouseholdPlan, ImportPlan, LedgerTx, Store, Township, TownshipSecrets, Why};
use crate::town::log::{append_own, log_id};
use ruhu_core::ids::RegionCode;
use ruhu_core::record::{
    AssignmentBody, DeviceKey, ImportBody, ImportedHousehold, Kind, MemorySigner, PlaceBody, ServerKey, Signer,
};
use ruhu_core::rules::Policy;

/// Carries an import plan out: adds the township when it is new (its keys are made then), applies the plan, writes the
/// `import` records, a `place` record for each place it sets and an `assignment` record for each one it ends or begins
/// beside the household's newest, the first policy when there is none, and judges again what it touches. An empty plan
/// writes nothing.
pub fn import(store: &dyn Store, server: &ServerKey, plan: &ImportPlan, act: impl Into<Act>) -> Result<()> {
    write(store, server, plan, &act.into())
}

/// As [`import`], if the township has decided nothing since the plan was made from a roster of which it said `decided`
/// ([`crate::store::RosterNow`]); otherwise [`Error::Conflict`], and nothing has changed.
pub fn import_onto(
    store: &dyn Store,
    server: &ServerKey,
    plan: &ImportPlan,
    decided: u64,
    act: impl Into<Act>,
) -> Result<()> {
    let act = Act {
        expected: Some(decided),
        ..act.into()
    };
    write(store, server, plan, &act)
}

fn write(store: &dyn Store, server: &ServerKey, plan: &ImportPlan, act: &Act) -> Result<()> {
    if plan.is_empty() {
        return Ok(());
    }
    if !store.townships()?.iter().any(|township| township.code == plan.township) {
        let (township, secrets) = new_township(server, &plan.township, &plan.township_name)?;
        store.add_township(&township, &secrets)?;
    }
    decide(store, &plan.township, act, &mut |deciding| {
        let (tx, now) = (&mut *deciding.tx, deciding.now);
        for household in &plan.households {
            not_erased(tx, &household.household)?;
        }
        tx.apply(plan)?;
        for body in bodies(tx, plan)? {
            append_own(tx, Kind::Import, &body, now)?;
        }
        for household in &plan.households {
            for assignment in assignments_beside(household) {
                append_own(tx, Kind::Assignment, &assignment, now)?;
            }
            if household.place.is_some()
                && let Some(place) = tx
                    .household(&household.household)?
                    .and_then(|facts| facts.places.last().copied())
            {
                let body = PlaceBody {
                    household: household.household.clone(),
                    version: place.version,
                    point: place.point(),
                    from: place.from,
                    learned: false,
                    why: None,
                    by: None,
                };
                append_own(tx, Kind::Place, &body, now)?;
            }
        }
        if tx.policies()?.is_empty() {
            let policy = Policy::parse(DEFAULT_POLICY, "default.policy.toml")?;
            apply(tx, &plan.township, &policy, DEFAULT_POLICY, None, now)?;
        }
        let changed = plan.households.iter().map(|household| &household.household);
        for no in changed.chain(plan.gone.iter().map(|gone| &gone.household)) {
            deciding.touched.whole(no, Why::Assignment);
        }
        let detail = format!("{} {}", plan.file, plan.households.len() + plan.gone.len());
        let event = AuditEvent::Decided(Deed::Import, plan.township.to_string(), Some(detail));
        Ok(((), Some(event)))
    })
}

/// Households that one `import` record tells of: at the longest numbers a record stays well under its limit.
const HOUSEHOLDS_A_RECORD: usize = 800;

/// What the import's records say: tenures, classes and cadres by number and id; no name, no telephone. A large roster takes
/// several records of one file; a plan that only names villages or cadres still takes one.
fn bodies(tx: &mut dyn LedgerTx, plan: &ImportPlan) -> Result<Vec<ImportBody>> {
    let mut households = Vec::new();
    for household in &plan.households {
        let Some(class) = household.classes.iter().max_by_key(|class| class.from) else {
            continue;
        };
        let cadre = match newest(household) {
            Some(assignment) => Some(assignment.cadre),
            // The class alone changed: the household stays whose it is.
            None => {
                let facts = tx.household(&household.household)?;
                let held = facts.iter().flat_map(|facts| &facts.assignments);
                held.filter(|held| held.holds(class.from) || held.to.is_none())
                    .max_by_key(|held| held.from)
                    .map(|held| held.cadre)
            }
        };
        let Some(cadre) = cadre else { continue };
        // An earlier beginning brings its classes with it: each is told.
        households.extend(household.classes.iter().map(|class| ImportedHousehold {
            household: household.household.clone(),
            village: household.village.clone(),
            class: class.class,
            from: class.from,
            cadre,
        }));
    }
    let body = |households: &[ImportedHousehold]| ImportBody {
        file: plan.file,
        rows: plan.rows,
        effective: plan.effective,
        households: households.to_vec(),
    };
    Ok(match households.is_empty() {
        true => vec![body(&[])],
        false => households.chunks(HOUSEHOLDS_A_RECORD).map(body).collect(),
    })
}

fn newest(household: &HouseholdPlan) -> Option<&ruhu_core::domain::Assignment> {
    household
        .assignments
        .iter()
        .filter(|assignment| assignment.to.is_none())
        .max_by_key(|assignment| assignment.from)
}

/// Assignments that the import's record does not tell: those that end, and those of a household whose class stays or
/// changes from another day.
fn assignments_beside(household: &HouseholdPlan) -> Vec<AssignmentBody> {
    let same_day = |assignment: &&ruhu_core::domain::Assignment| {
        household.classes.iter().any(|class| class.from == assignment.from)
    };
    let told = newest(household).filter(same_day);
    household
        .assignments
        .iter()
        .filter(|assignment| Some(*assignment) != told)
        .map(|assignment| AssignmentBody {
            household: assignment.household.clone(),
            cadre: assignment.cadre,
            from: assignment.from,
            to: assignment.to,
            why: None,
            by: None,
        })
        .collect()
}

/// A township with keys of its own.
fn new_township(server: &ServerKey, code: &RegionCode, name: &str) -> Result<(Township, TownshipSecrets)> {
    let signer = MemorySigner::generate();
    let desk_key = signer.public_key()?;
    let mut backup = [0; 32];
    getrandom::fill(&mut backup).expect("the operating system always has random bytes once it has booted");
    let township = Township {
        code: code.clone(),
        name: name.to_owned(),
        log: log_id(code, server)?,
        desk_kid: DeviceKey::from_sec1(&desk_key)?.id(),
        desk_key,
        log_size: 0,
    };
    let secrets = TownshipSecrets {
        desk: signer.to_bytes(),
        backup,
    };
    Ok((township, secrets))
}
