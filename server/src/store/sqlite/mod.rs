//! The embedded store: SQLite, one file in the data folder. All of its SQL is in this folder.

/// The store on SQLite.
pub struct SqliteStore(());
