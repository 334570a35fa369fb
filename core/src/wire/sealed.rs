//! The backup of what a phone has not sent: only the township's key opens it, so that it may lie on any memory card.
//! HPKE (RFC 9180) in base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305, all through the `hpke` crate.
//! It says nothing about who sealed it: the records inside carry their own signatures.

use crate::{Error, Result};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal};

/// The first bytes of a sealed file: what it is, for whoever finds one.
const MAGIC: &[u8] = b"ruhu-sealed+1\n";
/// Binds the cipher to this use.
const INFO: &[u8] = b"ruhu unsent backup";
/// Bytes of the encapsulated key that follow the first ones.
const ENCAPSULATED: usize = 32;

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;

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

/// Seals bytes for the owner of this public key; 62 bytes longer than the plain text.
pub fn seal(public: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>> {
    let public = PublicKey::from_bytes(public).map_err(|_| bad_key())?;
    let (encapsulated, cipher) =
        single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(&OpModeS::Base, &public, INFO, plain, MAGIC)
            .map_err(|_| bad_key())?;
    Ok([MAGIC, &encapsulated.to_bytes(), &cipher].concat())
}

/// Opens what [`seal`] made. One changed byte, or another key, and nothing comes out.
pub fn open(private: &[u8; 32], sealed: &[u8]) -> Result<Vec<u8>> {
    let no_backup = || {
        Error::unusable(
            "backup",
            "its first bytes",
            "take the file that a phone wrote as its unsent backup",
        )
    };
    let rest = sealed.strip_prefix(MAGIC).ok_or_else(no_backup)?;
    let (encapsulated, cipher) = rest.split_at_checked(ENCAPSULATED).ok_or_else(no_backup)?;
    let private = PrivateKey::from_bytes(private).map_err(|_| bad_key())?;
    let wrong = || Error::NotGenuine("the backup was changed, or it was sealed for another township".into());
    let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| wrong())?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        INFO,
        cipher,
        MAGIC,
    )
    .map_err(|_| wrong())
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
        for plain in ["", "还有两条没上传"] {
            let sealed = seal(&public, plain.as_bytes()).expect("seals");
            assert_eq!(sealed.len(), plain.len() + 62);
            assert_eq!(open(&mine, &sealed).expect("opens"), plain.as_bytes());
            assert!(matches!(open(&other, &sealed), Err(Error::NotGenuine(_))));
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
