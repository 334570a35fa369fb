//! Enrolment: a printed code becomes this phone's certificate and token.

use super::Transport;
use crate::Result;
use crate::domain::Cadre;
use crate::ids::RegionCode;
use crate::record::{Checkpoint, ServerKey, Signer};
use crate::time::Moment;
use crate::wire::EnrolCode;

/// What enrolment brings; all of it verified against the code's fingerprint.
#[derive(Clone, Debug, PartialEq)]
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
pub fn enrol(
    _transport: &dyn Transport,
    _code: &EnrolCode,
    _signer: &dyn Signer,
    _wall: Moment,
    _model: &str,
) -> Result<Enrolled> {
    todo!()
}
