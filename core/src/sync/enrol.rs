//! Enrolment: a printed code becomes this phone's certificate and token.

use super::answer::complaint;
use super::request::{ANSWER_MS, SMALL_ANSWER};
use super::{HttpAnswer, HttpRequest, Method, RoadError, Transport};
use crate::Result;
use crate::domain::Cadre;
use crate::error::Error;
use crate::ids::{CadreId, KeyId, RegionCode};
use crate::record::{Checkpoint, DeviceKey, HeaderKey, Jws, ServerKey, Signer};
use crate::time::Moment;
use crate::wire::{ENROL_PATH, EnrolAnswer, EnrolCode, EnrolProof, EnrolRequest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// The type of the proof's JWS.
const PROOF_TYP: &str = "ruhu-enrol+1";
/// The type of the device certificate's JWS.
const CERTIFICATE_TYP: &str = "ruhu-device+1";
/// How many characters a code has.
const CODE_LENGTH: usize = 10;

/// What enrolment brings; all of it verified against the code's fingerprint.
#[derive(Clone, PartialEq)]
pub struct Enrolled {
    /// The device certificate, a compact JWS.
    pub certificate: String,
    /// The bearer token.
    pub token: String,
    /// The township.
    pub township: RegionCode,
    /// Its name.
    pub township_name: String,
    /// Whose phone this is now.
    pub cadre: Cadre,
    /// The server's key.
    pub server: ServerKey,
    /// The township's X25519 key for unsent backups.
    pub backup_key: [u8; 32],
    /// The newest checkpoint.
    pub checkpoint: Checkpoint,
    /// The same, as the server signed it.
    pub checkpoint_jws: String,
    /// A demo's server.
    pub simulated: bool,
}

/// The part of the certificate that this phone checks.
#[derive(Deserialize)]
struct Certificate {
    device: KeyId,
    cadre: CadreId,
    township: RegionCode,
}

/// Enrols the signer's key at the code's server. `wall` is the phone's wall clock, `model` its kind ("Redmi 9A").
///
/// Doing it again after a cut with the same key and code is right: the server then answers with a new token.
/// Errors: `Unusable` for a code that is none, `Road` when no answer came, `Refused` when the server says no,
/// `NotGenuine` when what answered is not the server whose fingerprint the code carries.
pub fn enrol(
    transport: &dyn Transport,
    code: &EnrolCode,
    signer: &dyn Signer,
    wall: Moment,
    model: &str,
) -> Result<Enrolled> {
    let device = DeviceKey::from_sec1(&signer.public_key()?)?.id();
    let proof = EnrolProof {
        code: clean_code(&code.code)?,
        server: code.server.clone(),
        wall,
        model: model.to_owned(),
    };
    let proof = serde_json::to_vec(&proof).expect("texts and a time are always JSON");
    let body = EnrolRequest {
        proof: Jws::sign_es256(signer, PROOF_TYP, &proof, HeaderKey::Jwk)?,
    };
    let request = HttpRequest {
        method: Method::Post,
        path: ENROL_PATH.to_owned(),
        headers: vec![("Content-Type", "application/json".to_owned())],
        body: serde_json::to_vec(&body).expect("a text is always JSON"),
        answer_limit: SMALL_ANSWER,
        patience_ms: ANSWER_MS,
    };
    let answer = transport.send(&request).map_err(|e| Error::Road(e.to_string()))?;
    verify(read(&answer)?, code, &device)
}

/// The answer, or the server's "no".
fn read(answer: &HttpAnswer) -> Result<EnrolAnswer> {
    let parsed = match answer.status {
        200 => serde_json::from_slice(&answer.body).ok().map(Ok),
        429 | 500..=599 => Some(Err(Error::Road("the server is busy".to_owned()))),
        400..=499 => complaint(answer).map(|no| {
            Err(Error::Refused {
                code: no.code,
                message: no.message,
            })
        }),
        _ => None,
    };
    parsed.unwrap_or_else(|| Err(Error::Road(RoadError::NotTheServer.to_string())))
}

fn verify(answer: EnrolAnswer, code: &EnrolCode, device: &KeyId) -> Result<Enrolled> {
    let server = ServerKey::from_bytes(&raw_key(&answer.server_key, "the server's key")?)?;
    if server.id() != code.server {
        return Err(Error::NotGenuine(
            "the server's key is not the one the enrolment code carries".to_owned(),
        ));
    }
    let certificate: Certificate = serde_json::from_slice(&server.verify(CERTIFICATE_TYP, &answer.certificate)?)
        .map_err(|_| Error::NotGenuine("the device certificate cannot be read".to_owned()))?;
    if certificate.device != *device
        || certificate.cadre != answer.cadre.id
        || certificate.township != answer.township
    {
        return Err(Error::NotGenuine(
            "the device certificate is for another phone, cadre or township".to_owned(),
        ));
    }
    Ok(Enrolled {
        checkpoint: server.checkpoint(&answer.checkpoint)?,
        checkpoint_jws: answer.checkpoint,
        backup_key: raw_key(&answer.backup_key, "the township's backup key")?,
        certificate: answer.certificate,
        token: answer.token,
        township: answer.township,
        township_name: answer.township_name,
        cadre: answer.cadre,
        simulated: answer.simulated,
        server,
    })
}

fn raw_key(text: &str, what: &str) -> Result<[u8; 32]> {
    URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|raw| <[u8; 32]>::try_from(raw).ok())
        .ok_or_else(|| Error::NotGenuine(format!("{what} is not 32 bytes in base64url")))
}

/// The code as the server knows it: upper case, without blanks or dashes, and with Crockford's base32 reading of the
/// letters that look like digits.
fn clean_code(typed: &str) -> Result<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let good = code.len() == CODE_LENGTH && code.bytes().all(|b| b.is_ascii_alphanumeric() && b != b'U');
    // The code itself stays out of the error: it is a secret until it is used.
    if good {
        Ok(code)
    } else {
        Err(Error::unusable(
            "enrolment code",
            "as typed",
            "it has 10 letters and digits, as printed under the QR picture",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{MemorySigner, MerkleLog, ServerSigner};

    /// A server that answers every enrolment as it was told to.
    struct FakeServer<F: Fn(&HttpRequest) -> HttpAnswer + Send + Sync>(F);

    impl<F: Fn(&HttpRequest) -> HttpAnswer + Send + Sync> Transport for FakeServer<F> {
        fn send(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, RoadError> {
            Ok((self.0)(request))
        }
    }

    const WALL: i64 = 1_780_000_000_000;

    fn key(seed: u8) -> ServerSigner {
        ServerSigner::from_bytes(&[seed; 32])
    }

    fn code_of(server: &ServerSigner, code: &str) -> EnrolCode {
        EnrolCode {
            address: "http://127.0.0.1".into(),
            code: code.into(),
            server: server.public().id(),
        }
    }

    /// The right answer, by this key, for this device.
    fn answer_by(signer: &ServerSigner, device: &KeyId) -> HttpAnswer {
        let cadre = CadreId::from_bytes([7; 16]);
        let township: RegionCode = "610924102".parse().expect("nine digits");
        let certificate = serde_json::json!({"device": device, "cadre": cadre, "township": township,
            "enrolled": Moment::from_millis(WALL)});
        let checkpoint = Checkpoint {
            log: "610924102-a".parse().expect("printable"),
            size: 0,
            root: MerkleLog::new().root(),
            time: Moment::from_millis(WALL),
        };
        let body = EnrolAnswer {
            certificate: signer.sign(CERTIFICATE_TYP, certificate.to_string().as_bytes()),
            token: "t".into(),
            township,
            township_name: "好坪镇".into(),
            cadre: Cadre {
                id: cadre,
                name: "帮扶人".into(),
                unit: String::new(),
                phone: String::new(),
            },
            server_key: URL_SAFE_NO_PAD.encode(signer.public().to_bytes()),
            backup_key: URL_SAFE_NO_PAD.encode([9; 32]),
            checkpoint: signer.checkpoint(&checkpoint),
            simulated: false,
        };
        HttpAnswer {
            status: 200,
            headers: Vec::new(),
            body: serde_json::to_vec(&body).expect("JSON"),
        }
    }

    fn device(signer: &MemorySigner) -> KeyId {
        let point = signer.public_key().expect("a key in memory");
        DeviceKey::from_sec1(&point).expect("a point").id()
    }

    #[test]
    fn a_code_typed_as_people_type_it_enrols() {
        let (server, phone) = (key(1), MemorySigner::generate());
        let device = device(&phone);
        let transport = FakeServer(|request: &HttpRequest| {
            let sent: EnrolRequest = serde_json::from_slice(&request.body).expect("JSON");
            let proof = Jws::parse(&sent.proof).expect("a JWS");
            let by = DeviceKey::from_jwk(&proof.header["jwk"]).expect("a key");
            proof.verify_es256(&by).expect("signed by the key it shows");
            let said: EnrolProof = serde_json::from_slice(&proof.payload).expect("a proof");
            assert_eq!(said.code, "AB01C1D2E3");
            answer_by(&server, &by.id())
        });
        let code = code_of(&server, " ab0i c1-d2e3 ");
        let enrolled = enrol(&transport, &code, &phone, Moment::from_millis(WALL), "Redmi 9A").expect("enrolled");
        assert_eq!((enrolled.server.id(), enrolled.backup_key), (code.server, [9; 32]));
        assert!(server.public().verify(CERTIFICATE_TYP, &enrolled.certificate).is_ok());
        assert_eq!(device.as_str().len(), 43);
    }

    #[test]
    fn a_server_with_another_key_than_the_code_carries_is_refused() {
        let (server, imposter, phone) = (key(1), key(2), MemorySigner::generate());
        let device = device(&phone);
        let transport = FakeServer(|_: &HttpRequest| answer_by(&imposter, &device));
        let told = enrol(&transport, &code_of(&server, "AB01C1D2E3"), &phone, Moment::from_millis(WALL), "m");
        assert!(matches!(told.err(), Some(Error::NotGenuine(_))));
    }

    #[test]
    fn a_certificate_for_another_phone_is_refused() {
        let (server, phone) = (key(1), MemorySigner::generate());
        let other = device(&MemorySigner::generate());
        let transport = FakeServer(|_: &HttpRequest| answer_by(&server, &other));
        let told = enrol(&transport, &code_of(&server, "AB01C1D2E3"), &phone, Moment::from_millis(WALL), "m");
        assert!(matches!(told.err(), Some(Error::NotGenuine(_))));
    }

    #[test]
    fn a_code_that_is_none_is_said_before_anything_is_sent() {
        for typed in ["", "AB01", "AB01C1D2E3F", "AB01C1D2EU", "一二三四五六七八九十"] {
            assert!(matches!(clean_code(typed), Err(Error::Unusable { .. })), "{typed}");
        }
    }
}
