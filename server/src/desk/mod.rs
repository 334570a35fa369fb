//! What the desk writes: signed by the township's own key and chained like one more device, applied and judged in the
//! same transaction.

use crate::Result;
use crate::store::{ImportPlan, Store};
use ruhu_core::record::ServerKey;
use ruhu_core::time::Moment;

/// Carries an import plan out in one transaction: adds the township when it is new (its keys are made then), applies
/// the plan, writes the `import` record, the first policy when there is none, and judges again what it touches. An
/// empty plan writes nothing.
pub fn import(_store: &dyn Store, _server: &ServerKey, _plan: &ImportPlan, _now: Moment) -> Result<()> {
    todo!()
}
