//! The key of a database: 32 raw bytes the caller keeps (a phone always has one), or none.

use std::fmt;
use zeroize::Zeroizing;

/// How a database is closed to others. Wiped from memory when dropped; never shown by `Debug`.
#[derive(Clone)]
pub enum Key {
    /// Every page is encrypted (ChaCha20-Poly1305) with these 32 bytes, used as they are: make one with [`Key::raw`].
    Raw(Zeroizing<[u8; 32]>),
    /// Not encrypted. A server's default, when its disk is encrypted or guarded otherwise. A phone never uses it.
    Plain,
}

impl Key {
    /// An encrypting key.
    pub fn raw(bytes: [u8; 32]) -> Self {
        Self::Raw(Zeroizing::new(bytes))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Raw(_) => "Key::Raw(hidden)",
            Self::Plain => "Key::Plain",
        })
    }
}
