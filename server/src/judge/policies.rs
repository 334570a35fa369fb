//! The policies of a township, read as one timeline.

use crate::store::LedgerTx;
use crate::{Error, Result};
use ruhu_core::coverage::Timeline;
use ruhu_core::rules::Policy;

/// The township's policies. They were checked when they were put in force, so one that does not read is damage.
pub fn timeline(tx: &mut dyn LedgerTx) -> Result<Timeline> {
    let rows = tx.policies()?;
    let policies = rows
        .iter()
        .map(|row| Policy::parse(&row.toml, row.id.as_str()).map_err(|e| Error::inconsistent("policy.toml", e)))
        .collect::<Result<Vec<_>>>()?;
    Timeline::new(policies).map_err(|e| Error::inconsistent("policy", e))
}
