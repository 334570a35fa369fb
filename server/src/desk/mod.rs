//! What the desk writes: signed by the township's own key and chained like one more device, applied and judged in the
//! same transaction.

mod decide;
mod import;
mod policy;
mod record;
mod waive;

pub use decide::{assign, decide};
pub use import::import;
pub use policy::{DEFAULT_POLICY, put_policy};
pub use record::append;
pub use waive::waive;
