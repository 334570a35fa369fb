//! What the desk writes: signed by the township's own key and chained like one more device, applied and judged in the
//! same transaction. What makes no sense is refused here, in words, for commands and pages alike.

mod audit;
mod check;
mod decide;
mod erase;
mod handover;
mod import;
mod log;
mod place;
mod policy;
mod record;
mod revoke;
mod waive;

pub use audit::{AuditChecked, AuditFault, AuditSeal, check_audit, seal_audit};
pub use decide::{assign, decide};
pub(crate) use erase::entomb;
pub use erase::{erase, remove_erased_photos, remove_files_of};
pub use handover::{HandedOver, Handover, handover};
pub use import::{import, import_onto};
pub use log::{Decided, LogAsk, decided};
pub use place::{NewPlace, set_place};
pub use policy::{DEFAULT_POLICY, Ended, NewPolicy, PolicyPut, policy_done, put_in_force, put_policy};
pub use record::append;
use record::append_about;
pub use revoke::{renew, revoke};
pub use waive::waive;
