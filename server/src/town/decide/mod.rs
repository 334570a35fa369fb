//! What people decide: signed by the township's own key and chained like one more device, applied and judged in the
//! same transaction. What makes no sense is refused here, in words, for commands and pages alike.

mod act;
mod check;
mod decided;
mod erase;
mod handover;
mod import;
mod place;
mod policy;
mod revoke;
mod ruling;
mod waive;

pub use act::{Act, Actor, Deciding, Preview, Standing, Turned, Work, decide, decide_each, preview};
pub use decided::{Decided, LogAsk, decided};
pub use erase::{erase, remove_erased_photos, remove_files_of};
pub use handover::{HandedOver, Handover, handover};
pub use import::{import, import_onto};
pub use place::{NewPlace, set_place};
pub use policy::{DEFAULT_POLICY, Ended, NewPolicy, PolicyPut, policy_done, put_in_force, put_policy};
pub use revoke::{renew, revoke};
pub use ruling::{assign, rule};
pub use waive::waive;
