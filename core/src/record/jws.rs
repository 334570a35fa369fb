//! Compact JWS (RFC 7515), read strictly: one text has one meaning and, but for the signature itself, one spelling.
//! ES256 for devices is here, EdDSA for the server in `server`.

use super::{DeviceKey, RecordError, Signer};
use crate::{Error, Result as CoreResult};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::{Signature, signature::Verifier};
use serde::de::{MapAccess, Visitor};
use serde_json::{Map, Value, json};

/// A compact JWS taken apart; nothing verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jws {
    /// The protected header.
    pub header: Value,
    /// The payload's bytes.
    pub payload: Vec<u8>,
    /// What was signed: `BASE64URL(header) . BASE64URL(payload)`.
    pub signing_input: String,
    /// The raw signature.
    pub signature: Vec<u8>,
}

/// How a JWS names its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderKey {
    /// By `kid`.
    Kid,
    /// By the whole `jwk`: only where the reader cannot know the key yet.
    Jwk,
}

impl Jws {
    /// Takes a compact JWS apart, strictly: three parts, base64url without padding, a JSON object without repeated
    /// names as header, and no `crit` in it (RFC 7515, 4.1.11: nothing critical is understood here).
    pub fn parse(compact: &str) -> Result<Self, RecordError> {
        let parts: Vec<&str> = compact.split('.').collect();
        let [header, payload, signature] = parts[..] else {
            return Err(RecordError::NotAJws("it has not exactly three parts"));
        };
        let decode = |part: &str, what| URL_SAFE_NO_PAD.decode(part).map_err(|_| RecordError::NotAJws(what));
        let header_bytes = decode(header, "the header is not base64url without padding")?;
        let OnceEach(header_object) = serde_json::from_slice(&header_bytes)
            .map_err(|_| RecordError::NotAJws("the header is not a JSON object without repeated names"))?;
        if header_object.contains_key("crit") {
            return Err(RecordError::Header("`crit` names extensions, and there are none"));
        }
        Ok(Self {
            header: Value::Object(header_object),
            payload: decode(payload, "the payload is not base64url without padding")?,
            signing_input: compact[..header.len() + 1 + payload.len()].to_owned(),
            signature: decode(signature, "the signature is not base64url without padding")?,
        })
    }

    /// Refuses a JWS of another algorithm or another `typ`.
    pub fn expect(&self, alg: &str, typ: &str) -> Result<(), RecordError> {
        if self.header["alg"] != alg {
            return Err(RecordError::Header("`alg` is not the one used here"));
        }
        if self.header["typ"] != typ {
            return Err(RecordError::Header("`typ` says that it was signed for something else"));
        }
        Ok(())
    }

    /// Whether the ES256 signature is this key's. Says nothing about `typ` and `kid`.
    pub fn verify_es256(&self, key: &DeviceKey) -> Result<(), RecordError> {
        if self.header["alg"] != "ES256" {
            return Err(RecordError::Header("`alg` is not ES256"));
        }
        let signature = Signature::from_slice(&self.signature).map_err(|_| RecordError::Signature)?;
        key.verifying()
            .verify(self.signing_input.as_bytes(), &signature)
            .map_err(|_| RecordError::Signature)
    }

    /// Signs any JSON payload with ES256 under this `typ`. The signer may answer raw or DER; what is written is raw,
    /// with the lower of the two possible `s`, and has been verified: a wrong signature could never be mended later.
    pub fn sign_es256(signer: &dyn Signer, typ: &str, payload: &[u8], name: HeaderKey) -> CoreResult<String> {
        let key = DeviceKey::from_sec1(&signer.public_key()?)?;
        let header = match name {
            HeaderKey::Kid => json!({"alg": "ES256", "kid": key.id(), "typ": typ}),
            HeaderKey::Jwk => {
                let mut jwk = key.to_jwk();
                if let Some(jwk) = jwk.as_object_mut() {
                    jwk.retain(|member, _| ["kty", "crv", "x", "y"].contains(&member.as_str()));
                }
                json!({"alg": "ES256", "jwk": jwk, "typ": typ})
            }
        };
        let input = signing_input(&header, payload);
        let given = signer.sign(input.as_bytes())?;
        let signature = [Signature::from_slice(&given), Signature::from_der(&given)]
            .into_iter()
            .flatten()
            .find(|signature| key.verifying().verify(input.as_bytes(), signature).is_ok())
            .ok_or_else(|| Error::Key("the keystore's signature does not fit its own public key".into()))?
            .normalize_s();
        Ok(compact(&input, &signature.to_bytes()))
    }

    /// Opens a JWS that brings its own key in `jwk`, as at enrolment: answers the key, which signed this, and the payload.
    pub fn open_by_jwk(compact: &str, typ: &str) -> CoreResult<(DeviceKey, Vec<u8>)> {
        let jws = Self::parse(compact)?;
        jws.expect("ES256", typ)?;
        let key = DeviceKey::from_jwk(&jws.header["jwk"])?;
        jws.verify_es256(&key)?;
        Ok((key, jws.payload))
    }
}

/// What is signed.
pub(super) fn signing_input(header: &Value, payload: &[u8]) -> String {
    let header = URL_SAFE_NO_PAD.encode(header.to_string());
    format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload))
}

/// The whole text.
pub(super) fn compact(signing_input: &str, signature: &[u8]) -> String {
    format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// A JSON object in which no name stands twice: two readers could take different ones of them.
struct OnceEach(Map<String, Value>);

impl<'de> serde::Deserialize<'de> for OnceEach {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = OnceEach;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<OnceEach, A::Error> {
                let mut object = Map::new();
                while let Some((name, value)) = access.next_entry::<String, Value>()? {
                    if object.insert(name, value).is_some() {
                        return Err(serde::de::Error::custom("a name stands twice"));
                    }
                }
                Ok(OnceEach(object))
            }
        }
        deserializer.deserialize_map(Names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{MemorySigner, typ};

    /// A keystore that answers DER, as Android's does, and with the high `s` half of the time at least.
    struct DerSigner(MemorySigner);
    impl Signer for DerSigner {
        fn public_key(&self) -> CoreResult<Vec<u8>> {
            self.0.public_key()
        }
        fn sign(&self, message: &[u8]) -> CoreResult<Vec<u8>> {
            let low = Signature::from_slice(&self.0.sign(message)?)
                .expect("our own signature")
                .normalize_s();
            let high = Signature::from_scalars(low.r(), -low.s()).expect("the other one of the pair");
            Ok(high.to_der().as_bytes().to_vec())
        }
    }
    struct BrokenSigner(MemorySigner);
    impl Signer for BrokenSigner {
        fn public_key(&self) -> CoreResult<Vec<u8>> {
            self.0.public_key()
        }
        fn sign(&self, _message: &[u8]) -> CoreResult<Vec<u8>> {
            self.0.sign(b"something else")
        }
    }
    fn signer() -> MemorySigner {
        MemorySigner::from_bytes(&[7; 32]).expect("a good scalar")
    }
    fn key() -> DeviceKey {
        DeviceKey::from_sec1(&signer().public_key().expect("in memory")).expect("a point")
    }

    #[test]
    fn a_signature_given_as_der_is_written_raw() {
        let jws = Jws::sign_es256(&DerSigner(signer()), typ::RECORD, b"{}", HeaderKey::Kid).expect("signs");
        let parsed = Jws::parse(&jws).expect("a JWS");
        assert_eq!(parsed.signature.len(), 64);
        parsed.verify_es256(&key()).expect("genuine");
        let raw = Jws::sign_es256(&signer(), typ::RECORD, b"{}", HeaderKey::Kid).expect("signs");
        assert_eq!(raw, jws, "raw and DER of one deterministic signature are written alike");
    }

    #[test]
    fn a_keystore_that_signs_wrongly_is_found_before_anything_is_written() {
        assert!(matches!(
            Jws::sign_es256(&BrokenSigner(signer()), typ::RECORD, b"{}", HeaderKey::Kid),
            Err(Error::Key(_))
        ));
    }

    #[test]
    fn the_example_of_rfc_7515_verifies() {
        // RFC 7515, appendix A.3.
        let compact = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19\
            yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        let jwk = json!({"kty": "EC", "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"});
        let jws = Jws::parse(compact).expect("three parts");
        jws.verify_es256(&DeviceKey::from_jwk(&jwk).expect("a key"))
            .expect("genuine");
        assert_eq!(jws.verify_es256(&key()), Err(RecordError::Signature));
    }

    #[test]
    fn a_text_that_is_not_strictly_a_jws_is_refused() {
        let good = Jws::sign_es256(&signer(), typ::RECORD, b"{}", HeaderKey::Kid).expect("signs");
        let rest = good.split_once('.').expect("parts").1;
        let with_header = |header: &str| format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header));
        for bad in [
            String::new(),
            rest.to_owned(),
            format!("{good}."),
            format!("{good}="),
            format!(" {good}"),
            format!("{good}\n"),
            with_header("[]"),
            with_header(r#"{"alg":"none","alg":"ES256"}"#),
        ] {
            assert!(matches!(Jws::parse(&bad), Err(RecordError::NotAJws(_))), "{bad}");
        }
        let critical = with_header(r#"{"alg":"ES256","crit":["b64"]}"#);
        assert!(matches!(Jws::parse(&critical), Err(RecordError::Header(_))));
    }

    #[test]
    fn an_enrolment_proof_brings_its_own_key() {
        let proof = Jws::sign_es256(&signer(), typ::ENROL, b"{\"code\":\"x\"}", HeaderKey::Jwk).expect("signs");
        let (found, payload) = Jws::open_by_jwk(&proof, typ::ENROL).expect("genuine");
        assert_eq!((found, payload.as_slice()), (key(), b"{\"code\":\"x\"}".as_slice()));
        assert!(Jws::open_by_jwk(&proof, typ::RECORD).is_err(), "a proof is no record");
        let named = Jws::sign_es256(&signer(), typ::ENROL, b"{}", HeaderKey::Kid).expect("signs");
        assert!(Jws::open_by_jwk(&named, typ::ENROL).is_err(), "no key in the header");
    }
}
