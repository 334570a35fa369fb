//! The server's key, Ed25519: signs receipts, checkpoints, device certificates and packs (EdDSA, RFC 8037).

use super::jws::{compact, signing_input};
use super::key::{check_kid, coordinate, thumbprint};
use super::{Checkpoint, DeviceCertificate, Jws, PackStatement, Receipt, RecordError, typ};
use crate::ids::KeyId;
use crate::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The server's private key. It is wiped when dropped.
pub struct ServerSigner(SigningKey);

impl ServerSigner {
    /// A new key from the operating system's randomness.
    pub fn generate() -> Self {
        let mut seed = [0u8; 32];
        getrandom::fill(&mut seed).expect("the operating system always has random bytes once it has booted");
        Self::from_bytes(&seed)
    }
    /// The key with this 32-byte seed.
    pub fn from_bytes(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }
    /// The 32-byte seed.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }
    /// The public half.
    pub fn public(&self) -> ServerKey {
        ServerKey(self.0.verifying_key())
    }
    /// A compact JWS, EdDSA, header `{alg, typ, kid}`, over these exact payload bytes.
    pub fn sign(&self, typ: &str, payload: &[u8]) -> String {
        let header = json!({"alg": "EdDSA", "kid": self.public().id(), "typ": typ});
        let input = signing_input(&header, payload);
        compact(&input, &self.0.sign(input.as_bytes()).to_bytes())
    }
    /// Signs a receipt, typ `ruhu-receipt+1`.
    pub fn receipt(&self, receipt: &Receipt) -> String {
        self.statement(typ::RECEIPT, receipt)
    }
    /// Signs a checkpoint, typ `ruhu-checkpoint+1`.
    pub fn checkpoint(&self, checkpoint: &Checkpoint) -> String {
        self.statement(typ::CHECKPOINT, checkpoint)
    }
    /// Signs a device's certificate, typ `ruhu-device+1`.
    pub fn certificate(&self, certificate: &DeviceCertificate) -> String {
        self.statement(typ::DEVICE, certificate)
    }
    /// Signs what a pack holds, typ `ruhu-pack+1`.
    pub fn pack(&self, pack: &PackStatement) -> String {
        self.statement(typ::PACK, pack)
    }
    /// Signs a statement of this `typ`, as JSON.
    pub(super) fn statement(&self, typ: &str, statement: &impl Serialize) -> String {
        let payload = serde_json::to_vec(statement).expect("texts, whole numbers and maps by text are always JSON");
        self.sign(typ, &payload)
    }
}

/// The server's public key. Its thumbprint is the fingerprint people compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerKey(VerifyingKey);

impl ServerKey {
    /// From the raw 32 bytes. A key of small order, under which anything could verify, is none.
    pub fn from_bytes(raw: &[u8]) -> Result<Self> {
        <&[u8; 32]>::try_from(raw)
            .ok()
            .and_then(|raw| VerifyingKey::from_bytes(raw).ok())
            .filter(|key| !key.is_weak())
            .map(Self)
            .ok_or_else(|| Error::Key("a server's key is a point of Ed25519, 32 bytes".into()))
    }
    /// The raw 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }
    /// From a JWK of kty OKP, crv Ed25519. A `kid` that is there must be the thumbprint.
    pub fn from_jwk(jwk: &Value) -> Result<Self> {
        if jwk["kty"] != "OKP" || jwk["crv"] != "Ed25519" {
            return Err(Error::Key("a server's JWK has kty OKP and crv Ed25519".into()));
        }
        let key = Self::from_bytes(&coordinate(jwk, "x")?)?;
        check_kid(jwk, &key.id())?;
        Ok(key)
    }
    /// The public JWK with `kid`.
    pub fn to_jwk(&self) -> Value {
        let x = URL_SAFE_NO_PAD.encode(self.to_bytes());
        json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.id(), "alg": "EdDSA", "use": "sig"})
    }
    /// The RFC 7638 thumbprint (RFC 8037, appendix A.3): the fingerprint.
    pub fn id(&self) -> KeyId {
        let x = URL_SAFE_NO_PAD.encode(self.to_bytes());
        thumbprint(&format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#))
    }
    /// Verifies a compact JWS of this `typ` and answers the payload's bytes.
    pub fn verify(&self, typ: &str, jws: &str) -> Result<Vec<u8>> {
        let parsed = Jws::parse(jws)?;
        parsed.expect("EdDSA", typ)?;
        if parsed.header["kid"] != self.id().as_str() {
            return Err(RecordError::OtherKey("kid").into());
        }
        let signature = Signature::from_slice(&parsed.signature).map_err(|_| RecordError::Signature)?;
        self.0
            .verify_strict(parsed.signing_input.as_bytes(), &signature)
            .map_err(|_| RecordError::Signature)?;
        Ok(parsed.payload)
    }
    /// Verifies and reads a receipt.
    pub fn receipt(&self, jws: &str) -> Result<Receipt> {
        self.read(typ::RECEIPT, jws)
    }
    /// Verifies and reads a checkpoint.
    pub fn checkpoint(&self, jws: &str) -> Result<Checkpoint> {
        self.read(typ::CHECKPOINT, jws)
    }
    /// Verifies and reads a device's certificate.
    pub fn certificate(&self, jws: &str) -> Result<DeviceCertificate> {
        self.read(typ::DEVICE, jws)
    }
    /// Verifies and reads what a pack holds.
    pub fn pack(&self, jws: &str) -> Result<PackStatement> {
        self.read(typ::PACK, jws)
    }
    /// Verifies and reads a statement of this `typ`.
    pub(super) fn read<T: DeserializeOwned>(&self, typ: &str, jws: &str) -> Result<T> {
        let payload = self.verify(typ, jws)?;
        serde_json::from_slice(&payload).map_err(|e| {
            let place = format!("line {}, column {}", e.line(), e.column());
            Error::NotGenuine(format!("the payload of a {typ} cannot be read ({place})"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Sha256;
    use crate::record::ReceiptOf;
    use crate::time::Moment;

    fn signer() -> ServerSigner {
        ServerSigner::from_bytes(&[9; 32])
    }
    fn checkpoint() -> Checkpoint {
        Checkpoint {
            log: "610924102-abc".parse().expect("a log id"),
            size: 3,
            root: Sha256::of(b"root"),
            time: Moment::from_millis(1_780_000_000_000),
        }
    }

    #[test]
    fn the_key_of_rfc_8037_has_its_thumbprint_and_its_signature() {
        // RFC 8037, appendices A.1, A.3 and A.4.
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
        let key = ServerKey::from_jwk(&jwk).expect("a key");
        assert_eq!(key.id().as_str(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(ServerKey::from_jwk(&key.to_jwk()).expect("its own JWK"), key);
        let seed = URL_SAFE_NO_PAD
            .decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
            .expect("base64url");
        let signer = ServerSigner::from_bytes(&seed.try_into().expect("32 bytes"));
        assert_eq!(signer.public(), key);
        let input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        assert_eq!(
            URL_SAFE_NO_PAD.encode(signer.0.sign(input.as_bytes()).to_bytes()),
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
        );
    }

    #[test]
    fn a_statement_reads_as_it_was_signed_and_for_nothing_else() {
        let (signer, key) = (signer(), signer().public());
        let jws = signer.checkpoint(&checkpoint());
        assert_eq!(key.checkpoint(&jws).expect("genuine"), checkpoint());
        assert!(key.receipt(&jws).is_err(), "a checkpoint is no receipt");
        let other = ServerSigner::from_bytes(&[8; 32]).public();
        assert!(matches!(other.checkpoint(&jws), Err(Error::NotGenuine(_))));
    }

    #[test]
    fn a_changed_receipt_is_found() {
        let (signer, key) = (signer(), signer().public());
        let receipt = Receipt {
            what: ReceiptOf::Record,
            sha256: Sha256::of(b"jws"),
            device: key.id(),
            seq: Some(1),
            log: checkpoint().log,
            n: Some(0),
            received: checkpoint().time,
        };
        let jws = signer.receipt(&receipt);
        assert_eq!(key.receipt(&jws).expect("genuine"), receipt);
        let parts: Vec<&str> = jws.split('.').collect();
        let later = Receipt {
            received: receipt.received.plus_ms(1),
            ..receipt
        };
        let changed = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&later).expect("JSON"));
        assert!(key.receipt(&format!("{}.{changed}.{}", parts[0], parts[2])).is_err());
    }

    #[test]
    fn a_key_of_small_order_is_refused() {
        let mut identity = [0u8; 32];
        identity[0] = 1;
        assert!(ServerKey::from_bytes(&identity).is_err());
        assert!(ServerKey::from_bytes(&[0; 31]).is_err());
    }
}
