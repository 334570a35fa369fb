//! The database door, the same for a phone's store and a township's: open (encrypted or plain), migrate, one write
//! door, reads beside it, a check, a backup, and what to do with a database that is damaged. No table is known here.
//!
//! A write that returned is on the disk: WAL, `synchronous=FULL`, one sync for each commit. Drafts may use
//! [`Database::write_relaxed`], whose commits survive a killed process but not a flat battery, until
//! [`Database::sync_now`].

mod backup;
mod checkpoint;
mod connect;
mod fault;
mod key;
mod migrate;
mod open;
mod salvage;
mod schema;
mod set_aside;

pub use checkpoint::Checkpointed;
pub use key::Key;
pub use migrate::Migration;
pub use open::{Database, Depth};
pub use salvage::{CarriedOver, Salvage, salvage};
pub use schema::upgrades_equal_fresh;
pub use set_aside::{SetAside, set_aside};

/// What callers need of the driver, so that they name one version of it.
pub use rusqlite::{self, Connection, OptionalExtension, Row, Transaction, params};
