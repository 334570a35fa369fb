//! A device's public key, its JWK (RFC 7517) and its name, the RFC 7638 thumbprint.

use crate::ids::{KeyId, Sha256};
use crate::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::VerifyingKey;
use serde_json::{Value, json};

/// A device's public P-256 key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKey(VerifyingKey);

impl DeviceKey {
    /// From an uncompressed SEC1 point of 65 bytes.
    pub fn from_sec1(point: &[u8]) -> Result<Self> {
        let bad = || Error::Key("a device's key is an uncompressed SEC1 point of P-256, 65 bytes".into());
        match point {
            [0x04, rest @ ..] if rest.len() == 64 => VerifyingKey::from_sec1_bytes(point).map(Self).map_err(|_| bad()),
            _ => Err(bad()),
        }
    }
    /// The uncompressed SEC1 point.
    pub fn to_sec1(&self) -> Vec<u8> {
        self.0.to_sec1_point(false).as_bytes().to_vec()
    }
    /// From a JWK (RFC 7517) of kty EC, crv P-256. A `kid` that is there must be the thumbprint.
    pub fn from_jwk(jwk: &Value) -> Result<Self> {
        if jwk["kty"] != "EC" || jwk["crv"] != "P-256" {
            return Err(Error::Key("a device's JWK has kty EC and crv P-256".into()));
        }
        let mut point = vec![0x04];
        point.extend_from_slice(&coordinate(jwk, "x")?);
        point.extend_from_slice(&coordinate(jwk, "y")?);
        let key = Self::from_sec1(&point)?;
        check_kid(jwk, &key.id())?;
        Ok(key)
    }
    /// The public JWK with `kid`.
    pub fn to_jwk(&self) -> Value {
        let (x, y) = self.coordinates();
        json!({"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": self.id(), "alg": "ES256", "use": "sig"})
    }
    /// The RFC 7638 thumbprint.
    pub fn id(&self) -> KeyId {
        let (x, y) = self.coordinates();
        thumbprint(&format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#))
    }
    /// The key itself, for verifying.
    pub(super) fn verifying(&self) -> &VerifyingKey {
        &self.0
    }
    fn coordinates(&self) -> (String, String) {
        let point = self.to_sec1();
        (
            URL_SAFE_NO_PAD.encode(&point[1..33]),
            URL_SAFE_NO_PAD.encode(&point[33..]),
        )
    }
}

/// The 32 bytes of one coordinate of a JWK.
pub(super) fn coordinate(jwk: &Value, name: &str) -> Result<[u8; 32]> {
    jwk[name]
        .as_str()
        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Error::Key(format!("`{name}` of a JWK is 32 bytes in base64url without padding")))
}

/// A `kid` that is not the thumbprint would let one key stand under another's name.
pub(super) fn check_kid(jwk: &Value, id: &KeyId) -> Result<()> {
    match jwk.get("kid") {
        Some(kid) if kid.as_str() != Some(id.as_str()) => {
            Err(Error::Key("`kid` of a JWK is not its RFC 7638 thumbprint".into()))
        }
        Some(_) | None => Ok(()),
    }
}

/// RFC 7638: SHA-256 over the canonical JSON of the key's required members, in base64url.
pub(super) fn thumbprint(canonical: &str) -> KeyId {
    URL_SAFE_NO_PAD
        .encode(Sha256::of(canonical.as_bytes()).0)
        .parse()
        .expect("32 bytes are 43 characters of base64url")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{MemorySigner, Signer};

    /// The EC key of RFC 7517, appendix A.1. Its thumbprint was worked out apart from this program.
    fn rfc_key() -> Value {
        json!({"kty": "EC", "crv": "P-256",
            "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"})
    }

    #[test]
    fn a_key_survives_jwk_and_sec1() {
        let signer = MemorySigner::from_bytes(&[7; 32]).expect("a good scalar");
        let key = DeviceKey::from_sec1(&signer.public_key().expect("in memory")).expect("a point");
        assert_eq!(DeviceKey::from_jwk(&key.to_jwk()).expect("its own JWK"), key);
        assert_eq!(DeviceKey::from_sec1(&key.to_sec1()).expect("its own point"), key);
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638() {
        let key = DeviceKey::from_jwk(&rfc_key()).expect("a good JWK");
        assert_eq!(key.id().as_str(), "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
    }

    #[test]
    fn a_jwk_under_another_name_is_refused() {
        let mut jwk = rfc_key();
        jwk["kid"] = json!("1");
        assert!(DeviceKey::from_jwk(&jwk).is_err());
    }

    #[test]
    fn a_point_off_the_curve_is_no_key() {
        let mut jwk = rfc_key();
        jwk["y"] = jwk["x"].clone();
        assert!(DeviceKey::from_jwk(&jwk).is_err());
        jwk["y"] = json!("AAAA");
        assert!(DeviceKey::from_jwk(&jwk).is_err());
        assert!(DeviceKey::from_sec1(&[4; 64]).is_err());
    }
}
