//! Enrolment: a printed code becomes this phone's certificate and token.

use super::answer::no;
use super::request::{ANSWER_MS, SMALL_ANSWER};
use super::{HttpAnswer, HttpRequest, Method, Transport};
use crate::Result;
use crate::domain::Cadre;
use crate::error::Error;
use crate::ids::{KeyId, RegionCode};
use crate::record::{Checkpoint, DeviceKey, HeaderKey, Jws, ServerKey, Signer};
use crate::time::Moment;
use crate::wire::{ENROL_PATH, EnrolAnswer, EnrolCode, EnrolProof, EnrolRequest, read_code};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The type of the proof's JWS.
const PROOF_TYP: &str = "ruhu-enrol+1";

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
        code: read_code(&code.code)?,
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
    let answer = transport.send(&request)?;
    verify(read(&answer)?, code, &device)
}

/// The answer, or the server's "no".
fn read(answer: &HttpAnswer) -> Result<EnrolAnswer> {
    let parsed = (answer.status == 200).then(|| serde_json::from_slice(&answer.body).ok());
    parsed.flatten().ok_or_else(|| no(answer))
}

fn verify(answer: EnrolAnswer, code: &EnrolCode, device: &KeyId) -> Result<Enrolled> {
    let server = ServerKey::from_bytes(&raw_key(&answer.server_key, "the server's key")?)?;
    if server.id() != code.server {
        return Err(Error::NotGenuine(
            "the server's key is not the one the enrolment code carries".to_owned(),
        ));
    }
    let certificate = server.certificate(&answer.certificate)?;
    if certificate.device != *device || certificate.cadre != answer.cadre.id || certificate.township != answer.township
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

#[cfg(test)]
mod tests;
