//! Links SQLite3 Multiple Ciphers in place of SQLite. Name this crate somewhere, or rustc drops it:
//! then nothing links, which is the safe way to fail. rusqlite's feature `in_gecko` brings the
//! bindings and links nothing itself; look at that again at every upgrade of rusqlite.
#![no_std]
#![allow(unsafe_code)]
use core::ffi::{c_char, c_int, c_void};

/// An opaque `sqlite3*`.
pub enum Sqlite3 {}

unsafe extern "C" {
    /// Sets the key of a database just opened, before its first statement.
    pub fn sqlite3_key_v2(db: *mut Sqlite3, schema: *const c_char, key: *const c_void, n: c_int) -> c_int;
}
