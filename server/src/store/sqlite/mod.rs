//! The embedded store: SQLite, one file in the data folder. All of its SQL is in this folder.

mod access;
mod account;
mod account_row;
mod anchor;
mod audit;
mod change;
mod column;
mod companion;
mod coverage;
mod described;
mod desk;
mod device;
mod door;
mod down;
mod erase;
mod evidence;
mod household;
mod kept;
mod ledger;
mod ledger_tx;
mod log;
mod rejudging;
mod roster;
mod session;
#[cfg(test)]
mod tests;
mod turn;
mod tx;
mod uploads;
mod visit;

pub use door::SqliteStore;
