//! The key of a database, and how SQLite3 Multiple Ciphers is told of it: never in SQL text.

use crate::error::{Error, Result};
use rusqlite::{Connection, ffi};
use zeroize::Zeroizing;

/// Whether a database is encrypted, and with what.
#[derive(Clone)]
pub enum Key {
    /// Encrypted with these 32 bytes: ChaCha20-Poly1305, a nonce and a tag for each page.
    Raw(Zeroizing<[u8; 32]>),
    /// Not encrypted: the server's choice where the disk is encrypted below it. Never the phone's.
    Plain,
}

impl Key {
    /// An encrypted database's key; the bytes are wiped when the key goes.
    pub fn raw(bytes: [u8; 32]) -> Self {
        Self::Raw(Zeroizing::new(bytes))
    }

    /// Tells SQLite the key, before a connection's first statement.
    pub(super) fn apply(&self, connection: &Connection) -> Result<()> {
        let Self::Raw(bytes) = self else { return Ok(()) };
        // "raw:" and the bytes: no key derivation. 36 bytes is what the library takes for that.
        let mut told = Zeroizing::new([0u8; 36]);
        told[..4].copy_from_slice(b"raw:");
        told[4..].copy_from_slice(&bytes[..]);
        let answer = key_v2(connection, &told);
        match answer {
            ffi::SQLITE_OK => Ok(()),
            code => Err(Error::Key(format!("SQLite does not take the key (code {code})"))),
        }
    }
}

#[allow(unsafe_code)]
fn key_v2(connection: &Connection, told: &[u8; 36]) -> std::ffi::c_int {
    // SAFETY: the handle is open for as long as `connection` is borrowed; the schema name is a C string; the key's
    // pointer and length are those of a live array, which the library copies before it returns.
    unsafe { sqlite3mc_link::sqlite3_key_v2(connection.handle().cast(), c"main".as_ptr(), told.as_ptr().cast(), 36) }
}
