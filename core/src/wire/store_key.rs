//! The key of a phone's store, sealed so that only the township's key opens it: it lies beside the store for the day when the
//! phone's keystore has lost it. HPKE as for the unsent backup ([`super::sealed`]), in one piece, bound to this other use.

use crate::{Error, Result};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal};

/// The first bytes of the file, for whoever finds one; bound to the ciphertext.
const MAGIC: &[u8] = b"ruhu-store-key+1\n";
/// Binds the cipher to this use.
const INFO: &[u8] = b"ruhu store key";
/// Bytes of the encapsulated key that follow the first ones.
const ENCAPSULATED: usize = 32;

/// Seals the key of a phone's store for the owner of this public key.
pub fn seal_store_key(public: &[u8; 32], key: &[u8; 32]) -> Result<Vec<u8>> {
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(public).map_err(|_| bad_key())?;
    let (encapsulated, cipher) =
        single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(&OpModeS::Base, &public, INFO, key, MAGIC)
            .map_err(|_| bad_key())?;
    Ok([MAGIC, encapsulated.to_bytes().as_slice(), &cipher].concat())
}

/// Opens what [`seal_store_key`] made. `Unusable` for another file; `NotGenuine` for another township's, or a changed one.
pub fn open_store_key(private: &[u8; 32], sealed: &[u8]) -> Result<[u8; 32]> {
    let other = || {
        Error::unusable(
            "store key",
            "its first bytes",
            "take the file store-key.sealed that lies beside the phone's ruhu.db",
        )
    };
    let wrong = || Error::NotGenuine("the store key was changed, or it was sealed for another township".into());
    let rest = sealed.strip_prefix(MAGIC).ok_or_else(other)?;
    let (encapsulated, cipher) = rest.split_at_checked(ENCAPSULATED).ok_or_else(other)?;
    let private = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(private).map_err(|_| bad_key())?;
    let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| wrong())?;
    let key = single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        INFO,
        cipher,
        MAGIC,
    )
    .map_err(|_| wrong())?;
    <[u8; 32]>::try_from(key).map_err(|_| wrong())
}

fn bad_key() -> Error {
    Error::Key("a township's backup key is an X25519 key, 32 bytes".into())
}

#[cfg(test)]
mod tests {
    use super::super::sealed::{new_private_key, open, public_key_of, seal};
    use super::*;

    #[test]
    fn a_store_key_opens_with_the_townships_key_alone() {
        let (mine, other) = (new_private_key(), new_private_key());
        let public = public_key_of(&mine).expect("a good key");
        let sealed = seal_store_key(&public, &[7; 32]).expect("seals");
        assert_eq!(open_store_key(&mine, &sealed).expect("opens"), [7; 32]);
        assert!(matches!(open_store_key(&other, &sealed), Err(Error::NotGenuine(_))));
        assert!(matches!(seal_store_key(&[0; 32], &[7; 32]), Err(Error::Key(_))));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open_store_key(&mine, &changed).is_err(), "byte {at}");
            assert!(open_store_key(&mine, &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_backup_is_no_store_key_and_a_store_key_is_no_backup() {
        let mine = new_private_key();
        let public = public_key_of(&mine).expect("a good key");
        let sealed = seal_store_key(&public, &[7; 32]).expect("seals");
        assert!(matches!(open(&mine, &sealed), Err(Error::Unusable { .. })));
        let backup = seal(&public, &[7; 32]).expect("seals");
        assert!(matches!(open_store_key(&mine, &backup), Err(Error::Unusable { .. })));
        let renamed = [MAGIC, &backup[14..]].concat();
        assert!(matches!(open_store_key(&mine, &renamed), Err(Error::NotGenuine(_))));
    }
}
