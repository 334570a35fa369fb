//! A policy put in force: checked, written as a record, applied, and the visits of its days judged again.

use super::append;
use crate::ingest::log::seal;
use crate::judge::{Touched, again, timeline};
use crate::store::{LedgerTx, PolicyRow, Store, Why};
use crate::{Error, Result};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::RegionCode;
use ruhu_core::record::{Kind, PolicyBody};
use ruhu_core::rules::Policy;
use ruhu_core::time::Moment;

/// The policy a township begins with.
pub const DEFAULT_POLICY: &str = include_str!("default.policy.toml");

/// Puts a policy in force. It holds from today or later, but for a township's first; it clashes with none in force.
/// `file` is its name, for the error.
pub fn put_policy(store: &dyn Store, township: &RegionCode, toml: &str, file: &str, now: Moment) -> Result<()> {
    let policy = Policy::parse(toml, file)?;
    store.transact(township, &mut |tx| {
        let in_force = timeline(tx)?;
        if !in_force.policies().is_empty() && policy.from < now.day() {
            let mend = format!(
                "`from` is {} or later: what has happened is not judged by a new rule",
                now.day()
            );
            return Err(CoreError::unusable("policy", file, &mend).into());
        }
        for other in in_force.policies() {
            if let Some(clash) = policy.clash(other, toml, file) {
                return Err(Error::Policy(clash));
            }
            if other.id == policy.id {
                let mend = "another policy has this id: give the new one its own";
                return Err(CoreError::unusable("policy", policy.id.as_str(), mend).into());
            }
        }
        apply(tx, township, &policy, toml, now)?;
        let mut touched = Touched::default();
        for id in tx.visit_ids()? {
            if let Some(visit) = tx.visit(&id)? {
                touched.visit(&visit, Why::Policy);
            }
        }
        again(tx, touched, now)?;
        seal(tx, now)
    })
}

/// Writes and applies a policy that was checked, within a transaction.
pub(super) fn apply(tx: &mut dyn LedgerTx, scope: &RegionCode, policy: &Policy, toml: &str, now: Moment) -> Result<()> {
    let body = PolicyBody {
        scope: scope.clone(),
        toml: toml.to_owned(),
    };
    let record = append(tx, Kind::Policy, &body, now)?;
    tx.put_policy(&PolicyRow {
        id: policy.id.clone(),
        scope: scope.clone(),
        from: policy.from,
        toml: toml.to_owned(),
        record: record.sha256,
    })?;
    tx.policies_changed()
}
