//! Enrolment: a one-time code becomes a device that the township knows.

use crate::domain::Cadre;
use crate::ids::{KeyId, RegionCode, Sha256};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// What the printed code's QR picture carries, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct EnrolCode {
    /// The server's address, such as `https://ruhu.example`.
    pub address: String,
    /// 10 Crockford base32 characters; 7 days, one use.
    pub code: String,
    /// The fingerprint of the server's key: the thumbprint of its Ed25519 JWK.
    pub server: KeyId,
    /// For a server whose TLS certificate is self-made: SHA-256 of the certificate's public key (its
    /// SubjectPublicKeyInfo, DER). Absent: the phone's public roots decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Sha256>,
}

/// The call's body: one compact JWS, typ `ruhu-enrol+1`, ES256, header `jwk` = the device's public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolRequest {
    /// Its payload is an [`EnrolProof`]. Signing it proves that the caller has the key.
    pub proof: String,
}

/// The payload of the proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolProof {
    /// The code, upper case, without blanks or dashes.
    pub code: String,
    /// The fingerprint of the server's key that the phone expects: a proof is good at one server only.
    pub server: KeyId,
    /// When, by the phone's wall clock.
    pub wall: Moment,
    /// What kind of phone, for the list of devices ("Redmi 9A, Android 10").
    pub model: String,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolAnswer {
    /// A compact JWS by the server (EdDSA, typ `ruhu-device+1`): `{device, cadre, township, enrolled}`.
    pub certificate: String,
    /// The opaque bearer token for all further calls; bound to the device's key.
    pub token: String,
    /// The township's code.
    pub township: RegionCode,
    /// The township's name.
    pub township_name: String,
    /// The cadre whose phone this is now.
    pub cadre: Cadre,
    /// The server's public Ed25519 key, raw 32 bytes in base64url; its thumbprint is the fingerprint.
    pub server_key: String,
    /// The township's public X25519 key for unsent backups, raw 32 bytes in base64url.
    pub backup_key: String,
    /// The newest checkpoint, a compact JWS.
    pub checkpoint: String,
    /// A demo's server says so: everything is 演示.
    pub simulated: bool,
}
