//! The form of an encrypted file: a header (magic, salt), then chunks. A chunk's nonce is its number and whether it is
//! the last, so that a cut, a swap and an addition are found.

use crate::error::{Error, Result};
use crate::ids::Sha256;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use hkdf::Hkdf;
use zeroize::Zeroizing;

/// Plain bytes in a chunk.
pub const CHUNK: usize = 64 * 1024;
/// Bytes that encryption adds to a chunk.
pub const TAG: usize = 16;
/// The header: a magic and a salt.
pub const HEADER: usize = MAGIC.len() + SALT;
const MAGIC: &[u8; 8] = b"RUHUPH01";
const SALT: usize = 32;

/// Encrypts and decrypts the chunks of one file.
pub struct Cipher(ChaCha20Poly1305);

impl Cipher {
    /// The header of a new file and its cipher.
    pub fn begin(master: &[u8; 32], name: &Sha256) -> Result<([u8; HEADER], Self)> {
        let mut header = [0u8; HEADER];
        header[..MAGIC.len()].copy_from_slice(MAGIC);
        getrandom::fill(&mut header[MAGIC.len()..]).map_err(|e| Error::Key(format!("no randomness: {e}")))?;
        Ok((header, Self::of(master, name, &header)))
    }

    /// The cipher of a file with this header.
    pub fn resume(master: &[u8; 32], name: &Sha256, header: &[u8; HEADER]) -> Result<Self> {
        match header.starts_with(MAGIC) {
            true => Ok(Self::of(master, name, header)),
            false => Err(damaged(name, "its header is none of ours")),
        }
    }

    /// The file's key: HKDF-SHA256 of the master key, the salt, and the file's name.
    fn of(master: &[u8; 32], name: &Sha256, header: &[u8; HEADER]) -> Self {
        let mut key = Zeroizing::new([0u8; 32]);
        Hkdf::<sha2::Sha256>::new(Some(&header[MAGIC.len()..]), master)
            .expand_multi_info(&[b"ruhu shelf", &name.0], &mut key[..])
            .expect("32 bytes are well within what HKDF gives");
        Self(ChaCha20Poly1305::new((&*key).into()))
    }

    /// Encrypts one chunk.
    pub fn seal(&self, name: &Sha256, number: u64, place: Place, plain: &[u8]) -> Result<Vec<u8>> {
        self.0
            .encrypt((&nonce(number, place)).into(), Payload::from(plain))
            .map_err(|_| damaged(name, "a chunk cannot be encrypted"))
    }

    /// Decrypts one chunk.
    pub fn open(&self, name: &Sha256, number: u64, place: Place, sealed: &[u8]) -> Result<Vec<u8>> {
        self.0
            .decrypt((&nonce(number, place)).into(), Payload::from(sealed))
            .map_err(|_| {
                damaged(
                    name,
                    &format!("chunk {number} is not what was written, or the key is another"),
                )
            })
    }
}

/// Where a chunk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// More chunks follow.
    Inside,
    /// The file ends here.
    Last,
}

fn nonce(number: u64, place: Place) -> [u8; 12] {
    let mut nonce = [0u8; 12];
    nonce[..8].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(place == Place::Last);
    nonce
}

/// A photo file that is not what it was. The name is a hash, no personal data.
pub fn damaged(name: &Sha256, detail: &str) -> Error {
    Error::Damaged {
        detail: format!("photo file {name}: {detail}"),
    }
}
