//! The policies of a township, read as one timeline.

use crate::store::{LedgerTx, PolicyRow};
use crate::{Error, Result};
use ruhu_core::coverage::Timeline;
use ruhu_core::rules::Policy;

/// The township's policies, within a transaction.
pub fn timeline(tx: &mut dyn LedgerTx) -> Result<Timeline> {
    timeline_of(&tx.policies()?)
}

/// Policies as one timeline. They were checked when they were put in force, so one that does not read is damage.
pub fn timeline_of(rows: &[PolicyRow]) -> Result<Timeline> {
    let parse =
        |row: &PolicyRow| Policy::parse(&row.toml, row.id.as_str()).map_err(|e| Error::inconsistent("policy.toml", e));
    let policies = rows.iter().map(parse).collect::<Result<Vec<_>>>()?;
    Timeline::new(policies).map_err(|e| Error::inconsistent("policy", e))
}
