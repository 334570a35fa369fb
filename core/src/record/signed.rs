//! A device's record: written once, kept byte for byte, read by whoever has the device's public key.

use super::jws::HeaderKey;
use super::{DeviceKey, Envelope, Jws, MAX_RECORD_BYTES, RecordError, Signer, typ};
use crate::ids::Sha256;
use crate::{Error, Result as CoreResult};
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// The claim names of RFC 7519, 4.1: a JWT library would judge them, so a record never has them.
const CLAIMS: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];
/// What every record has at its payload's top level.
const REQUIRED: [&str; 8] = ["id", "kind", "v", "township", "device", "seq", "at", "body"];

/// A record as it is kept: the exact text and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedRecord {
    /// The compact JWS.
    pub jws: String,
    /// Its SHA-256: what receipts, the next record and corrections name.
    pub sha256: Sha256,
    /// What it says.
    pub envelope: Envelope,
}

/// Signs a record. The envelope's `device` must be the signer's key, and `seq` and `prev` must fit together.
///
/// Errors, none of which is the server's: `Key` (another key, or it would not sign), `TooLarge`, `Damaged` (`seq` and `prev`
/// come from the store), `Unusable`.
pub fn sign_record(signer: &dyn Signer, envelope: Envelope) -> CoreResult<SignedRecord> {
    let key = DeviceKey::from_sec1(&signer.public_key()?)?;
    if envelope.device != key.id() {
        return Err(Error::Key(
            "the keystore's key is not the one this phone signs with".into(),
        ));
    }
    check_place(&envelope).map_err(|refusal| Error::Damaged {
        detail: format!("the end of the chain: {refusal}"),
    })?;
    let payload = serde_json::to_vec(&envelope).map_err(|_| {
        Error::unusable(
            "record",
            "body",
            "every name of a JSON object is a text and every number is finite",
        )
    })?;
    let jws = Jws::sign_es256(signer, typ::RECORD, &payload, HeaderKey::Kid)?;
    if jws.len() > MAX_RECORD_BYTES {
        return Err(Error::TooLarge {
            bytes: jws.len(),
            most: MAX_RECORD_BYTES,
        });
    }
    Ok(SignedRecord {
        sha256: Sha256::of(jws.as_bytes()),
        jws,
        envelope,
    })
}

/// Reads a record and verifies its signature by `key`: header alg ES256, typ `ruhu-record+1`, kid = device = the key's
/// thumbprint, none of the registered JWT claim names, size within bounds. A body that does not fit its kind is no
/// reason to refuse: it is kept, not judged.
pub fn read_record(jws: &str, key: &DeviceKey) -> Result<SignedRecord, RecordError> {
    check_size(jws)?;
    let parsed = Jws::parse(jws)?;
    parsed.expect("ES256", typ::RECORD)?;
    let id = key.id();
    if parsed.header["kid"] != id.as_str() {
        return Err(RecordError::OtherKey("kid"));
    }
    parsed.verify_es256(key)?;
    let envelope = read_payload(&parsed.payload)?;
    if envelope.device != id {
        return Err(RecordError::OtherKey("device"));
    }
    check_place(&envelope)?;
    Ok(SignedRecord {
        jws: jws.to_owned(),
        sha256: Sha256::of(jws.as_bytes()),
        envelope,
    })
}

fn check_size(jws: &str) -> Result<(), RecordError> {
    match jws.len() <= MAX_RECORD_BYTES {
        true => Ok(()),
        false => Err(RecordError::TooLarge {
            bytes: jws.len(),
            most: MAX_RECORD_BYTES,
        }),
    }
}

fn check_place(envelope: &Envelope) -> Result<(), RecordError> {
    match (envelope.seq, envelope.prev) {
        (0, _) => Err(RecordError::Chain("`seq` counts from 1")),
        (1, Some(_)) => Err(RecordError::Chain("the first record of a device has no `prev`")),
        (2.., None) => Err(RecordError::Chain(
            "`prev` is missing: only the first record of a device has none",
        )),
        (1, None) | (2.., Some(_)) => Ok(()),
    }
}

/// Reads the payload. What serde would say of a wrong value quotes it, so only its place is told.
fn read_payload(payload: &[u8]) -> Result<Envelope, RecordError> {
    serde_json::from_slice::<IgnoredAny>(payload).map_err(|e| RecordError::NotJson {
        line: e.line(),
        column: e.column(),
    })?;
    let object: BTreeMap<String, IgnoredAny> =
        serde_json::from_slice(payload).map_err(|_| RecordError::NotARecord("it is not an object".into()))?;
    if let Some(claim) = CLAIMS.into_iter().find(|claim| object.contains_key(*claim)) {
        return Err(RecordError::Claim(claim));
    }
    if let Some(missing) = REQUIRED.into_iter().find(|name| !object.contains_key(*name)) {
        return Err(RecordError::NotARecord(format!("`{missing}` is missing")));
    }
    serde_json::from_slice(payload).map_err(|e| {
        let place = format!("line {}, column {}", e.line(), e.column());
        RecordError::NotARecord(format!("a field has a wrong value or stands twice, {place}"))
    })
}
