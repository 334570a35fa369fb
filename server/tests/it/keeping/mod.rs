//! Keeping a township's folder: the doctor finds what is broken, a backup comes back whole, an older schema is brought up
//! to date, and a key opens what it locked.

mod audited;
mod backup;
mod doctor;
mod guarded;
mod keyed;
mod leaving;
mod leftovers;
pub mod ruhu;
#[path = "../../../../tests/tests/it/pack/township.rs"]
mod township;
mod upgrade;
#[allow(dead_code, reason = "the packs' tests use the rest of this world")]
#[path = "../../../../tests/tests/it/pack/world.rs"]
mod world;
