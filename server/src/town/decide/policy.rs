//! A policy put in force: checked, written as a record and applied, in one transaction over every township of its scope;
//! the households with visits of its days wait to be judged again, piece by piece (`judge::Worker`).
//!
//! Policies follow one another. One whose own file has no `until` ends the day before the next begins: a record of the
//! same id is written, whose text has that `until` before the file's own lines. The built-in policy of a first import
//! gives way to the township's first own one from any day on, and is withdrawn when that begins no later than it does.

use super::act::{Act, decide_each};
use super::check::said_if_any;
use crate::store::{AuditEvent, Deed, LedgerTx, PolicyRow, Store, Why};
use crate::town::judge::{StandingClock, finish, timeline};
use crate::town::log::append_own;
use crate::{Error, Result};
use ruhu_core::Error as CoreError;
use ruhu_core::coverage::Timeline;
use ruhu_core::ids::{PolicyId, RegionCode};
use ruhu_core::record::{Envelope, Jws, Kind, PolicyBody};
use ruhu_core::rules::Policy;
use ruhu_core::time::{Day, Moment};
use serde::Serialize;
use std::collections::BTreeSet;

/// The policy a township begins with.
pub const DEFAULT_POLICY: &str = include_str!("default.policy.toml");

/// A policy to put in force.
#[derive(Clone, Copy, Debug)]
pub struct NewPolicy<'a> {
    /// A township, or a region above whose townships are served here.
    pub scope: &'a RegionCode,
    /// The file's text.
    pub toml: &'a str,
    /// The file's name, for errors.
    pub file: &'a str,
    /// Who answers for it.
    pub by: Option<&'a str>,
}

/// What putting a policy in force came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyPut {
    /// The policy.
    pub policy: PolicyId,
    /// Where it was put in force.
    pub scope: RegionCode,
    /// Its first day.
    pub from: Day,
    /// Its last day, where it has one.
    pub until: Option<Day>,
    /// The townships in which it is in force now.
    pub townships: Vec<RegionCode>,
    /// Policies that gave way to it.
    pub ended: Vec<Ended>,
}

/// A policy that gave way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ended {
    /// The township.
    pub township: RegionCode,
    /// The policy.
    pub policy: PolicyId,
    /// Its last day; absent where it is in force on no day any more.
    pub until: Option<Day>,
}

/// As [`put_in_force`], and judges again all that waits for it; for hosts that need not show how far it has come.
pub fn put_policy(store: &dyn Store, new: NewPolicy<'_>, act: impl Into<Act>) -> Result<PolicyPut> {
    let act = act.into();
    let now = act.now;
    let put = put_in_force(store, new, act)?;
    finish(store, &StandingClock(now), &mut |_| ())?;
    policy_done(store, &put)?;
    Ok(put)
}

/// Puts a policy in force in every township of its scope, or in none. It holds from today or later, but for a township's
/// first own one. Households with visits that it touches then wait to be judged again; when they all are, the caller says
/// so with [`policy_done`]. Until then the same file may be put again: a township that has it is left as it is.
pub fn put_in_force(store: &dyn Store, new: NewPolicy<'_>, act: impl Into<Act>) -> Result<PolicyPut> {
    let policy = Policy::parse(new.toml, new.file)?;
    said_if_any("--by", new.by)?;
    let townships = townships_of(store, new.scope)?;
    let mut have = BTreeSet::new();
    let mut begun = false;
    store.transact_each(&townships, &mut |tx| {
        if has(tx, &policy, new)? {
            begun |= tx.is_policy_begun(&policy.id)?;
            have.insert(tx.township()?.code);
        }
        Ok(())
    })?;
    let goes_on = begun || (!have.is_empty() && have.len() < townships.len());
    let mut ended = Vec::new();
    decide_each(store, &townships, &act.into(), &mut |deciding| {
        let (tx, now) = (&mut *deciding.tx, deciding.now);
        if goes_on && has(tx, &policy, new)? {
            tx.policy_begun(&policy.id)?;
            return Ok(((), None));
        }
        ended.append(&mut put_in_one(tx, &policy, new, now, goes_on)?);
        let township = tx.township()?.code.to_string();
        let detail = format!("{} {}", policy.id, policy.from);
        Ok(((), Some(AuditEvent::Decided(Deed::Policy, township, Some(detail)))))
    })?;
    Ok(PolicyPut {
        scope: new.scope.clone(),
        from: policy.from,
        until: policy.until,
        policy: policy.id,
        townships,
        ended,
    })
}

/// All that waited for this policy is judged again: putting the same file once more is refused from now on.
pub fn policy_done(store: &dyn Store, put: &PolicyPut) -> Result<()> {
    store.transact_each(&put.townships, &mut |tx| tx.policy_done(&put.policy))
}

/// Whether a township has this very policy, put in force by this file for this scope.
fn has(tx: &mut dyn LedgerTx, policy: &Policy, new: NewPolicy<'_>) -> Result<bool> {
    if tx
        .policies()?
        .iter()
        .all(|row| row.id != policy.id || row.scope != *new.scope)
    {
        return Ok(false);
    }
    let written = texts_written(tx)?;
    Ok(written.iter().any(|(id, toml)| *id == policy.id && toml == new.toml))
}

fn townships_of(store: &dyn Store, scope: &RegionCode) -> Result<Vec<RegionCode>> {
    if scope.as_str().len() > 9 {
        return Err(Error::refused(
            scope.as_str(),
            "a policy holds for a whole township or a region above it, never for a village alone",
            "give the township's 9 digits; what one village is excused from is a waiver (ruhu waive)",
        ));
    }
    let all = store.townships()?.into_iter().map(|township| township.code);
    let within: Vec<RegionCode> = all.filter(|code| scope.contains(code)).collect();
    match within.is_empty() {
        false => Ok(within),
        true if scope.as_str().len() == 9 => Err(Error::NoTownship {
            code: scope.to_string(),
        }),
        true => Err(Error::refused(
            scope.as_str(),
            "no township of this region is served from this folder",
            "give the code of a township whose roster was imported, or of its county",
        )),
    }
}

/// How an older policy gives way.
struct GivesWay {
    row: PolicyRow,
    /// The text as its own file had it.
    toml: String,
    until: Option<Day>,
}

/// `goes_on`: another township of the scope has the policy already, so that it may be of a day before today here.
fn put_in_one(
    tx: &mut dyn LedgerTx,
    policy: &Policy,
    new: NewPolicy<'_>,
    now: Moment,
    goes_on: bool,
) -> Result<Vec<Ended>> {
    let township = tx.township()?.code;
    let before = timeline(tx)?;
    let mut ended = Vec::new();
    for older in succession(tx, policy, new, now, goes_on)? {
        give_way(tx, &older, policy, new.by, now)?;
        ended.push(Ended {
            township: township.clone(),
            policy: older.row.id,
            until: older.until,
        });
    }
    apply(tx, new.scope, policy, new.toml, new.by, now)?;
    for (from, to) in changed_days(&before, &timeline(tx)?) {
        tx.queue_visited(from, to, Why::Policy)?;
    }
    tx.policy_begun(&policy.id)?;
    Ok(ended)
}

/// Days `from..to` whose visits are held to another policy than before; `None`: without that end.
fn changed_days(before: &Timeline, after: &Timeline) -> Vec<(Option<Day>, Option<Day>)> {
    let begins = |timeline: &Timeline| -> Vec<Day> { timeline.policies().iter().map(|policy| policy.from).collect() };
    let mut edges: Vec<Day> = [begins(before), begins(after)].concat();
    edges.sort_unstable();
    edges.dedup();
    let Some(first) = edges.first().copied() else {
        return Vec::new();
    };
    let id = |timeline: &Timeline, day: Day| timeline.judging(day).map(|policy| policy.id.clone());
    let mut changed = Vec::new();
    if id(before, first.plus(-1)) != id(after, first.plus(-1)) {
        changed.push((None, Some(first)));
    }
    for (place, from) in edges.iter().enumerate() {
        if id(before, *from) != id(after, *from) {
            changed.push((Some(*from), edges.get(place + 1).copied()));
        }
    }
    changed
}

/// Which policies give way to this one, or why it cannot be put in force.
fn succession(
    tx: &mut dyn LedgerTx,
    policy: &Policy,
    new: NewPolicy<'_>,
    now: Moment,
    goes_on: bool,
) -> Result<Vec<GivesWay>> {
    let built_in = Policy::parse(DEFAULT_POLICY, "default.policy.toml")?.id;
    let written = texts_written(tx)?;
    if written.iter().any(|(id, _)| *id == policy.id) {
        return Err(Error::refused(
            policy.id.as_str(),
            "a policy of this township has this id, or had it",
            "give the new one an id of its own: records are never written over",
        ));
    }
    let first_own = written.iter().all(|(id, _)| *id == built_in);
    if !first_own && !goes_on && policy.from < now.day() {
        let mend = format!(
            "`from` is {} or later: what has happened is not judged by a new rule",
            now.day()
        );
        return Err(CoreError::unusable("policy", new.file, &mend).into());
    }
    let mut give_way = Vec::new();
    for row in tx.policies()? {
        let older = parse(&row.toml, &row.id)?;
        if !older.overlaps(policy) {
            continue;
        }
        let own_text = written.iter().find(|(id, _)| *id == row.id);
        let toml = own_text.map_or_else(|| row.toml.clone(), |(_, toml)| toml.clone());
        let open = parse(&toml, &row.id)?.until.is_none();
        let until = match (open, older.from < policy.from) {
            (true, true) => Some(policy.from.plus(-1)),
            (true, false) if row.id == built_in && first_own => None,
            (true | false, _) => match policy.clash(&older, new.toml, new.file) {
                Some(clash) => return Err(Error::Policy(clash)),
                None => continue,
            },
        };
        give_way.push(GivesWay { row, toml, until });
    }
    Ok(give_way)
}

fn parse(toml: &str, id: &PolicyId) -> Result<Policy> {
    Policy::parse(toml, id.as_str()).map_err(|e| Error::inconsistent("policy.toml", e))
}

/// The text that each policy had when it was put in force: the first record of its id.
fn texts_written(tx: &mut dyn LedgerTx) -> Result<Vec<(PolicyId, String)>> {
    let mut texts: Vec<(PolicyId, String)> = Vec::new();
    let damage = |e: &dyn std::fmt::Display| Error::inconsistent("record.jws", e);
    for jws in tx.written("policy")? {
        let parsed = Jws::parse(&jws).map_err(|e| damage(&e))?;
        let envelope: Envelope = serde_json::from_slice(&parsed.payload).map_err(|e| damage(&e))?;
        let body: PolicyBody = serde_json::from_value(envelope.body).map_err(|e| damage(&e))?;
        let id = Policy::parse(&body.toml, "policy").map_err(|e| damage(&e))?.id;
        if !texts.iter().any(|(known, _)| *known == id) {
            texts.push((id, body.toml));
        }
    }
    Ok(texts)
}

/// Ends or withdraws an older policy: a record of its id, and its row.
fn give_way(tx: &mut dyn LedgerTx, older: &GivesWay, new: &Policy, by: Option<&str>, now: Moment) -> Result<()> {
    let toml = match older.until {
        Some(until) => format!(
            "until = {until} # \"{}\" {} 起 / from then on\n{}",
            new.id, new.from, older.toml
        ),
        None => older.toml.clone(),
    };
    let body = PolicyBody {
        scope: older.row.scope.clone(),
        toml: toml.clone(),
        withdrawn: older.until.is_none(),
        by: by.map(str::to_owned),
    };
    let record = append_own(tx, Kind::Policy, &body, now)?;
    match older.until {
        Some(_) => tx.put_policy(&PolicyRow {
            toml,
            record: record.sha256,
            ..older.row.clone()
        })?,
        None => tx.withdraw_policy(&older.row.id)?,
    }
    tx.policies_changed()
}

/// Writes and applies a policy that was checked, within a transaction.
pub(super) fn apply(
    tx: &mut dyn LedgerTx,
    scope: &RegionCode,
    policy: &Policy,
    toml: &str,
    by: Option<&str>,
    now: Moment,
) -> Result<()> {
    let body = PolicyBody {
        scope: scope.clone(),
        toml: toml.to_owned(),
        withdrawn: false,
        by: by.map(str::to_owned),
    };
    let record = append_own(tx, Kind::Policy, &body, now)?;
    tx.put_policy(&PolicyRow {
        id: policy.id.clone(),
        scope: scope.clone(),
        from: policy.from,
        toml: toml.to_owned(),
        record: record.sha256,
    })?;
    tx.policies_changed()
}
