//! Opening a database (encrypted on the phone), migrating it, reading, and one way to write.
//!
//! Phone and server both keep SQLite in WAL mode with `synchronous=FULL`: what was committed is on the disk. A commit is
//! one sync of the write-ahead log; checkpoints are kept out of a commit's way (see [`Database::checkpoint`]).

mod aside;
mod carry;
mod database;
mod error;
mod key;
mod key_check;
mod migrate;
mod replace;
mod set_aside;

pub use aside::{Because, dated};
pub use carry::{Carried, carry_over};
pub use database::{Database, statements};
pub use key::Key;
pub use key_check::KeyCheck;
pub use migrate::{Migration, schema_of};
pub use replace::{Replacement, finish};
pub use set_aside::SetAside;

#[cfg(test)]
pub(crate) mod tests;
