//! The backup of what a phone has not sent: only the township's key opens it, so that it may lie on any memory card.
//! HPKE (RFC 9180) in base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305, all through the `hpke` crate.
//! It says nothing about who sealed it: the records inside carry their own signatures.

use crate::{Error, Result};
use hpke::aead::ChaCha20Poly1305;
use hpke::aead::{AeadCtxR, AeadCtxS};
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, setup_receiver, setup_sender, single_shot_open};
use std::io::{self, Write};

/// The first bytes of a file sealed in one piece: what it is, for whoever finds one. None is written any more; all are read.
const WHOLE: &[u8] = b"ruhu-sealed+1\n";
/// The first bytes of a file sealed in chunks.
const CHUNKED: &[u8] = b"ruhu-sealed+2\n";
/// Binds the cipher to this use.
const INFO: &[u8] = b"ruhu unsent backup";
/// Bytes of the encapsulated key that follow the first ones.
const ENCAPSULATED: usize = 32;
/// Plain bytes of a chunk; the last one has fewer, perhaps none.
const CHUNK: usize = 64 * 1024;
/// Bytes that sealing adds to a chunk.
const TAG: usize = 16;

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type Sender = AeadCtxS<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>;
type Receiver = AeadCtxR<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>;

/// A new private key: 32 bytes, to be kept by the township's server.
pub fn new_private_key() -> [u8; 32] {
    let (private, _) = X25519HkdfSha256::gen_keypair();
    private.to_bytes().into()
}

/// The public half, which every phone gets at enrolment.
pub fn public_key_of(private: &[u8; 32]) -> Result<[u8; 32]> {
    let private = PrivateKey::from_bytes(private).map_err(|_| bad_key())?;
    Ok(X25519HkdfSha256::sk_to_pk(&private).to_bytes().into())
}

/// Where a chunk stands: its additional data. The order is HPKE's own sequence number.
fn place(last: bool) -> [u8; CHUNKED.len() + 1] {
    let mut data = [0; CHUNKED.len() + 1];
    data[..CHUNKED.len()].copy_from_slice(CHUNKED);
    data[CHUNKED.len()] = u8::from(last);
    data
}

/// Seals what is written to it, chunk by chunk: a file of any size in the memory of two chunks. What is not finished does
/// not open.
pub struct Sealing<W: Write> {
    context: Sender,
    chunk: Vec<u8>,
    to: W,
}

impl<W: Write> Sealing<W> {
    /// Begins a file for the owner of this public key.
    pub fn begin(public: &[u8; 32], mut to: W) -> Result<io::Result<Self>> {
        let public = PublicKey::from_bytes(public).map_err(|_| bad_key())?;
        let (encapsulated, context): (_, Sender) =
            setup_sender(&OpModeS::Base, &public, INFO).map_err(|_| bad_key())?;
        let begun = to
            .write_all(CHUNKED)
            .and_then(|()| to.write_all(&encapsulated.to_bytes()));
        Ok(begun.map(|()| Self {
            context,
            chunk: Vec::with_capacity(CHUNK),
            to,
        }))
    }

    /// The last chunk; answers where it was written to, flushed.
    pub fn finish(mut self) -> io::Result<W> {
        self.seal_chunk(true)?;
        self.to.flush()?;
        Ok(self.to)
    }

    fn seal_chunk(&mut self, last: bool) -> io::Result<()> {
        let sealed = self.context.seal(&self.chunk, &place(last));
        self.chunk.clear();
        self.to
            .write_all(&sealed.map_err(|_| io::Error::other("the backup cannot be sealed"))?)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk is sealed when more follows: the last one is known as such.
        if self.chunk.len() == CHUNK {
            self.seal_chunk(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Seals bytes for the owner of this public key.
pub fn seal(public: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>> {
    let in_memory = |_| Error::Key("the backup cannot be sealed".into());
    let mut sealing = Sealing::begin(public, Vec::new())?.map_err(in_memory)?;
    sealing.write_all(plain).map_err(in_memory)?;
    sealing.finish().map_err(in_memory)
}

/// Whether a file begins as a sealed backup does, of this version's or an earlier one's phone.
pub fn is_backup(head: &[u8]) -> bool {
    head.starts_with(WHOLE) || head.starts_with(CHUNKED)
}

/// Opens what was sealed. One changed byte, or another key, and nothing comes out.
pub fn open(private: &[u8; 32], sealed: &[u8]) -> Result<Vec<u8>> {
    let no_backup = || {
        Error::unusable(
            "backup",
            "its first bytes",
            "take the file that a phone wrote as its unsent backup",
        )
    };
    let wrong = || Error::NotGenuine("the backup was changed, or it was sealed for another township".into());
    let private = PrivateKey::from_bytes(private).map_err(|_| bad_key())?;
    let split = |rest: &'_ [u8]| {
        let (encapsulated, cipher) = rest.split_at_checked(ENCAPSULATED)?;
        let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated);
        Some((encapsulated, cipher.to_vec()))
    };
    if let Some(rest) = sealed.strip_prefix(WHOLE) {
        let (encapsulated, cipher) = split(rest).ok_or_else(no_backup)?;
        return single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &private,
            &encapsulated.map_err(|_| wrong())?,
            INFO,
            &cipher,
            WHOLE,
        )
        .map_err(|_| wrong());
    }
    let rest = sealed.strip_prefix(CHUNKED).ok_or_else(no_backup)?;
    let (encapsulated, cipher) = split(rest).ok_or_else(no_backup)?;
    let encapsulated = encapsulated.map_err(|_| wrong())?;
    let mut context: Receiver = setup_receiver(&OpModeR::Base, &private, &encapsulated, INFO).map_err(|_| wrong())?;
    let mut plain = Vec::with_capacity(cipher.len());
    let mut chunks = cipher.chunks(CHUNK + TAG).peekable();
    if chunks.peek().is_none() {
        return Err(wrong());
    }
    while let Some(chunk) = chunks.next() {
        let last = chunks.peek().is_none();
        plain.extend(context.open(chunk, &place(last)).map_err(|_| wrong())?);
    }
    Ok(plain)
}

fn bad_key() -> Error {
    Error::Key("a township's backup key is an X25519 key, 32 bytes".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_townships_key_alone() {
        let (mine, other) = (new_private_key(), new_private_key());
        let public = public_key_of(&mine).expect("a good key");
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let plain = vec![7; length];
            let sealed = seal(&public, &plain).expect("seals");
            let chunks = length.div_ceil(CHUNK).max(1);
            assert_eq!(sealed.len(), CHUNKED.len() + ENCAPSULATED + length + chunks * TAG);
            assert_eq!(open(&mine, &sealed).expect("opens"), plain);
            assert!(matches!(open(&other, &sealed), Err(Error::NotGenuine(_))));
        }
    }

    #[test]
    fn a_backup_of_an_earlier_phone_still_opens() {
        let private = new_private_key();
        let public = PublicKey::from_bytes(&public_key_of(&private).expect("a good key")).expect("a good key");
        let (encapsulated, cipher) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public,
            INFO,
            b"records",
            WHOLE,
        )
        .expect("seals");
        let sealed = [WHOLE, &encapsulated.to_bytes(), &cipher].concat();
        assert_eq!(open(&private, &sealed).expect("opens"), b"records");
    }

    #[test]
    fn a_chunk_cannot_be_left_out_moved_or_made_the_last() {
        let private = new_private_key();
        let plain: Vec<u8> = (0..4 * CHUNK)
            .map(|at| u8::try_from(at / CHUNK).expect("small"))
            .collect();
        let sealed = seal(&public_key_of(&private).expect("a good key"), &plain).expect("seals");
        let head = CHUNKED.len() + ENCAPSULATED;
        let chunk = |number: usize| &sealed[head + number * (CHUNK + TAG)..head + (number + 1) * (CHUNK + TAG)];
        for order in [&[0, 1, 2][..], &[0, 2, 1, 3], &[1, 2, 3], &[0, 1, 2, 3, 3], &[3], &[]] {
            let mut changed = sealed[..head].to_vec();
            order
                .iter()
                .for_each(|number| changed.extend_from_slice(chunk(*number)));
            assert!(open(&private, &changed).is_err(), "{order:?}");
        }
    }

    #[test]
    fn a_changed_or_cut_backup_does_not_open() {
        let private = new_private_key();
        let sealed = seal(&public_key_of(&private).expect("a good key"), b"records").expect("seals");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&private, &changed).is_err(), "byte {at}");
            assert!(open(&private, &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn one_text_sealed_twice_looks_different() {
        let public = public_key_of(&new_private_key()).expect("a good key");
        assert_ne!(seal(&public, b"x").expect("seals"), seal(&public, b"x").expect("seals"));
    }

    #[test]
    fn a_key_that_is_none_is_refused() {
        assert!(matches!(seal(&[0; 32], b"x"), Err(Error::Key(_))));
    }
}
